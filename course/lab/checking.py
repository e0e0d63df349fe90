"""`course check`: the lab's checks in a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console

from course import syllabus
from course.checks import NO_ANSWER, as_text, find_check, run_check
from course.formats.verdicts import verdicts_table
from course.lab.door import find_lab
from course.lab.errors import LabError
from course.language import Lang, Text

NOT_JSON = Text(
    ko="`--answer`의 값 {answer}은(는) JSON이 아닙니다 ({why}). 예: 137, '\"exited\"', '[127, \"created\"]'",
    en="the value {answer} of `--answer` is no JSON ({why}). Examples: 137, '\"exited\"', '[127, \"created\"]'",
)


def show_checks(ids: Sequence[str], section: str, answer: str | None, lang: Lang) -> int:
    """Run checks on the running lab's engine and print the verdicts; 0 when all of them passed, else 1.

    Raises LabError for an answer that is not JSON, UnknownCheck, UnknownId.
    """
    value = NO_ANSWER if answer is None else _parse(answer)
    wanted = [find_check(id).id for id in ids] or [exercise.id for exercise in syllabus.exercises(section)]
    access = find_lab()
    verdicts = []
    passed: set[str] | None = None if ids else set()
    for id in wanted:
        verdict = run_check(id, access, answer=value, lang=lang, passed=passed)
        verdicts.append(verdict)
        if passed is not None and verdict.verdict == "passed":
            passed.add(id)
    if len(verdicts) == 1:
        print(as_text(verdicts[0], lang))
    else:
        Console().print(verdicts_table(verdicts, lang))
    return 0 if all(verdict.verdict == "passed" for verdict in verdicts) else 1


def _parse(answer: str) -> object:
    try:
        return json.loads(answer)
    except ValueError as error:
        raise LabError(NOT_JSON.format(answer=answer, why=error)) from error
