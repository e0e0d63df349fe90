"""results.csv: the class at a glance, for Excel and for scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from course import syllabus
from course.checks import Verdict
from course.formats.verdicts import printable
from course.grade.display import complaints
from course.grade.results import Result, Ungraded
from course.language import Lang

FILE = "results.csv"

FORMULA_STARTS = tuple("=+-@＝＋－＠")
"""What a spreadsheet takes for the start of a formula, as typed in either width."""

Row = dict[str, str | int | float]


def document(results: Sequence[Result | Ungraded], lang: Lang) -> str:
    """A row a learner; a column a section, followed by one a check; the totals before them.

    Column names are the same in both languages. An empty cell is what was not checked or not handed in, never a
    zero. Starts with the mark by which Excel knows that it is UTF-8.
    """
    columns = ["learner", "submission", "state", "score", "max_score", *_columns(results)]
    table = io.StringIO()
    table.write("\ufeff")
    writer = csv.DictWriter(table, [*columns, "not_checked", "message"], restval="")
    writer.writeheader()
    for one in results:
        row = _ungraded(one) if isinstance(one, Ungraded) else _graded(one)
        row["message"] = " ".join(complaints([one], lang))
        writer.writerow({column: harmless(value) for column, value in row.items()})
    return table.getvalue()


def _columns(results: Sequence[Result | Ungraded]) -> list[str]:
    """Sections and their checks, of all that anybody handed in, in the order of the course."""
    known = {exercise.id: place for place, exercise in enumerate(syllabus.exercises())}
    seen = {
        verdict.check: verdict.section
        for one in results
        if isinstance(one, Result)
        for verdict in one.verdicts
    }
    sections: dict[str, list[str]] = {}
    for check in sorted(seen, key=lambda check: known.get(check, len(known))):
        sections.setdefault(seen[check], []).append(check)
    return [column for section, checks in sections.items() for column in (section, *checks)]


def _ungraded(one: Ungraded) -> Row:
    return {"learner": one.submission, "submission": one.submission, "state": "ungraded"}


def _graded(one: Result) -> Row:
    row: Row = {
        "learner": one.learner,
        "submission": one.submission,
        "state": "incomplete" if one.unchecked or one.problems else "graded",
        "score": _points(one.verdicts),
        "max_score": one.max_score,
        "not_checked": "; ".join(
            f"{verdict.check} ({verdict.reason})" for verdict in one.verdicts if verdict.score is None
        ),
    }
    for section, verdicts in groupby(one.verdicts, key=lambda verdict: verdict.section):
        checks = list(verdicts)
        row[section] = _points(checks)
        row |= {verdict.check: _points([verdict]) for verdict in checks}
    return row


def _points(verdicts: Iterable[Verdict]) -> int | str:
    """Points of what was checked; nothing at all when nothing was."""
    scores = [verdict.score for verdict in verdicts if verdict.score is not None]
    return sum(scores) if scores else ""


def harmless(cell: str | int | float) -> str | int | float:
    """Words as words: a learner may have put a formula where a spreadsheet would run it."""
    if not isinstance(cell, str):
        return cell
    words = " ".join(printable(cell).split())
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words
