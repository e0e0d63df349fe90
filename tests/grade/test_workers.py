"""A class and its workers: real processes, real engines, and what happens when one of them is lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import cloudpickle
import psutil
import pytest

from course import syllabus
from course.engine import Engine, EngineError
from course.engine.state import OWNER_FILE, SCRATCH, state_root
from course.grade import GradingError, Limits, Progress, Result, Ungraded, crew, grade
from course.grade.job import Job, Terms
from course.grade.submission import collect
from course.grade.workers import Crew, _local_cluster, carried, hands
from course.personal import Learner
from notebooks import containers_of, hand_in, wait_for

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # a worker does not find this file

CREATE = {"states-create-work": "!docker create --name first-box nginx"}
SLOW = {"states-create-work": "import time\n!docker create --name first-box nginx\ntime.sleep(8)"}
ENDLESS = {"states-create-work": "import time\ntime.sleep(600)"}


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_LANG", "en")


def workers_of(pid: int) -> list[int]:
    """The worker processes below a process: those that listen."""
    below = psutil.Process(pid).children(recursive=True)
    return [one.pid for one in below if any(each.status == "LISTEN" for each in one.net_connections())]


def orphaned_scratch() -> list[Path]:
    """Scratch folders of processes that have ended; those of living ones may be another test's."""
    owners = {path.parent: path.read_text() for path in state_root().glob(f"{SCRATCH}*/{OWNER_FILE}")}
    return [folder for folder, owner in owners.items() if not psutil.pid_exists(int(owner.split("/")[1]))]


def test_a_lost_workers_submission_is_graded_by_another(suite: str, english: None, tmp_path: Path) -> None:
    paths = [hand_in(tmp_path / name, SLOW) for name in ("alice", "bob")]
    engines: list[str] = []
    lost: list[int] = []

    def kill_one_at_its_first_check(progress: Progress) -> None:
        if progress.stage == "engine":
            engines.append(progress.submission)
        if progress.stage == "kernel" and len(set(engines)) == 2 and not lost:
            lost.append(next(pid for pid in workers_of(os.getpid()) if containers_of(pid)))
            os.kill(lost[0], signal.SIGKILL)

    with crew(2) as graders:
        addresses = [
            each.laddr.ip
            for pid in (os.getpid(), *workers_of(os.getpid()))
            for each in psutil.Process(pid).net_connections()
            if each.status == "LISTEN"
        ]
        results = grade(
            paths,
            tmp_path / "out",
            engine_factory=partial(Engine, suite=suite, purpose="test"),
            progress=kill_one_at_its_first_check,
            crew=graders,
        )

    assert set(addresses) == {"127.0.0.1"}
    assert lost and len(engines) > 2, "one was begun twice"
    for path, result in zip(paths, results, strict=True):
        assert isinstance(result, Result) and result.score == 2, result
        assert json.loads((tmp_path / "out" / path.name / "results.json").read_text()) == result.to_json()
        assert (tmp_path / "out" / path.name / "01-states.ipynb").exists()
    assert containers_of(lost[0]) == []
    assert workers_of(os.getpid()) == []
    assert orphaned_scratch() == []


def test_workers_start_the_next_ones_engine_ahead(suite: str, english: None, tmp_path: Path) -> None:
    paths = [hand_in(tmp_path / name, SLOW) for name in ("alice", "bob", "carol", "dave")]
    most: dict[int, int] = {}

    def look(progress: Progress) -> None:
        """While the first two are at their slow cell."""
        if progress.stage == "kernel" and not most:
            pids = workers_of(os.getpid())
            wait_for(lambda: all(len(containers_of(pid)) == 4 for pid in pids))
            most.update({pid: len(containers_of(pid)) for pid in pids})

    with crew(2) as graders:
        results = grade(
            paths,
            tmp_path / "out",
            engine_factory=partial(Engine, suite=suite, purpose="test"),
            progress=look,
            crew=graders,
        )

    assert [one.score for one in results if isinstance(one, Result)] == [2, 2, 2, 2]
    assert list(most.values()) == [4, 4], "two engines and two kernels for each worker"
    assert [containers_of(pid) for pid in most] == [[], []]


def test_only_runs_the_notebooks_it_needs(suite: str, tmp_path: Path) -> None:
    alice = hand_in(tmp_path / "alice", {})
    shutil.copy(syllabus.released("pid1", "en"), alice)
    how = {"engine_factory": partial(Engine, suite=suite, purpose="test"), "limits": Limits(submission=5)}
    [before] = grade([alice], tmp_path / "out", **how)  # type: ignore[arg-type]
    other = (tmp_path / "out/alice/02-pid1.ipynb").stat().st_mtime_ns
    hand_in(alice, CREATE | {"states-created-has-work": "created = 1"})

    [after] = grade([alice], tmp_path / "out", only=["states-create"], **how)  # type: ignore[arg-type]

    assert isinstance(before, Result) and isinstance(after, Result)
    assert (before.score, after.score, after.max_score) == (0, 2, before.max_score)
    assert after.to_json()["verdicts"][1:] == before.to_json()["verdicts"][1:]
    assert "first-box" in (tmp_path / "out/alice/01-states.ipynb").read_text()
    assert (tmp_path / "out/alice/02-pid1.ipynb").stat().st_mtime_ns == other


def deadly() -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def crashing() -> Any:
    raise ZeroDivisionError("nobody foresaw this")


def no_engine() -> Any:
    raise EngineError("no room left")


@contextmanager
def only_crew(kind: str) -> Iterator[Crew]:
    """Two workers of this machine, this process alone, or a scheduler at an address."""
    if kind == "scheduler":
        with _local_cluster(1) as cluster, crew(scheduler=cluster) as graders:
            yield graders
    else:
        with crew(2 if kind == "two" else 1) as graders:
            yield graders


@pytest.mark.parametrize("kind", ["alone", "two", "scheduler"])
def test_what_breaks_one_breaks_no_other(kind: str, english: None, tmp_path: Path) -> None:
    factories = {"alice": crashing, "bob": no_engine, "carol": crashing, "dave": no_engine}
    if kind != "alone":
        factories["bad"] = deadly
    jobs = [
        Job(
            name,
            collect(hand_in(tmp_path / name, {})),
            Learner.of(name),
            Terms(factory),
            "en",
            course=Job.__dataclass_fields__["course"].default_factory(),  # type: ignore[misc, union-attr]
        )
        for name, factory in factories.items()
    ]
    told: list[Progress] = []

    with only_crew(kind) as graders:
        said = {job.name: delivery.outcome for job, delivery in graders(iter(jobs), told.append)}

    sentences = {name: one.sentence for name, one in said.items() if isinstance(one, Ungraded)}
    assert set(sentences) == set(factories)
    for name, factory in factories.items():
        words = {
            crashing: "ZeroDivisionError: nobody foresaw this, test_workers.py",
            no_engine: "no room left",
            deadly: "the worker process that graded it died each time",
        }[factory]
        assert words in sentences[name]
        assert str(tmp_path / name) in sentences[name]
    assert {"bob", "dave"} <= {one.submission for one in told}
    assert workers_of(os.getpid()) == []


def test_another_course_on_the_worker(english: None, tmp_path: Path) -> None:
    job = Job(
        "a", collect(hand_in(tmp_path / "a", {})), Learner.of("a"), Terms(no_engine), "en", course="old"
    )
    with crew(1) as graders:
        [(_, delivery)] = graders([job], lambda _progress: None)
    assert isinstance(delivery.outcome, Ungraded) and "Install the same" in delivery.outcome.sentence


def test_no_scheduler(english: None) -> None:
    with (
        pytest.raises(GradingError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        crew(scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_how_many_workers() -> None:
    assert hands(None, 1, "disposable") == 1
    assert hands(3, 10, "disposable") == 3
    assert hands(None, 1000, "disposable") == carried() >= 1
    assert hands(None, 1000, "host") == 1
    with pytest.raises(GradingError, match="--engine host"):
        hands(2, 10, "host")


@pytest.fixture
def command(suite: str, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "course",
                "grade",
                *arguments,
                "--suite",
                suite,
                "--out",
                str(tmp_path / "out"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"COURSE_LANG": "en"},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _blocks(pid: int, number: signal.Signals) -> bool:
    """Whether a process never gets a signal (proc(5): SigBlk is a mask, in hexadecimal digits)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = next(line.split()[1] for line in lines if line.startswith("SigBlk:"))
    return bool(int(mask, 16) >> (number - 1) & 1)


def test_ctrl_c_ends_everything(command: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    paths = [str(hand_in(tmp_path / name, ENDLESS)) for name in ("alice", "bob")]
    process = command(*paths, "--workers", "2", "--cell-timeout", "500")
    workers = wait_for(lambda: len(found := workers_of(process.pid)) == 2 and found)
    wait_for(lambda: all(len(containers_of(pid)) == 2 for pid in workers))
    assert [_blocks(pid, signal.SIGINT) for pid in workers] == [True, True]

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert errors == ""
    assert not any(psutil.pid_exists(pid) for pid in workers)
    assert [containers_of(pid) for pid in workers] == [[], []]
    assert orphaned_scratch() == []


def test_resume_after_kill_9(command: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    quick, slow = (
        str(hand_in(tmp_path / name, work)) for name, work in (("alice", CREATE), ("bob", ENDLESS))
    )
    process = command(quick, slow, "--workers", "2", "--cell-timeout", "500")
    first = tmp_path / "out/alice/results.json"
    wait_for(first.exists)
    written = first.stat().st_mtime_ns
    workers = workers_of(process.pid)
    process.kill()
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in workers), seconds=30)
    assert not (tmp_path / "out/bob/results.json").exists()

    hand_in(Path(slow), CREATE)
    again = command(quick, slow, "--workers", "2", "--cell-timeout", "500", "--resume")
    said, errors = again.communicate(timeout=200)

    assert (again.returncode, errors) == (0, "")
    assert "alice · graded before · 14/14 · 2/23" in said
    assert first.stat().st_mtime_ns == written
    assert json.loads((tmp_path / "out/bob/results.json").read_text())["score"] == 2
    assert [containers_of(pid) for pid in workers] == [[] for _ in workers]
