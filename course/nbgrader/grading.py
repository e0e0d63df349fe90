"""Grading the learners of one nbgrader run, each once, whoever asks for it first."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from course import syllabus
from course.checks import Verdict
from course.grade import Limits, Result, Ungraded, grade
from course.grade.classroom import Whose
from course.grade.errors import GradingError
from course.grade.progress import ProgressCallback
from course.grade.record import RECORD_FILE
from course.grade.submission import Submission, collect, read_papers
from course.grade.workers import Crew, alone
from course.lab.choosing import choose_engine
from course.language import Lang, Text
from course.nbgrader.places import Work

OTHER_SECTION = Text(
    ko="{path}: 파일 안에 다른 절의 노트북이라고 적혀 있습니다. 배포한 {name}에 옮겨 적어 다시 제출해야 합니다.",
    en="{path}: says inside that it is another section's notebook. The work has to be handed in again in {name} as "
    "it was released.",
)
MISSING = Text(
    ko="{path}: 채점 결과에 이 절이 없습니다. `--force`로 다시 채점하세요.",
    en="{path}: the result says nothing about this section. Grade it again with `--force`.",
)
HALF = Text(
    ko="{path}: 이 확인을 하지 못했습니다: {checks}. 다시 채점하세요. 또 같은 자리에서 못 하면 그 제출물이 "
    "엔진을 멈추는 것으로 보고, 그때는 직접 채점하도록 남겨 둡니다.",
    en="{path}: these checks could not be made: {checks}. Grade it again. If that ends at the same place, the work "
    "itself is taken to stop its engine, and those checks are left to be graded by hand.",
)


@dataclass(frozen=True)
class Graded:
    """What became of one learner's work."""

    folder: Path
    """Where results.json, the executed notebooks and the timelines are, as far as there are any."""
    result: Result | None
    missing: dict[str, str] = field(default_factory=dict)
    """{section: why it has no verdicts}."""
    fault: str | None = None
    """What the machine failed to do, with what to do about it; None when nothing is to be graded again."""

    def outcomes(self, section: str) -> dict[str, Verdict | str]:
        """{check: its verdict, or why it has none} of one section."""
        verdicts = {one.check: one for one in self.result.verdicts} if self.result else {}
        why = self.missing.get(section, "")
        return {one.id: verdicts.get(one.id, why) for one in syllabus.exercises(section)}


class Grading:
    """Grades with the terms of one run and remembers what came out."""

    def __init__(self, results: Path, lang: Lang, suite: str, limits: Limits) -> None:
        self._results = results
        self.lang: Lang = lang
        """Language of what learners are told."""
        self._suite = suite
        self._limits = limits
        self._done: dict[tuple[str, str], Graded] = {}

    @property
    def faults(self) -> dict[str, str]:
        """{student: what the machine failed to do}."""
        return {student: one.fault for (_, student), one in self._done.items() if one.fault is not None}

    @property
    def unreadable(self) -> dict[str, list[str]]:
        """{student: why notebooks of theirs have no verdicts} where that is not the machine's fault."""
        return {
            student: list(one.missing.values())
            for (_, student), one in self._done.items()
            if one.missing and one.fault is None
        }

    def known(self, assignment: str, student: str) -> Graded | None:
        """What became of that learner's work, if it was graded in this run."""
        return self._done.get((assignment, student))

    def of(self, work: Work) -> Graded:
        """What became of that work; grades it now when this run has not yet."""
        if (work.assignment, work.student) not in self._done:
            # In a thread: formgrader asks for it from within a running event loop.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(self.ahead, [work]).result()
        return self._done[work.assignment, work.student]

    def ahead(
        self,
        works: Sequence[Work],
        crew: Crew = alone,
        progress: ProgressCallback | None = None,
        resume: bool = False,
    ) -> None:
        """Grade the works of one assignment. `resume`: take earlier results of the same work as they are."""
        if not works:
            return
        out = self._results / works[0].assignment
        before = {work.student: Result.read(out / work.student) for work in works}
        for student, earlier in before.items():
            if earlier is not None and earlier.unchecked:  # whatever is resumed: this is not done yet
                (out / student / RECORD_FILE).unlink(missing_ok=True)
        outcomes = {one.submission: one for one in self._grade(works, out, crew, progress, resume)}
        for work in works:
            outcome, earlier = outcomes[work.student], before[work.student]
            graded = self._graded(work, outcome, out / work.student, earlier)
            self._done[work.assignment, work.student] = graded

    def _grade(
        self, works: Sequence[Work], out: Path, crew: Crew, progress: ProgressCallback | None, resume: bool
    ) -> list[Result | Ungraded]:
        whose = {work.folder: Whose(work.student, tuple(work.sections.values())) for work in works}
        try:
            return grade(
                [work.folder for work in works],
                out,
                engine_factory=partial(choose_engine, "disposable", "grade", self._suite),
                engine=self._suite,
                lang=self.lang,
                progress=progress,
                limits=self._limits,
                crew=crew,
                resume=resume,
                whose=whose,
            )
        except (GradingError, OSError) as error:
            why = error.text.of(self.lang) if isinstance(error, GradingError) else str(error)
            return [Ungraded(work.student, work.folder, why) for work in works]

    def _graded(self, work: Work, outcome: Result | Ungraded, folder: Path, earlier: Result | None) -> Graded:
        unreadable = _unreadable(work, self.lang)
        if isinstance(outcome, Ungraded):
            readable = set(work.sections.values()) - set(unreadable)
            why = _without_place(outcome.sentence, work)
            missing = dict.fromkeys(readable, why) | unreadable
            return Graded(folder, None, missing, outcome.sentence if readable else None)
        there = {verdict.section for verdict in outcome.verdicts}
        lost = {
            section: MISSING.format(path=_file(work, section).name).of(self.lang)
            for section in work.sections.values()
            if section not in there | set(unreadable)
        }
        return Graded(folder, outcome, lost | unreadable, self._fault(work, outcome, earlier, lost))

    def _fault(self, work: Work, result: Result, earlier: Result | None, lost: dict[str, str]) -> str | None:
        checks = [verdict.check for verdict in result.unchecked]
        if checks and not _ended_alike(result, earlier):
            return HALF.format(path=work.folder, checks=", ".join(checks)).of(self.lang)
        return next(iter(lost.values()), None)


def _ended_alike(result: Result, earlier: Result | None) -> bool:
    """Whether the engine ended just where it did the last time: the work's doing, not the machine's."""
    ended = [(verdict.check, verdict.reason) for verdict in result.unchecked]
    return (
        earlier is not None
        and all(reason == "engine" for _, reason in ended)
        and ended == [(verdict.check, verdict.reason) for verdict in earlier.unchecked]
    )


def _unreadable(work: Work, lang: Lang) -> dict[str, str]:
    """{section: what is wrong with its file} of those that cannot be graded by anybody."""
    try:
        submission = collect(work.folder)
    except GradingError as error:
        return dict.fromkeys(work.sections.values(), error.text.of(lang))
    try:
        readable = {paper.section for paper in read_papers(submission).papers}
    except GradingError:
        readable = set()
    return {
        section: _without_place(_wrong_with(submission, work.folder / f"{notebook}.ipynb", lang), work)
        for notebook, section in work.sections.items()
        if section not in readable
    }


def _wrong_with(submission: Submission, path: Path, lang: Lang) -> str:
    sheets = tuple(sheet for sheet in submission.sheets if sheet.path == path)
    try:
        read_papers(replace(submission, sheets=sheets))
    except GradingError as error:
        return error.text.of(lang)
    return OTHER_SECTION.format(path=path, name=path.name).of(lang)


def _without_place(reason: str, work: Work) -> str:
    """What a learner may read: where a teacher keeps things is not their business."""
    return reason.replace(f"{work.folder}/", "").replace(str(work.folder), work.assignment)


def _file(work: Work, section: str) -> Path:
    names = {one: notebook for notebook, one in work.sections.items()}
    return work.folder / f"{names[section]}.ipynb"
