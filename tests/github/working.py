"""Work in an exported repository like a learner: `python working.py REPOSITORY blank|half|solved`."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path

from course import syllabus
from course.github.exporting import half_of_the_course
from course.notebook import solved


def solve(repository: Path, sections: Collection[str]) -> None:
    """Put the solved notebooks of these sections in place of the blank ones."""
    for section in sections:
        path = repository / "notebooks" / syllabus.released(section, "ko").name
        lang = json.loads(path.read_text(encoding="utf-8"))["metadata"]["container_lifecycle"]["lang"]
        path.write_text(json.dumps(solved(section, lang), ensure_ascii=False, indent=1), encoding="utf-8")


DONE = {"blank": [], "half": half_of_the_course(), "solved": [one.id for one in syllabus.sections()]}

if __name__ == "__main__":
    solve(Path(sys.argv[1]), DONE[sys.argv[2]])
