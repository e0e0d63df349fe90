"""`course check`: the lab's checks in a terminal, as the engine is now."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence

from rich.console import Console

from course import syllabus
from course.checks import NO_ANSWER, Check, UnknownCheck, Verdict, as_text, find_check, run_check
from course.checks.ladder import as_far_as_climbed, last_check, step_up
from course.checks.passing import passed_before, remember
from course.engine import Access
from course.formats.verdicts import Mark, verdicts_table
from course.lab.door import find_lab
from course.lab.errors import WrongUsage
from course.lab.remembering import noted_learner
from course.language import Lang, Text

NOT_JSON = Text(
    ko="`--answer`의 값이 올바른 JSON이 아닙니다: {answer}. 예: 137, '\"exited\"', '[127, \"created\"]'",
    en="the value of `--answer` is no valid JSON: {answer}. Examples: 137, '\"exited\"', '[127, \"created\"]'",
)
NO_SECTION = Text(
    ko="`{section}` 절은 없습니다. 있는 절: {sections}",
    en="There is no section `{section}`. The sections: {sections}",
)
AS_OF_NOW = Text(
    ko="지금 엔진 상태 기준입니다. 앞서 통과한 연습도 그 뒤의 연습이 컨테이너를 바꾸었으면 지금은 통과하지 못할 수 "
    "있습니다.",
    en="This is how the engine is now: an exercise that passed before may not pass any more, where a later one has "
    "changed its container.",
)
GIVE_ANSWER = Text(
    ko="답이 있어야 확인합니다: `course check {id} --answer '…'` (JSON)",
    en="needs your answer: `course check {id} --answer '…'` (JSON)",
)


def show_checks(ids: Sequence[str], section: str | None, answer: str | None, lang: Lang) -> int:
    """Run checks on the running lab's engine and print the verdicts; 0 when all that were run passed, else 1.

    Without ids and section: all checks of the section in which a check was made last, else of the first.
    A check that needs an answer and got none is not run, nor does it count. Of a whole section, what
    passed on this engine before counts as passed. Raises WrongUsage, LabError.
    """
    value = NO_ANSWER if answer is None else _parse(answer)
    wanted = _named(ids) if ids else _of_section(section) if section else []
    access = find_lab()
    wanted = wanted or _of_section(_section_at_work(access))
    before = set() if ids else passed_before(access)
    marks: dict[str, Mark] = {}
    verdicts = []
    for check in wanted:
        unmet = {id for id, mark in marks.items() if mark in ("failed", "not_checked")}
        met = None if ids else set(marks) - unmet
        verdict, mark = _look(check, access, value, lang, before, met)
        verdicts.append(verdict)
        marks[check.id] = mark
    remember(access, [id for id, mark in marks.items() if mark == "passed"])
    climb = step_up if ids else as_far_as_climbed
    verdicts = [climb(verdict, access) for verdict in verdicts]
    if len(verdicts) == 1 and "unanswered" not in marks.values():
        print(as_text(verdicts[0], lang))
    else:
        print(f"{AS_OF_NOW.of(lang)}\n")
        Console().print(verdicts_table(verdicts, lang, marks))
    counted = [mark in ("passed", "earlier") for mark in marks.values() if mark != "unanswered"]
    return 0 if counted and all(counted) else 1


def _look(
    check: Check, access: Access, value: object, lang: Lang, before: set[str], met: set[str] | None
) -> tuple[Verdict, Mark]:
    if value is NO_ANSWER and _needs_answer(check.id):
        hint = GIVE_ANSWER.format(id=check.id).of(lang)
        asked = Verdict(
            check.id,
            check.section,
            check.points,
            None,
            "not_checked",
            check.sentence.of(lang),
            "",
            "",
            hint,
            0,
        )
        return asked, "earlier" if check.id in before else "unanswered"
    verdict = run_check(check.id, access, answer=value, lang=lang, learner=noted_learner(access), passed=met)
    if verdict.verdict == "failed" and check.id in before:
        return verdict, "earlier"
    return verdict, verdict.verdict


def _needs_answer(id: str) -> bool:
    """Whether the check cell of our own notebook hands over a value: `check("states-ps", listed)`."""
    try:
        call = ast.parse(syllabus.exercise(id).source, mode="eval").body
    except syllabus.UnknownId:  # a check that no exercise uses
        return False
    return isinstance(call, ast.Call) and len(call.args) + len(call.keywords) > 1


def _section_at_work(access: Access) -> str:
    known = [section.id for section in syllabus.sections()]
    last = (last_check(access) or "").partition("-")[0]
    return last if last in known else known[0]


def _named(ids: Sequence[str]) -> list[Check]:
    try:
        return [find_check(id) for id in ids]
    except UnknownCheck as error:
        raise WrongUsage(error.describe()) from error


def _of_section(section: str) -> list[Check]:
    try:
        return [find_check(exercise.id) for exercise in syllabus.exercises(section)]
    except syllabus.UnknownId as error:
        known = ", ".join(one.id for one in syllabus.sections())
        raise WrongUsage(NO_SECTION.format(section=section, sections=known)) from error


def _parse(answer: str) -> object:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise WrongUsage(NOT_JSON.format(answer=answer)) from error
