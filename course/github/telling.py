"""Telling GitHub what became of a push, each classroom in its own way."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from course import syllabus
from course.formats.report import write_report
from course.github import Classroom, classroom50
from course.github.annotations import annotate
from course.github.classroom import outputs
from course.github.pushes import Push
from course.github.runner import add_summary, is_runner, set_outputs
from course.github.summary import summary
from course.grade import Result, Ungraded, read_results
from course.grade.results import write_whole
from course.language import Text

SUMMARY_FILE = "summary.md"

SCORE = Text(ko="{score} / {most}점 → {out}", en="{score} of {most} points → {out}")
TOOK = Text(ko="{section}: {score} / {most}점, {seconds}초", en="{section}: {score} / {most}, {seconds} s")


def require(classroom: Classroom) -> None:
    """Before anything is graded. Raises WrongUsage where what this classroom hands over is missing."""
    if classroom == "classroom50":
        classroom50.require_variables(os.environ)


def tell(push: Push, repository: Path, out: Path, classroom: Classroom) -> None:
    """Write the report and the summary into `out`, and hand over what this classroom reads."""
    results: Sequence[Result | Ungraded] = read_results(out, push.lang)
    write_report(results, out, push.lang)
    markdown = summary(push, out)
    write_whole(out / SUMMARY_FILE, markdown)
    set_outputs({"score": push.score, "max_score": push.max_score})
    if classroom == "classroom50":
        # Where the machine failed there is no score to hand over; its runner then calls the submission an error.
        if not push.unchecked:
            write_whole(repository / classroom50.RESULT_FILE, classroom50.document(push, repository))
        write_whole(repository / classroom50.BODY_FILE, markdown)
    else:
        add_summary(markdown)
    if classroom == "actions":
        set_outputs(outputs(push))
    for line in _log(push, out):
        print(line)
    if is_runner():
        for line in annotate(push, repository):
            print(line)


def _log(push: Push, out: Path) -> list[str]:
    lines = []
    for section, verdicts in push.sections.items():
        score, most = sum(one.score or 0 for one in verdicts), sum(one.points for one in verdicts)
        took = push.seconds.get(section, 0)
        title = syllabus.section(section).title
        lines.append(TOOK.format(section=title, score=score, most=most, seconds=round(took)).of(push.lang))
    return [*lines, SCORE.format(score=push.score, most=push.max_score, out=out).of(push.lang)]
