"""The newest events that an engine still remembers (256 of them, in moby's daemon/events)."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from course.engine.access import Access

ANSWER_SECONDS = 10
REMEMBERED = 256
"""How many past events an engine can tell: enough to see that a journal is up to date, no more."""


def engine_now(client: Any, access: Access) -> str:
    """The engine's own clock as `seconds.nanoseconds`, the form GET /events takes."""
    if access.socket is not None:
        return stamp(time.time_ns())  # same kernel, same clock
    there = datetime.fromisoformat(client.api.info()["SystemTime"])
    return stamp(int(there.timestamp() * 1e9))


def stamp(nanoseconds: int) -> str:
    """Nanoseconds since 1970 as `seconds.nanoseconds`."""
    return f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09d}"


def remembered_events(client: Any, access: Access, since: str) -> list[bytes]:
    """The engine's last events (at most 256) from `since` to now, oldest first, one JSON line each."""
    # docker-py's own events() waits for ever; this question has an end.
    answer = client.api.get(
        f"{client.api.base_url}/v{client.api.api_version}/events",
        params={"since": since, "until": engine_now(client, access)},
        timeout=ANSWER_SECONDS,
    )
    answer.raise_for_status()
    return [line for line in answer.content.split(b"\n") if line]
