"""Results as tables for a terminal, and grading while it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from course.formats.verdicts import OUTCOMES, verdicts_table
from course.grade import Result, Ungraded
from course.grade.progress import Progress as Stand
from course.grade.progress import ProgressCallback
from course.language import Lang, Text

_STAGES = {
    "engine": Text(ko="엔진을 시작합니다", en="starting an engine"),
    "kernel": Text(ko="커널을 시작합니다", en="starting a kernel"),
    "check": Text(ko="{check}", en="{check}"),
    "graded": Text(ko="채점했습니다", en="graded"),
    "ungraded": Text(ko="채점하지 못했습니다", en="could not be graded"),
}
_SCORE = Text(
    ko="{name}: {max}점 만점에 {score}점 ({seconds:.1f}초)",
    en="{name}: {score} of {max} points ({seconds:.1f} s)",
)


def print_results(console: Console, results: Sequence[Result | Ungraded], out: Path, lang: Lang) -> None:
    """Of one submission every verdict, of several a row each; last, why some could not be graded."""
    graded = [one for one in results if isinstance(one, Result)]
    if len(results) > 1:
        console.print(_summary(graded, lang))
    elif graded:
        console.print(verdicts_table(graded[0].verdicts, lang))
        console.print(_score(graded[0], lang), markup=False, highlight=False)
    if graded:
        where = out / graded[0].submission / "results.json" if len(results) == 1 else out
        console.print(f"→ {where}", markup=False, highlight=False, soft_wrap=True)
    for one in results:
        if isinstance(one, Ungraded):
            console.print(f"✘ {one.sentence}", style="red", markup=False, soft_wrap=True)


def _score(result: Result, lang: Lang) -> str:
    facts = {
        "name": result.submission,
        "score": result.score,
        "max": result.max_score,
        "seconds": result.seconds,
    }
    template = _SCORE.ko if lang == "ko" else _SCORE.en
    return (
        template.format(**facts) + f" · Docker Engine {result.engine.version}, cgroup {result.engine.cgroup}"
    )


def _summary(results: Sequence[Result], lang: Lang) -> Table:
    titles = (
        Text("제출물", "Submission"),
        Text("점수", "Points"),
        Text("통과", "Passed"),
        Text("아직", "Not yet"),
        Text("확인 못 함", "Not checked"),
        Text("초", "Seconds"),
    )
    table = Table()
    for place, title in enumerate(titles):
        table.add_column(title.of(lang), justify="right" if place else "left")
    for result in results:
        counts = [sum(one.verdict == kind for one in result.verdicts) for kind in OUTCOMES]
        points = f"{result.score}/{result.max_score}"
        table.add_row(escape(result.submission), points, *map(str, counts), f"{result.seconds:.1f}")
    return table


@contextmanager
def live_grading(console: Console, lang: Lang) -> Iterator[ProgressCallback]:
    """A bar for each submission on a terminal; elsewhere a line when one begins and one when it ends."""
    if not console.is_terminal:
        yield lambda stand: _line(console, stand, lang)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[doing]}"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bars:
        tasks = {}

        def show(stand: Stand) -> None:
            if stand.submission not in tasks:
                tasks[stand.submission] = bars.add_task(escape(stand.submission), doing="")
            bars.update(
                tasks[stand.submission],
                total=stand.total or None,
                completed=stand.done,
                doing=_doing(stand, lang),
            )
            if stand.stage in ("graded", "ungraded"):
                bars.stop_task(tasks[stand.submission])

        yield show


def _line(console: Console, stand: Stand, lang: Lang) -> None:
    if stand.stage != "check" or not stand.check:
        text = f"{stand.submission}: {_doing(stand, lang)}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def _doing(stand: Stand, lang: Lang) -> str:
    doing = _STAGES[stand.stage].of(lang).format(check=stand.check)
    return f"{doing} · {stand.score}/{stand.max_score}" if stand.max_score else doing
