"""What a lab knows besides its engine: who works in it, and what `course check` has seen pass on this engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress

from course.checks import ladder
from course.engine import Access
from course.personal import Learner, learner_id

PASSED_FILE = "passed.json"
LEARNER_FILE = "learner"


def note_learner(access: Access) -> None:
    """Note who works in this lab, for a `course check` in a terminal that was not told."""
    (access.folder / LEARNER_FILE).write_text(learner_id(), encoding="utf-8")


def noted_learner(access: Access) -> Learner:
    """Who works in this lab."""
    with suppress(OSError):
        return Learner.of((access.folder / LEARNER_FILE).read_text(encoding="utf-8"))
    return Learner.of(learner_id())


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
    """The engine is a new one: nothing has passed on it, and every ladder of hints begins anew."""
    ladder.forget(access)
    (access.folder / PASSED_FILE).unlink(missing_ok=True)
