"""report.html: what became of a class, on one page that needs nothing but itself.

Everything a learner may have written is escaped by the template, letters that cannot be seen are written out, and
the page's own policy lets no script run and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from course import syllabus
from course.checks import Verdict
from course.checks.rendering import rows
from course.display import timeline
from course.formats.report_words import Words
from course.grade.class_results import ClassResults
from course.grade.copies import find_copies
from course.grade.results import RESULTS_FILE, Result, Ungraded, write_whole
from course.grade.timelines import read_timelines
from course.language import Lang

REPORT_FILE = "report.html"
LONGEST = 3000
"""Letters shown of one thing that a check saw; an answer alone may be 64 kB."""


def write_report(results: Sequence[Result | Ungraded], out: Path, lang: Lang) -> Path:
    """Write `out`/report.html, the page in `lang` about these results; returns its path.

    `out` is the folder they were graded into: the timelines and the executed notebooks are looked for there.
    """
    path = out / REPORT_FILE
    write_whole(path, _page(ClassResults(results, lang), out, lang))
    return path


def _page(of_class: ClassResults, out: Path, lang: Lang) -> str:
    words = Words(lang)
    style = _text("report.css") + timeline.STYLE
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_seen, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["inline"] = partial(_inline, words=words)
    environment.filters["whole"] = _whole
    return environment.from_string(_text("report.html.j2")).render(
        lang=lang,
        w=words,
        policy=_policy(style),
        style=Markup(style),
        when=_graded_at(of_class, out),
        of_class=of_class,
        learner_at={one.submission: number for number, one in enumerate(of_class.results)},
        check_at={check.id: number for number, check in enumerate(of_class.checks)},
        copies=find_copies(of_class.results, out),
        titles=_titles(lang),
        legend=[(Markup(svg), text) for svg, text in timeline.legend(lang)],
        timelines=lambda submission: read_timelines(out / submission),
        draw=lambda one: Markup(timeline.draw(one, lang)),
        life_in_words=lambda life: timeline.in_words(life, lang),
        left_out=lambda one: timeline.LEFT_OUT.format(count=one.left_out).of(lang),
        rows=_rows,
    )


def _graded_at(of_class: ClassResults, out: Path) -> str:
    """When the latest result was written, by this machine's clock; an empty string when there is none."""
    written = [out / one.submission / RESULTS_FILE for one in of_class.graded]
    latest = max((path.stat().st_mtime for path in written if path.is_file()), default=None)
    return "" if latest is None else datetime.fromtimestamp(latest).strftime("%Y-%m-%d %H:%M")


def _rows(verdict: Verdict, lang: Lang) -> list[tuple[str, str]]:
    """What there is to say of a verdict beside its sentence; what a pass has taught is for the learner."""
    return [] if verdict.verdict == "passed" else rows(verdict, lang)


def _titles(lang: Lang) -> dict[str, str]:
    return {one.id: f"{one.number}. {one.title.of(lang)}" for one in syllabus.sections()}


def _policy(style: str) -> str:
    """No script, no address, no style but our own."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _text(name: str) -> str:
    return files("course.formats").joinpath(name).read_text(encoding="utf-8")


def _seen(value: Any) -> Any:
    """Text with its invisible letters written out: control characters, other directions, half pairs."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "".join(
        one if one.isprintable() or one == "\n" else " " if one == "\t" else f"\\u{ord(one):04x}"
        for one in value
    )


def _inline(text: str, words: Words) -> Markup:
    """Escaped and of bounded length; a `command` in backticks becomes code."""
    rest = len(text) - LONGEST
    shown = text if rest <= 0 else text[:LONGEST] + words("cut", count=rest)
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(_seen(shown)))))


def _whole(number: float) -> str:
    return f"{number:.0f}"
