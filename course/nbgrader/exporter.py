"""Reading what nbgrader grades: a learner's file is never read by nbgrader itself, for it may be anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from traitlets import Dict, Enum, Unicode

from course import syllabus
from course.engine import DEFAULT_SUITE
from course.grade import Limits
from course.language import LANGUAGE_KEY, Lang
from course.nbgrader.gradebook import forget
from course.nbgrader.grading import Graded, Grading
from course.nbgrader.places import RESULTS, Work, section_of


class SubmissionExporter(NotebookExporter):
    """`Autograde.exporter_class`: this course's submissions come as we released them, all others as they are.

    What the learner made of it comes in at the grading step, from the file itself, by the course's own reading.
    """

    lang = Enum(["ko", "en"], "ko", help="Language of the notebooks and of what learners are told").tag(
        config=True
    )
    suite = Unicode(DEFAULT_SUITE, help="Debian suite that the engines come from").tag(config=True)
    limits = Dict(help="Other limits than those of course.grade.Limits, by name, such as {'cell': 120}").tag(
        config=True
    )

    def __init__(self, config: Any = None, **settings: Any) -> None:
        super().__init__(config=config, **settings)  # type: ignore[no-untyped-call]
        lang: Lang = "en" if self.lang == "en" else "ko"
        os.environ[LANGUAGE_KEY] = lang
        results = Path(self.coursedir.root, RESULTS)
        self.grading = Grading(results, lang, self.suite, Limits(**self.limits))
        self._sections: dict[tuple[str, str], str | None] = {}
        self._hook = self.converter.pre_convert_hook
        self.converter.pre_convert_hook = self._before
        self._forget_what_no_hook_is_told()

    @property
    def converter(self) -> Any:
        """nbgrader's converter that it reads for."""
        return self.parent

    @property
    def coursedir(self) -> Any:
        """nbgrader's course folder."""
        return self.converter.coursedir

    def from_filename(self, filename: str, resources: Any = None, **settings: Any) -> Any:
        """Read a notebook for the converter. Raises CourseChanged when the gradebook is another course's."""
        about = resources["nbgrader"]
        folder = Path(filename).parent
        section = self.section(about["notebook"], about["assignment"])
        if section is None or folder != self.submitted(about["student"], about["assignment"]):
            return super().from_filename(filename, resources, **settings)
        ours: Any = nbformat
        released = ours.read(syllabus.released(section, self.grading.lang), as_version=4)
        resources["metadata"] = {"name": about["notebook"], "path": str(folder)}
        return self.from_notebook_node(released, resources, **settings)  # type: ignore[no-untyped-call]

    def section(self, notebook: str, assignment: str) -> str | None:
        """The section that a notebook is for; None for one that is not this course's. Raises CourseChanged."""
        key = (notebook, assignment)
        if key not in self._sections:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                self._sections[key] = section_of(notebook, assignment, gradebook)
        return self._sections[key]

    def graded(self, about: dict[str, Any]) -> Graded | None:
        """What became of the work that a notebook belongs to; None when it is not this course's."""
        if self.section(about["notebook"], about["assignment"]) is None:
            return None
        return self.grading.known(about["assignment"], about["student"]) or self.grading.of(self.work(about))

    def work(self, about: dict[str, Any]) -> Work:
        """All that a learner handed in for an assignment, whichever of its notebooks nbgrader is at."""
        assignment, student = about["assignment"], about["student"]
        folder = self.submitted(student, assignment)
        names = sorted(path.stem for path in folder.glob("*.ipynb"))
        sections = {name: section for name in names if (section := self.section(name, assignment))}
        return Work(assignment, student, folder, sections)

    def _before(self, **told: Any) -> None:
        """Before nbgrader touches a learner's work, whatever their own hook does."""
        about = self.converter.init_single_notebook_resources(self.converter.notebooks[0])["nbgrader"]
        self.forget(about["student"], about["assignment"])
        if self._hook is not None:
            self._hook(**told)

    def _forget_what_no_hook_is_told(self) -> None:
        """At a timestamp.txt that is none, nbgrader fails before any hook; this is the last moment before that."""
        for folder, notebooks in self.converter.assignments.items():
            about = self.converter.init_single_notebook_resources(notebooks[0])["nbgrader"]
            if about["student"] in self.coursedir.student_id_exclude.split(","):
                continue
            try:
                self.coursedir.get_existing_timestamp(folder)
            except Exception:  # whatever a learner wrote into it
                self.forget(about["student"], about["assignment"])

    def forget(self, student: str, assignment: str) -> None:
        """Take back the scores that are about to be written anew."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            forget(gradebook, assignment, student, self.coursedir.notebook_id)

    def submitted(self, student: str, assignment: str) -> Path:
        """The folder of what a learner handed in."""
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))

    def autograded(self, student: str, assignment: str) -> Path:
        """The folder that it is graded into."""
        return Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment))
