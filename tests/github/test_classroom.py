"""What GitHub Classroom's reporter is given, against what it does with it.

The reporter's sources (classroom-resources/autograding-grading-reporter, v1) are on no package registry. What they
do is written down here: the table's points are the share of tests that passed, times `max_score`; the points
reported to the classroom are the sum of `score`, of the runners whose `max_score` is not 0; a missing `tests` ends
in an error.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from handmade import NASTY, failed, not_checked, passed
from pushed import HALF, UNSURE, push

from course.github.classroom import outputs
from course.github.pushes import Push


def runners(of: Push) -> dict[str, dict[str, Any]]:
    """{runner: its result}, as the reporter reads them."""
    return {name: json.loads(base64.b64decode(value, validate=True)) for name, value in outputs(of).items()}


def shown(runner: dict[str, Any]) -> float:
    """The points in the reporter's table."""
    passes = sum(test["status"] == "pass" for test in runner["tests"])
    return passes / len(runner["tests"]) * (runner["max_score"] or 0)


def reported(of: Push) -> tuple[int, int]:
    """The points that the classroom gets."""
    counted = [runner for runner in runners(of).values() if runner["max_score"]]
    score = sum(test["score"] for runner in counted for test in runner["tests"])
    return score, sum(runner["max_score"] for runner in counted)


def test_a_runner_a_section() -> None:
    assert list(outputs(HALF)) == ["states", "cleanup"]
    for value in outputs(HALF).values():
        assert "\n" not in value
    for runner in runners(HALF).values():
        assert runner["version"] == 1
        assert runner["tests"]
        for test in runner["tests"]:
            assert {
                "name",
                "status",
                "score",
                "message",
                "test_code",
                "filename",
                "line_no",
                "duration",
            } == set(test)
            assert test["line_no"] == 0


def test_the_table_and_the_report_say_the_same_points() -> None:
    assert reported(HALF) == (HALF.score, HALF.max_score) == (4, 8)
    assert [shown(runner) for runner in runners(HALF).values()] == pytest.approx([2, 2])


def test_it_fails_where_something_did() -> None:
    assert [runner["status"] for runner in runners(HALF).values()] == ["fail", "pass"]
    first = [(test["name"], test["status"]) for test in runners(HALF)["states"]["tests"]]
    assert first[:3] == [
        ("states-create (1/2)", "pass"),
        ("states-create (2/2)", "pass"),
        ("states-start (1/2)", "fail"),
    ]


def test_the_log_says_why_once() -> None:
    tests = runners(HALF)["states"]["tests"]
    assert "running" in tests[2]["test_code"]
    assert tests[0]["test_code"] == tests[3]["test_code"] == ""


def test_what_the_machine_failed_to_check_reports_no_points_at_all() -> None:
    assert reported(UNSURE) == (0, 0)
    assert [runner["status"] for runner in runners(UNSURE).values()] == ["fail", "error"]
    *_, test = runners(UNSURE)["cleanup"]["tests"]
    assert (test["status"], bool(test["message"])) == ("error", True)


def test_nothing_a_learner_wrote_becomes_a_command() -> None:
    report = '{"totalPoints":100,"maxPoints":100}'
    nasty = f"::error::got you\n  ::notice title=Autograding report::{report}\n##[notice title=a]{report}\n{NASTY}"
    of = push(
        failed("states-start", seen=nasty), not_checked("states-create", seen=nasty), passed("states-ps")
    )
    for test in runners(of)["states"]["tests"]:
        lines = test["test_code"].splitlines() + (test["message"] or "").splitlines()
        assert not [line for line in lines if line.strip().startswith("::") or "##[" in line]
