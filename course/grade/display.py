"""What one sees while submissions are being graded, and the table at the end."""

import re
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text as Styled

from course.grade.progress import Progress, Stage
from course.grade.results import Result, Ungraded
from course.language import Lang, Text

ROWS = 12
"""Submissions shown at once while grading: those at work, then those that ended last."""

STAGES: dict[Stage, Text] = {
    "waiting": Text(ko="차례를 기다림", en="waiting"),
    "engine": Text(ko="엔진 시작", en="starting an engine"),
    "kernel": Text(ko="커널 시작", en="starting a kernel"),
    "check": Text(ko="채점 중", en="grading"),
    "graded": Text(ko="채점 끝", en="graded"),
    "ungraded": Text(ko="채점하지 못함", en="not graded"),
    "kept": Text(ko="앞서 채점함", en="graded before"),
}
ENDED: tuple[Stage, ...] = ("graded", "ungraded", "kept")
HEADINGS = {
    "submission": Text(ko="제출물", en="Submission"),
    "section": Text(ko="절", en="Section"),
    "stage": Text(ko="단계", en="Stage"),
    "check": Text(ko="확인", en="Check"),
    "done": Text(ko="진행", en="Done"),
    "score": Text(ko="점수", en="Score"),
    "passed": Text(ko="통과", en="Passed"),
    "failed": Text(ko="실패", en="Failed"),
    "unchecked": Text(ko="확인 못 함", en="Not checked"),
    "seconds": Text(ko="시간", en="Time"),
}
SO_FAR = Text(ko="제출물 {total}개 중 {done}개 끝남", en="{done} of {total} submissions done")
MINUTES_LEFT = Text(ko="약 {minutes}분 남음", en="about {minutes} min left")
SOON = Text(ko="1분 안에 끝남", en="less than a minute left")
MORE = Text(ko="… 그 밖에 {number}개", en="… and {number} more")
UNCHECKED = Text(
    ko="{submission}: {checks} 을(를) 확인하지 못했습니다({reasons}). 이 컴퓨터의 문제이니 다시 채점하세요.",
    en="{submission}: {checks} could not be checked ({reasons}). That is this machine's fault: grade it again.",
)


class GradingDisplay:
    """Shows progress for as long as it is entered: a live table on a terminal, a line for each check elsewhere.

    Call it with each Progress, from one thread. `total`: how many submissions there are.
    """

    def __init__(
        self, console: Console, lang: Lang, total: int = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._lang: Lang = lang
        self._latest: dict[str, Progress] = {}
        self._pace = Pace(total, clock)
        self._live = (
            Live(console=console, refresh_per_second=4, transient=True, get_renderable=self._screen)
            if console.is_terminal
            else None
        )

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def __call__(self, progress: Progress) -> None:
        before = self._latest.pop(progress.submission, None)
        self._latest[progress.submission] = progress  # the last one to change stands last
        self._pace.see(progress)
        if not self._live and (
            before is None or (before.done, before.stage) != (progress.done, progress.stage)
        ):
            self._console.print(self._line(progress), soft_wrap=True)

    def _screen(self) -> Group:
        """What the live display draws, in a thread of its own."""
        latest = list(self._latest.values())
        at_work = sorted((one for one in latest if one.stage not in ENDED), key=lambda one: one.submission)
        ended = [one for one in reversed(latest) if one.stage in ENDED]
        table = _table(self._lang, "submission", "section", "stage", "check", "done", "score")
        for one in [*at_work, *ended][:ROWS]:
            stage = STAGES[one.stage].of(self._lang)
            table.add_row(plain(one.submission), one.section, stage, one.check, _done(one), _score(one))
        hidden = len(latest) - ROWS
        more = [MORE.format(number=hidden).of(self._lang)] if hidden > 0 else []
        return Group(Styled(self._so_far(), style="bold"), table, *more)

    def _so_far(self) -> str:
        so_far = SO_FAR.format(done=self._pace.done, total=self._pace.total)
        left = self._pace.left()
        parts = [so_far] if left is None else [so_far, _in_minutes(left)]
        return " · ".join(part.of(self._lang) for part in parts)

    def _line(self, one: Progress) -> Styled:
        parts = [one.submission, STAGES[one.stage].of(self._lang)]
        if one.stage in ("check", "graded", "kept"):
            parts += [one.check, _done(one), _score(one)]
        if one.stage in ENDED and self._pace.total > 1:
            parts.append(self._so_far())
        return plain(" · ".join(filter(None, parts)))


class Pace:
    """How far a class is, and how long the rest takes if it goes on like this."""

    def __init__(self, total: int, clock: Callable[[], float]) -> None:
        self.total = total
        self._done: set[str] = set()
        self._clock = clock
        self._begun: dict[str, float] = {}
        self._at_work: dict[str, float] = {}
        """{submission: how much of it is done, 0 to 1}"""
        self._took: list[float] = []

    @property
    def done(self) -> int:
        """Submissions that have ended."""
        return len(self._done)

    def see(self, progress: Progress) -> None:
        """Take note of one step; of a submission that has lost its worker, they begin again."""
        name = progress.submission
        if progress.stage in ENDED:
            self._done.add(name)
            if self._at_work.pop(name, None) is not None and progress.stage == "graded":
                self._took.append(self._clock() - self._begun[name])
        elif progress.stage != "waiting":
            self._begun.setdefault(name, self._clock())
            self._at_work[name] = progress.done / progress.total if progress.total else 0

    def left(self) -> float | None:
        """Seconds; None before there is anything to judge by, and when all is done."""
        at_work = dict(self._at_work)
        so_far = {name: self._clock() - self._begun[name] for name in at_work}
        took = self._took or [so_far[name] / share for name, share in at_work.items() if share]
        if not took or not at_work:
            return None
        waiting = max(0, self.total - self.done - len(at_work))
        shares = waiting + sum(1 - share for share in at_work.values())
        return shares * sum(took) / len(took) / len(at_work)


def summary(results: Sequence[Result | Ungraded], lang: Lang) -> Table:
    """One row for each submission."""
    table = _table(lang, "submission", "score", "passed", "failed", "unchecked", "seconds")
    for one in results:
        if isinstance(one, Ungraded):
            table.add_row(plain(one.submission), STAGES["ungraded"].of(lang), style="yellow")
            continue
        kinds = [verdict.verdict for verdict in one.verdicts]
        counts = [str(kinds.count(kind)) for kind in ("passed", "failed", "not_checked")]
        table.add_row(plain(one.submission), f"{one.score}/{one.max_score}", *counts, f"{one.seconds:.1f} s")
    return table


def complaints(results: Sequence[Result | Ungraded], lang: Lang) -> list[str]:
    """A sentence for everything that could not be graded: which, why, and what to do."""
    sentences = []
    for one in results:
        if isinstance(one, Ungraded):
            sentences.append(f"{one.submission}: {one.sentence}")
        elif one.unchecked:
            checks = ", ".join(verdict.check for verdict in one.unchecked)
            reasons = ", ".join(sorted({verdict.reason or "" for verdict in one.unchecked}))
            text = UNCHECKED.format(submission=one.submission, checks=checks, reasons=reasons)
            sentences.append(text.of(lang))
    return [plain(sentence).plain for sentence in sentences]


def plain(words: str) -> Styled:
    """Words that may come from a learner: no markup, and no control characters for the terminal."""
    return Styled(re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f]", " ", words))


def _table(lang: Lang, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        right = name in ("done", "score", "passed", "failed", "unchecked", "seconds")
        table.add_column(HEADINGS[name].of(lang), justify="right" if right else "left")
    return table


def _in_minutes(seconds: float) -> Text:
    minutes = round(seconds / 60)
    return MINUTES_LEFT.format(minutes=minutes) if minutes else SOON


def _done(one: Progress) -> str:
    return f"{one.done}/{one.total}" if one.total else ""


def _score(one: Progress) -> str:
    return f"{one.score:g}/{one.max_score:g}" if one.total else ""
