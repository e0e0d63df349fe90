"""An nbgrader course as a teacher has it, and the real commands run in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from course import syllabus
from course.grade import Result
from course.language import Lang
from course.notebook import solved

ASSIGNMENT = "lifecycle"


@dataclass(frozen=True)
class Course:
    """An nbgrader course folder with this course's assignment."""

    root: Path
    seconds: float = 1500
    """That one command may take."""

    @classmethod
    def made(cls, root: Path, lang: Lang = "en", more: str = "") -> Course:
        """A new one, its assignment generated; `more` stands at the end of its configuration."""
        made = cls(root)
        made._run("course", "nbgrader", "init", str(root), "--lang", lang, inside=root.parent)
        made.configure(more)
        made.nbgrader("generate_assignment", ASSIGNMENT)
        return made

    def configure(self, more: str) -> None:
        """Put lines at the end of its configuration."""
        config = self.root / "nbgrader_config.py"
        config.write_text(config.read_text(encoding="utf-8") + f"\n{more}\n", encoding="utf-8")

    def nbgrader(self, *arguments: str, code: int = 0) -> str:
        """Run `nbgrader …` in it; what it said, when it ended with that exit code."""
        return self._run("nbgrader", *arguments, code=code)

    def course(self, *arguments: str, code: int = 0) -> str:
        """Run `course …` in it; what it said, when it ended with that exit code."""
        return self._run("course", *arguments, code=code)

    def hand_in(self, student: str, content: Any, section: str = "cleanup", name: str = "") -> Path:
        """Put a notebook, or any text or bytes, where nbgrader collects a student's work."""
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (name or syllabus.released(section, "en").name)
        raw = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return path

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """nbgrader's own."""
        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            yield gradebook

    def grades(self, student: str, section: str = "cleanup") -> dict[str, tuple[float | None, bool]]:
        """{check: (score by the autograder, whether it waits for a person)} of one notebook."""
        notebook = syllabus.released(section, "en").stem
        with self.gradebook() as gradebook:
            grades = gradebook.find_submission_notebook(notebook, ASSIGNMENT, student).grades
            return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}

    def comments(self, student: str, section: str = "cleanup") -> dict[str, str | None]:
        """{work cell: comment} of one notebook."""
        notebook = syllabus.released(section, "en").stem
        with self.gradebook() as gradebook:
            comments = gradebook.find_submission_notebook(notebook, ASSIGNMENT, student).comments
            return {comment.name: comment.comment for comment in comments}

    def score(self, student: str) -> float:
        """The total that the gradebook shows."""
        with self.gradebook() as gradebook:
            total: float = gradebook.find_submission(ASSIGNMENT, student).score
            return total

    def autograded(self, student: str) -> Path:
        return self.root / "autograded" / student / ASSIGNMENT

    def result(self, student: str) -> Result:
        """results.json beside the autograded notebooks."""
        result = Result.read(self.autograded(student))
        assert result is not None, student
        return result

    def executed(self, student: str, section: str = "cleanup") -> Any:
        path = self.autograded(student) / syllabus.released(section, "en").name
        return json.loads(path.read_text(encoding="utf-8"))

    def feedback(self, student: str, section: str = "cleanup") -> str:
        name = syllabus.released(section, "en").with_suffix(".html").name
        return (self.root / "feedback" / student / ASSIGNMENT / name).read_text(encoding="utf-8")

    def _run(self, module: str, *arguments: str, code: int = 0, inside: Path | None = None) -> str:
        ended = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=inside or self.root,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=self.seconds,
        )
        said = ended.stdout + ended.stderr
        assert ended.returncode == code, said
        return said

    def _environment(self) -> dict[str, str]:
        """This very course and nbgrader's tools are found, and nobody's own settings."""
        theirs = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
        path = os.pathsep.join([str(Path(sys.executable).parent), theirs.get("PATH", "")])
        settings = {"JUPYTER_CONFIG_DIR": str(self.root.parent / "jupyter"), "COLUMNS": "200"}
        return theirs | settings | {"PATH": path, "PYTHONPATH": str(Path(__file__).parents[2])}


def work(section: str = "cleanup", only: Collection[str] | None = None, lang: Lang = "en") -> Any:
    """The solved notebook, its code cells alone; with `only`, just the work of those checks is done."""
    notebook = solved(section, lang)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in notebook.cells:
        check = cell.id.partition("-work")[0]
        if only is not None and cell.id != check and check not in only:
            cell.source = ""
    return notebook


def points(only: Collection[str]) -> float:
    """What those checks are worth together."""
    return sum(syllabus.exercise(check).points for check in only)
