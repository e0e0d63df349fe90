"""A learner who runs every cell before doing anything meets failed checks, never a Python error."""

from collections.abc import Iterator

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from course import syllabus
from course.engine import Access


@pytest.fixture
def blank(engine: Access, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotebookNode]:
    """The released section 1 after Run All, nothing filled in; it stops at no error."""
    for name, value in {**engine.environment(), "COURSE_LANG": "en"}.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(syllabus.released("states", "en"), as_version=4)
    NotebookClient(notebook, timeout=60, allow_errors=True).execute()
    yield notebook


def test_a_blank_notebook_runs_without_errors_and_passes_nothing(blank: NotebookNode) -> None:
    outputs = {cell.id: cell.outputs for cell in blank.cells if cell.cell_type == "code"}
    errors = {cell: out for cell, outs in outputs.items() for out in outs if out.output_type == "error"}
    assert errors == {}
    for exercise in syllabus.exercises("states"):
        said = " ".join(str(output) for output in outputs[exercise.id])
        assert "failed" in said, exercise.id
        assert "passed" not in said, exercise.id
