"""The steps of `nbgrader autograde` that are this course's own; for all other notebooks they are nbgrader's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

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
Done = tuple[NotebookNode, Resources]


class GradeOnEngine(Execute):  # type: ignore[misc]
    """In place of Execute: the learner's cells run in a sandbox, the checks outside of it, on a real engine."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Done:
        """The executed notebook in place of the released one; results.json and the timeline go beside it."""
        about = resources["nbgrader"]
        graded: Graded | None = self.parent.graded(about)
        if graded is None:
            return cast(Done, super().preprocess(nb, resources))
        section = self.parent.section(about["notebook"], about["assignment"])
        if section in graded.missing:
            self.log.warning(graded.missing[section])
        _keep(graded, about["notebook"], self.parent.autograded(about["student"], about["assignment"]))
        lang = self.parent.grading.lang
        return executed_notebook(graded, section, about["notebook"], nb, lang), resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """In place of SaveAutoGrades: the gradebook holds what results.json holds, and nothing that a cell printed."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Done:
        """Write the scores; the notebook stays as it is."""
        about = resources["nbgrader"]
        if (graded := self.parent.graded(about)) is None:
            return cast(Done, super().preprocess(nb, resources))
        outcomes = graded.outcomes(self.parent.section(about["notebook"], about["assignment"]))
        with Gradebook(about["db_url"]) as gradebook:
            work = self.parent.work(about)
            lang = self.parent.grading.lang
            write_scores(gradebook, work, about["notebook"], nb.cells, outcomes, lang)
        return nb, resources


class ReportFaults(NbGraderPreprocessor):  # type: ignore[misc]
    """The last step: where the machine failed, nbgrader is told so, when all of the learner's scores are written.

    It then lists the learner, ends with exit code 1, and grades them again the next time.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Done:
        """Nothing, but at the last notebook of a learner. Raises NbGraderException."""
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
