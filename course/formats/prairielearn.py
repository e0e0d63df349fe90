"""What PrairieLearn reads from /grade/results/results.json (prairielearn.schema.json)."""

from __future__ import annotations

import json
from typing import Any

from course.checks import Verdict
from course.formats.verdicts import as_lines
from course.grade.display import complaints
from course.grade.results import Result, Ungraded
from course.language import Lang

FILE = "prairielearn/results.json"
"""In a folder of its own: it has to have the name that our own results.json has."""

MOST_BYTES = 1_000_000
"""PrairieLearn takes no larger file."""


def document(one: Result | Ungraded, lang: Lang) -> str:
    """What the machine could not check makes it not gradable: that costs neither points nor an attempt."""
    if isinstance(one, Result):
        results = _graded(one)
    else:
        results = {"gradable": False, "message": "\n".join(complaints([one], lang))}
    return json.dumps(results, ensure_ascii=False) + "\n"


def _graded(one: Result) -> dict[str, Any]:
    tests = [_test(verdict, one) for verdict in one.verdicts]
    if one.unchecked or not one.max_score:
        return {"gradable": False, "message": "\n".join(complaints([one], one.lang)), "tests": tests}
    return {"gradable": True, "score": one.score / one.max_score, "tests": tests}


def _test(verdict: Verdict, one: Result) -> dict[str, Any]:
    # Not checked is 0 of 0, which is shown as a remark; a test without any points would hide those of all others.
    points = {"points": 0, "max_points": 0}
    if verdict.score is not None:
        points = {"points": verdict.score, "max_points": verdict.points}
    # JSON makes two characters of a quote or a line's end.
    said = _short(as_lines(verdict, one.lang), MOST_BYTES * 9 // 10 // len(one.verdicts) // 2)
    return {"name": verdict.check, **points, "message": said}


def _short(words: str, most: int) -> str:
    """Not more than so many bytes, and saying so where some are missing."""
    whole = words.encode(errors="replace")
    return words if len(whole) <= most else whole[:most].decode(errors="ignore") + " …"
