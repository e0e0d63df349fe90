"""The machine's own engine as cells see it; here it is a disposable one that is taken for it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace

import docker
import pytest
from labs import eventually

from course.engine import Access, outer
from course.grade.unlisted import MOST_AT_A_TIME, without_ours

ALL_GONE = "docker rm -f -v $(docker ps -aq); docker volume rm $(docker volume ls -q)"


@pytest.fixture
def seen(shared_engine: Access) -> Iterator[Access]:
    """What cells are given, of an engine with one container of ours and one of the learner's."""
    client = shared_engine.client()
    ours = client.containers.run("shell", "sleep 600", detach=True, labels={outer.OWNER: "us"})
    client.containers.run("shell", "sleep 600", detach=True, name="theirs", volumes=["/junk"])
    try:
        with without_ours(replace(shared_engine, kind="host")) as access:
            yield access
        ours.reload()
        assert ours.status == "running"
    finally:
        ours.remove(force=True)
        for left in client.containers.list(all=True):
            left.remove(force=True, v=True)
        client.close()


def shell(access: Access, line: str, typed: str | None = None) -> str:
    """What a shell line prints, all of it."""
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1; {line}"],
        input=typed,
        env={"PATH": "/usr/bin:/bin", **access.environment()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_who_removes_every_container_removes_none_of_ours(seen: Access) -> None:
    assert shell(seen, "docker ps -a --format '{{.Names}}'").split() == ["theirs"]
    assert "rror" not in shell(seen, ALL_GONE)
    assert shell(seen, "docker ps -aq; docker volume ls -q") == ""


def test_docker_py_sees_none_of_ours(seen: Access) -> None:
    client = docker.DockerClient(base_url=seen.docker_host, version="auto")
    try:
        assert [each.name for each in client.containers.list(all=True)] == ["theirs"]
        assert client.containers.list(filters={"status": "exited"}) == []
        with pytest.raises(docker.errors.APIError, match=r"(?i)filter"):
            client.containers.list(filters={"nonsense": "1"})
    finally:
        client.close()


def test_all_else_passes(seen: Access) -> None:
    """Streams both ways, a body in parts, an answer without end, an error."""
    assert shell(seen, "docker exec theirs echo here") == "here\n"
    assert shell(seen, "docker run --rm -i shell sh -c 'cat; echo end'", typed="a\nb\n") == "a\nb\nend\n"
    assert shell(seen, "docker exec -i theirs wc -c", typed="x" * 1_000_000).strip() == "1000000"
    assert shell(
        seen, "tar -C / -c etc/hostname | docker cp - theirs:/tmp && docker exec theirs ls /tmp/etc"
    ) == ("hostname\n")
    built = (
        "printf 'FROM shell\\nRUN echo built > /it\\n' | DOCKER_BUILDKIT=0 docker build -q -t new-image - "
    )
    assert "sha256" in shell(seen, f"{built} && docker rmi -f new-image >/dev/null")
    assert "No such container" in shell(seen, "docker inspect -f . nobody; docker rm nobody")
    assert "start" in shell(
        seen, "(sleep 1; docker restart -t 0 theirs) >/dev/null & timeout 20 docker events | grep -m1 start"
    )


def test_what_asks_without_end_ends_with_it(seen: Access) -> None:
    """No connection of an engine stays when who asked is gone."""
    before = threading.active_count()
    shell(seen, "timeout 2 docker events; timeout -s KILL 2 docker logs -f theirs")
    eventually(lambda: threading.active_count() <= before, "no connection is left", seconds=10)


def test_more_than_enough_connections_do_not_stop_it(seen: Access) -> None:
    many = f"import socket; s = [socket.socket(1) for _ in range({MOST_AT_A_TIME * 2})]"
    path = seen.docker_host.removeprefix("unix://")
    held = f"[one.connect({path!r}) for one in s]; input()"
    before = threading.active_count()
    process = subprocess.Popen(["python3", "-c", f"{many}; {held}"], stdin=subprocess.PIPE)
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        assert threading.active_count() <= before + MOST_AT_A_TIME + 2
    finally:
        process.kill()
        process.wait()
    eventually(lambda: threading.active_count() <= before, "no connection is left", seconds=10)
    assert shell(seen, "docker ps --format '{{.Names}}'") == "theirs\n"


def test_a_disposable_engine_is_left_as_it_is(shared_engine: Access) -> None:
    with without_ours(shared_engine) as seen:
        assert seen is shared_engine
