"""`nbgrader export` with one column a section and one a check."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from course import syllabus
from course.formats.spreadsheet import harmless
from course.nbgrader.places import section_of

FILE = "checks.csv"
Row = dict[str, Any]
ABOUT = ("assignment", "student_id", "last_name", "first_name", "timestamp")
TOTALS = ("score", "max_score", "late_submission_penalty", "to_grade")


class ChecksExportPlugin(ExportPlugin):  # type: ignore[misc]
    """A row a learner: total, then each section followed by its checks, as they stand in the gradebook.

    An empty cell is what has no score yet, never a zero; `to_grade` counts what waits for a person. A notebook that
    was not handed in counts zero, as in nbgrader's totals. Only assignments with this course's notebooks are in it.
    Written to `--to`, by default checks.csv.
    """

    def export(self, gradebook: Any) -> None:
        """Write the file. Raises OSError."""
        rows = list(self._rows(gradebook))
        sections = {
            one for assignment in gradebook.assignments for one in _sections(assignment, gradebook).values()
        }
        columns = [*ABOUT, *TOTALS, *_columns(sections)]
        path = Path(self.to or FILE)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
        self.log.info("Exported the checks of %d submissions to %s", len(rows), path)

    def _rows(self, gradebook: Any) -> Iterator[Row]:
        wanted = {str(one) for one in self.assignment}, {str(one) for one in self.student}
        for assignment in gradebook.assignments:
            sections = _sections(assignment, gradebook)
            if not sections or (wanted[0] and assignment.name not in wanted[0]):
                continue
            for student in gradebook.students:
                if not wanted[1] or student.id in wanted[1]:
                    yield _about(assignment, student) | _graded(gradebook, assignment, student, sections)


def _sections(assignment: Any, gradebook: Any) -> dict[str, str]:
    """{notebook: section} of this course's notebooks in an assignment."""
    found = {one.name: section_of(one.name, assignment.name, gradebook) for one in assignment.notebooks}
    return {notebook: section for notebook, section in found.items() if section}


def _about(assignment: Any, student: Any) -> Row:
    return {
        "assignment": assignment.name,
        "student_id": student.id,
        "last_name": student.last_name or "",
        "first_name": student.first_name or "",
        "max_score": assignment.max_score,
    }


def _graded(gradebook: Any, assignment: Any, student: Any, sections: dict[str, str]) -> Row:
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return {}
    penalty = submission.late_submission_penalty or 0
    row: Row = {
        "timestamp": str(submission.timestamp or ""),
        "score": max(0.0, submission.score - penalty),
        "late_submission_penalty": penalty,
        "to_grade": sum(grade.needs_manual_grade for one in submission.notebooks for grade in one.grades),
    }
    for notebook in submission.notebooks:
        if notebook.name in sections:
            scores = {grade.name: grade.score for grade in notebook.grades if not _is_open(grade)}
            row |= scores | ({sections[notebook.name]: sum(scores.values())} if scores else {})
    return row


def _is_open(grade: Any) -> bool:
    return grade.auto_score is None and grade.manual_score is None


def _columns(sections: Collection[str]) -> list[str]:
    return [
        column
        for section in syllabus.sections()
        if section.id in sections
        for column in (section.id, *(one.id for one in syllabus.exercises(section.id)))
    ]
