"""prairielearn/results.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from handmade import COMPLETE, INCOMPLETE, NASTY, POINTS, UNGRADED, failed, result, schema, valid
from jsonschema import Draft202012Validator

from course import syllabus
from course.formats.prairielearn import FILE, MOST_BYTES, document
from course.grade import Result, Ungraded

SCHEMA = schema("prairielearn")


def read(one: Result | Ungraded) -> dict[str, Any]:
    """A document that follows the schema."""
    return valid(document(one, "ko"), SCHEMA)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    assert not SCHEMA.is_valid({"gradable": True})
    assert not SCHEMA.is_valid({"gradable": True, "score": 2})
    assert not SCHEMA.is_valid({"gradable": False, "message": "", "score": 0})


def test_the_file_has_the_name_that_prairielearn_wants() -> None:
    assert Path(FILE).name == "results.json"


def test_the_score_is_a_part_of_all_points() -> None:
    data = read(COMPLETE)
    assert (data["gradable"], data["score"]) == (True, 2 / 6)
    points = {test["name"]: (test["points"], test["max_points"]) for test in data["tests"]}
    assert (points["states-create"], points["states-start"]) == ((POINTS, POINTS), (0, POINTS))
    assert "실제: running" in data["tests"][1]["message"]


def test_what_waits_for_an_earlier_check_is_shown_as_a_remark() -> None:
    *_, waits = read(COMPLETE)["tests"]
    assert (waits["points"], waits["max_points"]) == (0, 0)
    assert "확인하지 못함" in waits["message"]


def test_what_the_machine_could_not_check_costs_no_attempt() -> None:
    data = read(INCOMPLETE)
    assert data["gradable"] is False
    assert "signals-codes" in data["message"]
    assert len(data["tests"]) == 4


def test_an_ungraded_submission_is_not_gradable_and_says_why() -> None:
    data = read(UNGRADED)
    assert data["gradable"] is False
    assert UNGRADED.sentence in data["message"]


def test_a_submission_without_points_is_not_gradable() -> None:
    assert read(result())["gradable"] is False


def test_it_is_never_larger_than_prairielearn_takes() -> None:
    for flood in ("가" * 5_000, '"\n' * 5_000, NASTY * 200):
        checks = [failed(one.id, seen=flood) for one in syllabus.exercises()]
        text = document(result(*checks), "ko")
        assert len(text.encode()) < MOST_BYTES
        assert json.loads(text)["tests"][-1]["message"].endswith(" …")
    assert not read(COMPLETE)["tests"][1]["message"].endswith(" …")


def test_control_characters_are_gone() -> None:
    data = read(result(failed("states-start", seen=NASTY)))
    assert set("\x00\x1b\ud83d").isdisjoint(data["tests"][0]["message"])
