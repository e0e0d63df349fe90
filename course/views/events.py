"""One event of an engine, as GET /events sends it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """What happened to which object, when. Only Action and Actor are read: the rest is gone from API 1.52."""

    type: str
    """`container`, `image`, `network`, `volume`, …"""
    action: str
    """`create`, `start`, `kill`, `die`, …; of `exec_create: ls` only `exec_create`."""
    id: str
    """Full id of the object (an image's or volume's may be a name)."""
    attributes: dict[str, str]
    at: float
    """Seconds since 1970, by the engine's clock."""
    command: str = ""
    """Of `exec_create: ls` the `ls`; else empty."""

    @property
    def name(self) -> str:
        """The name of the object, or an empty string."""
        return self.attributes.get("name", "")

    @property
    def container(self) -> str:
        """Full id of the container that it is about, or an empty string."""
        return self.id if self.type == "container" else self.attributes.get("container", "")

    def __repr__(self) -> str:
        return f"{self.type} {self.name or self.id[:12]}: {self.action}"


def parse_event(line: bytes | str) -> Event:
    """The event in one line of a journal. Raises ValueError when it is not one."""
    raw: dict[str, Any] = json.loads(line)
    actor: dict[str, Any] = raw.get("Actor") or {}
    action, _, command = str(raw.get("Action", "")).partition(":")
    return Event(
        type=str(raw.get("Type", "")),
        action=action,
        id=str(actor.get("ID", "")),
        attributes={str(key): str(value) for key, value in (actor.get("Attributes") or {}).items()},
        at=int(raw.get("timeNano", 0)) / 1e9,
        command=command.strip(),
    )
