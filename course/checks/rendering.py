"""A verdict for the eye: HTML for a notebook in any theme, text for a terminal."""

from __future__ import annotations

import html
import re

from course.checks.verdict import Outcome, Verdict
from course.language import Lang, Text

_MARKS: dict[Outcome, tuple[str, Text, str]] = {
    # The theme's own colours where there is a theme; the others are readable on white and on black.
    "passed": ("✔", Text(ko="통과", en="Passed"), "var(--jp-success-color1, #2e9e4f)"),
    "failed": ("✘", Text(ko="아직입니다", en="Not yet"), "var(--jp-error-color1, #e0524d)"),
    "not_checked": ("?", Text(ko="확인하지 못함", en="Not checked"), "var(--jp-warn-color1, #d08700)"),
}
_EXPECTED = Text(ko="기대", en="Expected")
_SEEN = Text(ko="실제", en="Seen")
_REALLY = Text(ko="실제 값", en="Really")
_ANSWERED = Text(ko="여러분의 답", en="You wrote")
_HINT = Text(ko="힌트", en="Hint")
_SHAPE = Text(ko="명령 형식", en="Shape")
_STUCK = Text(ko="막혔다면", en="If stuck")
_MORE = Text(
    ko="이 검사를 한 번 더 실행하세요. 더 알려 드립니다.", en="Run this check again, and it tells more."
)
_NOTE = Text(ko="참고", en="Note")
_EARLIER = Text(
    ko="전에 통과한 검사입니다. 그 뒤에 실행한 셀 때문에 달라졌다면 그대로 다음으로 가세요.",
    en="This check passed before. If it is only what you ran since that made the difference, go on.",
)
_LEARNT = Text(ko="알게 된 것", en="Learnt")

_CARD = (
    "border: 1px solid var(--jp-border-color2, #8886); border-left: 5px solid {colour}; border-radius: 4px; "
    "padding: 8px 14px; margin: 4px 0; max-width: 60em; line-height: 1.5; "
    "background: var(--jp-layout-color1, transparent); color: var(--jp-ui-font-color1, inherit); "
    "font-family: var(--jp-content-font-family, sans-serif); font-size: var(--jp-content-font-size1, 14px)"
)
_ROWS = "display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin-top: 4px"
_LABEL = "color: var(--jp-ui-font-color2, inherit); font-weight: 600; white-space: nowrap"
_VALUE = "white-space: pre-wrap; overflow-wrap: anywhere"
_CODE = (
    "font-family: var(--jp-code-font-family, monospace); background: var(--jp-layout-color2, #8882); "
    "color: inherit; padding: 0 3px; border-radius: 3px"
)
_FAINT = "color: var(--jp-ui-font-color2, inherit); font-size: 90%"


def as_html(verdict: Verdict, lang: Lang) -> str:
    """A card; everything in it is escaped, `backticks` become code."""
    mark, word, colour = _MARKS[verdict.verdict]
    grid = "".join(
        f'<div style="{_LABEL}">{label}</div><div style="{_VALUE}">{_inline(words)}</div>'
        for label, words in rows(verdict, lang)
    )
    return (
        f'<div class="course-verdict course-{verdict.verdict}" lang="{lang}" '
        f'style="{_CARD.format(colour=colour)}">'
        f'<div><span aria-hidden="true" style="color: {colour}; font-weight: 700">{mark}</span> '
        f"<strong>{word.of(lang)}</strong> "
        f'<span style="{_FAINT}">{html.escape(verdict.check)} · {_score(verdict, lang)}</span></div>'
        f"<div>{_inline(verdict.sentence)}</div>"
        f'<div style="{_ROWS}">{grid}</div></div>'
    )


def as_text(verdict: Verdict, lang: Lang) -> str:
    """The same in plain lines, nothing cut off."""
    mark, word, _ = _MARKS[verdict.verdict]
    head = f"{mark} {word.of(lang)}  {verdict.check} · {_score(verdict, lang)}"
    lines = [head, f"  {verdict.sentence}"]
    lines += [f"  {label}: {words}" for label, words in rows(verdict, lang)]
    return "\n".join(lines)


def notice_html(sentence: str, lang: Lang) -> str:
    """A card for a sentence that is no verdict."""
    card = _CARD.format(colour="var(--jp-warn-color1, #d08700)")
    return f'<div class="course-notice" lang="{lang}" style="{card}">{_inline(sentence)}</div>'


def rows(verdict: Verdict, lang: Lang) -> list[tuple[str, str]]:
    """What it says under its sentence: (label, words), of what there is to say."""
    expected, seen = (_REALLY, _ANSWERED) if verdict.answered else (_EXPECTED, _SEEN)
    labelled = [
        (_NOTE, _EARLIER.of(lang) if verdict.earlier else ""),
        (expected, verdict.expected),
        (seen, verdict.seen),
        (_HINT, verdict.hint),
        (_SHAPE, verdict.shape),
        (_STUCK, _MORE.of(lang) if verdict.more else ""),
        (_LEARNT, verdict.told),
    ]
    return [(label.of(lang), words) for label, words in labelled if words]


def _score(verdict: Verdict, lang: Lang) -> str:
    if verdict.score is None:
        return Text(ko="점수에 영향 없음", en="costs no points").of(lang)
    score = f"{verdict.score}/{verdict.points}"
    return Text(ko=f"{score}점", en=f"{score} {'point' if verdict.points == 1 else 'points'}").of(lang)


def _inline(words: str) -> str:
    """Escaped; a `command` in backticks becomes code."""
    return re.sub(r"`([^`\n]+)`", rf'<code style="{_CODE}">\1</code>', html.escape(words))
