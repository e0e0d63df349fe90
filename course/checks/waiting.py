"""Waiting for an engine that is about to be ready with something."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

BETWEEN_LOOKS = 0.05


def eventually(look: Callable[[], Seen], enough: Callable[[Seen], object], seconds: float = 3.0) -> Seen:
    """Look again and again until it is enough, or until `seconds` have passed; what was seen last."""
    deadline = time.monotonic() + seconds
    while not enough(seen := look()) and time.monotonic() < deadline:
        time.sleep(BETWEEN_LOOKS)
    return seen
