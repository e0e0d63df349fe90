"""junit.xml."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import xmlschema
from handmade import COMPLETE, INCOMPLETE, NASTY, UNGRADED, failed, passed, result

from course.formats.junit import document
from course.grade import Result, Ungraded

XUNIT2 = xmlschema.XMLSchema(Path(__file__).with_name("xunit2.xsd"))


def read(one: Result | Ungraded) -> ET.Element:
    """The root of a document that follows the schema."""
    text = document(one, "ko")
    XUNIT2.validate(text)
    return ET.fromstring(text.encode())


def test_a_suite_a_section_and_a_case_a_check() -> None:
    root = read(INCOMPLETE)
    assert [suite.get("name") for suite in root] == ["carol.states", "carol.signals"]
    assert [case.get("name") for case in root.iter("testcase")] == [one.check for one in INCOMPLETE.verdicts]
    counts = {key: root.get(key) for key in ("tests", "failures", "errors", "time")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "time": "1.000"}
    assert [suite.get("skipped") for suite in root] == ["1", "0"]
    properties = {one.get("name"): one.get("value") for one in root[0].iter("property")}
    assert (properties["learner"], properties["score"], properties["max_score"]) == ("carol", "2", "6")


def test_each_outcome_has_its_element() -> None:
    outcomes = {
        case.get("name"): [(told.tag, told.get("type")) for told in case]
        for case in read(INCOMPLETE).iter("testcase")
    }
    assert outcomes == {
        "states-create": [],
        "states-start": [("failure", "failed")],
        "states-pause": [("skipped", "prerequisite")],
        "signals-codes": [("error", "engine")],
    }


def test_a_failure_says_what_was_seen_and_what_to_do() -> None:
    (failure,) = read(COMPLETE).iter("failure")
    assert failure.get("message") == "컨테이너를 만듭니다."
    for words in ("기대: created", "실제: running", "힌트: `docker create`"):
        assert words in str(failure.text)


def test_an_ungraded_submission_is_an_error() -> None:
    root = read(UNGRADED)
    assert (root.get("name"), root.get("errors")) == ("bob", "1")
    (error,) = root.iter("error")
    assert UNGRADED.sentence in str(error.get("message"))


@pytest.mark.parametrize(
    "one",
    [
        result(
            failed("states-start", seen=NASTY, hint=NASTY, sentence=NASTY), learner=NASTY, submission=NASTY
        ),
        Ungraded(NASTY, Path("class/bob"), NASTY),
    ],
)
def test_what_a_learner_printed_stays_words(one: Result | Ungraded) -> None:
    said = "".join(read(one).itertext()) + "".join(
        value for element in read(one).iter() for value in element.attrib.values()
    )
    assert '<script>alert("&")</script>' in said
    assert set("\x00\x1b\ud83d\ufffe").isdisjoint(said)


def test_a_submission_without_checks_is_a_valid_document_too() -> None:
    assert read(result()).get("tests") == "0"
    assert [suite.get("failures") for suite in read(result(passed("states-create")))] == ["0"]
