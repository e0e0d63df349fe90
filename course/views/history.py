"""What happened to one container: the events of one container id, and questions about them."""

from __future__ import annotations

from dataclasses import dataclass

from course.language import Text, same
from course.views.events import Event

LOOKS = frozenset(
    {"attach", "detach", "resize", "top", "export", "archive-path", "extract-to-dir", "health_status"}
)
"""Actions that look at a container or come by themselves; they are no step of its life."""


@dataclass(frozen=True)
class Signal:
    """A signal that the engine sent to the container's main process."""

    number: int
    at: float


@dataclass(frozen=True)
class Pause:
    """A time in which the container was frozen."""

    since: float
    until: float | None
    """None: it still is."""
    for_commit: bool
    """Whether a `docker commit` lies in it: commit freezes a running container by itself."""

    @property
    def seconds(self) -> float | None:
        """How long it lasted, or None while it lasts."""
        return None if self.until is None else self.until - self.since


@dataclass(frozen=True)
class Death:
    """An end of the main process."""

    exit_code: int
    at: float


@dataclass(frozen=True)
class History:
    """The events of one container id, oldest first. Do not rely on the order of `stop` and `die`."""

    id: str
    events: tuple[Event, ...]

    @property
    def actions(self) -> list[str]:
        """`create`, `start`, … in order, without the ones that only look (attach, top, exec, resize)."""
        return [event.action for event in self.events if is_step(event)]

    @property
    def created_at(self) -> float | None:
        return self._first("create")

    @property
    def starts(self) -> list[float]:
        """When it was started, each time."""
        return self._all("start")

    @property
    def started(self) -> bool:
        return bool(self.starts)

    @property
    def stops(self) -> list[float]:
        """When a `docker stop` (or restart) of it was finished, each time."""
        return self._all("stop")

    @property
    def deaths(self) -> list[Death]:
        return [
            Death(self.number(event, "exitCode"), event.at) for event in self.events if event.action == "die"
        ]

    @property
    def died(self) -> bool:
        return bool(self.deaths)

    @property
    def removed(self) -> bool:
        return bool(self._all("destroy"))

    @property
    def signals(self) -> list[Signal]:
        return [
            Signal(self.number(event, "signal"), event.at) for event in self.events if event.action == "kill"
        ]

    @property
    def gap_between_signals(self) -> float | None:
        """Seconds between the last two signals (a stop's grace time, when there were two), else None."""
        times = [signal.at for signal in self.signals]
        return times[-1] - times[-2] if len(times) > 1 else None

    def got_signal(self, number: int) -> bool:
        """Whether the engine ever sent it that signal."""
        return any(signal.number == number for signal in self.signals)

    def paused_intervals(self) -> list[Pause]:
        """When it was frozen; an unpause or the end of the container ends a pause.

        An engine that is told to pause and unpause within milliseconds may repeat itself, because it logs its own
        doing and what containerd reports of it afterwards (seen on 26.1): look at the longest, do not count them.
        """
        pauses: list[Pause] = []
        since: float | None = None
        for_commit = False
        for event in self.events:
            if event.action == "pause":
                since, for_commit = event.at, False
            elif event.action == "commit":
                for_commit = True
            elif since is not None and event.action in ("unpause", "die", "destroy"):
                pauses.append(Pause(since, event.at, for_commit))
                since = None
        if since is not None:
            pauses.append(Pause(since, None, for_commit))
        return pauses

    @property
    def was_paused(self) -> bool:
        """Whether somebody paused it; a pause that a commit may have made does not count."""
        return any(not pause.for_commit for pause in self.paused_intervals())

    def since(self, moment: float) -> History:
        """The part of this history from `moment` on."""
        return History(self.id, tuple(event for event in self.events if event.at >= moment))

    @property
    def last_life(self) -> History:
        """What happened since it was last started; all of it where it never was."""
        return self.since(self.starts[-1]) if self.starts else self

    def describe(self) -> Text:
        """The steps in order, as a failing check shows them."""
        return same(f"{self.events[-1].name}: {' → '.join(self._steps())}") if self.events else NOTHING

    def __repr__(self) -> str:
        return self.describe().en

    def _steps(self) -> list[str]:
        return [_step(event) for event in self.events if is_step(event)]

    def said(self, event: Event, attribute: str) -> str:
        """What the engine says in one of these events; empty where that is no evidence.

        moby copies a container's labels over the attributes of its events, so a label of that name takes the place
        of the engine's own word.
        """
        forged = any(
            attribute in each.attributes for each in self.events if each.action in ("create", "start")
        )
        return "" if forged else event.attributes.get(attribute, "")

    def number(self, event: Event, attribute: str) -> int:
        """What the engine says of a kill or a death (`signal`, `exitCode`), UNKNOWN where that is no evidence."""
        value = self.said(event, attribute)
        return int(value) if value.isdecimal() else UNKNOWN

    def _all(self, action: str) -> list[float]:
        return [event.at for event in self.events if event.action == action]

    def _first(self, action: str) -> float | None:
        return next(iter(self._all(action)), None)


UNKNOWN = -1
"""A signal or an exit code that cannot be known."""
NOTHING = Text(ko="기록된 일이 없습니다", en="nothing is recorded")


def is_step(event: Event) -> bool:
    """Whether the event is a step in a container's life, not only a look at it."""
    return event.action not in LOOKS and not event.action.startswith("exec_")


def _step(event: Event) -> str:
    if event.action == "kill":
        return f"kill (signal {event.attributes.get('signal', '?')})"
    if event.action == "die":
        return f"die (exit code {event.attributes.get('exitCode', '?')})"
    return event.action
