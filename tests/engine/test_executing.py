"""Hearing what a command prints in a container."""

from __future__ import annotations

import docker
import pytest

from course.engine import Access
from course.engine.executing import STDERR, STDOUT, frames_of, run_inside


@pytest.fixture(scope="module")
def box(shared_engine: Access) -> docker.models.containers.Container:
    client = shared_engine.client()
    yield client.containers.run("shell", ["sleep", "300"], detach=True)
    client.close()


def test_short_outputs_are_never_lost(box: docker.models.containers.Container) -> None:
    api = box.client.api
    heard = [run_inside(api, box.id, ["echo", str(number)]) for number in range(100)]
    assert heard == [f"{number}\n" for number in range(100)]


def test_long_outputs_are_whole_and_told_apart(box: docker.models.containers.Container) -> None:
    api = box.client.api
    script = "head -c 3000000 /dev/zero; echo complaint >&2"
    made = api.exec_create(box.id, ["sh", "-c", script])["Id"]
    heard: dict[int, bytes] = {STDOUT: b"", STDERR: b""}
    for stream, printed in frames_of(api, made):
        heard[stream] += printed
    assert (len(heard[STDOUT]), heard[STDERR]) == (3_000_000, b"complaint\n")


def test_a_container_that_does_not_run_is_an_error(shared_engine: Access) -> None:
    client = shared_engine.client()
    made = client.containers.create("shell", ["true"])
    with pytest.raises(docker.errors.APIError):
        run_inside(client.api, made.id, ["true"])
    client.close()
