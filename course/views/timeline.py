"""What was done with an engine's containers, short enough to keep beside the executed notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from course.views.events import Event
from course.views.history import History, is_step

SCHEMA_ID = "container-lifecycle/timeline/v1"

MOST_CONTAINERS = 60
MOST_STEPS = 60
"""Of one container; what goes on after that, such as a restart loop, is only counted."""
LONGEST_WORD = 100
"""Letters kept of a name or an image's reference; an engine takes names of any length."""

_NUMBERS = {"kill": "signal", "die": "exitCode"}


@dataclass(frozen=True)
class Step:
    """One thing that happened to a container."""

    at: float
    """Seconds since the first thing that happened on the engine."""
    action: str
    """`create`, `start`, `kill`, `die`, `pause`, `unpause`, `destroy`, …"""
    number: int | None = None
    """The signal of a `kill`, the exit code of a `die`, UNKNOWN where it cannot be known; None for the others."""


@dataclass(frozen=True)
class Life:
    """What happened to one container."""

    name: str
    """The name it bore last."""
    image: str
    steps: tuple[Step, ...]
    left_out: int = 0
    """Steps that were not kept."""


@dataclass(frozen=True)
class Timeline:
    """The lives of a section's containers, in the order in which they were created."""

    section: str
    lives: tuple[Life, ...]
    left_out: int = 0
    """Containers that were not kept."""

    @property
    def seconds(self) -> float:
        """When the last kept step happened."""
        return max((step.at for life in self.lives for step in life.steps), default=0.0)

    def to_json(self) -> str:
        """The timeline's file."""
        plain = {"schema": SCHEMA_ID} | asdict(self)
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Timeline:
        """The timeline in a file's text. Raises ValueError when there is none in it."""
        try:
            plain = json.loads(text)
            if plain["schema"] != SCHEMA_ID:
                raise ValueError(f"no timeline of this course: {plain['schema']!r:.50}")
            lives = tuple(_life(one) for one in plain["lives"])
            return cls(str(plain["section"]), lives, int(plain["left_out"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no timeline of this course: {error!r:.100}") from error


def timeline_of(
    section: str, events: Iterable[Event], first: Collection[str] = (), experiments: Collection[str] = ()
) -> Timeline:
    """The lives of the containers that the events tell of, without the checks' own `experiments` (full ids).

    Of more than MOST_CONTAINERS those named in `first` are kept before others, the earlier before the later.
    """
    found: dict[str, list[Event]] = {}
    for event in events:
        # A prune of containers is an event of no container.
        if event.type == "container" and event.id and event.id not in experiments and is_step(event):
            found.setdefault(event.id, []).append(event)
    histories = [History(id, tuple(each)) for id, each in found.items()]
    kept = _kept(histories, first)
    begin = min((history.events[0].at for history in histories), default=0.0)
    lives = tuple(_lived(history, begin) for history in histories if history.id in kept)
    return Timeline(section, lives, len(histories) - len(lives))


def _kept(histories: list[History], first: Collection[str]) -> set[str]:
    by_interest = sorted(histories, key=lambda history: history.events[-1].name not in first)
    return {history.id for history in by_interest[:MOST_CONTAINERS]}


def _lived(history: History, begin: float) -> Life:
    steps = [_step(history, event, begin) for event in history.events[:MOST_STEPS]]
    name, image = history.events[-1].name, history.events[0].attributes.get("image", "")
    if re.fullmatch(r"sha256:[0-9a-f]{64}", image):  # a step of a build
        image = image[: len("sha256:") + 12]
    return Life(name[:LONGEST_WORD], image[:LONGEST_WORD], tuple(steps), len(history.events) - len(steps))


def _step(history: History, event: Event, begin: float) -> Step:
    number = history.number(event, _NUMBERS[event.action]) if event.action in _NUMBERS else None
    return Step(round(event.at - begin, 3), event.action, number)


def _life(plain: dict[str, Any]) -> Life:
    steps = tuple(
        Step(float(one["at"]), str(one["action"]), None if one["number"] is None else int(one["number"]))
        for one in plain["steps"]
    )
    return Life(str(plain["name"]), str(plain["image"]), steps, int(plain["left_out"]))
