"""The words a check is written in."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal, NoReturn, TypeVar

from course.language import Text

Reason = Literal["engine", "prerequisite", "grader"]
Check = TypeVar("Check", bound=Callable[..., object])


class CheckFailed(Exception):
    """The exercise is not done: what was expected, what is there instead, what to do."""

    def __init__(
        self, *, expected: Text, seen: object, hint: Text, answered: bool = False, blank: bool = False
    ) -> None:
        super().__init__(f"expected: {expected.en}; seen: {seen}; hint: {hint.en}")
        self.expected = expected
        self.seen = seen
        self.hint = hint
        self.answered = answered
        """Whether `seen` is the learner's answer, and `expected` the value it should be."""
        self.blank = blank
        """Whether the learner has not tried yet: the answer still holds its placeholder."""


class NotChecked(Exception):
    """The check could not look; that says nothing about the work and never costs points."""

    def __init__(self, reason: Reason, seen: Text, hint: Text) -> None:
        super().__init__(seen.en)
        self.reason: Reason = reason
        self.seen = seen
        self.hint = hint


def require(condition: object, *, expected: Text, seen: object, hint: Text) -> None:
    """Go on when `condition` holds, else fail.

    `seen` is a view (it describes itself), a Text, or any value; it is shown whole.
    """
    if not condition:
        fail(expected=expected, seen=seen, hint=hint)


def fail(
    *, expected: Text, seen: object, hint: Text, answered: bool = False, blank: bool = False
) -> NoReturn:
    """End the check: the exercise is not done (yet).

    `answered`: `seen` is the learner's answer, `expected` the value it should be. `blank`: no answer was given yet.
    """
    raise CheckFailed(expected=expected, seen=seen, hint=hint, answered=answered, blank=blank)


told: ContextVar[list[Text] | None] = ContextVar("told", default=None)
"""What the running check told so far; the runner sets it."""


def tell(sentence: Text) -> None:
    """Say what a pass has proved; shown under the verdict when the check passes."""
    sentences = told.get()
    if sentences is not None:
        sentences.append(sentence)


def shape(*commands: str) -> Callable[[Check], Check]:
    """The last rung of the ladder of hints: what the commands look like that do it, or that show the value.

    Placeholders stand in capitals (`docker create --name NAME IMAGE`); it is never the whole solution.
    """

    def mark(check: Check) -> Check:
        check.__course_shape__ = commands  # type: ignore[attr-defined]
        return check

    return mark


def needs(*check_ids: str) -> Callable[[Check], Check]:
    """Do not run this check in grading unless those have passed; it is then not checked, not failed."""

    def mark(check: Check) -> Check:
        check.__course_needs__ = check_ids  # type: ignore[attr-defined]
        return check

    return mark
