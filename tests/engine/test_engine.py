"""What a disposable engine is: empty, preloaded, its own, and limited."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import docker
import pytest

from course.checks import eventually
from course.engine import CAPABILITIES, EXERCISE_IMAGES, SUITES, Access, Engine, EngineError, Limits, outer
from course.engine import engine as engine_module
from course.engine.executing import run_inside


@pytest.fixture
def client(shared_engine: Access) -> Any:
    client = shared_engine.client(timeout=60)
    yield client
    client.close()


def test_it_is_empty_and_holds_the_exercise_images(engine: Access) -> None:
    client = engine.client()
    assert client.containers.list(all=True) == []
    assert client.volumes.list() == []
    assert sorted(tag for image in client.images.list() for tag in image.tags) == [
        f"{name}:latest" for name in EXERCISE_IMAGES
    ]
    assert sum(image.attrs["Size"] for image in client.images.list()) < 30_000_000
    client.close()


def test_it_is_the_engine_of_its_suite_on_cgroup_v2(shared_engine: Access, suite: str, client: Any) -> None:
    assert client.version()["Version"].startswith(SUITES[suite])
    assert client.info()["CgroupVersion"] == "2"


def test_nginx_is_a_real_nginx(client: Any) -> None:
    web = client.containers.run("nginx", detach=True, name="real-web")
    web.exec_run(["sh", "-c", "until wget -qO- 127.0.0.1; do :; done"])
    rows = web.top(ps_args="-eo pid,ppid,args")["Processes"]
    master = next(pid for pid, _, args in rows if "master process" in args)
    assert [parent for _, parent, args in rows if "worker process" in args] == [master, master]
    assert client.images.get("nginx").attrs["Config"]["StopSignal"] == "SIGQUIT"
    web.stop()
    web.reload()
    assert web.attrs["State"]["ExitCode"] == 0


@pytest.mark.parametrize(
    "command",
    [
        ["busybox", "true"],
        ["tini", "--", "true"],
        ["dash", "-c", "true"],
        ["bash", "-c", "true"],
        ["ps", "-eo", "pid,ppid,stat,args"],
        ["sh", "-c", "httpd && wget -qO /dev/null 127.0.0.1 2>&1 | grep -q 404 || true"],
    ],
)
def test_the_shell_image_has(command: list[str], client: Any) -> None:
    client.containers.run("shell", command, remove=True)


def test_nothing_in_it_is_root_outside(shared_engine: Access, client: Any) -> None:
    client.containers.run("nginx", detach=True, name="nobody-outside")
    on_the_host = outer.connect()
    table = on_the_host.api.top(shared_engine.container, ps_args="-eo uid,pid,args")
    on_the_host.close()
    uids = {int(row[0]) for row in table["Processes"]}
    assert min(uids) >= 1_900_000_000, table
    assert any("nginx" in row[2] for row in table["Processes"]), "the view does not reach the containers"


def test_what_waits_outside_has_no_capability_left(shared_engine: Access) -> None:
    on_the_host = outer.connect()
    pid_one = on_the_host.containers.get(shared_engine.container)
    status = run_inside(on_the_host.api, pid_one.id, ["cat", "/proc/1/status"])
    on_the_host.close()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["CapEff"] == fields["CapPrm"] == "0000000000000000"


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_capability_can_go(capability: str, suite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: why for name, why in CAPABILITIES.items() if name != capability}
    monkeypatch.setattr(engine_module, "CAPABILITIES", fewer)
    with pytest.raises(EngineError, match="Operation not permitted"):
        Engine(suite=suite, purpose="test").start()


def test_cgroup_v1_too(suite: str) -> None:
    try:
        with Engine(suite=suite, cgroup="v1", purpose="test") as access:
            client = access.client()
            box = client.containers.run("nginx", detach=True)
            box.pause()
            box.reload()
            assert (client.info()["CgroupVersion"], box.status) == ("1", "paused")
            client.close()
    except EngineError as error:
        if "no cgroup v1 hierarchy" not in str(error):
            raise
        pytest.skip("this machine has no cgroup v1")


def test_a_full_disk_is_the_engines_own(suite: str) -> None:
    with Engine(suite=suite, limits=Limits(disk="96m"), purpose="test") as access:
        client = access.client(timeout=60)
        with pytest.raises(docker.errors.ContainerError, match="No space left on device"):
            # What it says is shown once there is room again: the engine's log lies on the same disk.
            fill = "dd if=/dev/zero of=/big bs=1M count=200 2>/dev/shm/said; rm /big; cat /dev/shm/said >&2; false"
            client.containers.run("shell", ["sh", "-c", fill], remove=True)
        client.containers.run("shell", ["true"], remove=True)
        client.close()


def test_a_fork_bomb_ends_at_the_limit_of_the_box(suite: str) -> None:
    with Engine(suite=suite, limits=Limits(pids=200), purpose="test") as access:
        client = access.client(timeout=60)
        bomb = client.containers.run(
            "shell", ["bash", "-c", "for i in {1..400}; do sleep 300 & done; wait"], detach=True
        )
        box = outer.connect()
        seen = 0
        for stats in box.api.stats(access.container, stream=True, decode=True):
            seen = max(seen, stats["pids_stats"].get("current", 0))
            if seen >= 190:
                break
        assert seen <= 200
        bomb.remove(force=True)
        # The kernel gives back what dead processes counted for a moment after they are gone.
        left = eventually(lambda: _processes_of(box, access), lambda count: count < 100, seconds=30)
        assert left < 100
        client.containers.run("shell", ["true"], remove=True)
        client.close()
        box.close()


def _processes_of(box: docker.DockerClient, access: Access) -> int:
    return int(box.api.stats(access.container, stream=False, one_shot=True)["pids_stats"]["current"])


def test_memory_ends_at_the_limit_of_the_box(suite: str) -> None:
    with Engine(suite=suite, limits=Limits(memory="400m", disk="64m"), purpose="test") as access:
        client = access.client(timeout=60)
        hog = client.containers.run("shell", ["tail", "/dev/zero"], detach=True)
        assert hog.wait(timeout=60)["StatusCode"] == 137
        assert client.ping()
        client.close()


def test_its_share_of_the_processors_is_bounded(suite: str) -> None:
    with Engine(suite=suite, limits=Limits(cpus=0.25), purpose="test") as access:
        client = access.client(timeout=60)
        client.containers.run("shell", ["sh", "-c", "while :; do :; done"], detach=True)
        client.close()
        box = outer.connect()
        throttled = 0
        for stats in box.api.stats(access.container, stream=True, decode=True):
            throttled = stats["cpu_stats"]["throttling_data"]["throttled_periods"]
            if throttled:
                break
        box.close()
    assert throttled > 0


def test_it_has_no_network_but_its_own(shared_engine: Access, client: Any) -> None:
    interfaces = client.containers.run("shell", ["ls", "/sys/class/net"], network_mode="host", remove=True)
    assert [
        name for name in interfaces.decode().split() if not name.startswith(("lo", "docker0", "veth"))
    ] == []
    routes = client.containers.run("shell", ["route", "-n"], network_mode="host", remove=True).decode()
    assert "\n0.0.0.0 " not in routes


def test_namespaces_are_read_where_the_processes_are_seen(shared_engine: Access, client: Any) -> None:
    box = client.containers.run("shell", ["sleep", "300"], detach=True)
    box.reload()
    pid = box.attrs["State"]["Pid"]
    inside = run_inside(client.api, box.id, ["stat", "-L", "-c", "%i", "/proc/1/ns/net"]).strip()
    seen = shared_engine.read_namespaces([pid, 999_999])
    assert seen.keys() == {pid}
    assert str(seen[pid]["net"]) == inside
    assert {"pid", "net", "mnt", "uts", "ipc", "user", "cgroup", "time"} <= seen[pid].keys()
    box.remove(force=True)


def test_the_docker_cli_reaches_it(shared_engine: Access) -> None:
    done = subprocess.run(
        ["docker", "info", "--format", "{{json .}}"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **shared_engine.environment()},
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert "userns" not in json.loads(done.stdout)["SecurityOptions"]


def test_its_socket_cannot_be_replaced_from_inside(shared_engine: Access, client: Any) -> None:
    """The socket's path is not mounted anywhere in the engine, so no server can be put in its place."""
    mounts = client.containers.run(
        "shell",
        ["cat", "/proc/1/mountinfo"],
        pid_mode="host",
        volumes={"/": {"bind": "/outside"}},
        remove=True,
    ).decode()
    assert "/run/engine" not in mounts
    found = client.containers.run(
        "shell", ["sh", "-c", "find /outside -xdev -type s; true"], volumes={"/": {"bind": "/outside"}}
    )
    assert b"docker.sock" not in found


def test_restarting_gives_an_empty_engine_at_the_same_address(suite: str) -> None:
    engine = Engine(suite=suite, purpose="test")
    try:
        before = engine.start()
        client = before.client()
        client.containers.run("shell", ["true"], name="of-yesterday")
        client.close()
        after = engine.restart()
        assert after.docker_host == before.docker_host
        client = after.client()
        assert client.containers.list(all=True) == []
        assert "of-yesterday" not in after.journal.read_text()
        client.close()
    finally:
        engine.stop()


def test_an_unknown_suite_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(EngineError, match="bookworm, trixie, forky"):
        Engine(suite="sarge")


def test_an_image_that_is_not_built_says_what_to_do() -> None:
    with pytest.raises(EngineError, match="course doctor --fix"):
        Engine(image="container-lifecycle/none:of-these").start()


def test_its_runtime_can_be_chosen(suite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = outer.connect()
    monkeypatch.setenv(outer.RUNTIME_KEY, "runc")
    with Engine(suite=suite, purpose="test") as access:
        assert outside.api.inspect_container(access.container)["HostConfig"]["Runtime"] == "runc"
    monkeypatch.setenv(outer.RUNTIME_KEY, "no-such-runtime")
    with pytest.raises(EngineError, match="no-such-runtime"):
        Engine(suite=suite, purpose="test").start()
    outside.close()


def test_what_a_container_prints_cannot_fill_its_disk(client: Any) -> None:
    client.containers.run("shell", ["sh", "-c", "yes | head -c 20000000"], name="loud")
    assert len(client.containers.get("loud").logs()) < 5_000_000
