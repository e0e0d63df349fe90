"""What a lab knows besides its engine: who works in it; and forgetting what was done on an engine that is gone."""

from __future__ import annotations

from contextlib import suppress

from course.checks import ladder, passing
from course.engine import Access
from course.personal import Learner, learner_id

LEARNER_FILE = "learner"


def note_learner(access: Access) -> None:
    """Note who works in this lab, for a `course check` in a terminal that was not told."""
    (access.folder / LEARNER_FILE).write_text(learner_id(), encoding="utf-8")


def noted_learner(access: Access) -> Learner:
    """Who works in this lab."""
    with suppress(OSError):
        return Learner.of((access.folder / LEARNER_FILE).read_text(encoding="utf-8"))
    return Learner.of(learner_id())


def forget(access: Access) -> None:
    """The engine is a new one: nothing has passed on it, and every ladder of hints begins anew."""
    ladder.forget(access)
    passing.forget(access)
