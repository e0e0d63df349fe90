"""results.csv."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from handmade import COMPLETE, INCOMPLETE, NASTY, UNGRADED, failed, not_checked, passed, result

from course.formats.spreadsheet import document
from course.grade import Result, Ungraded


def rows(*results: Result | Ungraded) -> list[dict[str, str]]:
    """The table as a script reads it."""
    text = document(results, "ko").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_a_learner_with_totals_sections_and_checks() -> None:
    (alice,) = rows(COMPLETE)
    assert alice == {
        "learner": "alice",
        "submission": "alice",
        "state": "graded",
        "score": "2",
        "max_score": "6",
        "states": "2",
        "states-create": "2",
        "states-start": "0",
        "states-pause": "",
        "not_checked": "states-pause (prerequisite)",
        "message": "",
    }


def test_columns_stand_in_the_order_of_the_course_whoever_comes_first() -> None:
    table = rows(result(passed("signals-codes")), COMPLETE, result(failed("states-of-old")))
    checks = ["states-create", "states-start", "states-pause", "states-of-old"]
    assert list(table[0])[5:-2] == ["states", *checks, "signals", "signals-codes"]


def test_what_was_not_handed_in_or_not_checked_is_empty_and_never_zero() -> None:
    only_states, incomplete = rows(COMPLETE, INCOMPLETE)
    for row in (only_states, incomplete):
        assert (row["signals"], row["signals-codes"]) == ("", "")
    assert (incomplete["state"], incomplete["score"], incomplete["states"]) == ("incomplete", "2", "2")
    assert incomplete["not_checked"] == "states-pause (prerequisite); signals-codes (engine)"
    assert "다시 채점하세요" in incomplete["message"]
    (nothing,) = rows(result(not_checked("states-create")))
    assert (nothing["score"], nothing["max_score"]) == ("", "2")


def test_an_ungraded_submission_has_a_row_that_says_why() -> None:
    _, bob = rows(COMPLETE, UNGRADED)
    assert (bob["learner"], bob["state"], bob["score"], bob["states"]) == ("bob", "ungraded", "", "")
    assert UNGRADED.sentence in bob["message"]


def test_a_spreadsheet_finds_korean_in_it(tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text(document([result(submission="김민수")], "ko"), encoding="utf-8")
    whole = (tmp_path / "results.csv").read_bytes()
    assert whole.startswith(b"\xef\xbb\xbf"), "Excel takes a file without this mark for the system's encoding"
    assert "김민수" in whole.decode("utf-8-sig")


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠", "\t=", "\r=", "\n=", " =", "\x00=", "\u200b@"])
def test_no_name_is_a_formula(start: str) -> None:
    (row,) = rows(result(passed("states-create"), learner=f'{start}HYPERLINK("http://evil")'))
    assert row["learner"].startswith("'")
    (message,) = rows(Ungraded("bob", Path("bob"), f'{start}cmd|" /C calc"!A0'))
    assert message["message"].startswith("bob: ")


def test_words_stay_in_their_cell() -> None:
    nasty = f'1,"2";3\r\n=4,{NASTY}'
    table = rows(result(passed("states-create"), learner=nasty), COMPLETE)
    assert len(table) == 2
    assert set("\x00\x1b\r\n\ud83d").isdisjoint(table[0]["learner"])
    assert table[0]["states-create"] == "2"
