"""What one sees while submissions are being graded, and the table at the end."""

import re
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text as Styled

from course.grade.progress import Progress, Stage
from course.grade.results import Result, Ungraded
from course.language import Lang, Text

ROWS = 12
"""Submissions shown at once while grading; the latest."""

STAGES: dict[Stage, Text] = {
    "engine": Text(ko="엔진 시작", en="starting an engine"),
    "kernel": Text(ko="커널 시작", en="starting a kernel"),
    "check": Text(ko="채점 중", en="grading"),
    "graded": Text(ko="채점 끝", en="graded"),
    "ungraded": Text(ko="채점하지 못함", en="not graded"),
}
HEADINGS = {
    "submission": Text(ko="제출물", en="Submission"),
    "stage": Text(ko="단계", en="Stage"),
    "check": Text(ko="확인", en="Check"),
    "done": Text(ko="진행", en="Done"),
    "score": Text(ko="점수", en="Score"),
    "passed": Text(ko="통과", en="Passed"),
    "failed": Text(ko="실패", en="Failed"),
    "unchecked": Text(ko="확인 못 함", en="Not checked"),
    "problems": Text(ko="문제 있는 파일", en="Files with problems"),
    "seconds": Text(ko="시간", en="Time"),
}
UNCHECKED = Text(
    ko="{submission}: {checks} 을(를) 확인하지 못했습니다({reasons}). {seen} 다시 채점하세요. "
    "또 같은 확인이 빠지면 이 컴퓨터가 아니라 그 앞의 셀 때문이니, 실행된 노트북에서 그 셀을 보세요.",
    en="{submission}: {checks} could not be checked ({reasons}). {seen} Grade it again: if the same checks are "
    "missing then too, it is not this machine but a cell before them; see the executed notebook.",
)


class GradingDisplay:
    """Shows progress for as long as it is entered: a live table on a terminal, a line for each check elsewhere.

    Call it with each Progress.
    """

    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang: Lang = lang
        self._latest: dict[str, Progress] = {}
        self._live = (
            Live(console=console, refresh_per_second=8, transient=True) if console.is_terminal else None
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
        before = self._latest.get(progress.submission)
        self._latest[progress.submission] = progress
        if self._live:
            self._live.update(self._table())
        elif before is None or (before.done, before.stage) != (progress.done, progress.stage):
            self._console.print(self._line(progress), soft_wrap=True)

    def _table(self) -> Table:
        table = _table(self._lang, "submission", "stage", "check", "done", "score")
        for one in list(self._latest.values())[-ROWS:]:
            stage = STAGES[one.stage].of(self._lang)
            table.add_row(plain(one.submission), stage, one.check or one.section, _done(one), _score(one))
        return table

    def _line(self, one: Progress) -> Styled:
        parts = [one.submission, STAGES[one.stage].of(self._lang)]
        if one.stage not in ("engine", "kernel", "ungraded"):
            parts += [one.check, _done(one), _score(one)]
        return plain(" · ".join(parts))


def summary(results: Sequence[Result | Ungraded], lang: Lang) -> Table:
    """One row for each submission; a column for files with problems where there are any."""
    troubled = any(isinstance(one, Result) and one.problems for one in results)
    columns = ("submission", "score", "passed", "failed", "unchecked", "seconds")
    table = _table(lang, *columns, *(["problems"] if troubled else []))
    for one in results:
        if isinstance(one, Ungraded):
            table.add_row(plain(one.submission), STAGES["ungraded"].of(lang), style="yellow")
            continue
        kinds = [verdict.verdict for verdict in one.verdicts]
        counts = [str(kinds.count(kind)) for kind in ("passed", "failed", "not_checked")]
        facts = [f"{one.score}/{one.max_score}", *counts, f"{one.seconds:.1f} s"]
        table.add_row(plain(one.submission), *facts, *([str(len(one.problems))] if troubled else []))
    return table


def complaints(results: Sequence[Result | Ungraded], lang: Lang) -> list[str]:
    """A sentence for everything that could not be graded: which, why, and what to do."""
    sentences = []
    for one in results:
        if isinstance(one, Ungraded):
            sentences.append(f"{one.submission}: {one.sentence}")
            continue
        sentences += [f"{one.submission}: {problem}" for problem in one.problems]
        if one.unchecked:
            checks = ", ".join(verdict.check for verdict in one.unchecked)
            reasons = ", ".join(sorted({verdict.reason or "" for verdict in one.unchecked}))
            seen = " ".join(dict.fromkeys(verdict.seen for verdict in one.unchecked))
            text = UNCHECKED.format(submission=one.submission, checks=checks, reasons=reasons, seen=seen)
            sentences.append(text.of(lang))
    return [plain(sentence).plain for sentence in sentences]


def plain(words: str) -> Styled:
    """Words that may come from a learner: no markup, and no control characters for the terminal."""
    return Styled(re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f]", " ", words))


def _table(lang: Lang, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        right = name in ("done", "score", "passed", "failed", "unchecked", "seconds", "problems")
        table.add_column(HEADINGS[name].of(lang), justify="right" if right else "left")
    return table


def _done(one: Progress) -> str:
    return f"{one.done}/{one.total}" if one.total else ""


def _score(one: Progress) -> str:
    return f"{one.score:g}/{one.max_score:g}" if one.total else ""
