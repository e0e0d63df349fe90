"""A range of user ids for each engine, so that one that breaks out is nobody to its neighbours too."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

# systemd's list of well-known ranges leaves 1879048192 to 2147483647 unused (systemd.io/UIDS-GIDS).
FIRST = 1_900_000_000
STEP = 131_072
"""Each engine maps 65536 ids; the ones above are for what waits outside its user namespace."""
RANGES = (2_147_483_647 - FIRST) // STEP


def first_uid(slot: int) -> int:
    """The first uid of a slot's range."""
    return FIRST + slot * STEP


DELEGATED = (Path("/etc/subuid"), Path("/etc/subgid"))
"""Files that name ranges which belong to somebody (subuid(5))."""


def free_slots(taken: set[int], files: Iterable[Path] = DELEGATED) -> list[int]:
    """Slots in random order whose range no engine uses and no line of `files` names."""
    delegated = [each for file in files for each in _ranges(file)]
    slots = [
        slot
        for slot in range(RANGES)
        if slot not in taken
        and not any(first < first_uid(slot) + STEP and first_uid(slot) < last for first, last in delegated)
    ]
    random.shuffle(slots)
    return slots


def _ranges(file: Path) -> list[tuple[int, int]]:
    """(first, one past the last) of each line `name:first:count`; lines of another form are none."""
    if not file.is_file():
        return []
    fields = (line.split(":") for line in file.read_text().splitlines())
    return [
        (int(field[1]), int(field[1]) + int(field[2]))
        for field in fields
        if len(field) == 3 and field[1].isdigit() and field[2].isdigit()
    ]
