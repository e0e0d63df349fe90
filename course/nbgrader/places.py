"""Which of nbgrader's notebooks are this course's, and where a learner's work lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course import syllabus
from course.grade.errors import GradingError
from course.language import Text

RESULTS = "graded"
"""Folder of the course that results are kept in, one below it for each assignment; `course report` reads it."""

CHANGED = Text(
    ko="{notebook}: 성적부의 확인 칸이 지금 설치된 강의와 다릅니다(다른 것: {ids}). 배포할 때와 같은 버전의 강의를 "
    "설치하거나, 제출물이 없다면 `nbgrader generate_assignment {assignment}`를 다시 실행하세요.",
    en="{notebook}: the gradebook's check cells are not those of the installed course (different: {ids}). Install "
    "the course in the version that was released or, if nothing was handed in yet, run `nbgrader "
    "generate_assignment {assignment}` again.",
)


class CourseChanged(GradingError):
    """The gradebook knows other checks than the installed course; `text` says which."""


@dataclass(frozen=True)
class Work:
    """What one learner handed in for one assignment, as far as it is this course's."""

    assignment: str
    student: str
    folder: Path
    """Where it lies: submitted/STUDENT/ASSIGNMENT."""
    sections: dict[str, str] = field(hash=False)
    """{notebook's name in nbgrader: section}, of the notebooks that are there."""


def named_section(notebook: str) -> str | None:
    """The section whose released notebook has that name (`05-cleanup`)."""
    names = {syllabus.released(one.id, "ko").stem: one.id for one in syllabus.sections()}
    return names.get(notebook)


def section_of(notebook: str, assignment: str, gradebook: Any) -> str | None:
    """The section that a notebook of an assignment is for; None when it is somebody else's notebook.

    The gradebook decides, never a learner's file. Raises CourseChanged when it holds other checks than the course.
    """
    from nbgrader.api import MissingEntry

    section = named_section(notebook)
    if section is None:
        return None
    try:
        graded = {cell.name for cell in gradebook.find_notebook(notebook, assignment).grade_cells}
    except MissingEntry:
        return None
    ours = {one.id for one in syllabus.exercises(section)}
    if not graded & ours:
        return None
    if different := graded ^ ours:
        ids = ", ".join(sorted(different))
        raise CourseChanged(CHANGED.format(notebook=notebook, ids=ids, assignment=assignment))
    return section
