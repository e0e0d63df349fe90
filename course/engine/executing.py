"""Running a command in a container that runs, and hearing all it prints.

Not by docker-py's exec_start: it reads the bare socket, past what the HTTP parser has already taken from it, so
that now and then the beginning is lost (3 of 450 short outputs on a busy machine; read this way, none).
"""

from __future__ import annotations

import struct
from collections.abc import Generator
from contextlib import closing
from typing import Any

STDOUT, STDERR = 1, 2
_HEADER = struct.Struct(
    ">BxxxL"
)  # of each frame of a stream without a terminal (Docker Engine API, "attach")

MOST_BYTES = 1_000_000
"""Of what a command prints: a learner may have put another one in its place."""


def frames_of(api: Any, exec_id: str) -> Generator[tuple[int, bytes]]:
    """Start a prepared exec; (STDOUT or STDERR, bytes) as it prints, to its end. Raises docker.errors.APIError."""
    url = api._url("/exec/{0}/start", exec_id)
    answer = api._post_json(url, data={"Detach": False, "Tty": False}, stream=True)
    api._raise_for_status(answer)
    with answer:
        while len(header := answer.raw.read(_HEADER.size)) == _HEADER.size:
            stream, length = _HEADER.unpack(header)
            yield stream, answer.raw.read(length)


def run_inside(api: Any, container_id: str, command: list[str], user: str = "") -> str:
    """What a command prints in a container, standard error included, once it has ended or printed 1 MB.

    Raises docker.errors.APIError.
    """
    exec_id = api.exec_create(container_id, command, user=user)["Id"]
    heard = b""
    with closing(frames_of(api, exec_id)) as frames:
        for _, printed in frames:
            heard += printed
            if len(heard) > MOST_BYTES:
                break
    return heard.decode(errors="replace")
