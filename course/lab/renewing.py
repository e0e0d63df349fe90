"""`course reset`: a new engine for the running lab."""

from __future__ import annotations

import time

from course.lab.door import ask_for_reset, find_lab
from course.language import Text, current_language


def show_reset() -> None:
    """Ask the running lab for a new engine and say when it is there. Raises LabError when it fails."""
    lab = find_lab()
    began = time.monotonic()
    ask_for_reset(lab.folder)
    seconds = time.monotonic() - began
    done = Text(
        ko=f"새 엔진이 준비되었습니다 ({seconds:.1f}초). 주소가 같으니 노트북을 그대로 이어서 쓰세요.",
        en=f"A new, empty engine is in place ({seconds:.1f} s). Same address: just go on in your notebook.",
    )
    print(done.of(current_language()))
