"""Verdicts as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich import box
from rich.table import Table
from rich.text import Text as Styled

from course.checks import Verdict
from course.checks.rendering import as_text, rows
from course.language import Lang, Text

Mark = Literal["passed", "failed", "not_checked", "earlier", "unanswered"]
"""A verdict's outcome, or what else a row may stand for: it passed some time before; an answer is wanted."""

OUTCOMES: dict[Mark, tuple[Text, str]] = {
    "passed": (Text(ko="✔ 통과", en="✔ passed"), "green"),
    "failed": (Text(ko="✘ 아직", en="✘ not yet"), "red"),
    "not_checked": (Text(ko="? 확인 못 함", en="? not checked"), "yellow"),
    "earlier": (Text(ko="✔ 앞서 통과", en="✔ passed before"), "green"),
    "unanswered": (Text(ko="– 답 필요", en="– needs an answer"), "dim"),
}
TITLES = (
    Text("확인", "Check"),
    Text("판정", "Verdict"),
    Text("점수", "Points"),
    Text("내용", "What it says"),
)


def verdicts_table(verdicts: Sequence[Verdict], lang: Lang, marks: Mapping[str, Mark] | None = None) -> Table:
    """One row a check; of one that did not pass, what was seen and the hint too, nothing cut off.

    `marks`: {check id: how its row is marked} where that is other than its verdict.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", leading=1)
    for title in TITLES[:-1]:
        table.add_column(title.of(lang), no_wrap=True)
    table.add_column(TITLES[-1].of(lang), overflow="fold")
    for verdict in verdicts:
        mark = (marks or {}).get(verdict.check, verdict.verdict)
        words, colour = OUTCOMES[mark]
        score = "–" if verdict.score is None or mark == "earlier" else f"{verdict.score}/{verdict.points}"
        said = Styled(printable(verdict.sentence)) if mark == "earlier" else _words(verdict, lang)
        table.add_row(verdict.check, Styled(words.of(lang), style=colour), score, said)
    return table


def as_lines(verdict: Verdict, lang: Lang) -> str:
    """All that a verdict says, in plain lines for another system to show; nothing cut off."""
    return printable(as_text(verdict, lang))


def _words(verdict: Verdict, lang: Lang) -> Styled:
    lines = [Styled(printable(verdict.sentence))]
    if verdict.verdict != "passed":
        for label, words in rows(verdict, lang):
            lines.append(Styled.assemble((f"{label}: ", "dim"), printable(words)))
    return Styled("\n").join(lines)


def printable(words: str) -> str:
    """Without control characters, which a learner may have printed to play with whatever shows them."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in words)
