"""A learner who runs every cell before doing anything meets failed checks, never a Python error."""

from collections.abc import Iterator
from typing import Any

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


def test_cpu_time_of_a_container_that_is_not_there_is_a_sentence(
    shared_engine: Access, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in shared_engine.environment().items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(syllabus.released("states", "en"), as_version=4)
    cell = next(cell.source for cell in notebook.cells if "def cpu_time" in cell.source)
    names: dict[str, Any] = {}
    exec(cell.partition("\n!")[0], names)
    assert names["cpu_time"]("busy-box") is None
    printed = capsys.readouterr().out
    assert "No such container: busy-box" in printed and "Run the cell that makes it again." in printed


def test_a_blank_notebook_runs_without_errors_and_passes_nothing(blank: NotebookNode) -> None:
    outputs = {cell.id: cell.outputs for cell in blank.cells if cell.cell_type == "code"}
    errors = {cell: out for cell, outs in outputs.items() for out in outs if out.output_type == "error"}
    assert errors == {}
    for exercise in syllabus.exercises("states"):
        said = " ".join(str(output) for output in outputs[exercise.id])
        assert "failed" in said, exercise.id
        assert "passed" not in said, exercise.id
