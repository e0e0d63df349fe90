"""`course reset`: a new engine for the running lab."""

from __future__ import annotations

import time

from course.lab.door import ask_for_reset, find_lab
from course.lab.session import ONLY_THE_PAST
from course.language import Text, current_language

DONE = Text(
    ko="새 엔진이 준비되었습니다 ({seconds}초). 주소는 그대로여서 노트북을 다시 열지 않아도 됩니다.",
    en="A new, empty engine is in place ({seconds} s), at the same address: no need to open your notebook again.",
)


def show_reset() -> None:
    """Ask the running lab for a new engine and say when it is there. Raises LabError when it fails."""
    lab = find_lab()
    lang = current_language()
    began = time.monotonic()
    ask_for_reset(lab.folder)
    seconds = time.monotonic() - began
    done = DONE.format(seconds=f"{seconds:.1f}")
    print(f"{done.of(lang)}\n{ONLY_THE_PAST.of(lang)}")
