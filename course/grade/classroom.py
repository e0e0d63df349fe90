"""Grading a class: every submission once, nobody's trouble anybody else's."""

import fcntl
import fnmatch
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from course import syllabus
from course.grade.ahead import EngineFactory
from course.grade.errors import GO_ON, GradingError, WrongUsage
from course.grade.job import Delivery, Job, Terms, broken_off
from course.grade.limits import Limits
from course.grade.progress import Progress, ProgressCallback
from course.grade.record import RECORD_FILE, Record
from course.grade.results import (
    RESULTS_FILE,
    UNGRADED_FILE,
    Result,
    Ungraded,
    write_ungraded,
    write_whole,
)
from course.grade.submission import collect, learner_name, submission_names
from course.grade.workers import Crew, alone
from course.language import Lang, Text, current_language
from course.personal import Learner

OURS = ("report.html", "results.csv")
"""Names in the output folder that no submission may have."""

NO_SUCH_CHECK = Text(
    ko="`{pattern}`에 맞는 확인이 없습니다. {near}",
    en="no check matches `{pattern}`. {near}",
)
NEAR = Text(ko="혹시 이것인가요: {ids}", en="Did you mean: {ids}")
SECTIONS = Text(ko="절 전체는 `{ids}` 처럼 적습니다.", en="Whole sections are written `{ids}`.")
NO_RESULT = Text(
    ko="{path}: 앞서 채점한 결과가 {folder}에 없어서 일부만 다시 채점할 수 없습니다. `--only` 없이 채점하세요.",
    en="{path}: there is no earlier result in {folder}, so no part of it can be graded again. Grade it without "
    "`--only`.",
)
NOT_WRITTEN = (
    Text(
        ko="{path}: 채점했지만 결과를 쓰지 못했습니다 ({why}). 자리를 마련하세요.",
        en="{path}: graded, but the result could not be written ({why}). Make room for it.",
    )
    + GO_ON
)
IN_USE = Text(
    ko="{out}: 다른 `course grade`가 지금 여기에 쓰고 있습니다. 끝나기를 기다리거나 `--out`을 바꾸세요.",
    en="{out}: another `course grade` is writing into it now. Wait for its end, or name another folder with "
    "`--out`.",
)


@dataclass(frozen=True)
class Whose:
    """What is known of a submission that its path does not tell."""

    learner: str
    """The learner's id, and the name of their folder in the output."""
    sections: tuple[str, ...]
    """The only sections to grade."""


def grade(
    paths: Sequence[Path],
    out: Path,
    *,
    engine_factory: EngineFactory,
    engine: str = "",
    lang: Lang | None = None,
    progress: ProgressCallback | None = None,
    limits: Limits | None = None,
    crew: Crew = alone,
    resume: bool = False,
    unchecked: bool = False,
    only: Collection[str] = (),
    whose: Mapping[Path, Whose] | None = None,
) -> list[Result | Ungraded]:
    """Grade submissions; each path is one learner's notebook or folder of notebooks, and each is graded once.

    What cannot be graded is an Ungraded with a sentence, and the others are graded all the same.

    `crew`: who grades. `engine`: what the factory makes, in words. `resume`: not those whose result in `out` was
    made from the same work in the same way. `unchecked`: only those without a result, or with checks that the
    machine failed to look at. `only`: ids of the checks to grade again; all other verdicts stay. `whose`: {path:
    whose work it is} for paths that do not bear their learner's name; then it has all of them.

    Raises GradingError when another process grades into `out`, or nobody is left to grade; OSError when `out`
    cannot be made.
    """
    distinct_paths = list({path.resolve(): path for path in paths}.values())
    terms = Terms(engine_factory, engine, lang, limits or Limits())
    with _sole_writer(out):
        known = whose or {}
        names = (
            {known[path].learner: path for path in distinct_paths} if known else _names(distinct_paths, out)
        )
        tell = progress or (lambda _progress: None)
        ours = _Class(out, names, terms, tell, resume, unchecked, only, known)
        for job, delivery in crew(ours.jobs(), ours.tell):
            ours.take(job, delivery)
    return [ours.done[name] for name in names]


def chosen_checks(patterns: Sequence[str]) -> list[str]:
    """The checks that any of these ids or patterns (`signals-*`) names. Raises WrongUsage."""
    known = [one.id for one in syllabus.exercises()]
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            ids = ", ".join(f"`{id}`" for id in syllabus.near(pattern))
            near = NEAR.format(ids=ids) if ids else SECTIONS.format(ids=f"{known[0].partition('-')[0]}-*")
            raise WrongUsage(NO_SUCH_CHECK.format(pattern=pattern, near=near))
    return [id for id in known if any(fnmatch.fnmatchcase(id, pattern) for pattern in patterns)]


@dataclass
class _Class:
    """A class while it is being graded."""

    out: Path
    names: dict[str, Path]
    terms: Terms
    tell: ProgressCallback
    resume: bool
    unchecked: bool
    only: Collection[str]
    whose: Mapping[Path, Whose]
    done: dict[str, Result | Ungraded] = field(default_factory=dict)

    def jobs(self) -> Iterator[Job]:
        """What there is to do, read one by one; the rest is done, or said, at once."""
        for number, (name, path) in enumerate(self.names.items(), start=1):
            try:
                earlier = Result.read(self.out / name) if self.resume or self.unchecked or self.only else None
                job = self._job(name, path, earlier, len(self.names) - number)
                settled = earlier if earlier and self._is_settled(job, earlier) else None
            except GradingError as error:
                self._refuse(Ungraded(name, path, error.text.of(self._speaks())))
            except Exception as error:  # a stranger's files may be anything
                self._refuse(broken_off(name, path, error, self._speaks()))
            else:
                if settled:
                    self._keep(settled)
                else:
                    yield job

    def take(self, job: Job, delivery: Delivery) -> None:
        """Write what came back: the notebooks first, for where results.json is, everything is."""
        folder = self.out / job.name
        outcome = delivery.outcome
        try:
            for name, content in delivery.files.items():
                write_whole(folder / name, content)
            if isinstance(outcome, Result):
                outcome = self._write(job, outcome, folder)
            elif not self.only:
                self._leave_word(outcome)
        except OSError as error:
            text = NOT_WRITTEN.format(path=job.submission.path, why=error)
            outcome = Ungraded(job.name, job.submission.path, text.of(job.speaks))
        if isinstance(outcome, Ungraded):
            self.tell(Progress(job.name, "ungraded"))
        self.done[job.name] = outcome

    def _job(self, name: str, path: Path, earlier: Result | None, followers: int) -> Job:
        known = self.whose.get(path)
        sections = known.sections if known else None
        if self.only:
            if earlier is None:
                raise GradingError(NO_RESULT.format(path=path, folder=self.out / name))
            wanted = {syllabus.exercise(check).section for check in self.only}
            sections = tuple(dict.fromkeys(one.section for one in earlier.verdicts if one.section in wanted))
        lang = self.terms.lang or (earlier.lang if earlier and self.only else None)
        learner = Learner.of(known.learner if known else learner_name(path))
        return Job(
            name,
            collect(path),
            learner,
            self.terms,
            current_language(),
            lang,
            sections,
            followers=followers,
        )

    def _is_settled(self, job: Job, earlier: Result) -> bool:
        """Whether the earlier result stays as it is."""
        if self.unchecked and not earlier.unchecked:
            return True
        wanted = [one.check for one in earlier.verdicts if not self.only or one.check in self.only]
        if self.only and not job.sections:
            return True
        record = Record.read(self.out / job.name) if self.resume else None
        stamp = job.stamp() if record else ""
        return record is not None and all(record.stamps.get(check) == stamp for check in wanted)

    def _write(self, job: Job, result: Result, folder: Path) -> Result:
        stamps = {}
        if self.only and (earlier := Result.read(folder)):
            result = _with_new_verdicts(earlier, result, self.only)
            record = Record.read(folder)
            stamps = record.stamps if record else {}
        result.write(folder)
        (folder / UNGRADED_FILE).unlink(missing_ok=True)
        new = [one.check for one in result.verdicts if not self.only or one.check in self.only]
        Record(job.submission.path.resolve(), {**stamps, **dict.fromkeys(new, job.stamp())}).write(folder)
        return result

    def _refuse(self, why: Ungraded) -> None:
        if not self.only:
            with suppress(OSError):  # then it stays, as all else there does
                self._leave_word(why)
        self.tell(Progress(why.submission, "ungraded"))
        self.done[why.submission] = why

    def _speaks(self) -> Lang:
        return self.terms.lang or current_language()

    def _keep(self, earlier: Result) -> None:
        number = len(earlier.verdicts)
        points = earlier.score, earlier.max_score
        self.tell(Progress(earlier.submission, "kept", "", "", number, number, *points))
        self.done[earlier.submission] = earlier

    def _leave_word(self, why: Ungraded) -> None:
        """In place of any earlier result, which is not this work's."""
        folder = self.out / why.submission
        for name in (RESULTS_FILE, RECORD_FILE):
            (folder / name).unlink(missing_ok=True)
        write_ungraded(folder, why)


def _with_new_verdicts(earlier: Result, newer: Result, only: Collection[str]) -> Result:
    """The earlier result, with the newer one's verdicts in place of those of the checks in `only`."""
    verdicts = {one.check: one for one in earlier.verdicts}
    verdicts |= {one.check: one for one in newer.verdicts if one.check in only}
    place = {one.id: number for number, one in enumerate(syllabus.exercises())}
    ordered = sorted(verdicts.values(), key=lambda one: place.get(one.check, len(place)))
    return replace(earlier, verdicts=tuple(ordered))


def _names(paths: Sequence[Path], out: Path) -> dict[str, Path]:
    """{name: path}: the name a path has in `out` already, else one that is not another one's."""
    records = {folder.name: Record.read(folder) for folder in out.iterdir() if folder.is_dir()}
    theirs = {one.origin: name for name, one in records.items() if one and one.origin.exists()}
    unnamed = [path for path in paths if path.resolve() not in theirs]
    given = dict(zip(unnamed, submission_names(unnamed, taken=[*OURS, *theirs.values()]), strict=True))
    return {given.get(path) or theirs[path.resolve()]: path for path in paths}


@contextmanager
def _sole_writer(out: Path) -> Iterator[None]:
    """Nobody else grades into that folder meanwhile; the lock goes with this process, however it ends."""
    out.mkdir(parents=True, exist_ok=True)
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GradingError(IN_USE.format(out=out)) from error
    else:
        yield
    finally:
        os.close(folder)
