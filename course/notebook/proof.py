"""The proof that a section can be done and is not done already: blank it scores nothing, solved all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from course import syllabus
from course.engine import Engine
from course.grade import Result, grade_submission
from course.notebook.lint import Problem
from course.notebook.release import solved


def prove(section: str, suite: str, report: Callable[[str], None]) -> Iterator[Problem]:
    """Grade a section's blank and solved notebooks on engines of that suite; `report` gets a line before each."""
    path = syllabus.released(section, "ko")
    blank = path.read_text(encoding="utf-8")
    for name, text in (("blank", blank), ("solved", json.dumps(solved(section, "ko")))):
        report(f"{section}: grading it {name}")
        yield from _graded(section, name, path.name, text, suite)


def _graded(section: str, name: str, filename: str, text: str, suite: str) -> Iterator[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        submission = Path(folder, name)
        submission.mkdir()
        (submission / filename).write_text(text, encoding="utf-8")
        result = grade_submission(
            submission, Path(folder, "out"), engine_factory=lambda: Engine(suite=suite, purpose="author")
        )
    if not isinstance(result, Result):
        yield Problem(section, f"the {name} notebook could not be graded", result.sentence)
        return
    for verdict in result.verdicts:
        wanted = 0 if name == "blank" else verdict.points
        if (verdict.score or 0) != wanted:
            what = f"{verdict.score} of {verdict.points} points in the {name} notebook, not {wanted}"
            yield Problem(verdict.check, what, verdict.hint or verdict.told or "See its check.")
