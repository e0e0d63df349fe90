"""What a check says in the end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from course.checks.vocabulary import Reason

Outcome = Literal["passed", "failed", "not_checked"]


@dataclass(frozen=True)
class Verdict:
    """The verdict of one check, its words already in one language."""

    check: str
    section: str
    points: int
    score: int | None
    """Points got; None when it was not checked."""
    verdict: Outcome
    sentence: str
    """What the exercise asks, one sentence."""
    expected: str
    seen: str
    hint: str
    seconds: float
    reason: Reason | None = None
    """Why it was not checked."""
    told: str = ""
    """What a pass has proved; empty unless it passed and the check has something to tell."""

    shape: str = ""
    """What the commands look like that do it; with the hint, when it failed."""

    answered: bool = False
    """Whether `seen` is the learner's answer, and `expected` the value it should be; for showing only."""
    blank: bool = False
    """Whether it failed because no answer was given yet; for showing only."""
    earlier: bool = False
    """Whether it failed now but passed before on this engine; for showing only."""
    more: bool = False
    """Whether hints are held back that the next failure shows; for showing only."""

    def to_json(self) -> dict[str, Any]:
        """The verdict as an entry of results.json."""
        fields = asdict(self) | {"seconds": round(self.seconds, 3)}
        del fields["answered"], fields["blank"], fields["earlier"], fields["more"]
        return fields
