"""Engines leave nothing behind, however they end; and nobody else's things are touched."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docker
import psutil
import pytest

from course import syllabus
from course.engine import Access, Engine, EngineError, outer, sweep, uids

PATIENCE = 30.0
NAMES = syllabus.container_names()


@pytest.fixture
def host() -> Iterator[docker.DockerClient]:
    client = outer.connect()
    yield client
    client.close()


def until(condition: Callable[[], Any], what: str) -> Any:
    """The first true value of `condition`; fails when there is none in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {PATIENCE:.0f} s: {what}")


def ours(client: docker.DockerClient) -> set[str]:
    """Names of the engines that this test process, or a child of it, made."""
    rows = client.api.containers(all=True, filters={"label": f"{outer.LABEL}=engine"})
    return {row["Names"][0][1:] for row in rows if "-removal-" in row["Names"][0]}


class Traces:
    """What engines could leave on the machine: looked at while they run, looked for when they are gone."""

    def __init__(self, client: docker.DockerClient) -> None:
        self.client = client
        self.words: set[str] = set()
        self.uids: list[range] = []
        self.shared = self._shared()

    def note(self, access: Access) -> None:
        """Remember an engine that runs now."""
        container = self.client.containers.get(access.container)
        first = uids.first_uid(int(access.folder.name))
        layer = container.attrs["GraphDriver"]["Data"]["MergedDir"]
        self.words |= {container.id, str(access.folder), layer}
        self.uids.append(range(first, first + uids.STEP))

    def left(self) -> dict[str, Any]:
        """Everything that is there of the engines noted: empty when they were removed whole."""
        containers = [row["Id"] for row in self.client.api.containers(all=True)]
        mounts = Path("/proc/self/mountinfo").read_text().splitlines()
        found = {
            "containers": [each for each in containers if each in self.words],
            "processes": [
                process
                for process in psutil.process_iter()
                if any(_uid(process) in each for each in self.uids)
            ],
            "mounts": [line for line in mounts if any(word in line for word in self.words)],
            "folders": [word for word in self.words if Path(word).is_absolute() and Path(word).exists()],
            "cgroups": [path for path, _, _ in os.walk("/sys/fs/cgroup") if Path(path).name in self.words],
            "volumes and networks": sorted(self._shared() - self.shared),
        }
        return {kind: things for kind, things in found.items() if things}

    def _shared(self) -> set[str]:
        volumes = self.client.volumes.list(filters={"dangling": True})
        return {volume.name for volume in volumes} | {net.name for net in self.client.networks.list()}


def _uid(process: psutil.Process) -> int:
    """-1 for a process that ended, or that only waits for its parent to notice."""
    try:
        return -1 if process.status() == psutil.STATUS_ZOMBIE else int(process.uids().real)
    except psutil.NoSuchProcess:
        return -1


@pytest.fixture
def traces(host: docker.DockerClient) -> Traces:
    return Traces(host)


def start_child(tmp_path: Path, then: str) -> subprocess.Popen[bytes]:
    """A process that starts an engine, writes its folder to tmp_path/folder, and then does something."""
    code = f"""
import sys, time, pathlib
from course.engine import Engine
with Engine(purpose="removal") as access:
    pathlib.Path({str(tmp_path / "folder")!r}).write_text(str(access.folder))
    {then}
"""
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)


def engine_of(child: subprocess.Popen[bytes], tmp_path: Path) -> Path:
    note = tmp_path / "folder"

    def written() -> str:
        assert child.poll() is None or note.exists(), child.stderr and child.stderr.read().decode()
        return note.read_text() if note.exists() else ""

    return Path(until(written, "the child started an engine"))


def test_removed_after_an_error(traces: Traces, suite: str) -> None:
    with pytest.raises(ZeroDivisionError), Engine(suite=suite, purpose="removal") as access:
        traces.note(access)
        assert traces.left().keys() >= {"containers", "processes", "mounts", "folders", "cgroups"}
        _ = 1 / 0
    assert traces.left() == {}


def test_removed_when_it_does_not_start(host: docker.DockerClient) -> None:
    with pytest.raises(EngineError, match="did not start"):
        Engine(image="container-lifecycle/shell:latest", purpose="removal").start()
    assert ours(host) == set()


def test_removed_on_control_c(host: docker.DockerClient, tmp_path: Path, suite: str) -> None:
    child = start_child(tmp_path, "time.sleep(60)")
    folder = engine_of(child, tmp_path)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=PATIENCE)
    assert ours(host) == set()
    assert not folder.exists()


def test_swept_after_kill_9(host: docker.DockerClient, tmp_path: Path, suite: str) -> None:
    child = start_child(tmp_path, "time.sleep(60)")
    folder = engine_of(child, tmp_path)
    sweep(host)
    assert len(ours(host)) == 1, "an engine whose owner lives was swept"
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=PATIENCE)
    assert len(ours(host)) == 1
    sweep(host)
    assert ours(host) == set()
    assert not folder.exists()


def test_the_next_start_sweeps_even_a_paused_container_on_cgroup_v1(
    host: docker.DockerClient, tmp_path: Path, suite: str
) -> None:
    if not Path("/sys/fs/cgroup/freezer").exists():
        pytest.skip("this machine has no cgroup v1")
    engine = Engine(suite=suite, cgroup="v1", purpose="removal")
    access = engine.start()
    client = access.client()
    client.containers.run("shell", ["sleep", "300"], detach=True).pause()
    client.close()
    engine.stop()
    assert ours(host) == set()


def test_a_sweep_touches_nothing_that_is_not_ours(host: docker.DockerClient, suite: str) -> None:
    image = "container-lifecycle/shell:latest"
    dead = f"{outer.machine()}/{_dead_pid()}/1.00"
    somewhere_else = f"another-machine:1/{_dead_pid()}/1.00"
    made = [
        host.containers.create(image, ["sleep", "9"], labels=labels)
        for labels in (
            {},
            {outer.LABEL: "engine"},
            {outer.OWNER: dead},
            {outer.LABEL: "engine", outer.OWNER: somewhere_else},
            {outer.LABEL: "engine", outer.OWNER: outer.owner()},
            {outer.LABEL: "engine", outer.OWNER: dead},
        )
    ]
    sweep(host)
    left = {container.id for container in host.containers.list(all=True, ignore_removed=True)}
    kept = [container.id in left for container in made]
    for container in made:
        if container.id in left:
            container.remove()
    assert kept == [True, True, True, True, True, False]


def _dead_pid() -> int:
    child = subprocess.Popen(["true"])
    child.wait()
    return child.pid


def test_eight_at_once(traces: Traces, suite: str) -> None:

    def use(number: int) -> tuple[str, list[str]]:
        with Engine(suite=suite, purpose="removal") as access:
            traces.note(access)
            client = access.client()
            client.containers.run("nginx", name="lifecycle-test", labels={"n": str(number)}, detach=True)
            seen = [container.labels["n"] for container in client.containers.list()]
            client.close()
            return str(access.folder), seen

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(use, range(8)))
    assert len({folder for folder, _ in results}) == 8
    assert [seen for _, seen in results] == [[str(number)] for number in range(8)]
    assert traces.left() == {}


@pytest.mark.alone
def test_fifty_in_a_row_leave_nothing(traces: Traces, suite: str) -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        with Engine(suite=suite, purpose="removal") as access:
            traces.note(access)
            client = access.client()
            client.containers.run("shell", ["sleep", "300"], detach=True)
            client.close()
    assert traces.left() == {}
    traces.client.close()  # the connections it keeps are the test's own
    gc.collect()  # docker-py gives some connections back only when they are collected
    assert len(list(Path("/proc/self/fd").iterdir())) <= descriptors + 2


@pytest.mark.alone
def test_the_machines_own_engine_grades_and_is_left_as_it_was(
    host: docker.DockerClient, tmp_path: Path, suite: str
) -> None:
    """Here, because it takes away whatever appears on the machine's engine meanwhile and has no owner."""
    mine = host.containers.create("container-lifecycle/shell:latest", ["sleep", "9"])
    before = {container.id for container in host.containers.list(all=True)}
    names = {tag for image in host.images.list() for tag in image.tags}
    submission = Path(__file__).parents[1] / "golden/states/solved"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "course",
            "grade",
            str(submission),
            "--out",
            str(tmp_path),
            "--engine",
            "host",
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    after = {container.id for container in host.containers.list(all=True)}
    images = {tag for image in host.images.list() for tag in image.tags}
    mine.remove()
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((tmp_path / "solved/results.json").read_text())
    assert result["engine"]["kind"] == "host"
    # What else there is on the machine is counted by `docker ps`, so that one answer depends on it.
    not_passed = {each["check"] for each in result["verdicts"] if each["verdict"] != "passed"}
    assert not_passed <= {"states-ps"}, done.stdout
    assert before <= after
    assert not [
        host.containers.get(new).name for new in after - before if host.containers.get(new).name in NAMES
    ]
    assert names == images
