"""The ladder of hints: each failure of the same check tells a little more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from learners import Learner

from course.checks import Verdict, as_html, as_text, passing
from course.checks.ladder import as_far_as_climbed, forget, on_rung, step_up
from course.checks.rendering import rows
from course.engine import Access

FAILED = Verdict(
    "states-x",
    "states",
    2,
    0,
    "failed",
    "Do it.",
    "this",
    "that",
    "an idea",
    0.1,
    shape="`docker create NAME`",
)


@pytest.fixture(autouse=True)
def at_the_foot(shared_engine: Access) -> None:
    forget(shared_engine)
    passing.forget(shared_engine)


def test_each_failure_tells_more(shared_engine: Access) -> None:
    shown = [step_up(FAILED, shared_engine) for _ in range(4)]
    assert [(one.hint, one.shape) for one in shown] == [
        ("", ""),
        ("an idea", ""),
        ("an idea", "`docker create NAME`"),
        ("an idea", "`docker create NAME`"),
    ]
    assert [one.more for one in shown] == [True, True, False, False]
    assert all((one.expected, one.seen, one.score) == ("this", "that", 0) for one in shown)


def test_what_is_held_back_is_promised(shared_engine: Access) -> None:
    first, second, third = (step_up(FAILED, shared_engine) for _ in range(3))
    assert "an idea" not in as_text(first, "en") and "Run this check again" in as_text(first, "en")
    assert "an idea" in as_text(second, "en") and "Run this check again" in as_text(second, "en")
    assert "docker create NAME" not in as_html(second, "ko")
    assert ("명령 형식", "`docker create NAME`") in rows(third, "ko")
    assert "Run this check again" not in as_text(third, "en")
    assert [label for label, _ in rows(first, "en")] == ["Expected", "Seen", "If stuck"]


def test_a_pass_begins_a_new_ladder(shared_engine: Access) -> None:
    step_up(FAILED, shared_engine)
    step_up(FAILED, shared_engine)
    passed = replace(FAILED, verdict="passed", score=2, hint="", shape="")
    assert step_up(passed, shared_engine) == passed
    assert step_up(FAILED, shared_engine).hint == ""


def test_what_passed_before_is_said_at_once(shared_engine: Access) -> None:
    assert not step_up(FAILED, shared_engine).earlier
    step_up(replace(FAILED, verdict="passed", score=2), shared_engine)
    again = step_up(FAILED, shared_engine)
    assert again.earlier and "This check passed before" in as_text(again, "en")
    assert not step_up(replace(FAILED, check="states-y"), shared_engine).earlier


def test_each_check_has_a_ladder_of_its_own(shared_engine: Access) -> None:
    step_up(FAILED, shared_engine)
    assert step_up(replace(FAILED, check="states-y"), shared_engine).hint == ""
    assert step_up(FAILED, shared_engine).hint == "an idea"


def test_looking_at_all_checks_climbs_no_ladder(shared_engine: Access) -> None:
    assert [as_far_as_climbed(FAILED, shared_engine).hint for _ in range(3)] == [""] * 3
    step_up(FAILED, shared_engine)
    step_up(FAILED, shared_engine)
    assert as_far_as_climbed(FAILED, shared_engine).hint == "an idea"


def test_what_could_not_be_checked_says_at_once_what_to_do(shared_engine: Access) -> None:
    unchecked = replace(FAILED, verdict="not_checked", score=None, shape="")
    assert step_up(unchecked, shared_engine) == unchecked
    assert step_up(FAILED, shared_engine).hint == ""


def test_who_has_not_answered_yet_is_told_what_to_do_and_climbs_nothing(shared_engine: Access) -> None:
    blank = replace(FAILED, blank=True)
    assert [(one.hint, one.shape, one.more) for one in (step_up(blank, shared_engine) for _ in range(4))] == [
        ("an idea", "", False)
    ] * 4
    assert step_up(FAILED, shared_engine).hint == ""


def test_a_placeholder_is_no_answer(learner: Learner) -> None:
    assert learner.check("states-ps", {"ps": ..., "ps_all": ...}).blank
    assert learner.check("states-ps").blank
    assert not learner.check("states-ps", {"ps": 7, "ps_all": 8}).blank


def test_where_failures_cannot_be_counted_all_is_told(shared_engine: Access) -> None:
    nowhere = replace(shared_engine, folder=shared_engine.folder / "gone")
    assert step_up(FAILED, nowhere).shape == FAILED.shape


def test_a_spoilt_count_begins_anew(shared_engine: Access) -> None:
    (shared_engine.folder / "failures.json").write_text("[not json")
    assert step_up(FAILED, shared_engine).hint == ""
    assert step_up(FAILED, shared_engine).hint == "an idea"


def test_the_last_rung_shows_all() -> None:
    assert on_rung(FAILED, 3) == FAILED


def test_grading_shows_all(learner: Learner) -> None:
    verdict = learner.check("states-create")
    assert verdict.hint and not verdict.more
