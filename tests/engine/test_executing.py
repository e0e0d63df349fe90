"""Hearing what a command prints in a container."""

from __future__ import annotations

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import UnixStreamServer

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


def test_a_command_that_prints_without_end_is_left(box: docker.models.containers.Container) -> None:
    assert 1_000_000 < len(run_inside(box.client.api, box.id, ["yes"])) < 1_100_000


def test_an_answer_without_end_is_left(tmp_path: Path) -> None:
    """As from an engine that a learner has taken over."""

    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b"[" * 1_000_000)

        def log_message(self, *_words: object) -> None:
            pass

    address = str(tmp_path / "docker.sock")
    with UnixStreamServer(address, lambda request, _, server: Endless(request, ("", 0), server)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        access = Access(tmp_path, f"unix://{address}", None, "disposable", None, "trixie", "v2")
        with pytest.raises(docker.errors.DockerException, match="more than 64000000 bytes"):
            access.client(timeout=20)
        server.shutdown()


def test_a_container_that_does_not_run_is_an_error(shared_engine: Access) -> None:
    client = shared_engine.client()
    made = client.containers.create("shell", ["true"])
    with pytest.raises(docker.errors.APIError):
        run_inside(client.api, made.id, ["true"])
    client.close()
