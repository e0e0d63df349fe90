"""What the reporter of GitHub Classroom's actions reads: one step output a section.

The reporter (classroom-resources/autograding-grading-reporter@v1) counts points in two ways. Its table takes the
share of a section's tests that passed, as if each were worth the same; its report to the classroom adds up the
tests' scores. So a test here is one point: only then do both say the same.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from course.checks import Verdict
from course.formats.verdicts import as_lines
from course.github.pushes import Push
from course.github.runner import no_commands
from course.language import Lang


def outputs(push: Push) -> dict[str, str]:
    """{section: what its runner hands to the reporter}, in base64.

    Where the machine failed to check something, nothing is worth a point: then the reporter tells the classroom no
    points at all, and those of before stay until the run is repeated.
    """
    counts = not push.unchecked
    return {
        section: base64.b64encode(json.dumps(_runner(verdicts, push.lang, counts)).encode()).decode()
        for section, verdicts in push.sections.items()
    }


def _runner(verdicts: Sequence[Verdict], lang: Lang, counts: bool) -> dict[str, Any]:
    tests = [test for verdict in verdicts for test in _tests(verdict, lang, counts)]
    statuses = {test["status"] for test in tests}
    status = next((one for one in ("error", "fail") if one in statuses), "pass")
    points = sum(verdict.points for verdict in verdicts)
    return {"version": 1, "status": status, "max_score": points if counts else 0, "tests": tests}


def _tests(verdict: Verdict, lang: Lang, counts: bool) -> Iterator[dict[str, Any]]:
    """One for each point; what the check says stands with the first of them."""
    is_machines = verdict.score is None and verdict.reason != "prerequisite"
    status = "pass" if verdict.verdict == "passed" else "error" if is_machines else "fail"
    said = "" if status == "pass" else no_commands(as_lines(verdict, lang))
    for point in range(verdict.points):
        name = verdict.check if verdict.points == 1 else f"{verdict.check} ({point + 1}/{verdict.points})"
        yield {
            "name": name,
            "status": status,
            "score": 1 if status == "pass" and counts else 0,
            "message": said or None,
            "test_code": said if status == "fail" and point == 0 else "",
            "filename": "",
            "line_no": 0,
            "duration": round(1000 * verdict.seconds),
        }
