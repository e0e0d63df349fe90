"""Which checks have passed on an engine: what a later exercise changes may keep them from passing again."""

from __future__ import annotations

from collections.abc import Iterable

from course.checks.notes import read_note, remove_note, write_note
from course.engine import Access

PASSED_FILE = "passed.json"


def passed_before(access: Access) -> set[str]:
    """Ids of the checks that passed on this engine; none where that cannot be read."""
    ids = read_note(access, PASSED_FILE)
    return {id for id in ids if isinstance(id, str)} if isinstance(ids, list) else set()


def remember(access: Access, ids: Iterable[str]) -> None:
    """Add checks that have passed; where that cannot be written, a later run only knows less."""
    write_note(access, PASSED_FILE, sorted(passed_before(access).union(ids)))


def forget(access: Access) -> None:
    """The engine is a new one: nothing has passed on it."""
    remove_note(access, PASSED_FILE)
