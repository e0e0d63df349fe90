"""Verdicts as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from course.checks import Verdict
from course.language import Lang, Text

OUTCOMES = {
    "passed": Text(ko="[green]✔ 통과[/]", en="[green]✔ passed[/]"),
    "failed": Text(ko="[red]✘ 아직[/]", en="[red]✘ not yet[/]"),
    "not_checked": Text(ko="[yellow]? 확인 못 함[/]", en="[yellow]? not checked[/]"),
}
"""How each outcome is shown, in rich's markup."""


def verdicts_table(verdicts: Sequence[Verdict], lang: Lang) -> Table:
    """One row a check; of one that did not pass, what was seen and the hint, nothing cut off."""
    titles = (
        Text("검사", "Check"),
        Text("판정", "Verdict"),
        Text("점수", "Points"),
        Text("내용", "What it says"),
    )
    table = Table(show_lines=False)
    for title in titles[:3]:
        table.add_column(title.of(lang), no_wrap=True, justify="right" if title is titles[2] else "left")
    table.add_column(titles[3].of(lang), overflow="fold")
    for verdict in verdicts:
        score = "–" if verdict.score is None else f"{verdict.score}/{verdict.points}"
        table.add_row(verdict.check, OUTCOMES[verdict.verdict].of(lang), score, _words(verdict, lang))
    return table


def _words(verdict: Verdict, lang: Lang) -> str:
    lines = [escape(verdict.sentence)]
    labels = (Text("기대", "expected"), Text("실제", "seen"), Text("힌트", "hint"))
    for label, words in zip(labels, (verdict.expected, verdict.seen, verdict.hint), strict=True):
        if words:
            lines.append(f"[dim]{label.of(lang)}:[/] {escape(words)}")
    return "\n".join(lines)
