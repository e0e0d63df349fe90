"""What a learner's containers went through, as an SVG picture and in words; the page around it brings STYLE."""

from __future__ import annotations

import math
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from course.display.canvas import label_width
from course.language import Lang, Text
from course.views.history import UNKNOWN
from course.views.timeline import Life, Step, Timeline

TITLE = Text(
    ko="{section} 절의 컨테이너 {count}개가 시간에 따라 거친 상태",
    en="What {count} containers of section {section} went through over time",
)
LEFT_OUT = Text(
    ko="컨테이너 {count}개가 더 있었지만 그리지 않았습니다.", en="{count} more containers are not drawn."
)
STEPS_LEFT_OUT = Text(ko="… 그 뒤로 {count}번 더", en="… and {count} more after that")
SECONDS = Text(ko="{seconds}초", en="{seconds} s")

STYLE = """
.timeline { --run: #2c8c69; --ice: #cfe0f5; --ice-ink: #23599b; --line: #858c95; --grid: #dfe2e6; --end: #24292f;
  --on-end: #ffffff; --zero: #66707b; font-family: inherit; font-size: 12px; fill: var(--ink, #1f2328); }
.timeline .faint { fill: var(--faint, #59636e); font-size: 11px; }
.timeline .name { font-weight: 600; font-size: 13px; }
.timeline .grid { stroke: var(--grid); }
.timeline .created, .timeline .exited { stroke: var(--line); stroke-width: 2; fill: none; }
.timeline .created { stroke-dasharray: 3 3; }
.timeline .running { fill: var(--run); }
.timeline .paused { fill: var(--ice); stroke: var(--ice-ink); }
.timeline .stripes { stroke: var(--ice-ink); stroke-width: 1.5; }
.timeline .begin { fill: var(--paper, #fff); stroke: var(--line); stroke-width: 2; }
.timeline .tick { stroke: var(--ink, #1f2328); stroke-width: 1.5; }
.timeline .end { fill: var(--end); }
.timeline .zero { fill: var(--zero); }
.timeline .code { fill: var(--on-end); font-weight: 600; }
.timeline .gone { stroke: var(--end); stroke-width: 2.5; fill: none; }
@media screen and (prefers-color-scheme: dark) {
  .timeline { --run: #3fae85; --ice: #1d3a5c; --ice-ink: #8dbbf0; --line: #8b949e; --grid: #30363d;
    --end: #e6edf3; --on-end: #14171b; --zero: #9aa4ae; }
}
"""
"""Light and dark; on paper light. What tells the states apart is their shape too, not the colour alone."""

NAMES, ROW, TOP, BAR = 168.0, 36.0, 32.0, 14.0
LONGEST_WAIT = 56.0
TICK_EVERY = 60.0
MOST_STRIPES = 200
WIDE, MOST_STRETCHED = 940.0, 3.0
"""Where little happened, the picture is stretched to this width, but not more than so many times."""
WIDEST = 12_000.0
"""Where somebody made far too much happen, it is pressed together."""
STATES = {
    "create": "created",
    "start": "running",
    "unpause": "running",
    "pause": "paused",
    "die": "exited",
    "destroy": "",
}
"""What a container is after that; an empty string: no more."""
QUIET = frozenset({"stop", "restart"})
"""Told by the engine after what they did is seen already: the signal, the end, the next start."""
SILENT = QUIET | {"create", "start", "pause", "unpause", "destroy"}
"""What needs no word in the picture."""


def draw(timeline: Timeline, lang: Lang) -> str:
    """The picture, or an empty string when there was no container.

    One row a container, in the order of their creation. Long waits are drawn shorter than they were.
    """
    if not timeline.lives:
        return ""
    placed = _place(timeline)
    width = NAMES + max((spot.x for row in placed for spot in row), default=0) + 44
    height = TOP + ROW * len(placed) + 6
    title = TITLE.format(section=timeline.section, count=len(timeline.lives)).of(lang)
    parts = [
        f'<svg class="timeline" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" aria-label="{escape(title)}">',
        *_axis(placed, height, lang),
    ]
    for number, (life, spots) in enumerate(zip(timeline.lives, placed, strict=True)):
        parts += _row(life, spots, TOP + ROW * (number + 0.5), width, lang)
    return "".join([*parts, "</svg>"])


def in_words(life: Life, lang: Lang) -> str:
    """The same of one container as a line of text: `create 0 s → start 1.5 s → kill TERM 3 s → …`."""
    told = [f"{_said(step)} {_seconds(step.at, lang)}" for step in life.steps]
    if life.left_out:
        told.append(STEPS_LEFT_OUT.format(count=life.left_out).of(lang))
    return " → ".join(told)


def legend(lang: Lang) -> list[tuple[str, str]]:
    """What the shapes mean: (a small SVG, words)."""
    samples = [
        ("".join(_segment("created", 2, 30, 10)), Text("만들어짐 (created)", "created")),
        ("".join(_segment("running", 2, 30, 10)), Text("실행 중 (running)", "running")),
        ("".join(_segment("paused", 2, 30, 10)), Text("일시 정지 (paused)", "paused")),
        ("".join(_segment("exited", 2, 30, 10)), Text("끝남 (exited)", "exited")),
        (_signal(16, 13), Text("받은 시그널", "a signal it got")),
        (_exit_code(16, 10, "137"), Text("끝난 코드", "its exit code")),
        (_gone(16, 10), Text("지워짐", "removed")),
    ]
    return [
        (
            f'<svg class="timeline" viewBox="0 0 32 20" width="32" height="20" aria-hidden="true">{svg}</svg>',
            words.of(lang),
        )
        for svg, words in samples
    ]


@dataclass(frozen=True)
class _Spot:
    x: float
    step: Step


def _place(timeline: Timeline) -> list[list[_Spot]]:
    """Where each step stands: later ones further right, and in a row with room for what is written there."""
    moments = sorted(
        ((step.at, row, step) for row, life in enumerate(timeline.lives) for step in life.steps),
        key=lambda moment: moment[0],
    )
    rows: list[list[_Spot]] = [[] for _ in timeline.lives]
    free = [0.0] * len(rows)
    x, last = 10.0, 0.0
    for at, row, step in moments:
        if step.action in QUIET:
            continue
        half = _room(step) / 2
        x = max(x + _wait(at - last), free[row] + half)
        rows[row].append(_Spot(x, step))
        free[row], last = x + half, at
    stretched = min(MOST_STRETCHED, WIDE / x) if x < WIDE else min(1.0, WIDEST / x)
    return [[_Spot(stretched * spot.x, spot.step) for spot in spots] for spots in rows]


def _wait(seconds: float) -> float:
    return min(LONGEST_WAIT, 11 * math.sqrt(seconds)) if seconds > 0.01 else 0


def _room(step: Step) -> float:
    """The width of a mark with the word at it."""
    return 12 if step.action in SILENT else label_width(_mark(step), size=11) - 6


def _axis(placed: list[list[_Spot]], height: float, lang: Lang) -> Iterator[str]:
    last, told = -TICK_EVERY, ""
    for spot in sorted((spot for row in placed for spot in row), key=lambda spot: spot.x):
        when = _seconds(spot.step.at, lang)
        if spot.x - last >= TICK_EVERY and when != told:
            last, told, x = spot.x, when, NAMES + spot.x
            yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height:.1f}"/>'
            yield f'<text class="faint" x="{x:.1f}" y="14" text-anchor="middle">{when}</text>'


def _row(life: Life, spots: list[_Spot], y: float, width: float, lang: Lang) -> Iterator[str]:
    yield f"<g><title>{escape(f'{life.name} ({life.image})')}: {escape(in_words(life, lang))}</title>"
    yield f'<text class="name" x="0" y="{y - 1:.1f}">{escape(_fit(life.name, 13))}</text>'
    yield f'<text class="faint" x="0" y="{y + 13:.1f}">{escape(_fit(life.image, 11))}</text>'
    for state, left, right in _spans(spots, width - 4 - NAMES):
        yield from _segment(state, NAMES + left, NAMES + right, y)
    for spot in spots:
        yield from _drawn(spot.step, NAMES + spot.x, y)
    yield "</g>"


def _spans(spots: list[_Spot], end: float) -> Iterator[tuple[str, float, float]]:
    """From where to where it was in which state."""
    state, since = "created", spots[0].x if spots else end
    for spot in spots:
        after = _state_after(spot.step, state)
        if after != state:
            yield state, since, spot.x
            state, since = after, spot.x
    yield state, since, end


def _state_after(step: Step, before: str) -> str:
    if step.action == "unpause" and before == "exited":
        return before  # an engine may tell it late
    return STATES.get(step.action, before)


def _segment(state: str, left: float, right: float, y: float) -> Iterator[str]:
    if not state or right <= left:
        return
    if state in ("created", "exited"):
        yield f'<path class="{state}" d="M{left:.1f} {y:.1f}H{right:.1f}"/>'
        return
    size = f'x="{left:.1f}" y="{y - BAR / 2:.1f}" width="{right - left:.1f}" height="{BAR:g}"'
    yield f'<rect class="{state}" {size}/>'
    if state == "paused":
        apart = max(5.0, (right - left) / MOST_STRIPES)
        stripes = "".join(
            f"M{left + 4 + apart * number:.1f} {y - BAR / 2 + 3:.1f}v{BAR - 6:g}"
            for number in range(int((right - left - 4) / apart))
        )
        yield f'<path class="stripes" d="{stripes}"/>'


def _drawn(step: Step, x: float, y: float) -> Iterator[str]:
    if step.action == "create":
        yield f'<circle class="begin" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    elif step.action == "destroy":
        yield _gone(x, y)
    elif step.action == "die":
        yield _exit_code(x, y, _mark(step))
    elif step.action not in SILENT:
        yield _signal(x, y - BAR / 2 + 3) if step.action == "kill" else _tick(x, y)
        yield (
            f'<text x="{x:.1f}" y="{y - BAR / 2 - 4:.1f}" text-anchor="middle" font-size="11">'
            f"{escape(_mark(step))}</text>"
        )


def _signal(x: float, y: float) -> str:
    return f'<path class="end" d="M{x - 5:.1f} {y - 5:.1f}h10l-5 8z"/>'


def _tick(x: float, y: float) -> str:
    return f'<path class="tick" d="M{x:.1f} {y - BAR / 2 - 2:.1f}v{BAR + 4:g}"/>'


def _exit_code(x: float, y: float, code: str) -> str:
    half = (label_width(code, size=11) - 6) / 2
    kind = "zero" if code == "0" else "end"
    return (
        f'<rect class="{kind}" x="{x - half:.1f}" y="{y - 9:.1f}" width="{2 * half:.1f}"'
        f' height="18" rx="4"/><text class="code" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle"'
        f' font-size="11">{escape(code)}</text>'
    )


def _gone(x: float, y: float) -> str:
    return f'<path class="gone" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'


def _said(step: Step) -> str:
    return step.action if step.number is None else f"{step.action} {_mark(step)}"


def _mark(step: Step) -> str:
    """The word at a step: a signal's name, an exit code, or what the engine calls it."""
    if step.number is None:
        return step.action[:16]
    if step.number == UNKNOWN:
        return "?"
    known = step.action == "kill" and step.number in signal.valid_signals()
    return signal.Signals(step.number).name.removeprefix("SIG") if known else str(step.number)[:6]


def _seconds(at: float, lang: Lang) -> str:
    return SECONDS.format(seconds=f"{at:.0f}" if at >= 10 else f"{at:.1f}").of(lang)


def _fit(words: str, size: float) -> str:
    """As much of them as fits into the column of names."""
    most = NAMES - 10
    if label_width(words, size=size) - 16 <= most:
        return words
    while words and label_width(words + "…", size=size) - 16 > most:
        words = words[:-1]
    return words + "…"
