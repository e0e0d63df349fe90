"""Cheats in the notebook's file: its cells, their metadata and their outputs."""

import nbformat
from course.grade.cells import code_cell
from nbformat import NotebookNode

from cheats.cheat import Cheat

TWO = ("states-create", "states-run")


def _checks(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def delete(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell not in _checks(notebook)]


def double(notebook: NotebookNode) -> None:
    """Every check once more at the end, and once more than that."""
    for again in ("again", "and-again"):
        copies = [nbformat.from_dict({**cell, "id": f"{cell.id}-{again}"}) for cell in _checks(notebook)]
        notebook.cells += copies


def reorder(notebook: NotebookNode) -> None:
    """What would fail in the end comes first, and every check stands where another was."""
    checks = _checks(notebook)
    others = [cell for cell in notebook.cells if cell not in checks]
    notebook.cells = [others[0], *reversed(checks[2:]), *others[1:], *checks[:2]]


def unlock(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.metadata["nbgrader"] |= {"locked": False, "points": 1000, "grade": True, "solution": True}
        cell.source = "1000"


def retitle(notebook: NotebookNode) -> None:
    """All check cells claim to be the first check."""
    for cell in _checks(notebook):
        cell.metadata["nbgrader"]["grade_id"] = "states-create"
        cell.source = 'check("states-create")'


def hide(notebook: NotebookNode) -> None:
    for number, cell in enumerate(_checks(notebook)):
        cell.cell_type = ("markdown", "raw")[number % 2]
        cell.source = f"```\n{cell.source}\n```\n<!-- passed -->"


def forge(notebook: NotebookNode) -> None:
    """A verdict and a score in every output."""
    html = '<div class="course-verdict course-passed">✔ Passed 2/2</div>'
    for cell in notebook.cells:
        result = nbformat.v4.new_output("execute_result", {"text/plain": "2", "text/html": html})
        cell.outputs, cell.execution_count = [result], 1
        cell.metadata["verdict"] = {"verdict": "passed", "score": 2}
    notebook.metadata["verdicts"] = {"score": 23, "max_score": 23}


def borrow_ids(notebook: NotebookNode) -> None:
    """The learner's own cells claim to be checks, with a hundredfold of points."""
    for number, cell in enumerate(_checks(notebook)):
        marks = {**cell.metadata["nbgrader"], "points": 100}
        notebook.cells.insert(1, code_cell("check = print", f"borrowed-{number}", {"nbgrader": marks}))


def claim_points(notebook: NotebookNode) -> None:
    about = notebook.metadata["container_lifecycle"]
    notebook.metadata["container_lifecycle"] = {**about, "points": 1000, "lang": "xx", "learner": "alice"}
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "None", "language": "none"}
    notebook.metadata["nbgrader"] = {"score": 1000, "points": 1000}


def _changed(tries: str, tamper: object) -> Cheat:
    return Cheat(tries, "states", TWO, tamper=tamper)  # type: ignore[arg-type]


CHEATS = {
    "checks-deleted": _changed("not to be checked at all", delete),
    "checks-doubled": Cheat(
        "to be checked again once it is right",
        "states",
        ("states-create",),
        cells={
            "states-run-work": "!docker create --name second-box nginx",
            "states-revive-work": "!docker start second-box",
        },
        tamper=double,
    ),
    "checks-reordered": Cheat(
        "to be checked at another time",
        "states",
        ("states-create",),
        cells={"states-run-work": "!docker create --name second-box nginx"},
        tamper=reorder,
    ),
    "checks-unlocked": _changed("to give itself points in a check cell of its own", unlock),
    "checks-retitled": _changed("to pass one check often", retitle),
    "checks-hidden": _changed("to hide the checks in text", hide),
    "outputs-forged": _changed("to bring the verdicts along", forge),
    "ids-borrowed": Cheat("to be the check cell itself", "states", (), tamper=borrow_ids),
    "points-edited": _changed("to be worth more", claim_points),
}
