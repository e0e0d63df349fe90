"""Views of a real engine's containers, processes, namespaces, images and volumes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from course.checks import eventually
from course.engine import Access
from course.views import EngineView, MissingImage, NoSuchContainer, NotRunning, ProcessTable
from course.views.inside import pid_numbers
from course.views.times import ago, moment


@pytest.fixture
def view(shared_engine: Access) -> Iterator[EngineView]:
    with EngineView(shared_engine) as view:
        yield view
        for container in view.client.containers.list(all=True):
            container.remove(force=True, v=True)


def test_a_created_container(view: EngineView) -> None:
    view.client.containers.create("nginx", name="view-box")
    box = view.container("view-box")
    assert (box.status, box.running, box.paused, box.pid, box.exit_code) == ("created", False, False, 0, 0)
    assert box.started_at is None and box.finished_at is None and box.created_at is not None
    assert box.networks == {"bridge": ""}
    assert box.image == "nginx" and box.image_id == view.image("nginx").id
    assert box.log_lines() == []
    assert repr(box) == "view-box: created (never started, image nginx)"
    assert box.describe().ko == "view-box: created (시작된 적 없음, 이미지 nginx)"


def test_a_running_container(view: EngineView) -> None:
    view.client.containers.run("nginx", name="view-box", detach=True)
    box = view.container("view-box")
    assert box.running and box.pid > 0 and box.started_at is not None
    assert box.networks["bridge"].startswith("172.")
    assert repr(box).startswith(f"view-box: running (pid {box.pid}, started ")
    assert box.restart_count == 0 and not box.oom_killed and box.error == ""


def test_a_snapshot_stays_as_it_was(view: EngineView) -> None:
    container = view.client.containers.run("nginx", name="view-box", detach=True)
    box = view.container("view-box")
    container.pause()
    assert not box.paused
    now = box.reload()
    assert now.paused and now.running
    assert now.status == "paused" and repr(now).startswith("view-box: paused (pid ")


def test_a_killed_container(view: EngineView) -> None:
    container = view.client.containers.run("nginx", name="view-box", detach=True)
    container.kill()
    container.wait()
    box = view.container("view-box")
    assert (box.status, box.exit_code, box.pid) == ("exited", 137, 0)
    assert "exit code 137" in repr(box) and "종료 코드 137" in box.describe().ko
    container.start()
    assert box.reload().finished_at is not None and box.reload().exit_code == 0


def test_a_container_that_could_not_start_says_why(view: EngineView) -> None:
    made = view.client.containers.create("nginx", "no-such-command", name="view-box")
    with pytest.raises(Exception, match="no-such-command"):
        made.start()
    box = view.container("view-box")
    assert (box.status, box.exit_code) == ("created", 127)
    assert "no-such-command" in box.error and box.error in repr(box) and "exit code 127" in repr(box)


def test_only_the_exact_name_counts(view: EngineView) -> None:
    made = view.client.containers.create("nginx", name="view-box")
    for wrong in ("view-bo", "view", made.id, made.id[:12]):
        with pytest.raises(NoSuchContainer) as raised:
            view.container(wrong)
        assert "view-box (created)" in str(raised.value)
    made.remove()
    with pytest.raises(NoSuchContainer) as raised:
        view.container("view-box")
    assert raised.value.removed and raised.value.existing == []


def test_what_docker_ps_lists(view: EngineView) -> None:
    view.client.containers.create("nginx", name="view-made")
    view.client.containers.run("nginx", name="view-paused", detach=True).pause()
    assert view.names() == ["view-made", "view-paused"]
    assert view.names(all=False) == ["view-paused"]
    assert sorted(box.name for box in view.containers()) == view.names()
    assert "view-made, view-paused" in repr(view)


def test_processes(view: EngineView) -> None:
    view.client.containers.run("nginx", name="view-box", detach=True)
    box = view.container("view-box")
    table = eventually(box.top, lambda table: len(table) > 1)
    master = next(process for process in table if process.pid == box.pid)
    assert "nginx: master" in master.args
    workers = table.children_of(master.pid)
    assert workers and all("worker" in worker.args for worker in workers)
    assert len(table) == 1 + len(workers)
    assert f"pid {master.pid} (parent {master.ppid}): nginx: master" in repr(table)


def test_a_process_that_ends_after_top_has_listed_it(
    view: EngineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.client.containers.run(
        "shell", "sh -c 'sleep 600 & wait; exec sleep 601'", name="view-box", detach=True
    )
    box = view.container("view-box")
    listed = eventually(box.top, lambda table: len(table) == 2)
    view.client.containers.get("view-box").exec_run(["sh", "-c", "kill $(ps -C sleep -o pid=)"])
    [left] = eventually(box.top, lambda table: [process.args for process in table] == ["sleep 601"])
    assert (left.pid, len(listed)) == (box.pid, 2)

    monkeypatch.setattr(type(box), "top", lambda _self: listed)
    assert pid_numbers(view, box) == {box.pid: 1}


def test_columns_are_found_by_title() -> None:
    """As busybox's ps prints them: fewer columns, another title."""
    table = ProcessTable("box", ["PID", "USER", "COMMAND"], [["7", "root", "sleep 60"]])
    (process,) = table
    assert (process.pid, process.ppid, process.stat, process.args) == (7, None, None, "sleep 60")


def test_what_only_a_running_container_can_answer(view: EngineView) -> None:
    view.client.containers.create("nginx", name="view-box")
    box = view.container("view-box")
    for ask in (box.top, box.namespaces, box.cpu_total):
        with pytest.raises(NotRunning):
            ask()


def test_namespaces(view: EngineView) -> None:
    run = view.client.containers.run
    run("nginx", name="view-box", detach=True)
    run("shell", "sleep 60", name="view-guest", network_mode="container:view-box", detach=True)
    box, guest = view.container("view-box").namespaces(), view.container("view-guest").namespaces()
    assert set(box) == {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"}
    assert box["net"] == guest["net"] and box["pid"] != guest["pid"]
    assert {"net", "user"} <= box.shared_with(guest) and "uts" not in box.shared_with(guest)
    assert f"net {box['net']}" in repr(box)


def test_cpu_time_stands_still_in_a_pause(view: EngineView) -> None:
    run = view.client.containers.run
    busy = run("shell", ["sh", "-c", "while :; do :; done"], name="view-box", detach=True)
    box = view.container("view-box")
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while not (first := box.cpu_total()):
        assert datetime.now(UTC) < deadline
    busy.pause()
    still = box.cpu_total()
    assert 0 < first <= still == box.cpu_total()


def test_an_image(view: EngineView) -> None:
    nginx = view.image("nginx")
    assert nginx.stop_signal == "SIGQUIT" and nginx.command == ["nginx", "-g", "daemon off;"]
    assert "nginx:latest" in nginx.tags and "nginx:latest" in repr(nginx)
    with pytest.raises(MissingImage, match="no-such-image"):
        view.image("no-such-image")
    with pytest.raises(MissingImage), view.experiment("no-such-image"):
        pass


def test_volumes(view: EngineView) -> None:
    view.client.volumes.create("view-notes", labels={"of": "a test"})
    container: Any = view.client.containers.create("nginx", name="view-box", volumes=["/data"])
    (anonymous,) = view.container("view-box").volumes()
    named = view.volume("view-notes")
    assert not named.anonymous and named.labels == {"of": "a test"} and named.driver == "local"
    assert named.mountpoint and repr(named) == "volume view-notes"
    assert anonymous.anonymous and repr(anonymous).startswith("anonymous volume")
    assert {volume.name for volume in view.volumes()} >= {"view-notes", anonymous.name}
    container.remove(v=True)
    view.client.volumes.get("view-notes").remove()


def test_an_experiment_is_removed_whatever_happens(view: EngineView) -> None:
    def labelled() -> list[Any]:
        return list(view.client.containers.list(all=True, filters={"label": "course.check"}))

    with pytest.raises(RuntimeError), view.experiment("nginx") as trial:
        trial.start()
        assert len(labelled()) == 1
        raise RuntimeError
    assert labelled() == []
    with view.experiment("nginx") as trial:
        trial.start()
        assert trial.refuses(trial.api.remove_container) and not trial.refuses(trial.api.top)
        trial.api.remove_container(trial.id, force=True)
    assert labelled() == []


def test_moments() -> None:
    assert moment("0001-01-01T00:00:00Z") is None and moment("") is None
    then = moment("2026-03-01T10:00:00.123456789+09:00")
    assert then == datetime(2026, 3, 1, 1, 0, 0, 123456, UTC)
    spoken = [ago(then, then + timedelta(seconds=seconds)).en for seconds in (5, 300, 9000)]
    assert spoken == ["5 s ago", "5 min ago", "2 h ago"]
    assert ago(then, then + timedelta(seconds=5)).ko == "5초 전"
