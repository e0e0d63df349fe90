"""Grading: the learner's cells in a kernel of their own, the checks outside it, one engine for each."""

import time
from collections.abc import Collection
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from docker.errors import DockerException
from nbformat import NotebookNode
from requests.exceptions import RequestException

from course.checks import NO_ANSWER, UnknownCheck, Verdict, run_check, unchecked
from course.engine import Access, EngineError
from course.grade.ahead import Ahead, EngineFactory
from course.grade.answers import Answer
from course.grade.cells import say, show, text_of
from course.grade.errors import GradingError
from course.grade.kernel import LearnerKernel
from course.grade.limits import Limits
from course.grade.placing import Step, plan
from course.grade.progress import Progress, ProgressCallback
from course.grade.results import RESULTS_FILE, EngineFacts, Result, Ungraded, write_whole
from course.grade.station import Station
from course.grade.submission import (
    Paper,
    Submission,
    collect,
    distinct,
    learner_name,
    read_papers,
    submission_names,
)
from course.grade.timelines import write_timeline
from course.grade.trusted import TrustedCheck, trusted
from course.grade.watching import NOT_RUN, Watch
from course.language import Lang, Text, current_language
from course.personal import Learner

NO_ENGINE = Text(
    ko="{path}: 이 컴퓨터에서 채점을 준비하지 못했습니다 ({why}). `course doctor`를 보고 다시 채점하세요.",
    en="{path}: this machine cannot provide what grading needs ({why}). Run `course doctor`, then try again.",
)

NOT_IN_IT = Text(
    ko="{path}: 다시 채점할 절({sections})의 노트북이 없습니다.",
    en="{path}: there is no notebook in it for what is to be graded again ({sections}).",
)
NO_GRADER = Text(
    ko="{check}: 이 확인을 채점하는 함수가 설치된 강의에 없습니다. 강의를 다시 설치하세요.",
    en="{check}: the installed course has no grader for this check. Install the course again.",
)


def grade_submission(
    work: Path | Submission,
    out: Path,
    *,
    engine_factory: EngineFactory,
    lang: Lang | None = None,
    progress: ProgressCallback | None = None,
    limits: Limits | None = None,
    name: str | None = None,
    learner: Learner | None = None,
    sections: Collection[str] | None = None,
    ahead: Ahead | None = None,
    more: bool = False,
) -> Result | Ungraded:
    """Grade one submission: writes `out`/<name>/results.json and the executed notebooks there.

    `work` is where it lies, or what was collected there. `engine_factory()` is asked for an empty engine for each
    notebook. `lang` is the language of the verdicts, by default that of the notebook; `learner` is by default whose
    name the path bears; `sections`: the only ones to grade. A submission that cannot be graded leaves no
    results.json, not even an earlier one.

    While one notebook is graded, engine and kernel for the next one start; with `more`, so do those for the next
    submission, which finds them when it is given the same `ahead`.
    """
    path = work.path if isinstance(work, Submission) else work
    name = name or submission_names([path])[0]
    tell = progress or (lambda _progress: None)
    folder = out / name
    whose = learner or Learner.of(learner_name(path))
    started = time.monotonic()
    try:
        (folder / RESULTS_FILE).unlink(missing_ok=True)
        readable = read_papers(work if isinstance(work, Submission) else collect(work))
        copies = distinct([paper.path.stem for paper in readable.papers])
        chosen = {
            folder / f"{copy}.ipynb": paper
            for copy, paper in zip(copies, readable.papers, strict=True)
            if sections is None or paper.section in sections
        }
        if not chosen:
            raise GradingError(NOT_IN_IT.format(path=path, sections=", ".join(sections or ())))
        grading = _Grading(name, chosen, lang, tell, limits or Limits(), engine_factory, whose)
        with nullcontext(ahead) if ahead else Ahead() as stations:
            verdicts, facts = grading.run(stations, more)
        seconds = time.monotonic() - started
        problems = tuple(problem.of(grading.lang) for problem in readable.problems)
        result = Result(name, whose.id, grading.lang, seconds, facts, tuple(verdicts), problems)
        result.write(folder)
    except (GradingError, EngineError, DockerException, RequestException, OSError) as error:
        tell(Progress(name, "ungraded", seconds=time.monotonic() - started))
        text = error.text if isinstance(error, GradingError) else NO_ENGINE.format(path=path, why=error)
        return Ungraded(name, path, text.of(lang or current_language()))
    tell(replace(grading.progress, stage="graded", seconds=seconds))
    return result


@dataclass
class _Grading:
    """One submission while it is being graded."""

    name: str
    copies: dict[Path, Paper]
    """{where the executed notebook goes: what is graded}"""
    wanted_lang: Lang | None
    tell: ProgressCallback
    limits: Limits
    engine_factory: EngineFactory
    learner: Learner
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        checks = [
            check
            for paper in self.copies.values()
            for check in trusted(paper.section, self.lang).checks.values()
        ]
        points = sum(check.points for check in checks)
        self.progress = Progress(self.name, "engine", total=len(checks), max_score=points)
        self.seconds_left = self.limits.submission
        self.output_left = self.limits.outputs

    @property
    def lang(self) -> Lang:
        """The language asked for, else that of the first notebook, else the course's."""
        return self.wanted_lang or next(iter(self.copies.values())).lang or current_language()

    def run(self, stations: Ahead, more: bool) -> tuple[list[Verdict], EngineFacts]:
        facts = []
        for number, (copy, paper) in enumerate(self.copies.items(), start=1):
            self._say("engine", section=paper.section)
            follows = more or number < len(self.copies)
            with stations.station(self.engine_factory, self.limits, follows) as station:
                facts.append(self._grade_paper(paper, copy, station))
        ordered = [
            check for paper in self.copies.values() for check in trusted(paper.section, self.lang).checks
        ]
        return [self.verdicts[check] for check in ordered], facts[0]

    def _grade_paper(self, paper: Paper, copy: Path, station: Station) -> EngineFacts:
        steps = plan(paper.notebook, trusted(paper.section, self.lang))
        executed = paper.notebook
        executed.cells = [step.cell for step in steps]
        access, kernel = station.access, station.kernel
        facts = _engine_facts(access)
        self._say("kernel")
        try:
            with closing(kernel):
                kernel.begin(executed, self.lang, self.learner, self.output_left)
                watch = Watch(station.client, access, kernel.name, self.limits)
                kernel.before_kill = watch.before_kill
                for index, step in enumerate(steps):
                    self._take(step, index, kernel, access, watch)
                self.output_left -= kernel.kept
        finally:
            # What was seen so far is worth keeping, for whoever has to find out why the rest is missing.
            write_whole(copy, text_of(executed))
            write_timeline(access, paper.section, copy)
        return facts

    def _take(self, step: Step, index: int, kernel: LearnerKernel, access: Access, watch: Watch) -> None:
        if step.note is not None and step.cell.cell_type == "code":
            say(step.cell, step.note.of(self.lang))
        if step.kind == "run" and watch.ended is not None:
            say(step.cell, NOT_RUN.of(self.lang))
        elif step.kind == "run":
            started = time.monotonic()
            kernel.run(index, min(self.limits.cell, self.seconds_left))
            for limit in watch.after_cell(step.cell) if self.seconds_left > 0 else ():
                say(step.cell, limit.of(self.lang))
            self.seconds_left -= time.monotonic() - started
        elif step.check is not None and step.kind == "check":
            self._say("check", check=step.check.id)
            self._check(step.check, step.cell, kernel, access, watch)

    def _check(
        self, check: TrustedCheck, cell: NotebookNode, kernel: LearnerKernel, access: Access, watch: Watch
    ) -> None:
        answer = kernel.answer(check.expression) if check.expression else Answer(False)
        if answer.why_not is not None:
            say(cell, answer.why_not.of(self.lang))
        value = answer.value if answer.given else NO_ANSWER
        passed = {one.check for one in self.verdicts.values() if one.verdict == "passed"}
        try:
            with kernel.still(), watch.checking() as gone:
                verdict = (
                    unchecked(check.id, gone, self.lang)
                    if gone is not None
                    else run_check(
                        check.id, access, answer=value, lang=self.lang, learner=self.learner, passed=passed
                    )
                )
        except UnknownCheck as error:
            raise GradingError(NO_GRADER.format(check=check.id)) from error
        self.verdicts[check.id] = verdict
        show(cell, verdict, self.lang)
        score = self.progress.score + (verdict.score or 0)
        self._say("check", check=check.id, done=len(self.verdicts), score=score)

    def _say(self, stage: str, **changes: object) -> None:
        self.progress = replace(self.progress, stage=stage, **changes)  # type: ignore[arg-type]
        self.tell(self.progress)


def _engine_facts(access: Access) -> EngineFacts:
    try:
        client = access.client()
        try:
            version = str(client.version()["Version"])
        finally:
            client.close()
    except (DockerException, RequestException) as error:
        raise EngineError(f"the engine at {access.docker_host} does not say its version: {error}") from error
    return EngineFacts(version, access.cgroup, access.suite, access.kind)
