"""The executed notebook as nbgrader keeps it: valid, with our own marks once each, and nothing in it that runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from handmade import NASTY, failed, passed, result
from nbgrader.nbgraderformat import MetadataValidator

from course import syllabus
from course.grade.cells import code_cell, parse, show, text_of
from course.grade.placing import plan
from course.grade.trusted import trusted
from course.nbgrader.executed import SHOWN_AS, executed_notebook
from course.nbgrader.grading import Graded

SECTION, NAME = "cleanup", "05-cleanup"
SCRIPT = "<script>alert(1)</script>"
PIXEL = "iVBORw0KGgo="
NBFORMAT: Any = nbformat


@pytest.fixture
def released() -> Any:
    return NBFORMAT.read(syllabus.released(SECTION, "en"), as_version=4)


def handed_in(released: Any) -> Any:
    """The released notebook with cells of a learner's own, some of which claim to be checks."""
    notebook = parse(json.dumps(released))
    copied = next(cell for cell in notebook.cells if cell.id == "cleanup-prune")
    again = NBFORMAT.from_dict(json.loads(json.dumps(copied)) | {"id": "again"})
    notebook.cells += [
        again,
        code_cell("1 + 1", "mine", {"tags": [SCRIPT], "nbgrader": {"grade_id": "x", "grade": True}}),
        NBFORMAT.v4.new_markdown_cell(f"{SCRIPT} ```` [click](javascript:alert(1))", id="note"),
        NBFORMAT.v4.new_raw_cell(SCRIPT, id="raw"),
    ]
    return notebook


def keep(notebook: Any, folder: Path, outputs: list[dict[str, Any]]) -> Graded:
    """As grading leaves it, with those outputs at each cell of the learner's."""
    verdicts = [
        (passed if one.points == 1 else failed)(one.id, seen=NASTY) for one in syllabus.exercises(SECTION)
    ]
    by_check = {verdict.check: verdict for verdict in verdicts}
    steps = plan(notebook, trusted(SECTION, "en"))
    for step in steps:
        if step.kind == "run":
            step.cell.outputs = NBFORMAT.from_dict(outputs)
        elif step.check is not None:
            show(step.cell, by_check[step.check.id], "en")
    notebook.cells = [step.cell for step in steps]
    (folder / f"{NAME}.ipynb").write_bytes(text_of(notebook).encode("utf-8", errors="backslashreplace"))
    return Graded(folder, result(*verdicts))


OUTPUTS: list[dict[str, Any]] = [
    {"output_type": "stream", "name": SCRIPT, "text": f"{NASTY} to say"},
    {"output_type": "error", "ename": SCRIPT, "evalue": "", "traceback": [SCRIPT]},
    {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT, "text/plain": "fallback"}},
    {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "alert(1)"}},
    {"output_type": "display_data", "metadata": {}, "data": {"image/png": f'"><{SCRIPT}'}},
    {
        "output_type": "display_data",
        "metadata": {"image/png": {"width": SCRIPT}},
        "data": {"image/png": PIXEL},
    },
    {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "1000"}},
]


def test_marks_and_sources_are_ours(released: Any, tmp_path: Path) -> None:
    graded = keep(handed_in(released), tmp_path, OUTPUTS)
    executed = executed_notebook(graded, SECTION, NAME, released, "en")
    MetadataValidator().validate_nb(executed)
    NBFORMAT.validate(executed)
    marked = {cell.metadata.nbgrader.grade_id: cell for cell in executed.cells if "nbgrader" in cell.metadata}
    theirs = {cell.metadata.nbgrader.grade_id: cell for cell in released.cells if "nbgrader" in cell.metadata}
    assert {key: cell.metadata for key, cell in marked.items()} == {
        key: cell.metadata for key, cell in theirs.items()
    }
    for exercise in syllabus.exercises(SECTION):
        assert marked[exercise.id].source == exercise.source
    assert executed.metadata == released.metadata | {"language_info": SHOWN_AS}
    assert json.dumps(executed, ensure_ascii=False).encode()  # as nbgrader writes it


def test_nothing_in_it_runs(released: Any, tmp_path: Path) -> None:
    graded = keep(handed_in(released), tmp_path, OUTPUTS)
    executed = executed_notebook(graded, SECTION, NAME, released, "en")
    mine = next(cell for cell in executed.cells if cell.source == "1 + 1")
    assert mine.metadata == {}
    kinds = [(one.output_type, sorted(one.get("data", {}))) for one in mine.outputs]
    assert kinds == [
        ("stream", []),
        ("error", []),
        ("display_data", ["text/plain"]),
        ("display_data", ["image/png"]),
        ("display_data", ["text/plain"]),
    ]
    assert mine.outputs[0].name == "stdout" and mine.outputs[0].text.endswith("to say")
    assert mine.outputs[3].data["image/png"] == PIXEL and mine.outputs[3].metadata == {}
    texts = [cell.source for cell in executed.cells if cell.cell_type != "code"]
    ours = {cell.source for cell in released.cells}
    for text in set(texts) - ours:
        assert text.startswith("```") and text.endswith("```")
    assert sum("javascript:" in text for text in texts) == 1
    cards = [
        one.data["text/html"]
        for cell in executed.cells
        for one in cell.get("outputs", [])
        if "text/html" in one.get("data", {})
    ]
    assert len(cards) == len(syllabus.exercises(SECTION))
    assert not any("<script" in card for card in cards)


def test_without_an_executed_notebook_the_reason_stands_at_each_check(released: Any, tmp_path: Path) -> None:
    graded = Graded(tmp_path, None, {SECTION: "it was eaten by a dog"})
    executed = executed_notebook(graded, SECTION, NAME, released, "en")
    told = [cell.id for cell in executed.cells if cell.get("outputs")]
    assert told == [one.id for one in syllabus.exercises(SECTION)]
    assert "it was eaten by a dog" in json.dumps(executed)
