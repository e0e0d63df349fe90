"""A class, whoever grades it: who is graded, what is kept, what is written, and whose it is."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from course import syllabus
from course.checks import Verdict
from course.engine import EngineError
from course.grade import GradingError, Limits, Progress, Result, Ungraded, chosen_checks, grade
from course.grade.job import Delivery, Job
from course.grade.progress import ProgressCallback
from course.grade.results import EngineFacts
from course.grade.submission import Submission, collect
from notebooks import hand_in

FACTS = EngineFacts("26.1.5", "v2", "trixie", "disposable")


@dataclass
class Crew:
    """Stands in for whoever grades: everything gets `outcome`, and of nobody is anything run."""

    outcome: str = "passed"
    ungraded: tuple[str, ...] = ()
    graded: list[str] = field(default_factory=list)
    sections: list[Any] = field(default_factory=list)

    def __call__(self, jobs: Iterable[Job], tell: ProgressCallback) -> Iterator[tuple[Job, Delivery]]:
        for job in jobs:
            self.graded.append(job.name)
            self.sections.append(job.sections)
            files = {"01-states.ipynb": b"executed"}
            if job.name in self.ungraded:
                yield job, Delivery(Ungraded(job.name, job.submission.path, "no"), files)
                continue
            verdicts = tuple(
                verdict(one.id, self.outcome) for one in syllabus.exercises() if one.section == "states"
            )
            yield job, Delivery(Result(job.name, job.learner.id, "en", 1.5, FACTS, verdicts), files)


def verdict(check: str, outcome: str) -> Verdict:
    points = syllabus.exercise(check).points
    score = {"passed": points, "failed": 0, "not_checked": None}[outcome]
    reason = "engine" if outcome == "not_checked" else None
    words = ("…", "", "", "")
    return Verdict(check, "states", points, score, outcome, *words, 0.1, reason)  # type: ignore[arg-type]


def no_engine() -> Any:
    raise EngineError("nothing is graded here")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COURSE_LANG", "en")
    for name in ("alice", "bob"):
        hand_in(tmp_path / name, {})
    return tmp_path


def run(room: Path, crew: Crew, *names: str, **how: Any) -> list[Result | Ungraded]:
    paths = [room / name for name in names or ("alice", "bob")]
    how = {"engine_factory": no_engine, "engine": "trixie", **how}
    return grade(paths, room / "out", crew=crew, **how)


def written(room: Path, name: str) -> Any:
    return json.loads((room / "out" / name / "results.json").read_text())


def test_resume_grades_nobody_twice(room: Path) -> None:
    run(room, Crew(), "alice")
    told: list[Progress] = []
    crew = Crew("failed")

    results = run(room, crew, resume=True, progress=told.append)

    assert crew.graded == ["bob"]
    assert [one.score for one in results if isinstance(one, Result)] == [23, 0]
    assert (told[0].submission, told[0].stage, told[0].score) == ("alice", "kept", 23)


@pytest.mark.parametrize(
    "how",
    [{"engine": "bookworm"}, {"lang": "ko"}, {"limits": Limits(cell=5)}],
    ids=["engine", "lang", "limits"],
)
def test_resume_grades_again_what_was_graded_otherwise(room: Path, how: dict[str, Any]) -> None:
    run(room, Crew(), "alice")
    crew = Crew()
    run(room, crew, "alice", resume=True, **how)
    assert crew.graded == ["alice"]


def test_resume_grades_again_what_has_changed(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def graded_again() -> list[str]:
        crew = Crew()
        run(room, crew, "alice", resume=True)
        return crew.graded

    assert (graded_again(), graded_again()) == (["alice"], [])
    notebook = room / "alice/01-states.ipynb"
    notebook.write_text(notebook.read_text() + "\n")
    assert (graded_again(), graded_again()) == (["alice"], [])
    monkeypatch.setenv("COURSE_KEY", "another")
    assert (graded_again(), graded_again()) == (["alice"], [])
    monkeypatch.setattr("course.grade.job.course_digest", lambda: "another course")
    monkeypatch.setattr(Job.__dataclass_fields__["course"], "default_factory", lambda: "another course")
    (room / "out/alice/results.json").write_text('{"schema": "cut o')
    assert (graded_again(), graded_again()) == (["alice"], [])


def test_only_some_checks(room: Path) -> None:
    run(room, Crew("passed"))
    earlier = written(room, "alice")
    crew = Crew("failed")

    results = run(room, crew, "alice", only=["states-create", "signals-hasty"])

    assert crew.sections == [("states",)]
    changed = written(room, "alice")
    lost = syllabus.exercise("states-create").points
    assert isinstance(results[0], Result) and results[0].score == changed["score"] == 23 - lost
    by_check = {one["check"]: one["verdict"] for one in changed["verdicts"]}
    assert [check for check, seen in by_check.items() if seen == "failed"] == ["states-create"]
    assert list(by_check) == [one["check"] for one in earlier["verdicts"]]
    assert written(room, "bob")["score"] == 23, "nobody else's result has changed"


def test_only_leaves_what_it_does_not_concern(room: Path) -> None:
    run(room, Crew(), "alice")
    crew = Crew("failed", ungraded=("alice",))

    kept, refused = run(room, crew, only=["pid1-init"])
    assert isinstance(kept, Result) and crew.graded == []
    assert isinstance(refused, Ungraded) and "--only" in refused.sentence

    [refused] = run(room, crew, "alice", only=["states-create"])
    assert isinstance(refused, Ungraded) and written(room, "alice")["score"] == 23


def test_only_goes_on_after_a_crash(room: Path) -> None:
    run(room, Crew())
    run(room, Crew(), "alice", only=["states-create"], limits=Limits(cell=5))
    crew = Crew()
    run(room, crew, only=["states-create"], limits=Limits(cell=5), resume=True)
    assert crew.graded == ["bob"]
    run(room, crew, "bob", limits=Limits(cell=5), resume=True)
    assert crew.graded == ["bob", "bob"], "the other verdicts were made with other limits"


def test_what_the_machine_failed_to_check(room: Path) -> None:
    run(room, Crew("not_checked"), "alice")
    run(room, Crew("failed"), "bob")
    crew = Crew()
    run(room, crew, unchecked=True)
    assert crew.graded == ["alice"]

    run(room, Crew(ungraded=("bob",)), "bob")
    run(room, crew, unchecked=True)
    assert crew.graded == ["alice", "bob"]


def test_chosen_checks() -> None:
    signals = [one.id for one in syllabus.exercises("signals")]
    assert chosen_checks(["signals-*", "states-create"]) == ["states-create", *signals]
    with pytest.raises(GradingError, match="states-create"):
        chosen_checks(["states-creat"])
    with pytest.raises(GradingError, match=r"states-\*"):
        chosen_checks(["nothing"])


def test_what_cannot_be_read_stops_nobody(room: Path) -> None:
    run(room, Crew())
    (room / "alice/01-states.ipynb").unlink()
    crew = Crew(ungraded=("bob",))

    results = run(room, crew, "alice", "bob", "nobody")

    assert [type(one) for one in results] == [Ungraded] * 3
    assert crew.graded == ["bob"]
    assert not list((room / "out").rglob("results.json"))
    assert (room / "out/bob/01-states.ipynb").read_bytes() == b"executed"


def test_an_error_that_nobody_foresaw_stops_nobody(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(path: Path) -> Submission:
        if path.name == "alice":
            raise ZeroDivisionError("nobody foresaw this")
        return collect(path)

    monkeypatch.setattr("course.grade.classroom.collect", crash)
    alice, bob = run(room, Crew())
    assert isinstance(alice, Ungraded) and "ZeroDivisionError: nobody foresaw this" in alice.sentence
    assert isinstance(bob, Result)


def test_a_result_that_cannot_be_written_stops_nobody(room: Path) -> None:
    (room / "out").mkdir()
    (room / "out/alice").write_text("a file")
    alice, bob = run(room, Crew())
    assert isinstance(alice, Ungraded) and "could not be written" in alice.sentence
    assert isinstance(bob, Result)


def test_one_learner_of_many_with_the_same_name(room: Path) -> None:
    for name in ("alice", "bob", "carol"):
        hand_in(room / name / "lab", {})
    everybody = run(room, Crew(), "alice/lab", "bob/lab", "carol/lab")
    assert [one.submission for one in everybody] == ["lab", "lab-2", "lab-3"]

    crew = Crew("failed")
    run(room, crew, "carol/lab", "carol/../carol/lab")
    assert crew.graded == ["lab-3"]
    assert [written(room, name)["score"] for name in ("lab", "lab-2", "lab-3")] == [23, 23, 0]

    (room / "alice").rename(room / "moved")
    run(room, crew, "moved/lab")
    assert crew.graded == ["lab-3", "lab"], "where nobody's work lies any more, a name is free"


def test_two_commands_do_not_write_into_one_folder(room: Path) -> None:
    def while_another_runs(jobs: Iterable[Job], tell: ProgressCallback) -> Iterator[tuple[Job, Delivery]]:
        with pytest.raises(GradingError, match="another `course grade` is writing"):
            run(room, Crew())
        return iter(Crew()(jobs, tell))

    results = grade([room / "bob"], room / "out", engine_factory=no_engine, crew=while_another_runs)
    assert isinstance(results[0], Result)
