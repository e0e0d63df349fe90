"""Grading from the outside: what is written, what is told, and what happens when something goes wrong."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import nbformat
import pytest

from course.engine import Access, Engine, EngineError, outer
from course.grade import (
    Limits,
    Progress,
    Result,
    Ungraded,
    exit_code,
    grade,
    grade_submission,
    result_schema,
)
from notebooks import containers_of, hand_in, said, wait_for

CREATE = "!docker create --name first-box nginx"
PREDICT = 'created = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0, "started": False}'
WORK = {"states-create-work": CREATE, "states-created-has-work": PREDICT}


@pytest.fixture
def factory(suite: str) -> Callable[[], Engine]:
    return lambda: Engine(suite=suite, purpose="test")


def test_what_grading_writes(factory: Callable[[], Engine], tmp_path: Path) -> None:
    submission = hand_in(tmp_path / "alice", WORK)
    told: list[Progress] = []

    result = grade_submission(submission, tmp_path / "out", engine_factory=factory, progress=told.append)

    assert isinstance(result, Result)
    written = json.loads((tmp_path / "out/alice/results.json").read_text())
    jsonschema.validate(written, result_schema())
    assert written == result.to_json()
    assert (written["submission"], written["learner"], written["lang"]) == ("alice", "alice", "en")
    assert (written["score"], written["max_score"]) == (4, 23)
    assert written["engine"]["cgroup"] == "v2" and written["engine"]["kind"] == "disposable"

    executed = nbformat.read(tmp_path / "out/alice/01-states.ipynb", as_version=4)
    nbformat.validate(executed)
    outputs = {cell.id: said(cell) for cell in executed.cells if cell.cell_type == "code"}
    assert "Passed" in outputs["states-create"] and "2/2" in outputs["states-create"]
    assert "NameError: name 'codes' is not defined" in outputs["states-stop-kill"]

    assert [one.stage for one in told[:2]] == ["engine", "kernel"]
    assert (told[-1].stage, told[-1].done, told[-1].total, told[-1].score) == ("graded", 14, 14, 4)


def test_language_of_the_verdicts(factory: Callable[[], Engine], tmp_path: Path) -> None:
    submission = hand_in(tmp_path / "alice", {}, lang="ko")
    quick = Limits(submission=0)

    for asked, lang in ((None, "ko"), ("en", "en")):
        result = grade_submission(submission, tmp_path, engine_factory=factory, lang=asked, limits=quick)  # type: ignore[arg-type]
        assert isinstance(result, Result) and result.lang == lang
        assert ("만들기만" in result.verdicts[0].sentence) == (lang == "ko")


def test_same_names_broken_files_and_the_others(factory: Callable[[], Engine], tmp_path: Path) -> None:
    paths = [hand_in(tmp_path / room / "alice", {}) for room in ("a", "b", "c")]
    (paths[1] / "01-states.ipynb").write_text("<html>not a notebook</html>")
    earlier = tmp_path / "out/alice-2/results.json"
    earlier.parent.mkdir(parents=True)
    earlier.write_text('{"score": 23}')

    results = grade(paths, tmp_path / "out", engine_factory=factory, lang="en", limits=Limits(submission=0))

    assert [one.submission for one in results] == ["alice", "alice-2", "alice-3"]
    assert [type(one) for one in results] == [Result, Ungraded, Result]
    assert isinstance(results[1], Ungraded)
    assert "b/alice/01-states.ipynb: is no readable notebook" in results[1].sentence
    assert not earlier.exists()
    assert exit_code(results) == 1
    assert exit_code([results[0], results[2]]) == 0


def test_a_broken_notebook_costs_its_section_only(factory: Callable[[], Engine], tmp_path: Path) -> None:
    submission = hand_in(tmp_path / "민수 kim", {})
    (submission / "03-signals.ipynb").write_text("<html>", encoding="utf-8")

    for lang, words in (("ko", "읽을 수 없습니다"), ("en", "is no readable notebook")):
        result = grade_submission(
            submission, tmp_path / "out", engine_factory=factory, lang=lang, limits=Limits(submission=0)
        )

        assert isinstance(result, Result)
        written = json.loads((tmp_path / "out/민수_kim/results.json").read_text(encoding="utf-8"))
        jsonschema.validate(written, result_schema())
        assert {verdict["section"] for verdict in written["verdicts"]} == {"states"}
        [problem] = written["problems"]
        assert "민수 kim/03-signals.ipynb" in problem and words in problem
        assert exit_code([result]) == 1


def test_time_for_a_submission_is_bounded(factory: Callable[[], Engine], tmp_path: Path) -> None:
    work = {
        "states-create-work": f"{CREATE}\nimport time\ntime.sleep(60)",
        "states-created-has-work": PREDICT,
    }
    submission = hand_in(tmp_path / "alice", work)

    result = grade_submission(
        submission, tmp_path / "out", engine_factory=factory, limits=Limits(submission=4)
    )

    assert isinstance(result, Result)
    assert result.seconds < 30
    assert [verdict.verdict for verdict in result.verdicts[:2]] == ["passed", "failed"]


def test_an_engine_that_goes_away_costs_no_points(factory: Callable[[], Engine], tmp_path: Path) -> None:
    accesses: list[Access] = []

    @contextmanager
    def watched() -> Iterator[Access]:
        with factory() as access:
            accesses.append(access)
            yield access

    def kill_after_the_first_check(progress: Progress) -> None:
        if progress.done == 1 and progress.check == "states-create":
            client = outer.connect()
            client.containers.get(accesses[0].container).kill()
            client.close()

    result = grade_submission(
        hand_in(tmp_path / "alice", WORK),
        tmp_path / "out",
        engine_factory=watched,
        progress=kill_after_the_first_check,
    )

    assert isinstance(result, Result)
    first, *others = result.verdicts
    assert (first.verdict, first.score) == ("passed", 2)
    assert {(verdict.verdict, verdict.score, verdict.reason) for verdict in others} == {
        ("not_checked", None, "engine")
    }
    assert "The engine ended" in others[0].seen and "Grade it again" in others[0].hint
    jsonschema.validate(result.to_json(), result_schema())
    assert exit_code([result]) == 1


def test_a_folder_that_cannot_be_written(factory: Callable[[], Engine], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    result = grade_submission(
        hand_in(tmp_path / "alice", {}), tmp_path / "out", engine_factory=factory, lang="en"
    )

    assert isinstance(result, Ungraded)
    assert "Not a directory" in result.sentence and str(tmp_path / "out") in result.sentence


def test_an_engine_that_does_not_start(tmp_path: Path) -> None:
    def broken() -> Engine:
        raise EngineError("no room left")

    result = grade_submission(hand_in(tmp_path / "alice", {}), tmp_path, engine_factory=broken, lang="en")

    assert isinstance(result, Ungraded)
    assert "no room left" in result.sentence and "course doctor" in result.sentence
    assert not (tmp_path / "alice/results.json").exists()


GRADE = """
import sys
from pathlib import Path
from course.engine import Engine
from course.grade import grade_submission
print("begin", flush=True)
grade_submission(Path(sys.argv[1]), Path(sys.argv[2]), engine_factory=lambda: Engine(suite=sys.argv[3]),
                 progress=lambda progress: print(progress.stage, flush=True))
print("end", flush=True)
"""


@pytest.mark.parametrize("interrupted", [True, False])
def test_a_grading_process_ends_and_leaves_nothing(interrupted: bool, suite: str, tmp_path: Path) -> None:
    work = {"states-create-work": "import time\ntime.sleep(600)"} if interrupted else {}
    submission = hand_in(tmp_path / "alice", work)
    command = [sys.executable, "-c", GRADE, str(submission), str(tmp_path / "out"), suite]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and process.stderr
            if interrupted:
                assert [process.stdout.readline().strip() for _ in range(3)] == ["begin", "engine", "kernel"]
                wait_for(lambda: len(containers_of(process.pid)) == 2)
                process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
            errors = process.stderr.read()
        finally:
            process.kill()
    assert errors.strip().endswith("KeyboardInterrupt") if interrupted else errors == ""
    assert process.returncode != 0 if interrupted else process.returncode == 0
    assert containers_of(process.pid) == []
