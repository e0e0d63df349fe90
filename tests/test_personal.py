"""Values that belong to one learner."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest

from course import learner
from course.personal import Learner

VARIABLES = ("COURSE_KEY", "COURSE_LEARNER", "JUPYTERHUB_USER", "GITHUB_REPOSITORY_OWNER", "GITHUB_USER")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_a_learner_has_the_same_values_everywhere() -> None:
    assert Learner.of("김영희") == Learner.of("김영희")


def test_nearly_all_of_a_class_have_other_values() -> None:
    everybody = [Learner.of(f"student-{number}") for number in range(200)]
    assert len({one.word for one in everybody}) >= 199
    assert len({one.port for one in everybody}) > 150
    assert len({one.exit_code for one in everybody}) > 60


def test_the_values_can_be_used_as_they_are() -> None:
    for number in range(500):
        one = Learner.of(str(number))
        assert re.fullmatch(r"[a-z]+-[a-z]+-[0-9]{3}", one.word)
        assert re.fullmatch(r"[a-z0-9-]{1,63}", one.hostname)  # a label of RFC 1123
        assert 3 <= one.exit_code <= 99 and 8100 <= one.port <= 8999


def test_another_key_gives_other_values(monkeypatch: pytest.MonkeyPatch) -> None:
    public = Learner.of("alice")
    monkeypatch.setenv("COURSE_KEY", "a class of our own")
    assert Learner.of("alice").word != public.word
    assert Learner.of("alice") == Learner.of("alice", key="a class of our own")


def test_who_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert learner().id
    for name in reversed(VARIABLES[1:]):
        monkeypatch.setenv(name, f"from {name}")
        assert learner().id == f"from {name}"


def test_the_kernel_of_grading_gets_the_values_and_never_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_KEY", "secret of the class")
    values = Learner.of("alice").to_json()
    assert "secret" not in values
    assert SimpleNamespace(**json.loads(values)).word == Learner.of("alice").word
