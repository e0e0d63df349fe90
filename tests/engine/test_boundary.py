"""A learner who is root in an engine, and takes every right the engine can give, is nobody outside of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import docker
import pytest
import requests

from course.engine import Access, Engine, outer

# Everything that `docker run` can give away (but --privileged, which such an engine cannot start).
EVERYTHING: dict[str, Any] = {
    "pid_mode": "host",
    "network_mode": "host",
    "ipc_mode": "host",
    "uts_mode": "host",
    "cgroupns": "host",
    "cap_add": ["ALL"],
    "security_opt": ["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"],
    "volumes": {"/": {"bind": "/host", "mode": "rw"}},
    "user": "0",
}


@pytest.fixture(scope="module")
def client(shared_engine: Access) -> Iterator[Any]:
    client = shared_engine.client(timeout=60)
    yield client
    client.close()


def attempt(client: Any, script: str) -> tuple[int, str]:
    """(exit code, what it printed) of a script run with every right."""
    settings = {key: value for key, value in EVERYTHING.items() if key != "security_opt"}
    settings["security_opt"] = ["seccomp=unconfined", "apparmor=unconfined"]
    container = client.containers.create("shell", ["bash", "-c", script], **settings)
    container.start()
    code = container.wait(timeout=60)["StatusCode"]
    said = container.logs().decode(errors="replace")
    container.remove()
    return code, said


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("cat /host/etc/shadow", id="read a file of the box's root"),
        pytest.param("echo x >> /host/engine/entrypoint.py", id="change what starts the engine"),
        pytest.param("touch /host/new", id="write into the box's root folder"),
        pytest.param("chown 0 /host/etc/shadow", id="take over a file of the box's root"),
        pytest.param("mknod /disk b 254 0", id="make a disk device"),
        pytest.param("mknod /memory c 1 1", id="make a memory device"),
        pytest.param("mkdir /m; mount -t ext4 /dev/vda /m", id="mount the machine's disk"),
        pytest.param("mkdir /m; mount -t debugfs debugfs /m", id="mount a file system of the kernel"),
        pytest.param("echo 0 > /host/proc/sys/kernel/printk", id="change a kernel setting"),
        pytest.param("echo b > /host/proc/sysrq-trigger", id="restart the machine by sysrq"),
        pytest.param("dmesg", id="read the kernel's log"),
        pytest.param('! date -s 2001-01-01 2>&1 | grep "can\'t set date"', id="set the machine's clock"),
        pytest.param("cat /host/proc/1/environ", id="read the environment of what started the engine"),
        pytest.param("ls /host/proc/1/fd", id="look at its open files"),
        pytest.param("ls /host/proc/1/root/", id="go through its root folder"),
        pytest.param(
            "ip route add default dev lo && wget -qO- -T 2 169.254.169.254", id="reach a metadata server"
        ),
        pytest.param("echo 1 > /host/proc/1/oom_score_adj", id="change what the kernel kills first"),
    ],
)
def test_it_cannot(script: str, client: Any) -> None:
    code, said = attempt(client, script)
    assert code != 0, said
    assert client.ping()


def test_it_writes_nowhere_without_a_bound(client: Any) -> None:
    """Every folder of the box that anybody may write to, or that root of the engine may, is small."""
    script = """
    cd /host
    for folder in $(find . -xdev -type d -perm -0002 2>/dev/null) run dev/shm etc var/lib mnt; do
        dd if=/dev/zero of=$folder/fill bs=1M count=600 2>/dev/null && echo $folder
        rm -f $folder/fill
    done; true"""
    code, said = attempt(client, script)
    assert (code, said) == (0, "")


def test_it_sees_no_process_from_outside(client: Any) -> None:
    """What waits outside is nobody to it: with another uid, in another PID namespace."""
    _, said = attempt(client, "ps -eo uid,pid,ppid,args")
    uids = {int(line.split()[0]) for line in said.splitlines()[1:]}
    assert 65534 not in uids, said
    assert "dockerd" in said


def test_it_cannot_leave_its_cgroup(client: Any) -> None:
    _, said = attempt(client, "find /host/sys/fs/cgroup -name docker -maxdepth 2; cat /host/proc/1/cgroup")
    assert "/docker/" not in said, said


@pytest.mark.parametrize("script", ["kill -9 -1; kill -9 $(pgrep dockerd)", "busybox reboot -f"])
def test_ending_everything_ends_this_engine_and_no_other(script: str, client: Any, suite: str) -> None:
    with Engine(suite=suite, purpose="test") as mine:
        there = mine.client(timeout=10)
        settings = {key: EVERYTHING[key] for key in ("pid_mode", "cap_add")}
        with pytest.raises((docker.errors.DockerException, requests.RequestException)):
            there.containers.run("shell", ["bash", "-c", script], **settings)
            there.ping()
        there.close()
        assert client.ping()
    on_the_host = outer.connect()
    assert mine.container not in {each.name for each in on_the_host.containers.list(all=True)}
    on_the_host.close()
