"""Engines and kernels that start ahead of need: for whom they are, and what becomes of those nobody needs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from course.engine import Access, Engine, EngineError, outer, sweep_up
from course.engine.state import OWNER_FILE, state_root
from course.grade import Limits, Progress, Result, grade
from course.grade.ahead import Ahead
from course.grade.station import Station
from course.personal import Learner
from notebooks import containers_of, hand_in, notebook_with, said, wait_for

LIMITS = Limits()


@pytest.fixture
def factory(suite: str) -> "partial[Engine]":
    return partial(Engine, suite=suite, purpose="ahead")


def boxes(pid: int | None = None) -> set[str]:
    """The containers that a process (this one, unless told) has made here: an engine and a kernel each."""
    names = containers_of(pid or os.getpid())
    return {name.strip("/") for name in names if "-ahead-" in name or "-kernel-" in name}


def of(station: Station) -> set[str]:
    assert station.access.container
    return {station.access.container, station.kernel.name}


def folders() -> list[str]:
    """Engines' state folders of this process."""
    owners = [path.read_text() for path in state_root().glob(f"[0-9]*/{OWNER_FILE}")]
    return [owner for owner in owners if owner == outer.owner()]


def values_in(station: Station, name: str) -> str:
    """What the learner's cells of that name get for their own values."""
    notebook = notebook_with(["from course import learner\nprint(learner())", "!echo $COURSE_LANG"])
    station.kernel.begin(notebook, "en", Learner.of(name), LIMITS.outputs)
    for index in (0, 1):
        station.kernel.run(index, 20)
    assert said(notebook.cells[1]).strip() == "en"
    return said(notebook.cells[0]).strip()


def test_the_next_station_gets_ready_meanwhile(factory: "partial[Engine]") -> None:
    with Ahead() as ahead:
        with ahead.station(factory, LIMITS, more=True) as first:
            mine = of(first)
            alice = values_in(first, "alice")
            waiting = wait_for(lambda: len(boxes()) == 4 and boxes() - mine)
        with ahead.station(factory, LIMITS, more=False) as second:
            assert of(second) == waiting == boxes(), "the first one is gone, and nothing else was started"
            bob = values_in(second, "bob")
            client = second.access.client()
            assert client.containers.list(all=True) == []
            client.close()
    assert alice != bob and alice.startswith("namespace(")
    assert boxes() == set()
    assert folders() == []


@pytest.mark.parametrize("what", ["engine", "limits"])
def test_another_kind_is_not_handed_out(what: str, factory: "partial[Engine]") -> None:
    other = partial(factory, cgroup="v1") if what == "engine" else factory
    limits = Limits(memory="300m") if what == "limits" else LIMITS
    with Ahead() as ahead:
        with ahead.station(factory, LIMITS, more=True) as first:
            waiting = wait_for(lambda: len(boxes()) == 4 and boxes() - of(first))
        with ahead.station(other, limits, more=False) as second:
            assert of(second) == boxes()
            assert not of(second) & waiting
    assert boxes() == set()


@pytest.mark.parametrize("which", [0, 1], ids=["engine", "kernel"])
def test_one_that_died_is_replaced(which: int, factory: "partial[Engine]") -> None:
    with Ahead() as ahead:
        with ahead.station(factory, LIMITS, more=True) as first:
            waiting = wait_for(lambda: len(boxes()) == 4 and sorted(boxes() - of(first)))
            client = outer.connect()
            wait_for(lambda: client.containers.get(waiting[1]).status == "running")
            client.containers.get(waiting[which]).kill()
            client.close()
        with ahead.station(factory, LIMITS, more=False) as second:
            assert of(second) == boxes()
            assert not of(second) & set(waiting)
            assert "namespace(" in values_in(second, "bob")
    assert folders() == []


class Unlucky(Engine):
    """An engine of which the second one does not start."""

    made = 0

    def _start(self) -> Access:
        type(self).made += 1
        access = super()._start()
        if type(self).made == 2:
            raise EngineError("there was no room")
        return access


def test_one_that_does_not_start_costs_nothing(suite: str) -> None:
    factory = partial(Unlucky, suite=suite, purpose="ahead")
    with Ahead() as ahead:
        with ahead.station(factory, LIMITS, more=True) as first:
            wait_for(lambda: Unlucky.made == 2)
            wait_for(lambda: boxes() == of(first))
        with ahead.station(factory, LIMITS, more=False) as second:
            assert "namespace(" in values_in(second, "bob")
    assert (Unlucky.made, boxes(), folders()) == (3, set(), [])


def test_only_disposable_engines_start_ahead(factory: "partial[Engine]") -> None:
    asked = []

    @contextmanager
    def there_already() -> Iterator[Access]:
        asked.append(1)
        with factory() as access:
            yield access

    with Ahead() as ahead:
        with ahead.station(there_already, LIMITS, more=True) as first:
            assert boxes() == of(first)
            assert len(asked) == 1
        with ahead.station(there_already, LIMITS, more=True):
            pass
    assert len(asked) == 2


def test_none_starts_where_memory_is_short(
    factory: "partial[Engine]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.grade.ahead.AHEAD_MEMORY", 2**60)
    asked = []

    def counted() -> Engine:
        asked.append(1)
        return factory()

    with Ahead() as ahead, ahead.station(counted, LIMITS, more=True) as first:
        assert boxes() == of(first)
    assert len(asked) == 1


def test_one_that_nobody_asks_for_is_thrown_away(
    factory: "partial[Engine]", monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = Ahead()
    with ahead.station(factory, LIMITS, more=True) as first:
        waiting = wait_for(lambda: len(boxes()) == 4 and boxes() - of(first))
    ahead.rest()
    with ahead.station(factory, LIMITS, more=True) as second:
        assert of(second) == waiting, "asked for in time"
    monkeypatch.setattr("course.grade.ahead.IDLE_SECONDS", 0.1)
    ahead.rest()
    wait_for(lambda: boxes() == set(), seconds=30)
    wait_for(lambda: folders() == [], seconds=30)
    ahead.close()


def test_a_class_is_handed_on_from_one_to_the_next(suite: str, tmp_path: Path) -> None:
    who = "from course import learner\nprint(learner())\n!docker create --name first-box nginx"
    paths = [hand_in(tmp_path / name, {"states-create-work": who}) for name in ("alice", "bob", "carol")]
    seen: dict[str, set[str]] = {}

    def look(progress: Progress) -> None:
        """Hold each one at their first check until the next one's station is there."""
        if progress.stage == "check" and progress.submission not in seen:
            number = 2 if progress.submission == "carol" else 4
            seen[progress.submission] = wait_for(lambda: len(boxes()) == number and boxes())

    results = grade(
        paths,
        tmp_path / "out",
        engine_factory=partial(Engine, suite=suite, purpose="ahead"),
        progress=look,
        limits=Limits(submission=20),
    )

    assert [one.score for one in results if isinstance(one, Result)] == [2, 2, 2]
    assert len(seen["alice"] & seen["bob"]) == 2, "one of alice's two stations was bob's"
    assert len(seen["bob"] & seen["carol"]) == 2 and seen["carol"] < seen["bob"]
    assert not seen["alice"] & seen["carol"]
    written = [(tmp_path / "out" / path.name / "01-states.ipynb").read_text() for path in paths]
    own = [[line for line in text.splitlines() if "namespace(" in line] for text in written]
    assert all(own) and len({str(lines) for lines in own}) == 3, "everybody saw their own values"
    assert (boxes(), folders()) == (set(), [])


GRADE = """
import sys
from functools import partial
from pathlib import Path
from course.engine import Engine
from course.grade import grade
grade([Path(path) for path in sys.argv[3:]], Path(sys.argv[1]),
      engine_factory=partial(Engine, suite=sys.argv[2], purpose="ahead"))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_ended_process_leaves_none(number: signal.Signals, suite: str, tmp_path: Path) -> None:
    endless = {"states-create-work": "import time\ntime.sleep(600)"}
    paths = [str(hand_in(tmp_path / name, endless)) for name in ("alice", "bob")]
    command = [sys.executable, "-c", GRADE, str(tmp_path / "out"), suite, *paths]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(lambda: len(boxes(process.pid)) == 4)
            process.send_signal(number)
            process.wait(timeout=60)
            assert process.stderr
            errors = process.stderr.read()
        finally:
            process.kill()
    if number == signal.SIGINT:
        assert errors.strip().endswith("KeyboardInterrupt")
    else:
        sweep_up()
    assert boxes(process.pid) == set()
