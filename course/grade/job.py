"""One submission on its way to whoever grades it, on this machine or another, and what comes back."""

import hashlib
import json
import os
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path

from course.engine.state import scratch_folder
from course.grade.ahead import Ahead, EngineFactory
from course.grade.grading import grade_submission
from course.grade.limits import Limits
from course.grade.progress import ProgressCallback
from course.grade.record import course_digest
from course.grade.results import RESULTS_FILE, Result, Ungraded
from course.grade.submission import Submission
from course.language import LANGUAGE_KEY, Lang, Text
from course.personal import Learner

UNFORESEEN = Text(
    ko="{path}: 채점하다가 예상하지 못한 오류가 났습니다({error}, {where}). 다른 제출물에는 영향이 없습니다. "
    "다시 채점해 보고, 또 그러면 이 문장을 강의 관리자에게 알려 주세요.",
    en="{path}: grading it met an unforeseen error ({error}, {where}), which costs the others nothing. Grade it "
    "again; if that happens once more, report this sentence to whoever maintains the course.",
)
OTHER_COURSE = Text(
    ko="{path}: {machine}에 설치된 강의가 이 컴퓨터의 것과 다릅니다. 같은 버전을 설치하고 다시 채점하세요.",
    en="{path}: the course installed on {machine} is not the one here. Install the same one, then grade again.",
)


@dataclass(frozen=True)
class Terms:
    """How submissions are graded: the same for a whole class."""

    engine_factory: EngineFactory
    """Has to be picklable where other processes grade."""
    engine: str = ""
    """What it makes, such as `disposable trixie`: a result on another engine is not taken for one on this."""
    lang: Lang | None = None
    """Language of the verdicts; None: the notebook's."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Job:
    """All that grading one submission takes; plain data."""

    name: str
    submission: Submission
    learner: Learner
    terms: Terms
    speaks: Lang
    """Language of whoever started it."""
    lang: Lang | None = None
    """Language of the verdicts; None: the notebook's."""
    sections: tuple[str, ...] | None = None
    """The only ones to grade; None: all."""
    course: str = field(default_factory=course_digest)
    followers: int = 0
    """How many submissions, at most, follow this one."""

    def stamp(self) -> str:
        """A digest of all that a verdict depends on."""
        terms = [self.terms.engine, self.terms.lang or "", asdict(self.terms.limits)]
        facts = [self.submission.digest(), self.learner.to_json(), self.course, self.speaks, *terms]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@dataclass(frozen=True)
class Delivery:
    """What became of a job: plain data again."""

    outcome: Result | Ungraded
    files: dict[str, bytes] = field(default_factory=dict)
    """{name inside the submission's folder: content} of what grading wrote, but for results.json."""


def do(job: Job, progress: ProgressCallback, ahead: Ahead, more: bool) -> Delivery:
    """Grade it on this machine. Whatever goes wrong is an Ungraded; only a BaseException passes.

    `more`: another one follows, to be graded with the same `ahead`.
    """
    path = job.submission.path
    if job.course != course_digest():
        text = OTHER_COURSE.format(path=path, machine=os.uname().nodename)
        return Delivery(Ungraded(job.name, path, text.of(job.speaks)))
    os.environ[LANGUAGE_KEY] = job.speaks
    try:
        with scratch_folder() as folder:
            outcome = grade_submission(
                job.submission,
                folder / "out",
                engine_factory=job.terms.engine_factory,
                lang=job.lang,
                progress=progress,
                limits=job.terms.limits,
                name=job.name,
                learner=job.learner,
                sections=job.sections,
                ahead=ahead,
                more=more,
            )
            return Delivery(outcome, dict(_written(folder / "out" / job.name)))
    except Exception as error:
        return Delivery(broken_off(job.name, path, error, job.speaks))


def broken_off(name: str, path: Path, error: BaseException, lang: Lang) -> Ungraded:
    """What to say of a submission whose grading ended in an error that nobody foresaw."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    text = UNFORESEEN.format(path=path, error=f"{type(error).__name__}: {error}"[:500], where=where)
    return Ungraded(name, path, text.of(lang))


def _written(folder: Path) -> list[tuple[str, bytes]]:
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != RESULTS_FILE]
    return [(file.relative_to(folder).as_posix(), file.read_bytes()) for file in files]
