"""The steps of `nbgrader autograde` that are this course's own; for all other notebooks they are nbgrader's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades

from course.grade.results import RESULTS_FILE, write_whole
from course.grade.timelines import SUFFIX
from course.nbgrader.executed import executed_notebook
from course.nbgrader.gradebook import write_scores
from course.nbgrader.grading import Graded

Resources = dict[str, Any]


class GradeOnEngine(Execute):  # type: ignore[misc]
    """In place of Execute: the learner's cells run in a sandbox, the checks outside of it, on a real engine."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        about = resources["nbgrader"]
        graded: Graded | None = self.parent.graded(about)
        if graded is None:
            done: tuple[NotebookNode, Resources] = super().preprocess(nb, resources)
            return done
        section = self.parent.section(about["notebook"], about["assignment"])
        if section in graded.missing:
            self.log.warning(graded.missing[section])
        _keep(graded, about["notebook"], self.parent.autograded(about["student"], about["assignment"]))
        return executed_notebook(graded, section, about["notebook"], nb, self.parent.grading.lang), resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """In place of SaveAutoGrades: the gradebook holds what results.json holds, and nothing that a cell printed."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        about = resources["nbgrader"]
        graded: Graded | None = self.parent.graded(about)
        if graded is None:
            done: tuple[NotebookNode, Resources] = super().preprocess(nb, resources)
            return done
        section = self.parent.section(about["notebook"], about["assignment"])
        outcomes = graded.outcomes(section)
        with Gradebook(about["db_url"]) as gradebook:
            work = self.parent.work(about)
            write_scores(gradebook, work, about["notebook"], nb.cells, outcomes, self.parent.grading.lang)
        return nb, resources


class ReportFaults(NbGraderPreprocessor):  # type: ignore[misc]
    """The last step: where the machine failed, nbgrader is told so, when all of the learner's scores are written.

    It then lists the learner, ends with exit code 1, and grades them again the next time.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        about = resources["nbgrader"]
        graded: Graded | None = self.parent.grading.known(about["assignment"], about["student"])
        is_last = Path(self.parent.parent.notebooks[-1]).stem == about["notebook"]
        if graded is not None and graded.fault is not None and is_last:
            raise NbGraderException(graded.fault)
        return nb, resources


def _keep(graded: Graded, notebook: str, folder: Path) -> None:
    """results.json and the timeline, beside the autograded notebook."""
    for name in (RESULTS_FILE, f"{notebook}{SUFFIX}"):
        if (graded.folder / name).is_file():
            write_whole(folder / name, (graded.folder / name).read_bytes())
