"""gradescope/results.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handmade import COMPLETE, INCOMPLETE, NASTY, POINTS, UNGRADED, failed, result, schema, valid
from jsonschema import Draft202012Validator

from course.formats.gradescope import FILE, document
from course.grade import Result, Ungraded

SCHEMA = schema("gradescope")


def read(one: Result | Ungraded) -> dict[str, Any]:
    """A document that follows the schema."""
    return valid(document(one, "ko"), SCHEMA)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    assert not SCHEMA.is_valid({"tests": [{"name": "a", "output": ""}]}), "no score, nor on each test"
    assert not SCHEMA.is_valid({})
    assert not SCHEMA.is_valid({"score": 1, "tests": [{"name": "a", "output": "", "score": 1}]})


def test_the_file_has_the_name_that_gradescope_wants() -> None:
    assert Path(FILE).name == "results.json"


def test_scores_and_words() -> None:
    data = read(COMPLETE)
    assert (data["score"], data["execution_time"], data["output"]) == (2, 12, "")
    create, start, _ = data["tests"]
    assert (create["name"], create["score"], create["max_score"]) == ("states-create", POINTS, POINTS)
    assert (create["status"], create["tags"]) == ("passed", ["states"])
    assert (start["status"], start["score"]) == ("failed", 0)
    assert "실제: running" in start["output"]


def test_what_was_not_checked_has_no_score_and_says_why() -> None:
    data = read(INCOMPLETE)
    *_, waits, missed = data["tests"]
    for test in (waits, missed):
        assert {"score", "max_score", "status"}.isdisjoint(test)
        assert "확인하지 못함" in test["output"]
        assert "엔진이 응답하지 않습니다" in test["output"]
    assert (waits["extra_data"]["reason"], missed["extra_data"]["reason"]) == ("prerequisite", "engine")
    assert "signals-codes" in data["output"]
    assert "다시 채점하세요" in data["output"]


def test_an_ungraded_submission_has_no_score_at_all() -> None:
    data = read(UNGRADED)
    assert {"score", "tests"}.isdisjoint(data)
    assert UNGRADED.sentence in data["output"]


def test_what_a_learner_wrote_is_no_markup() -> None:
    data = read(result(failed("states-start", seen=NASTY)))
    assert {test["output_format"] for test in data["tests"]} == {data["output_format"]} == {"text"}
    assert set("\x00\x1b\ud83d").isdisjoint(data["tests"][0]["output"])
