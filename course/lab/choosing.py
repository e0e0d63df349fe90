"""Which kind of engine: a disposable one, or the one that is there."""

from __future__ import annotations

import sys
from typing import Literal

from course import syllabus
from course.engine import DEFAULT_SUITE, Engine, outer
from course.engine.host import HostEngine

Kind = Literal["disposable", "host"]


def choose_engine(kind: Kind, purpose: str, suite: str = DEFAULT_SUITE) -> Engine | HostEngine:
    """An engine that is not started yet. Raises EngineError for a suite that is not there, or without Docker.

    What the host's engine is gets printed on stderr, so that nobody uses one by mistake.
    """
    if kind == "host":
        return HostEngine(syllabus.container_names(), report=lambda line: print(line, file=sys.stderr))
    reach: Literal["unix", "tcp"] = "tcp" if purpose == "lab" and _is_elsewhere() else "unix"
    return Engine(suite=suite, purpose=purpose, reach=reach)


def _is_elsewhere() -> bool:
    """Whether the machine's engine runs in a virtual machine of Docker Desktop, which shares no sockets."""
    client = outer.connect()
    try:
        return sys.platform != "linux" or bool(client.info().get("OperatingSystem") == "Docker Desktop")
    finally:
        client.close()
