"""Writing down everything an engine does, live and in order, for as long as it lives."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from pathlib import Path
from typing import Any

from docker.errors import DockerException
from requests.exceptions import RequestException

from course.engine.access import Access
from course.engine.errors import EngineError
from course.engine.experiments import FILE as EXPERIMENTS
from course.engine.tail import REMEMBERED, engine_now

SUBSCRIBE_SECONDS = 10.0
RECONNECTS = 3

MOST_BYTES = 32_000_000
"""A section's journal is under 100 kB; what is larger was made to fill the machine."""
FULL = b'{"Type":"journal","Action":"full"}\n'
"""The last line of a journal that reached its limit."""


def since_file(access: Access) -> Path:
    """The file that says from which moment on the journal holds everything."""
    return access.folder / "journal.since"


def begin_anew(access: Access) -> None:
    """Forget what was recorded; the next recorder begins with an empty journal."""
    for path in (access.journal, since_file(access), access.folder / EXPERIMENTS):
        path.unlink(missing_ok=True)


class Recorder:
    """A thread that appends each event of one engine to its journal.

    moby drops events to a subscriber that is 1,024 events and 100 ms behind, so the thread only
    splits lines and writes them. The subscription starts with what the engine still remembers of its first
    moments, in the same request: nothing can fall between the two.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self._recent: deque[bytes] = deque(maxlen=2 * REMEMBERED)
        self._subscribed = threading.Event()
        self._stopping = threading.Event()
        self._stream: Any = None
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Subscribe; returns once the engine has answered, so whatever happens from now on is recorded.

        Raises EngineError when it did not answer in 10 seconds.
        """
        self.access.folder.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        self._subscribed.wait(SUBSCRIBE_SECONDS)
        if self._failure is not None or not self._subscribed.is_set():
            self.stop()
            raise EngineError(
                f"could not subscribe to the events of {self.access.docker_host}: "
                f"{self._failure or f'no answer in {SUBSCRIBE_SECONDS:.0f} s'}; is that engine running?"
            )

    def stop(self) -> None:
        """Stop recording; the journal stays. May be called twice, and after the engine has gone."""
        self._stopping.set()
        self._close_stream()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    @property
    def recording(self) -> bool:
        """Whether events are still being written down."""
        return self._thread.is_alive() and self._subscribed.is_set() and not self._stopping.is_set()

    def _close_stream(self) -> None:
        stream = self._stream
        if stream is not None:
            with contextlib.suppress(Exception):  # already closed by the engine's own end
                stream.close()

    def _run(self) -> None:
        try:
            handle = os.open(self.access.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            client = self.access.client(timeout=SUBSCRIBE_SECONDS)
        except (DockerException, RequestException, OSError) as error:
            self._fail(error)
            return
        try:
            self._record_until_stopped(client, handle)
        finally:
            os.close(handle)
            client.close()

    def _record_until_stopped(self, client: Any, handle: int) -> None:
        failures = 0
        while not self._stopping.is_set() and failures < RECONNECTS:
            try:
                self._stream = client.api.events(since=self._resume_point(client), decode=False)
                self._subscribed.set()
                failures = 0 if self._record(handle) else failures + 1
            except (DockerException, RequestException, OSError) as error:
                failures += 1
                if not self._subscribed.is_set():
                    self._fail(error)
                    return
            self._stopping.wait(0.05 * failures)

    def _record(self, handle: int) -> bool:
        """Write events until the stream ends; True when there was at least one new event."""
        rest, wrote = b"", False
        known = frozenset(self._recent)  # after a reconnect the engine tells its last events again
        for chunk in self._stream:
            *lines, rest = (rest + chunk).split(b"\n")
            fresh = [line for line in lines if line and line not in known]
            if os.fstat(handle).st_size + len(chunk) + len(rest) > MOST_BYTES:
                os.write(handle, FULL)
                self._stopping.set()
                break
            if fresh:
                os.write(handle, b"\n".join(fresh) + b"\n")
                self._recent.extend(fresh)
                wrote = True
        return wrote

    def _resume_point(self, client: Any) -> str:
        """Where to subscribe from: an engine's first moment, or (on someone's own engine) now."""
        known = since_file(self.access)
        if known.exists():
            self._remember_written()
            return known.read_text().strip()
        since = "0" if self.access.kind == "disposable" else engine_now(client, self.access)
        known.write_text(since + "\n")
        return since

    def _remember_written(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            lines = self.access.journal.read_bytes().split(b"\n")
            self._recent.extend(line for line in lines[-2 * REMEMBERED :] if line)

    def _fail(self, error: Exception) -> None:
        self._failure = error
        self._subscribed.set()
