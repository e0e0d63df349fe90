"""What is said of answers that cannot be compared with the truth."""

from __future__ import annotations

import pytest

from course.checks.answers import predicted
from course.checks.vocabulary import CheckFailed
from course.language import same

TRUTH = {"pid": 1, "status": "running"}


def test_words_may_be_in_capitals_with_blanks_around() -> None:
    hints = dict.fromkeys(TRUTH, same("look"))
    predicted({"pid": 1, "status": " Running "}, TRUTH, hints)
    with pytest.raises(CheckFailed):
        predicted({"pid": 1, "status": "runing"}, TRUTH, hints)


def test_the_missing_keys_of_a_dict_are_named() -> None:
    with pytest.raises(CheckFailed) as failure:
        predicted({"pid": 1, "state": "running"}, TRUTH, {})
    assert 'Missing: "status".' in failure.value.hint.en
    assert '빠진 항목: "status".' in failure.value.hint.ko


def test_nothing_is_missing_where_there_is_a_key_too_many() -> None:
    with pytest.raises(CheckFailed) as failure:
        predicted({**TRUTH, "more": 1}, TRUTH, {})
    assert "Missing" not in failure.value.hint.en
