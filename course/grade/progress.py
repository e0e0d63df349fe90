"""What grading says while it is at it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["waiting", "engine", "kernel", "check", "graded", "ungraded", "kept"]


@dataclass(frozen=True)
class Progress:
    """Where the grading of one submission stands."""

    submission: str
    stage: Stage
    """`waiting`: for a worker; `engine`, `kernel`: being started; `check`: one begins or has ended; `graded`,
    `ungraded`: the end; `kept`: an earlier result stays."""
    section: str = ""
    check: str = ""
    done: int = 0
    """Checks that have a verdict, in all sections of the submission."""
    total: int = 0
    score: float = 0
    max_score: float = 0
    seconds: float = 0


ProgressCallback = Callable[[Progress], None]
