"""Verdicts as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from course.checks import Verdict
from course.language import Lang, Text

OUTCOMES = {
    "passed": (Text(ko="✔ 통과", en="✔ passed"), "green"),
    "failed": (Text(ko="✘ 아직", en="✘ not yet"), "red"),
    "not_checked": (Text(ko="? 확인 못 함", en="? not checked"), "yellow"),
}
TITLES = (
    Text("확인", "Check"),
    Text("판정", "Verdict"),
    Text("점수", "Points"),
    Text("내용", "What it says"),
)
LABELS = (Text("기대", "expected"), Text("실제", "seen"), Text("힌트", "hint"))


def verdicts_table(verdicts: Sequence[Verdict], lang: Lang) -> Table:
    """One row a check; of one that did not pass, what was seen and the hint too, nothing cut off."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for title in TITLES[:-1]:
        table.add_column(title.of(lang), no_wrap=True)
    table.add_column(TITLES[-1].of(lang), overflow="fold")
    for verdict in verdicts:
        words, colour = OUTCOMES[verdict.verdict]
        score = "–" if verdict.score is None else f"{verdict.score}/{verdict.points}"
        table.add_row(verdict.check, Styled(words.of(lang), style=colour), score, _words(verdict, lang))
    return table


def _words(verdict: Verdict, lang: Lang) -> Styled:
    lines = [Styled(_printable(verdict.sentence))]
    for label, words in zip(LABELS, (verdict.expected, verdict.seen, verdict.hint), strict=True):
        if words:
            lines.append(Styled.assemble((f"{label.of(lang)}: ", "dim"), _printable(words)))
    return Styled("\n").join(lines)


def _printable(words: str) -> str:
    """Without control characters, which a learner may have printed to play with the reader's terminal."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in words)
