"""What grading makes of a submission, and results.json, the one file every other format is made from."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from course.checks import Verdict
from course.language import Lang

SCHEMA_ID = "container-lifecycle/result/v1"
RESULTS_FILE = "results.json"

MACHINE_REASONS = ("engine", "grader")
"""Reasons that are the machine's fault, not the learner's: such a submission has to be graded again."""


@dataclass(frozen=True)
class EngineFacts:
    """The engine that a submission was graded on."""

    version: str
    """Version of Docker Engine, such as `26.1.5+dfsg1`."""
    cgroup: str
    """`v1` or `v2`."""
    suite: str
    """Debian suite it comes from, or `host`."""
    kind: str
    """`disposable` or `host`."""


@dataclass(frozen=True)
class Result:
    """One graded submission."""

    submission: str
    """Name of the submission, and of its folder in the output."""
    learner: str
    lang: Lang
    seconds: float
    engine: EngineFacts
    verdicts: tuple[Verdict, ...]
    """Every check of every section that could be read, in the order of the course."""
    problems: tuple[str, ...] = ()
    """A sentence for each of its files that could not be graded, or not as its learner meant it."""

    @cached_property
    def score(self) -> float:
        """Points of all verdicts; what could not be checked adds none."""
        return _whole(sum(verdict.score or 0 for verdict in self.verdicts))

    @cached_property
    def max_score(self) -> float:
        """Points that the sections in this submission are worth."""
        return _whole(sum(verdict.points for verdict in self.verdicts))

    @property
    def unchecked(self) -> list[Verdict]:
        """Verdicts that are missing through the machine's fault."""
        return [verdict for verdict in self.verdicts if verdict.reason in MACHINE_REASONS]

    def to_json(self) -> dict[str, Any]:
        """The result as results.json holds it (schema `container-lifecycle/result/v1`)."""
        return {
            "schema": SCHEMA_ID,
            "submission": self.submission,
            "learner": self.learner,
            "lang": self.lang,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "engine": asdict(self.engine),
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "problems": list(self.problems),
        }


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded, and why: which file, what was wrong, what to do."""

    submission: str
    path: Path
    sentence: str


def exit_code(results: Sequence[Result | Ungraded]) -> int:
    """0 when everything was graded, whatever the score; 1 when a submission, a file or a check of it was not."""
    return 1 if any(isinstance(one, Ungraded) or one.unchecked or one.problems for one in results) else 0


def result_schema() -> dict[str, Any]:
    """The JSON Schema of results.json."""
    schema: dict[str, Any] = json.loads(files("course.formats").joinpath("result-v1.schema.json").read_text())
    return schema


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Half a surrogate pair, which a learner may print, becomes \udXXX: in JSON that is the same.
        draft.write_text(text, encoding="utf-8", errors="backslashreplace")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _whole(points: float) -> float:
    """A whole number as an int, so that the file says 23 and not 23.0."""
    return int(points) if float(points).is_integer() else points
