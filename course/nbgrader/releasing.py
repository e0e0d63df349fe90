"""The step of `nbgrader generate_assignment` that is this course's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import preprocessors
from nbgrader.converters.base import NbGraderException

from course.language import Text

SOLUTION = b"BEGIN SOLUTION"

LEAK = Text(
    ko="{path}: 해답이 들어 있는 파일이 배포될 뻔했습니다. 과제의 source 폴더에서 이 파일을 다른 곳으로 옮기세요.",
    en="{path}: a file with solutions would have been released. Move it out of the assignment's source folder.",
)


class ClearSolutions(preprocessors.ClearSolutions):  # type: ignore[misc]
    """In place of nbgrader's: this course's cells are left empty where a solution was, without a stub that raises.

    Raises NbGraderException when another file with solutions in it would be released too.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        cleared: tuple[NotebookNode, dict[str, Any]]
        if "container_lifecycle" not in nb.metadata:
            cleared = super().preprocess(nb, resources)
            return cleared
        self._expect_no_leak(resources["nbgrader"])
        cleared = preprocessors.ClearSolutions(code_stub={"python": ""}).preprocess(nb, resources)
        for cell in nb.cells:
            cell.source = cell.source.strip()
        return cleared

    def _expect_no_leak(self, about: dict[str, Any]) -> None:
        coursedir = self.parent.parent.coursedir
        release = coursedir.format_path(coursedir.release_directory, about["student"], about["assignment"])
        for path in sorted(Path(release).rglob("*")):
            if path.is_file() and path.suffix != ".ipynb" and SOLUTION in path.read_bytes():
                raise NbGraderException(LEAK.format(path=path).of(self.config.SubmissionExporter.lang))
