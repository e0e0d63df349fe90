"""Which checks have passed on an engine: what a later exercise changes may keep them from passing again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress

from course.engine import Access

PASSED_FILE = "passed.json"


def passed_before(access: Access) -> set[str]:
    """Ids of the checks that passed on this engine; none where that cannot be read."""
    try:
        ids = json.loads((access.folder / PASSED_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {id for id in ids if isinstance(id, str)} if isinstance(ids, list) else set()


def remember(access: Access, ids: Iterable[str]) -> None:
    """Add checks that have passed; where that cannot be written, a later run only knows less."""
    path = access.folder / PASSED_FILE
    draft = path.with_suffix(".new")
    with suppress(OSError):
        draft.write_text(json.dumps(sorted(passed_before(access).union(ids))), encoding="utf-8")
        draft.replace(path)


def forget(access: Access) -> None:
    """The engine is a new one: nothing has passed on it."""
    (access.folder / PASSED_FILE).unlink(missing_ok=True)
