"""The journal of a real engine: nothing is lost, and it answers questions about one container."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.errors import DockerException
from requests.exceptions import RequestException

from course.checks import eventually
from course.engine import Access, Engine, EngineError, outer
from course.views import CHECK_LABEL, EngineView, Journal, JournalBehind, ProcessTable, Recorder
from course.views.history import UNKNOWN
from course.views.journal import JournalFull

BURST = 2000


@pytest.fixture
def view(shared_engine: Access) -> Iterator[EngineView]:
    with EngineView(shared_engine) as view:
        yield view


@pytest.fixture
def box(view: EngineView) -> Iterator[Any]:
    """A running nginx, as docker-py holds it."""
    container = view.client.containers.run("nginx", detach=True)
    wait_for_program(view, container, "nginx: master process")
    yield container
    container.remove(force=True, v=True)


def wait_for_program(view: EngineView, container: Any, program: str) -> None:
    """A container is started a moment before its program is: until then runc answers a signal, with exit code 2."""

    def runs(rows: ProcessTable) -> bool:
        return any(program in row.args for row in rows)

    rows = eventually(view.container(container.name).top, runs)
    assert runs(rows), rows


def tag_in_threads(access: Access, count: int, tag: str) -> None:
    """`count` events as fast as the engine makes them."""

    def work() -> None:
        client = access.client()
        for _ in range(count // 4):
            client.api.tag("nginx", "burst", tag)
        client.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def tags(journal: Journal, tag: str) -> int:
    return sum(event.action == "tag" and event.name == f"burst:{tag}" for event in journal.events)


def test_a_burst_of_2000_events_is_recorded_whole(view: EngineView) -> None:
    tag_in_threads(view.access, BURST, "quiet")
    assert tags(view.journal, "quiet") == BURST


def test_a_burst_is_recorded_whole_while_python_is_busy(view: EngineView) -> None:
    done = threading.Event()

    def spin() -> None:
        while not done.is_set():
            sum(range(1000))

    busy = [threading.Thread(target=spin) for _ in range(2)]
    for thread in busy:
        thread.start()
    try:
        tag_in_threads(view.access, BURST, "busy")
    finally:
        done.set()
        for thread in busy:
            thread.join()
    assert tags(view.journal, "busy") == BURST


def test_a_journal_begins_with_the_engine(engine: Access) -> None:
    client = engine.client()
    client.containers.create("nginx", name="very-first")
    client.close()
    with EngineView(engine) as view:
        assert [event.name for event in view.journal.created()] == ["very-first"]


def test_a_life(view: EngineView, box: Any) -> None:
    box.top()
    box.exec_run("true")
    box.pause()
    box.unpause()
    box.stop(timeout=5)
    box.start()
    box.kill()
    box.wait()
    history = view.journal.of(box.id)
    # When `stop` is told is not settled, and a pause of milliseconds may be told twice.
    told_once = [action for action in history.actions if action not in ("stop", "pause", "unpause")]
    assert told_once == ["create", "start", "kill", "die", "start", "kill", "die"]
    assert history.actions[2:4] == ["pause", "unpause"]
    assert [signal.number for signal in history.signals] == [3, 9]
    assert [death.exit_code for death in history.deaths] == [0, 137]
    assert history.was_paused and history.died and history.started and not history.removed
    assert len(history.stops) == 1 and len(history.starts) == 2
    assert history.created_at is not None and history.created_at < history.starts[0]
    assert history.gap_between_signals == pytest.approx(history.signals[1].at - history.signals[0].at)
    assert "kill (signal 3)" in repr(history) and "die (exit code 137)" in repr(history)


def test_a_grace_that_ran_out_shows_as_two_signals(view: EngineView) -> None:
    deaf = view.client.containers.run("shell", ["sleep", "60"], detach=True)
    try:
        wait_for_program(view, deaf, "sleep 60")
        deaf.stop(timeout=1)
        history = view.journal.of(deaf.id)
        assert [signal.number for signal in history.signals] == [15, 9]
        assert history.gap_between_signals == pytest.approx(1, abs=0.5)
    finally:
        deaf.remove(force=True)


def test_pauses_have_a_length(view: EngineView, box: Any) -> None:
    box.pause()
    box.unpause()
    # An engine may hear of the pause from containerd after it unpaused, and then refuses the next one as "already
    # paused" for a moment. It hears of the end of a container after everything before it.
    box.kill()
    box.wait()
    box.start()
    box.pause()
    first, *_repeated, last = view.journal.of(box.id).paused_intervals()
    assert first.seconds is not None and 0 < first.seconds < 5
    assert last.until is None and last.seconds is None
    box.kill()
    box.wait()
    assert view.journal.of(box.id).paused_intervals()[-1].until is not None


def test_a_commit_is_no_pause(view: EngineView, box: Any) -> None:
    image = box.commit()
    history = view.journal.of(box.id)
    assert [pause.for_commit for pause in history.paused_intervals()] == [True]
    assert not history.was_paused
    view.client.images.remove(image.id)


def test_history_belongs_to_an_id_not_to_a_name(view: EngineView) -> None:
    old = view.client.containers.run("nginx", name="twice", detach=True)
    old.pause()
    old.remove(force=True)
    new = view.client.containers.create("nginx", name="first-called-so")
    new.rename("twice")
    journal = view.journal
    assert [history.id for history in journal.bearers("twice")] == [old.id, new.id]
    assert journal.of(old.id).was_paused and journal.of(old.id).removed
    assert not journal.of(new.id).was_paused
    assert old.id in [event.id for event in journal.removed()]
    new.remove()


def test_experiments_are_not_the_learners(view: EngineView) -> None:
    before = view.names()
    with view.experiment("nginx") as trial:
        trial.start()
        id = trial.id
        assert view.names() == before and trial.look().running
        assert sorted(container.name for container in view.containers()) == before
    journal = view.journal
    assert journal.of(id).removed
    assert id not in {event.id for event in journal.events + journal.created() + journal.removed()}
    assert not any(CHECK_LABEL in event.attributes for event in journal.events)


def test_on_a_host_engine_a_journal_begins_with_its_recorder(shared_engine: Access, tmp_path: Path) -> None:
    host = dataclasses.replace(shared_engine, folder=tmp_path, kind="host")
    recorder = Recorder(host)
    recorder.start()
    with EngineView(host) as view:
        assert view.journal.events == []
        view.client.containers.create("nginx", name="on-a-host").remove()
        assert [event.action for event in view.journal.events] == ["create", "destroy"]
        assert recorder.recording
        recorder.stop()
        recorder.stop()
        assert not recorder.recording
        view.client.containers.create("nginx", name="unseen").remove()
        with pytest.raises(JournalBehind, match="unseen: create"):
            _ = view.journal
        again = Recorder(host)  # catches up with what the engine still remembers, and writes nothing twice
        again.start()
        actions = [f"{event.name} {event.action}" for event in view.journal.events]
        again.stop()
    assert actions == ["on-a-host create", "on-a-host destroy", "unseen create", "unseen destroy"]


def test_a_broken_connection_is_taken_up_again(shared_engine: Access, tmp_path: Path) -> None:
    host = dataclasses.replace(shared_engine, folder=tmp_path, kind="host")
    recorder = Recorder(host)
    recorder.start()
    with EngineView(host) as view:
        view.client.containers.create("nginx", name="before-the-cut").remove()
        _ = view.journal
        recorder._stream.close()
        view.client.containers.create("nginx", name="after-the-cut").remove()
        names = [event.name for event in view.journal.created()]
    recorder.stop()
    assert names == ["before-the-cut", "after-the-cut"]


def test_a_recorder_needs_an_engine(shared_engine: Access, tmp_path: Path) -> None:
    nowhere = dataclasses.replace(shared_engine, folder=tmp_path, docker_host=f"unix://{tmp_path}/no.sock")
    began = time.monotonic()
    with pytest.raises(EngineError, match="is that engine running"):
        Recorder(nowhere).start()
    assert time.monotonic() - began < 5


def test_a_journal_begun_anew_is_read_anew(shared_engine: Access, tmp_path: Path) -> None:
    host = dataclasses.replace(shared_engine, folder=tmp_path, kind="host")
    for name in ("first-journal", "second-journal"):
        host.journal.unlink(missing_ok=True)
        (tmp_path / "journal.since").unlink(missing_ok=True)
        recorder = Recorder(host)
        recorder.start()
        with EngineView(host) as view:
            view.client.containers.create("nginx", name=name).remove()
            assert [event.name for event in view.journal.created()] == [name]
        recorder.stop()


def test_labels_forge_no_signal_and_no_exit_code(view: EngineView) -> None:
    """moby copies labels over the attributes of events."""
    for value in ("15", "0", "x"):
        liar = view.client.containers.run("nginx", labels={"signal": value, "exitCode": value}, detach=True)
        liar.kill()
        liar.wait()
        history = view.journal.of(liar.id)
        assert [signal.number for signal in history.signals] == [UNKNOWN]
        assert [death.exit_code for death in history.deaths] == [UNKNOWN]
        assert not history.got_signal(15)
        liar.remove()


def test_an_engine_that_does_not_answer_is_not_waited_for_without_end(suite: str) -> None:
    outer_client = outer.connect()
    with Engine(suite=suite, purpose="test") as access, EngineView(access) as view:
        box = outer_client.containers.get(access.container)
        box.pause()
        try:
            with pytest.raises((RequestException, DockerException)):
                _ = view.journal
        finally:
            box.unpause()
    outer_client.close()


def test_a_journal_that_is_flooded_ends_at_its_limit(suite: str) -> None:
    with Engine(suite=suite, purpose="test") as access, EngineView(access) as view:
        flood = view.client.containers.create("shell", ["sleep", "60"], labels={"much": "x" * 1_000_000})
        with pytest.raises(JournalFull):
            for number in range(60):
                flood.rename(f"flood-{number}")
                _ = view.journal
        with pytest.raises(JournalFull):
            _ = view.journal
        assert access.journal.stat().st_size < 33_000_000
