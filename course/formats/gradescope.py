"""What Gradescope reads from /autograder/results/results.json (gradescope.schema.json)."""

from __future__ import annotations

import json
from typing import Any

from course.checks import Verdict
from course.formats.verdicts import as_lines
from course.grade.display import complaints
from course.grade.results import Result, Ungraded
from course.language import Lang

FILE = "gradescope/results.json"
"""In a folder of its own: it has to have the name that our own results.json has."""


def document(one: Result | Ungraded, lang: Lang) -> str:
    """What was not checked is a test without a score, which tells why.

    A submission that was not graded has no score at all: Gradescope then says that the autograder failed, which
    it did, and lets the teacher run it again.
    """
    results = _graded(one) if isinstance(one, Result) else _words("\n".join(complaints([one], lang)))
    return json.dumps(results, ensure_ascii=False, indent=2) + "\n"


def _graded(one: Result) -> dict[str, Any]:
    return {
        "score": one.score,
        "execution_time": round(one.seconds),
        **_words("\n".join(complaints([one], one.lang))),
        "tests": [_test(verdict, one.lang) for verdict in one.verdicts],
        "extra_data": {"submission": one.submission, "learner": one.learner, "max_score": one.max_score},
    }


def _test(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": verdict.check,
        "tags": [verdict.section],
        **_words(as_lines(verdict, lang)),
        "extra_data": {"verdict": verdict.verdict, "reason": verdict.reason, "points": verdict.points},
    }
    if verdict.score is not None:
        test |= {"score": verdict.score, "max_score": verdict.points, "status": verdict.verdict}
    return test


def _words(output: str) -> dict[str, str]:
    """As text, in which nothing that a learner wrote is markup."""
    return {"output": output, "output_format": "text"}
