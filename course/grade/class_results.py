"""What the results of a class say together: how many points, what was hard, and what was seen instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import mean, median

from course import syllabus
from course.checks import Verdict
from course.grade.results import Result, Ungraded
from course.language import Lang
from course.personal import Learner

BINS = 10

_CHANCE = [
    (re.compile(r"\b[0-9a-f]{12,64}\b…?"), "…"),
    (re.compile(r"\bpid \d+"), "pid …"),
    (re.compile(r"\b\d+(초|분|시간) 전"), r"…\1 전"),
    (re.compile(r"\b\d+ (s|min|h) ago"), r"… \1 ago"),
]
"""What differs from run to run without meaning anything: ids, PIDs, ages."""


@dataclass
class WrongState:
    """One wrong state, and in whose work it was seen."""

    seen: str
    expected: str
    """What should have been there instead."""
    submissions: list[str] = field(default_factory=list)


@dataclass
class CheckInClass:
    """One check in the work of a class."""

    id: str
    section: str
    points: int
    sentence: str = ""
    """What it looks for."""
    lang: Lang = "ko"
    """The language of that sentence."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """{submission: verdict} of those who handed the section in."""
    wrong: list[WrongState] = field(default_factory=list)
    """What was seen where it failed, the most frequent first."""

    @property
    def name(self) -> str:
        """The id without its section: `create` of `states-create`."""
        return self.id.removeprefix(f"{self.section}-")

    def who(self, outcome: str) -> list[str]:
        """The submissions that got that verdict: passed, failed or not_checked."""
        return [submission for submission, verdict in self.verdicts.items() if verdict.verdict == outcome]

    def count(self, outcome: str) -> int:
        """How many got that verdict."""
        return len(self.who(outcome))


class ClassResults:
    """The results of one class, in the order in which they were graded; sentences in `lang` where there are any."""

    def __init__(self, results: Sequence[Result | Ungraded], lang: Lang) -> None:
        self.lang: Lang = lang
        self.results = list(results)
        self.graded = [one for one in results if isinstance(one, Result)]
        self.ungraded = [one for one in results if isinstance(one, Ungraded)]

    @cached_property
    def checks(self) -> list[CheckInClass]:
        """Every check of the sections that anybody handed in, in the order of the course."""
        handed_in = {verdict.section for one in self.graded for verdict in one.verdicts}
        checks = {
            exercise.id: CheckInClass(exercise.id, exercise.section, exercise.points)
            for exercise in syllabus.exercises()
            if exercise.section in handed_in
        }
        for one in self.graded:
            for verdict in one.verdicts:
                # A check that the course no longer has may stand in results of before.
                known = checks.setdefault(
                    verdict.check, CheckInClass(verdict.check, verdict.section, verdict.points)
                )
                known.verdicts[one.submission] = verdict
                if not known.sentence or one.lang == self.lang != known.lang:
                    known.sentence, known.lang = verdict.sentence, one.lang
        for check in checks.values():
            check.wrong = self._wrong(check)
        return sorted(checks.values(), key=lambda check: self.sections.index(check.section))

    @cached_property
    def sections(self) -> list[str]:
        """The sections that anybody handed in, in the order of the course."""
        found = {verdict.section for one in self.graded for verdict in one.verdicts}
        known = [section.id for section in syllabus.sections()]
        return [section for section in known if section in found] + sorted(found - set(known))

    @cached_property
    def points(self) -> float:
        """What all of these sections are worth."""
        return sum(check.points for check in self.checks)

    @cached_property
    def percents(self) -> list[float]:
        """What each graded submission got of these points, 0 to 100; a section not handed in gives none."""
        return [100 * one.score / self.points if self.points else 0.0 for one in self.graded]

    @property
    def mean(self) -> float:
        return mean(self.percents) if self.percents else 0.0

    @property
    def median(self) -> float:
        return median(self.percents) if self.percents else 0.0

    @property
    def distribution(self) -> list[int]:
        """How many submissions got 0 to 9 %, 10 to 19 %, …, 90 to 100 %."""
        counts = [0] * BINS
        for percent in self.percents:
            counts[min(BINS - 1, int(percent * BINS / 100))] += 1
        return counts

    @property
    def hardest(self) -> list[CheckInClass]:
        """The checks that somebody failed, those that most failed first."""
        failed = [check for check in self.checks if check.count("failed")]
        return sorted(failed, key=lambda check: (-check.count("failed"), check.count("passed")))

    @property
    def to_grade_again(self) -> dict[tuple[str, ...], list[str]]:
        """{checks: submissions} of what could not be checked through the machine's fault."""
        found: dict[tuple[str, ...], list[str]] = {}
        for one in self.graded:
            if one.unchecked:
                checks = tuple(verdict.check for verdict in one.unchecked)
                found.setdefault(checks, []).append(one.submission)
        return found

    def section_score(self, one: Result, section: str) -> tuple[float, float] | None:
        """(points got, points to get) in a section; None when it was not handed in."""
        verdicts = [verdict for verdict in one.verdicts if verdict.section == section]
        if not verdicts:
            return None
        return sum(verdict.score or 0 for verdict in verdicts), sum(verdict.points for verdict in verdicts)

    def section_percent(self, section: str) -> float:
        """What those who handed a section in got of its points on average, 0 to 100."""
        scores = [score for one in self.graded if (score := self.section_score(one, section))]
        return mean(100 * got / most if most else 0 for got, most in scores) if scores else 0.0

    def _wrong(self, check: CheckInClass) -> list[WrongState]:
        learners = {one.submission: one.learner for one in self.graded}
        states: dict[str, WrongState] = {}
        for submission, verdict in check.verdicts.items():
            if verdict.verdict == "failed":
                learner = Learner.of(learners[submission])
                seen, expected = (
                    _without_chance(words, learner) for words in (verdict.seen, verdict.expected)
                )
                states.setdefault(seen, WrongState(seen, expected)).submissions.append(submission)
        return sorted(states.values(), key=lambda state: -len(state.submissions))


def _without_chance(seen: str, learner: Learner) -> str:
    for pattern, instead in _CHANCE:
        seen = pattern.sub(instead, seen)
    return seen.replace(learner.hostname, "{me.hostname}").replace(learner.word, "{me.word}")
