"""From a check's id to its verdict: the one way, for notebook, terminal and grading."""

from __future__ import annotations

import time
from collections.abc import Container

from course.checks.answers import NO_ANSWER, as_answer
from course.checks.catalog import GRADERS, Check, find_check
from course.checks.explaining import missing_prerequisite, not_plain, understood
from course.checks.in_pytest import run_in_pytest
from course.checks.verdict import Verdict
from course.checks.vocabulary import CheckFailed, NotChecked
from course.engine import Access
from course.language import Lang, Text, current_language, in_language
from course.personal import Learner, learner_id


def run_check(
    check_id: str,
    access: Access,
    *,
    answer: object = NO_ANSWER,
    lang: Lang | None = None,
    learner: Learner | None = None,
    passed: Container[str] | None = None,
    package: str = GRADERS,
) -> Verdict:
    """Run one check against one engine; its words come in `lang` (default: COURSE_LANG).

    `learner`: whose work it is (default: who works here, COURSE_LEARNER). `passed`: ids that have passed so far; a
    check that needs another one is then not checked. None: needs are not looked at. Raises UnknownCheck (with near
    ids) and KeyboardInterrupt, nothing else.
    """
    check = find_check(check_id, package)
    lang = lang or current_language()
    began = time.perf_counter()
    missing = [] if passed is None else [need for need in check.needs if need not in passed]
    ended, told = (missing_prerequisite(missing), []) if missing else _run(check, access, answer, learner)
    return _verdict(check, ended, told, lang, time.perf_counter() - began)


def unchecked(check_id: str, why: NotChecked, lang: Lang) -> Verdict:
    """The verdict of a check that is not run at all. Raises UnknownCheck."""
    return _verdict(find_check(check_id), why, [], lang, 0.0)


def _run(
    check: Check, access: Access, answer: object, learner: Learner | None
) -> tuple[CheckFailed | NotChecked | None, list[Text]]:
    try:
        plain = as_answer(answer)
    except (TypeError, ValueError, RecursionError):
        return not_plain(answer), []
    error, told = run_in_pytest(check, access, plain, learner or Learner.of(learner_id()))
    return (None if error is None else understood(error, check, access)), told


def _verdict(
    check: Check, ended: CheckFailed | NotChecked | None, told: list[Text], lang: Lang, seconds: float
) -> Verdict:
    points = check.points
    common = (check.id, check.section, points)
    sentence = check.sentence.of(lang)
    if ended is None:
        proved = " ".join(text.of(lang) for text in told)
        return Verdict(*common, points, "passed", sentence, "", "", "", seconds, told=proved)
    seen, hint = in_language(ended.seen, lang), ended.hint.of(lang)
    if isinstance(ended, CheckFailed):
        expected = ended.expected.of(lang)
        words = (sentence, expected, seen, hint)
        commands = ", ".join(f"`{command}`" for command in check.shape)
        return Verdict(
            *common, 0, "failed", *words, seconds, shape=commands, answered=ended.answered, blank=ended.blank
        )
    return Verdict(*common, None, "not_checked", sentence, "", seen, hint, seconds, reason=ended.reason)
