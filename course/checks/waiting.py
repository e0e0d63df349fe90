"""Waiting for an engine that is about to be ready with something."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

Seen = TypeVar("Seen")

BETWEEN_LOOKS = 0.05
LEAST_LOOKS = 4


def eventually(look: Callable[[], Seen], enough: Callable[[Seen], object], seconds: float = 3.0) -> Seen:
    """Look again and again until it is enough, or until `seconds` have passed; what was seen last.

    At least LEAST_LOOKS times: on a busy machine one look can take longer than that, and what it waits for as well.
    """
    deadline = time.monotonic() + seconds
    for looks in count(1):
        seen = look()
        if enough(seen) or (looks >= LEAST_LOOKS and time.monotonic() > deadline):
            break
        time.sleep(BETWEEN_LOOKS)
    return seen
