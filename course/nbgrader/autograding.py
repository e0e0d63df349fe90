"""`course nbgrader autograde`: grading with several workers, then nbgrader's own autograde with what they found."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException
from rich.console import Console

from course.grade import crew, hands
from course.grade.display import GradingDisplay
from course.grade.errors import GradingError
from course.language import Lang, Text
from course.nbgrader.exporter import SubmissionExporter
from course.nbgrader.grading import Grading
from course.nbgrader.places import CourseChanged, Work

NOT_SET_UP = Text(
    ko="{root}: nbgrader_config.py에 이 강의의 설정이 없습니다. `course nbgrader add {root}`가 알려 주는 줄을 "
    "넣으세요.",
    en="{root}: its nbgrader_config.py lacks this course's lines: those that `course nbgrader add {root}` prints.",
)
NOT_GRADED = Text(ko="채점하지 못했습니다: {student}. {why}", en="not graded: {student}. {why}")
BY_HAND = Text(ko="직접 채점해야 합니다: {student}. {why}", en="to be graded by hand: {student}. {why}")
AGAIN = Text(
    ko="다시 채점할 학습자: {students}. 원인을 해결한 뒤 같은 명령을 다시 실행하면 이들만 채점합니다.",
    en="To be graded again: {students}. See to the cause, then run the same command: it grades only these.",
)


class PooledAutograde(Autograde):  # type: ignore[misc]
    """nbgrader's converter; before it begins, whoever is due was graded by a crew."""

    workers: int | None = None
    scheduler: str | None = None
    shown_in: Lang = "ko"

    def convert_notebooks(self) -> None:
        """Grade ahead, then let nbgrader write its gradebook and notebooks, one learner after the other."""
        due = self._due()
        for work in due:
            self.exporter.forget(work.student, work.assignment)
        with (
            crew(hands(self.workers, max(1, len(due)), "disposable"), self.scheduler) as graders,
            GradingDisplay(Console(), self.shown_in, len(due)) as progress,
        ):
            self.exporter.grading.ahead(due, graders, progress, resume=not self.force)
        super().convert_notebooks()

    def _due(self) -> list[Work]:
        """The works that nbgrader is about to grade; those it would skip are left alone."""
        due = []
        for folder, notebooks in sorted(self.assignments.items()):
            about = self.init_single_notebook_resources(sorted(notebooks)[0])["nbgrader"]
            try:
                work = self.exporter.work(about)
            except CourseChanged:
                continue  # which nbgrader is told in its turn
            if work.sections and self._is_due(folder, about):
                due.append(work)
        return due

    def _is_due(self, folder: str, about: dict[str, Any]) -> bool:
        if about["student"] in self.coursedir.student_id_exclude.split(","):
            return False
        done = self.exporter.autograded(about["student"], about["assignment"])
        if self.force or not done.exists():
            return True
        try:
            new, old = (self.coursedir.get_existing_timestamp(str(place)) for place in (folder, done))
        except Exception:  # whatever a learner wrote into timestamp.txt: nbgrader refuses it in its turn
            return True
        return new is not None and old is not None and new > old


def autograde(
    root: Path,
    assignment: str,
    *,
    student: str = "*",
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    lang: Lang | None = None,
) -> int:
    """Grade an assignment of the nbgrader course in `root`, as `nbgrader autograde` does; returns the exit code.

    On stderr it says who is to be graded by hand and why, and who is to be graded again; in the course's language,
    when no other is asked for. Raises GradingError when the course is not set up for it.
    """
    converter = _converter(root, assignment, student)
    converter.workers, converter.scheduler, converter.force = workers, scheduler, force
    shown_in: Lang = lang or ("en" if converter.config.SubmissionExporter.lang == "en" else "ko")
    converter.shown_in = shown_in
    code = 0
    try:
        converter.start()
    except NbGraderException:
        code = 1  # nbgrader has logged what it was
    for sentence in _complaints(converter.exporter.grading, shown_in) if converter.exporter else ():
        print(f"course: {sentence}", file=sys.stderr)
    return code


def _converter(root: Path, assignment: str, student: str) -> PooledAutograde:
    # nbgrader asks for alembic by its name, where the gradebook is new.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with chdir(root):
        app = AutogradeApp()
        app.initialize([])
    app.coursedir.assignment_id, app.coursedir.student_id = assignment, student
    converter = PooledAutograde(coursedir=app.coursedir, parent=app)
    if not issubclass(converter.exporter_class, SubmissionExporter):
        raise GradingError(NOT_SET_UP.format(root=root))
    return converter


def _complaints(grading: Grading, lang: Lang) -> Iterator[str]:
    for student, reasons in grading.unreadable.items():
        yield BY_HAND.format(student=student, why=" ".join(reasons)).of(lang)
    for student, fault in grading.faults.items():
        yield NOT_GRADED.format(student=student, why=fault).of(lang)
    if grading.faults:
        yield AGAIN.format(students=", ".join(grading.faults)).of(lang)
