"""Grading what a learner pushed: one submission, its sections side by side, every exercise counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from course import syllabus
from course.checks import NotChecked, Verdict, find_check, unchecked
from course.grade.errors import GradingError
from course.grade.job import Job, Terms
from course.grade.progress import ProgressCallback
from course.grade.results import (
    MACHINE_REASONS,
    EngineFacts,
    Result,
    Ungraded,
    write_ungraded,
    write_whole,
)
from course.grade.submission import Submission, collect, learner_name, read_papers
from course.grade.workers import Crew
from course.language import Lang, Text, current_language, same
from course.personal import Learner

HANDED_IN = Text(ko="`{name}` 노트북이 있습니다.", en="The notebook `{name}` is there.")
NOT_HANDED_IN = Text(ko="없거나 읽을 수 없습니다.", en="It is missing or cannot be read.")
BRING_IT_BACK = Text(
    ko="`git log -- '*{name}'`으로 마지막에 있던 커밋을 찾아 되살린 뒤 다시 push하세요.",
    en="Find the last commit that had it with `git log -- '*{name}'`, bring it back and push again.",
)
GRADE_AGAIN = Text(ko="이 실행을 다시 시작하세요(Re-run jobs).", en="Run this once more (Re-run jobs).")


@dataclass(frozen=True)
class Push:
    """What grading makes of a push."""

    submission: str
    lang: Lang
    verdicts: tuple[Verdict, ...]
    """Of every exercise of the sections asked for: a notebook that is missing or broken has failed them all."""
    problems: tuple[str, ...] = ()
    """A sentence for each file that could not be read, or not as its learner meant it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """{section: how long grading it took}, of those that were graded."""
    engine: EngineFacts | None = None
    """None when nothing was graded."""
    notebooks: dict[str, Path] = field(default_factory=dict)
    """{section: its notebook}, of those that could be read."""

    @property
    def score(self) -> int:
        return sum(verdict.score or 0 for verdict in self.verdicts)

    @property
    def max_score(self) -> int:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def unchecked(self) -> list[Verdict]:
        """Verdicts that are missing through the machine's fault: without them the score is not one to hand on."""
        return [verdict for verdict in self.verdicts if verdict.reason in MACHINE_REASONS]

    @property
    def sections(self) -> dict[str, list[Verdict]]:
        """{section: its verdicts}, in the order of the course."""
        return {section: list(each) for section, each in groupby(self.verdicts, lambda one: one.section)}


def grade_push(
    repository: Path,
    out: Path,
    *,
    terms: Terms,
    crew: Crew,
    learner: Learner | None = None,
    sections: Sequence[str] = (),
    progress: ProgressCallback | None = None,
) -> Push:
    """Grade the notebooks in a repository; writes `out`/<learner>/results.json and the executed notebooks there.

    `sections`: the only ones that count, by default all. `learner` is by default whose name the folder bears.
    Never raises for what a learner may have made of the repository; GradingError when it is not there.
    """
    learner = learner or Learner.of(learner_name(repository))
    wanted = [one.id for one in syllabus.sections() if not sections or one.id in sections]
    grading = _Grading(learner_name(Path("/", learner.id.replace("/", "_"))), out, learner, terms, wanted)
    began = time.monotonic()
    grading.read(repository)
    for job, delivery in crew(grading.jobs(), progress or (lambda _progress: None)):
        grading.take(job.name, delivery.outcome, delivery.files)
    push = grading.push()
    _write(push, repository, out, learner, time.monotonic() - began)
    return push


@dataclass
class _Grading:
    """A push while it is being graded."""

    name: str
    out: Path
    learner: Learner
    terms: Terms
    wanted: list[str]
    submission: Submission | None = None
    notebooks: dict[str, Path] = field(default_factory=dict)
    problems: list[Text] = field(default_factory=list)
    done: dict[str, Result | Ungraded] = field(default_factory=dict)
    lang: Lang = "ko"

    def read(self, repository: Path) -> None:
        """What can be graded of it; that nothing can is no error."""
        self.lang = self.terms.lang or current_language()
        try:
            self.submission = collect(repository)
            read = read_papers(self.submission)
        except GradingError as error:
            if not repository.is_dir():
                raise
            self.problems = [error.text]
            return
        self.lang = self.terms.lang or read.papers[0].lang or self.lang
        self.problems = read.problems
        self.notebooks = {paper.section: paper.path for paper in read.papers if paper.section in self.wanted}

    def jobs(self) -> Iterator[Job]:
        """One a section: each has an engine of its own anyway, so they can be graded side by side."""
        for number, section in enumerate(self.notebooks, start=1):
            assert self.submission
            yield Job(
                section,
                self.submission,
                self.learner,
                self.terms,
                self.lang,
                self.lang,
                sections=(section,),
                followers=len(self.notebooks) - number,
            )

    def take(self, section: str, outcome: Result | Ungraded, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            write_whole(self.out / self.name / name, content)
        self.done[section] = outcome

    def push(self) -> Push:
        graded = {section: one for section, one in self.done.items() if isinstance(one, Result)}
        return Push(
            self.name,
            self.lang,
            tuple(verdict for section in self.wanted for verdict in self._verdicts(section)),
            tuple(problem.of(self.lang) for problem in self.problems),
            {section: one.seconds for section, one in graded.items()},
            next((one.engine for one in graded.values()), None),
            self.notebooks,
        )

    def _verdicts(self, section: str) -> tuple[Verdict, ...]:
        outcome = self.done.get(section)
        if isinstance(outcome, Result):
            return outcome.verdicts
        ids = [exercise.id for exercise in syllabus.exercises(section)]
        if outcome is None:
            return tuple(_not_handed_in(id, self.lang) for id in ids)
        why = NotChecked("grader", same(outcome.sentence), GRADE_AGAIN)
        return tuple(unchecked(id, why, self.lang) for id in ids)


def _not_handed_in(check_id: str, lang: Lang) -> Verdict:
    check = find_check(check_id)
    name = syllabus.released(check.section, lang).name
    expected, hint = (text.format(name=name).of(lang) for text in (HANDED_IN, BRING_IT_BACK))
    said = (check.sentence.of(lang), expected, NOT_HANDED_IN.of(lang), hint)
    return Verdict(check.id, check.section, check.points, 0, "failed", *said, 0.0)


def _write(push: Push, repository: Path, out: Path, learner: Learner, seconds: float) -> None:
    if push.engine is None:
        sentence = " ".join(push.problems or [one.seen for one in push.unchecked[:1]])
        write_ungraded(out / push.submission, Ungraded(push.submission, repository, sentence))
        return
    result = Result(
        push.submission, learner.id, push.lang, seconds, push.engine, push.verdicts, push.problems
    )
    result.write(out / push.submission)
