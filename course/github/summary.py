"""The run's summary: Markdown for whoever pushed, in the language of the notebooks.

What a learner may have written stands escaped inside of HTML without an empty line, where Markdown is not read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from course import syllabus
from course.checks import Verdict
from course.checks.rendering import rows
from course.display.timeline import in_words
from course.formats.verdicts import printable
from course.github.pushes import Push
from course.grade.timelines import read_timelines
from course.language import Lang, Text
from course.views.timeline import Timeline

MOST_BYTES = 1_000_000
"""GitHub drops a larger summary whole."""
LONGEST = 2_000
"""Letters shown of one thing that a check saw."""

TITLE = Text(ko="{score} / {most}점", en="{score} of {most} points")
SECTIONS = Text(ko="| 절 | 점수 | 통과 | 시간 |", en="| section | points | passed | time |")
SECONDS = Text(ko="{seconds}초", en="{seconds} s")
NOT_YET = Text(ko="아직 통과하지 못한 연습", en="Not passed yet")
ALL = Text(ko="모든 연습을 통과했습니다. 수고하셨습니다!", en="Every exercise has passed. Well done!")
PROBLEMS = Text(ko="읽지 못한 파일", en="Files that could not be read")
AGAIN = Text(
    ko="채점하는 컴퓨터의 문제로 확인하지 못한 것이 있어 점수가 확정되지 않았습니다. 다시 실행하세요(Re-run jobs).",
    en="The grading machine failed to check some of it, so this score is not final. Run it again (Re-run jobs).",
)
LIVES = Text(ko="컨테이너의 생애", en="Lives of your containers")
MORE = Text(
    ko="실행된 노트북과 그림으로 그린 생애는 이 실행의 `results` artifact에 있습니다(`report.html`).",
    en="The executed notebooks, and these lives drawn, are in this run's artifact `results` (`report.html`).",
)
CUT = Text(ko="… (뒤는 생략)", en="… (the rest is left out)")


def summary(push: Push, out: Path) -> str:
    """The summary of a push that was graded into `out`; never larger than GitHub takes."""
    whole = "\n".join(_lines(push, out)) + "\n"
    if len(whole.encode()) <= MOST_BYTES:
        return whole
    kept = whole.encode()[: MOST_BYTES - 1000].decode(errors="ignore").rpartition("\n")[0]
    return f"{kept}</td></tr></table></details>\n\n{CUT.of(push.lang)}\n"


def _lines(push: Push, out: Path) -> Iterator[str]:
    lang = push.lang
    yield f"# {TITLE.format(score=push.score, most=push.max_score).of(lang)}\n"
    if push.unchecked:
        yield f"> [!WARNING]\n> {AGAIN.of(lang)}\n"
    yield from _sections(push)
    if push.problems:
        yield f"\n## {PROBLEMS.of(lang)}\n"
        yield f"<ul>{''.join(f'<li>{_inline(problem, lang)}</li>' for problem in push.problems)}</ul>\n"
    left = [verdict for verdict in push.verdicts if verdict.verdict != "passed"]
    yield f"\n## {NOT_YET.of(lang)}\n" if left else f"\n{ALL.of(lang)}\n"
    for verdict in left:
        yield _verdict(verdict, lang)
    timelines = read_timelines(out / push.submission)
    shown = [one for section in push.sections if (one := timelines.get(section)) and one.lives]
    if shown:
        yield f"\n## {LIVES.of(lang)}\n"
        yield from (_timeline(one, lang) for one in shown)
        yield f"\n{MORE.of(lang)}"


def _sections(push: Push) -> Iterator[str]:
    yield SECTIONS.of(push.lang)
    yield "|---|---:|---:|---:|"
    for section, verdicts in push.sections.items():
        score = f"{sum(one.score or 0 for one in verdicts)} / {sum(one.points for one in verdicts)}"
        passed = f"{sum(one.verdict == 'passed' for one in verdicts)} / {len(verdicts)}"
        took = push.seconds.get(section)
        time = "–" if took is None else SECONDS.format(seconds=round(took)).of(push.lang)
        yield f"| {_title(section, push.lang)} | {score} | {passed} | {time} |"


def _verdict(verdict: Verdict, lang: Lang) -> str:
    mark = "✘" if verdict.verdict == "failed" else "?"
    score = "–" if verdict.score is None else verdict.score
    said = "".join(
        f"<tr><th align=left>{label}</th><td>{_inline(words, lang)}</td></tr>"
        for label, words in rows(verdict, lang)
    )
    return (
        f"<details><summary>{mark} <code>{verdict.check}</code> ({score} / {verdict.points}) "
        f"{_inline(verdict.sentence, lang)}</summary><table>{said}</table></details>\n"
    )


def _timeline(timeline: Timeline, lang: Lang) -> str:
    lives = "".join(
        f"<tr><th align=left>{_inline(life.name, lang)}<br><small>{_inline(life.image, lang)}</small></th>"
        f"<td>{_inline(in_words(life, lang), lang)}</td></tr>"
        for life in timeline.lives
    )
    return f"<details><summary>{_title(timeline.section, lang)}</summary><table>{lives}</table></details>\n"


def _title(section: str, lang: Lang) -> str:
    one = syllabus.section(section)
    return f"{one.number}. {one.title.of(lang)}"


def _inline(words: str, lang: Lang) -> str:
    """On one line, escaped, of bounded length; a `command` in backticks becomes code."""
    shown = words if len(words) <= LONGEST else words[:LONGEST] + CUT.of(lang)
    code = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(printable(shown)))
    return code.replace("\n", "<br>")
