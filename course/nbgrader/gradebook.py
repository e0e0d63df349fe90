"""Writing verdicts into nbgrader's gradebook, through nbgrader's own API."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch
from typing import Any

from nbformat import NotebookNode

from course.checks import Verdict
from course.formats.verdicts import printable
from course.language import Lang, Text
from course.nbgrader.places import Work, named_section

NOT_CHECKED = Text(
    ko="{check}: 확인하지 못해서 점수를 매기지 않았습니다. {why}",
    en="{check}: could not be checked, so it has no score yet. {why}",
)
NO_RESPONSE = "No response."
"""nbgrader's own words for work that was left as it was released."""
_PLAIN = str.maketrans("<>[]", "‹›()")


def forget(gradebook: Any, assignment: str, student: str, notebooks: str) -> None:
    """Take back the scores that this course gave before, as what comes next may fail; `notebooks` is a pattern."""
    from nbgrader.api import MissingEntry

    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    for notebook in submission.notebooks:
        if named_section(notebook.name) and fnmatch(notebook.name, notebooks):
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
    gradebook.db.commit()


def write_scores(
    gradebook: Any,
    work: Work,
    notebook: str,
    cells: list[NotebookNode],
    outcomes: Mapping[str, Verdict | str],
    lang: Lang,
) -> None:
    """Write one notebook's scores and comments, all of them or none.

    `outcomes`: {check: verdict, or the reason why there is none}. What was not checked has no score, waits for a
    person, and the reason stands as a comment at the work that leads to it.
    """
    place = (notebook, work.assignment, work.student)
    for check, outcome in outcomes.items():
        grade = gradebook.find_grade(check, *place)
        grade.auto_score = outcome.score if isinstance(outcome, Verdict) else None
        grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
    comments = _comments(cells, outcomes, lang)
    for comment in gradebook.find_submission_notebook(*place).comments:
        comment.auto_comment = comments.get(comment.name)
    gradebook.db.commit()


def why_not(outcome: Verdict | str) -> str | None:
    """Why there is no score; None when there is one."""
    if isinstance(outcome, str):
        return outcome
    return f"{outcome.seen} {outcome.hint}".strip() if outcome.score is None else None


def _comments(cells: list[NotebookNode], outcomes: Mapping[str, Verdict | str], lang: Lang) -> dict[str, str]:
    """{work cell: what stands at it}."""
    from nbgrader import utils

    comments = {
        cell.metadata.nbgrader.grade_id: NO_RESPONSE
        for cell in cells
        if utils.is_solution(cell) and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
    }
    for check, outcome in outcomes.items():
        if (why := why_not(outcome)) is not None:
            # A comment is shown as Markdown, and a reason may quote what a learner wrote.
            told = NOT_CHECKED.format(check=check, why=why).of(lang)
            comments[f"{check}-work"] = printable(told).translate(_PLAIN)
    return comments
