"""Workflow commands: what GitHub shows at a line of a file.

Whatever a learner wrote stands escaped on one line, so that nothing of it becomes a command of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from course.checks.rendering import rows
from course.formats.verdicts import printable
from course.github.pushes import Push
from course.language import Text

MOST = 10
"""GitHub shows no more of a step."""

REST = Text(
    ko="통과하지 못한 연습이 {count}개 더 있습니다. 실행 요약(Summary)에 모두 있습니다.",
    en="{count} more exercises have not passed: all of them are in the run's summary.",
)


def annotate(push: Push, repository: Path) -> Iterator[str]:
    """A line for each failed exercise, as many as GitHub shows, and one that says how many there are more."""
    failed = [verdict for verdict in push.verdicts if verdict.verdict == "failed"]
    for verdict in failed[: MOST - 1] if len(failed) > MOST else failed:
        where = {}
        if path := push.notebooks.get(verdict.section):
            where = {
                "file": path.relative_to(repository).as_posix(),
                "line": str(line_of(path, verdict.check)),
            }
        title = f"{verdict.check} ({verdict.score}/{verdict.points})"
        said = [f"{label}: {words}" for label, words in rows(verdict, push.lang)]
        yield command("error", "\n".join([verdict.sentence, *said]), **where, title=title)
    if len(failed) > MOST:
        yield command("error", REST.format(count=len(failed) - MOST + 1).of(push.lang))
    for problem in push.problems:
        yield command("warning", problem)


def line_of(notebook: Path, check_id: str) -> int:
    """The line of a notebook's file at which an exercise is checked, from 1; 1 when it is nowhere in it."""
    call = json.dumps(f'check("{check_id}"')[1:-1]
    try:
        lines = notebook.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    for wanted in (call, f'"grade_id": "{check_id}"', f'"id": "{check_id}"'):
        for number, line in enumerate(lines, 1):
            if wanted in line:
                return number
    return 1


def command(kind: str, message: str, **properties: str) -> str:
    """A workflow command: `::error file=…,line=3::What there is to say`."""
    named = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{kind}{' ' if named else ''}{named}::{_escaped(printable(message))}"


def _escaped(words: str, also: str = "") -> str:
    for letter in ("%", "\r", "\n", *also):
        words = words.replace(letter, f"%{ord(letter):02X}")
    return words
