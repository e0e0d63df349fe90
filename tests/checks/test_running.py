"""One check, from its id to its verdict."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import pytest
from learners import Learner

from course.checks import UnknownCheck, Verdict, all_checks, find_check, run_check
from course.engine import Access, Engine
from course.language import Lang

SAMPLES = "sample_graders"


def run(access: Access, name: str, lang: Lang = "en", **options: Any) -> Verdict:
    return run_check(f"sample-{name}", access, lang=lang, package=SAMPLES, **options)


def test_a_pass_says_what_it_proved(shared_engine: Access) -> None:
    verdict = run(shared_engine, "passes")
    assert verdict.verdict == "passed"
    assert verdict.sentence == "A check that passes."
    assert verdict.told == "The engine has answered."
    assert (verdict.expected, verdict.seen, verdict.hint, verdict.reason) == ("", "", "", None)
    assert 0 < verdict.seconds < 30


def test_a_verdict_speaks_the_language_asked_for(
    shared_engine: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(shared_engine, "passes", lang="ko").told == "엔진이 대답했습니다."
    monkeypatch.delenv("COURSE_LANG", raising=False)
    assert run_check("sample-passes", shared_engine, package=SAMPLES).sentence == "통과하는 검사입니다."
    monkeypatch.setenv("COURSE_LANG", "en")
    assert run_check("sample-passes", shared_engine, package=SAMPLES).sentence == "A check that passes."


def test_a_failure_says_what_it_expected_and_saw(learner: Learner) -> None:
    learner.sh("docker create --name sample-box nginx")
    verdict = run(learner.access, "fails")
    assert (verdict.verdict, verdict.score) == ("failed", 0)
    assert verdict.expected == "truth"
    assert verdict.seen == "sample-box: created (never started, image nginx)"
    assert verdict.hint == "try `again`"
    assert verdict.told == ""
    assert (
        run(learner.access, "fails", lang="ko").seen == "sample-box: created (시작된 적 없음, 이미지 nginx)"
    )


def test_what_was_seen_is_never_cut_off(shared_engine: Access) -> None:
    assert run(shared_engine, "shows-all").seen == "x" * 20_000 + "END"


def test_a_container_that_is_not_there_is_a_failure_with_near_names(learner: Learner) -> None:
    learner.sh("docker create --name sample-bax nginx")
    verdict = run(learner.access, "fails")
    assert verdict.verdict == "failed"
    assert verdict.expected == "a container named `sample-box`"
    assert verdict.seen == "the containers there are: sample-bax (created)"
    assert "`docker rename sample-bax sample-box`" in verdict.hint


def test_an_id_is_not_a_name(learner: Learner) -> None:
    container = learner.client.containers.create("nginx")
    learner.client.api.rename(container.id, "other")
    verdict = run_check("states-create", learner.access, lang="en")
    assert verdict.verdict == "failed" and "other (created)" in verdict.seen


def test_asking_a_stopped_container_for_processes_is_a_failure(learner: Learner) -> None:
    learner.sh("docker create --name sample-box nginx")
    verdict = run(learner.access, "top")
    assert (verdict.verdict, verdict.expected) == ("failed", "a running container")


@pytest.mark.parametrize("name", ["crashes", "asserts", "exits"])
def test_a_broken_check_is_nobodys_zero(shared_engine: Access, name: str) -> None:
    verdict = run(shared_engine, name)
    assert (verdict.verdict, verdict.score, verdict.reason) == ("not_checked", None, "grader")
    found = re.search(rf"\S+/course-check-sample-{name}-\S+\.log", verdict.hint)
    assert found and shared_engine.folder not in Path(found[0]).parents
    log = Path(found[0])
    text = log.read_text()
    log.unlink()
    assert "Traceback" in text and "Traceback" not in verdict.seen + verdict.hint
    assert "secret" not in verdict.seen + verdict.hint


def test_an_interruption_goes_on_to_the_caller(shared_engine: Access) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(shared_engine, "is-interrupted")
    assert run(shared_engine, "passes").verdict == "passed"


def test_a_prerequisite_counts_only_in_grading(shared_engine: Access) -> None:
    assert run(shared_engine, "depends").verdict == "passed"
    assert run(shared_engine, "depends", passed={"sample-passes"}).verdict == "passed"
    verdict = run(shared_engine, "depends", passed=set())
    assert (verdict.verdict, verdict.score, verdict.reason) == ("not_checked", None, "prerequisite")
    assert "`sample-passes`" in verdict.seen


def test_no_engine_there(shared_engine: Access, tmp_path: Path) -> None:
    nowhere = dataclasses.replace(shared_engine, docker_host=f"unix://{tmp_path}/no.sock", folder=tmp_path)
    verdict = run(nowhere, "passes")
    assert (verdict.verdict, verdict.score, verdict.reason) == ("not_checked", None, "engine")
    assert "the engine does not answer" in verdict.seen
    assert "nothing to do with your work" in verdict.hint and "course reset" in verdict.hint


def test_an_engine_that_goes_away_during_a_check(suite: str) -> None:
    engine = Engine(suite=suite, purpose="test")
    access = engine.start()
    going = threading.Timer(0.5, engine.stop)
    going.start()
    try:
        verdict = run(access, "lasts")
    finally:
        going.join()
    assert (verdict.verdict, verdict.reason) == ("not_checked", "engine")
    assert "nothing to do with your work" in verdict.hint


def test_a_missing_image_is_the_engines_fault(engine: Access) -> None:
    client = engine.client()
    client.images.remove("nginx", force=True)
    client.close()
    verdict = run_check("states-paused-allowed", engine, answer={}, lang="en")
    assert (verdict.verdict, verdict.reason) == ("not_checked", "engine")
    assert "nginx" in verdict.seen
    assert "Something you ran before may be the cause" in verdict.hint


def test_a_journal_that_is_not_written_proves_nothing(shared_engine: Access, tmp_path: Path) -> None:
    unwritten = dataclasses.replace(shared_engine, folder=tmp_path)
    verdict = run_check("states-create", unwritten, lang="en")
    assert (verdict.verdict, verdict.reason) == ("not_checked", "engine")


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ((1, 2), "[1, 2]"),
        ({"a": (1,), 2: None}, "{'a': [1], '2': None}"),
        ({"b", "a"}, "['a', 'b']"),
        ([1, ...], "[1, '...']"),
        (None, "None"),
        (False, "False"),
    ],
)
def test_answers_become_plain_json(shared_engine: Access, answer: object, seen: str) -> None:
    assert run(shared_engine, "answer", answer=answer).seen == seen


@pytest.mark.parametrize("answer", [object(), {"a": b"bytes"}, [range], lambda: 1])
def test_an_object_is_no_answer(shared_engine: Access, answer: object) -> None:
    verdict = run(shared_engine, "answer", answer=answer)
    assert verdict.verdict == "failed" and "value, not the object" in verdict.hint


class Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    "answer", [10**5000, Unspeakable(), [Unspeakable()]], ids=["too long", "raises", "raises inside"]
)
def test_an_answer_that_cannot_be_written_down(shared_engine: Access, answer: object) -> None:
    verdict = run(shared_engine, "answer", answer=answer)
    assert verdict.verdict == "failed" and type(answer).__name__ in verdict.seen


def test_an_endless_answer_is_no_answer(shared_engine: Access) -> None:
    endless: list[object] = []
    endless.append(endless)
    assert run(shared_engine, "answer", answer=endless).verdict == "failed"


@pytest.mark.parametrize("options", [{}, {"answer": ...}])
def test_without_an_answer(shared_engine: Access, options: dict[str, Any]) -> None:
    verdict = run(shared_engine, "answer", **options)
    assert (verdict.verdict, verdict.seen) == ("failed", "not answered yet")


@pytest.mark.parametrize(
    "wrong", ["states-craete", "states", "create", "", "states-", "x-y", "../x", "os-path", "상태"]
)
def test_a_wrong_id_raises_with_near_ones(shared_engine: Access, wrong: str) -> None:
    with pytest.raises(UnknownCheck) as raised:
        run_check(wrong, shared_engine)
    if wrong in ("states-craete", "create"):
        assert "states-create" in raised.value.near
    assert "`states-" in raised.value.describe().ko


def test_points_come_from_the_course() -> None:
    assert find_check("states-create").points == 2
    assert find_check("sample-passes", SAMPLES).points == 0
    assert sum(check.points for check in all_checks()) >= 23


def test_every_check_has_both_sentences() -> None:
    for check in all_checks():
        assert check.sentence.ko and check.sentence.en and check.sentence.ko != check.sentence.en


def test_the_process_is_left_as_it_was(
    shared_engine: Access,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A learner's folder may hold anything, also what would steer pytest."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError('imported')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    before = (dict(os.environ), list(sys.path), sys.stdout, sys.stderr, list(sys.meta_path), sys.excepthook)
    with warnings.catch_warnings(record=True) as warned:
        verdicts = [run(shared_engine, name) for name in ("talks", "crashes", "passes")]
    after = (dict(os.environ), list(sys.path), sys.stdout, sys.stderr, list(sys.meta_path), sys.excepthook)
    assert [verdict.verdict for verdict in verdicts] == ["passed", "not_checked", "passed"]
    assert before == after and Path.cwd() == tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conftest.py", "pytest.ini"]
    assert capfd.readouterr() == ("", "")
    assert {str(warning.message) for warning in warned} <= {"a warning"}


def test_checks_in_several_threads(shared_engine: Access) -> None:
    verdicts: list[Verdict] = []
    threads = [
        threading.Thread(target=lambda: verdicts.append(run(shared_engine, "passes"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict.verdict for verdict in verdicts] == ["passed"] * 4
