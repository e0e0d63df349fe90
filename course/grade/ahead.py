"""Stations started ahead of need: while one notebook is graded, the engine and kernel for the next get ready.

A station that was started ahead is as unused as any other, and belongs to whoever gets it, alone. It is never why
a submission is not graded: one that did not start, or died since, is replaced by one that starts at once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Self

import psutil
from docker.errors import DockerException
from requests.exceptions import RequestException

from course.engine import Access, Engine, EngineError
from course.grade.limits import Limits
from course.grade.station import MOST_MEMORY, Station

EngineFactory = Callable[[], AbstractContextManager[Access]]

IDLE_SECONDS = 30.0
"""How long a station waits between two submissions before it is thrown away."""

AHEAD_MEMORY = 192 * 2**20
"""Bytes that a station takes up while nobody uses it (measured: about 130 MiB)."""


class Ahead:
    """At most one station that nobody has asked for yet; for one grading at a time. Close it at the end."""

    def __init__(self) -> None:
        self._next: _Coming | None = None
        self._lock = threading.Lock()
        self._idle: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def station(self, factory: EngineFactory, limits: Limits, more: bool) -> Iterator[Station]:
        """One to grade a notebook at, on an engine that the factory makes; `more`: another notebook follows.

        Raises EngineError, DockerException, RequestException or OSError when none can be started.
        """
        engine = factory()
        station = self._taken(engine, limits)
        if station is None:
            station = Station(engine, limits)
            station.start()
        try:
            # Of engines that are there already, there is but one.
            if more and isinstance(engine, Engine) and _has_room():
                self._begin(Station(factory(), limits))
            yield station
        finally:
            station.stop()

    def rest(self) -> None:
        """Nobody asks for a station just now; one that is there is thrown away unless somebody does soon."""
        with self._lock:
            if self._next is not None:
                self._idle = threading.Timer(IDLE_SECONDS, self.close)
                self._idle.daemon = True
                self._idle.start()

    def close(self) -> None:
        """Throw away what nobody has asked for. May be called twice."""
        coming = self._out()
        if coming is not None:
            coming.discard()

    def _begin(self, station: Station) -> None:
        with self._lock:
            if self._next is None:
                self._next = _Coming(station)

    def _taken(self, engine: object, limits: Limits) -> Station | None:
        """The station that was started ahead, when it is one for such an engine and ready to be used."""
        coming = self._out()
        if coming is None:
            return None
        try:
            station = coming.started()
            if station is not None and station.is_for(engine, limits) and station.is_sound:
                return station
        except BaseException:  # a Ctrl-C: it is nobody's any more
            coming.discard()
            raise
        coming.discard()
        return None

    def _out(self) -> "_Coming | None":
        """What is there, for the caller alone to use or to throw away."""
        with self._lock:
            coming, self._next = self._next, None
            if self._idle is not None:
                self._idle.cancel()
                self._idle = None
        return coming


def _has_room() -> bool:
    """Whether the machine has memory for one more beside what the station in use may still take up."""
    return bool(psutil.virtual_memory().available > MOST_MEMORY + AHEAD_MEMORY)


class _Coming:
    """A station that starts in a thread of its own."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._is_started = False
        self._thread = threading.Thread(target=self._start, name="station", daemon=True)
        self._thread.start()

    def started(self) -> Station | None:
        """Wait until it is ready, which an engine's and a kernel's own bounds limit; None when it failed."""
        self._thread.join()
        return self._station if self._is_started else None

    def discard(self) -> None:
        """Take it away as soon as it can be; what does not go now is swept up later."""
        self._thread.join()
        with suppress(EngineError, DockerException, RequestException, OSError):
            self._station.stop()

    def _start(self) -> None:
        with suppress(Exception):  # whoever needs one starts another, and hears what is wrong then
            self._station.start()
            self._is_started = True
