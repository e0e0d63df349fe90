"""Everything an engine did since it was started, for asking questions."""

from __future__ import annotations

import contextlib
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.engine import Access, EngineError
from course.engine.experiments import remembered
from course.engine.recorder import FULL, since_file
from course.engine.tail import remembered_events
from course.language import Text
from course.views.events import Event, parse_event
from course.views.history import History

SYNC_SECONDS = 2.0
NAMES_IMAGES = ("tag", "load", "import", "pull")

TOO_MUCH = Text(
    ko="엔진에서 일어난 일이 기록 한도(32MB)를 넘었습니다. `course reset`으로 새 엔진에서 다시 시작하세요",
    en="more happened on the engine than its journal holds (32 MB): begin again with a new one, `course reset`",
)


class JournalBehind(EngineError):
    """The journal does not hold what the engine says has happened; nothing can be concluded from it."""


class JournalFull(EngineError):
    """More happened on the engine than a journal holds; nothing can be concluded from it."""


class JournalFile:
    """One journal on disk, read on from where the last reading ended."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.events: list[Event] = []
        self._lines: set[bytes] = set()
        self.full = False
        self._first = b""
        self._offset = 0
        self._lock = threading.Lock()

    def read(self) -> None:
        """Take in what was appended since; only whole lines. A journal that was begun anew is read anew."""
        with self._lock, contextlib.suppress(FileNotFoundError), self.path.open("rb") as file:
            if self._first and file.read(len(self._first)) != self._first:
                self.events, self._lines, self._first, self._offset, self.full = [], set(), b"", 0, False
            file.seek(self._offset)
            fresh = file.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self._offset += len(whole)
            for line in whole.splitlines():
                self._first = self._first or line
                self.full = self.full or line + b"\n" == FULL
                self._lines.add(line)
                self.events.append(parse_event(line))

    def missing(self, lines: list[bytes]) -> list[bytes]:
        """Those of `lines` that are not in it."""
        return [line for line in lines if line not in self._lines]


@lru_cache(maxsize=8)
def _file_of(path: Path) -> JournalFile:
    return JournalFile(path)


class Journal:
    """The events of one engine, oldest first, without those of the checks' own experiments."""

    def __init__(self, access: Access, client: Any) -> None:
        self._access = access
        self._client = client
        self._file = _file_of(access.journal)
        self.sync()

    def sync(self) -> None:
        """Wait (at most 2 s) until all that the engine did before this call is in the journal.

        Raises JournalBehind when it is not, with what was last seen, and JournalFull.
        """
        try:
            since = since_file(self._access).read_text().strip()
        except FileNotFoundError:
            raise JournalBehind(f"no journal of {self._access.docker_host} is being recorded") from None
        done = remembered_events(self._client, self._access, since)
        deadline = time.monotonic() + SYNC_SECONDS
        self._file.read()
        while not self._file.full and (missing := self._file.missing(done)):
            if time.monotonic() > deadline:
                last = self._file.events[-1] if self._file.events else "nothing"
                raise JournalBehind(
                    f"{len(missing)} of the engine's last {len(done)} events did not reach the journal in "
                    f"{SYNC_SECONDS:.0f} s; first missing: {parse_event(missing[0])}; last recorded: {last}"
                )
            time.sleep(0.005)
            self._file.read()
        if self._file.full:
            raise JournalFull(TOO_MUCH)

    @property
    def events(self) -> list[Event]:
        """Everything but the checks' own experiments."""
        ours = remembered(self._access.folder)
        return [event for event in self._file.events if event.container not in ours]

    def of(self, container_id: str) -> History:
        """What happened to the container with that full id (empty when nothing did)."""
        return History(
            container_id,
            tuple(e for e in self._file.events if e.type == "container" and e.id == container_id),
        )

    def created(self, type: str = "container") -> list[Event]:
        """The `create` events of that type of object, oldest first."""
        return [event for event in self.events if event.type == type and event.action == "create"]

    def removed(self, type: str = "container") -> list[Event]:
        """The events by which objects of that type ended (`destroy`, an image's `delete`)."""
        ends = ("destroy", "delete", "remove")
        return [event for event in self.events if event.type == type and event.action in ends]

    def images_called(self, name: str) -> set[str]:
        """The ids of all images that were given that name, with whatever tag, since the engine's start."""
        given = [event for event in self.events if event.type == "image" and event.action in NAMES_IMAGES]
        return {event.id for event in given if event.name.partition(":")[0] == name}

    def bearers(self, name: str) -> list[History]:
        """The histories of all containers that were ever called `name`, the latest bearer last."""
        ids: list[str] = []
        for event in self.events:
            if event.type == "container" and event.name == name and event.action in ("create", "rename"):
                ids = [known for known in ids if known != event.id] + [event.id]
        return [self.of(id) for id in ids]

    def __repr__(self) -> str:
        return f"journal of {len(self._file.events)} events"
