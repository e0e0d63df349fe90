"""A machine's own engine as a learner's cells see it: our containers stand in none of its lists.

The kernel's container is on that engine too, and `docker rm -f $(docker ps -aq)`, which section 5 asks for, would
remove it in the middle of the learner's own cell. All else passes unchanged.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from course.engine import Access, outer
from course.engine.access import MOST_BYTES

LISTS = re.compile(rb"GET (/v[\d.]+)?/containers/json[? ]")
MOST_HEAD = 64 * 1024
"""Bytes of a request's first lines; a longer request is not answered."""
MOST_AT_A_TIME = 200
"""Connections; one more is closed."""


@contextmanager
def without_ours(access: Access) -> Iterator[Access]:
    """The way for a learner's cells to the same engine.

    A disposable one holds nothing of ours and is left as it is. So is one without a Unix socket: cells reach none.
    """
    if access.kind != "host" or access.socket is None:
        yield access
        return
    folder = access.folder / "cells"
    folder.mkdir()
    folder.chmod(0o755)
    try:
        path = folder / "docker.sock"
        with _Server(path, access.socket) as server:
            path.chmod(0o666)  # the kernel is nobody here; the folder above is closed to everybody else
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            try:
                yield replace(access, docker_host=f"unix://{path}")
            finally:
                server.shutdown()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False  # an attached terminal may never end
    request_queue_size = 64

    def __init__(self, path: Path, engine: Path) -> None:
        super().__init__(str(path), _Request)
        self.engine = engine
        self.free = threading.BoundedSemaphore(MOST_AT_A_TIME)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: whoever asked sees that the connection ended."""


class _Request(socketserver.BaseRequestHandler):
    """One connection, for one request: every other is told to be its connection's last one."""

    server: _Server
    request: socket.socket

    def handle(self) -> None:
        if not self.server.free.acquire(blocking=False):
            return
        try:
            with socket.socket(socket.AF_UNIX) as engine, suppress(OSError, HTTPException, ValueError):
                head, rest = _read_head(self.request)
                engine.connect(str(self.server.engine))
                engine.sendall(_last_of_its_connection(head) + rest)
                if LISTS.match(head):
                    self.request.sendall(_filtered(engine))
                else:
                    _pass_on(self.request, engine)
        finally:
            self.server.free.release()


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    """(first lines of a request, what came after them). Raises ValueError when they do not come to an end."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = client.recv(MOST_HEAD)
        if not part or len(read) > MOST_HEAD:
            raise ValueError("no request")
        read += part
    head, _, rest = read.partition(b"\r\n\r\n")
    return head, rest


def _last_of_its_connection(head: bytes) -> bytes:
    """So that what follows needs no reading; a connection that becomes a stream (attach, exec) is that already."""
    first, *fields = head.split(b"\r\n")
    names = [field.split(b":")[0].strip().lower() for field in fields]
    if b"upgrade" not in names:
        fields = [field for field, name in zip(fields, names, strict=True) if name != b"connection"]
        fields.append(b"Connection: close")
    return b"\r\n".join([first, *fields, b"", b""])


def _filtered(engine: socket.socket) -> bytes:
    """The engine's answer, without the containers that bear our label. Raises ValueError for too long a one."""
    answer = HTTPResponse(engine)
    answer.begin()
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ValueError("too long a list")
    if answer.status == 200:
        rows = json.loads(body)
        body = json.dumps([row for row in rows if outer.OWNER not in (row["Labels"] or {})]).encode()
    framing = ("content-length", "transfer-encoding", "connection")
    fields = [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() not in framing]
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *fields, f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def _pass_on(client: socket.socket, engine: socket.socket) -> None:
    """Both ways, until the engine has said all; a client that has said all may still be listening."""
    said = threading.Thread(target=_copy, args=(client, engine), daemon=True)
    said.start()
    _copy(engine, client)
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)
    said.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(64 * 1024):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
