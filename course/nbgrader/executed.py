"""The executed notebook as nbgrader shows it: to the teacher in formgrader, to the learner as feedback.

Both pages show HTML as it is, formgrader's with the teacher's rights. So nothing of a learner's is left in it but
code, text and bitmaps.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from course.checks import Verdict
from course.grade.cells import code_cell, say, show
from course.grade.placing import claimed_check
from course.grade.timelines import read_timelines
from course.grade.trusted import cell_key, trusted
from course.language import Lang
from course.nbgrader.grading import Graded
from course.nbgrader.timeline import timeline_cell

V4: Any = nbformat.v4  # its functions have no types
BITMAPS = ("image/png", "image/jpeg")
SHOWN_AS = {"name": "python", "pygments_lexer": "ipython3"}
"""Read as Python alone, each `!docker` would be marked as an error."""
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def executed_notebook(
    graded: Graded, section: str, notebook: str, released: NotebookNode, lang: Lang
) -> NotebookNode:
    """What was executed, with its timeline; where nothing was, the released notebook with the reason at each check.

    `released` is the notebook as the gradebook knows it; all that nbgrader believes comes from there.
    """
    executed = None if section in graded.missing else _read(graded.folder / f"{notebook}.ipynb")
    if executed is None:
        shown = _with_outcomes(released, graded.outcomes(section), lang)
    else:
        shown = copy.deepcopy(released)
        shown.cells = _Presenting(section, released, lang).cells(executed)
    if section in (timelines := read_timelines(graded.folder)):
        shown.cells += timeline_cell(timelines[section], lang)
    shown.metadata["language_info"] = SHOWN_AS
    return shown


def _read(path: Path) -> NotebookNode | None:
    with suppress(OSError):
        # Half a surrogate pair, which a learner may print, cannot be written by nbgrader.
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        executed: NotebookNode = V4.reads_json(text.encode("utf-8", errors="replace").decode())
        return executed
    return None


def _with_outcomes(released: NotebookNode, outcomes: dict[str, Verdict | str], lang: Lang) -> NotebookNode:
    shown = copy.deepcopy(released)
    for cell in shown.cells:
        outcome = outcomes.get(cell_key(cell))
        if isinstance(outcome, Verdict):
            show(cell, outcome, lang)
        elif outcome is not None:
            say(cell, outcome)
    return shown


class _Presenting:
    """Makes cells that nbgrader can keep of one executed notebook's."""

    def __init__(self, section: str, released: NotebookNode, lang: Lang) -> None:
        self._trusted = trusted(section, lang)
        self._ours = {cell_key(cell): cell for cell in released.cells}
        self._left = set(self._ours)
        self._ids: set[str] = set()

    def cells(self, executed: NotebookNode) -> list[NotebookNode]:
        return [self._made(cell) for cell in executed.cells]

    def _made(self, cell: NotebookNode) -> NotebookNode:
        made = self._own(cell) or self._learners(cell)
        if not CELL_ID.fullmatch(made.id) or made.id in self._ids:
            made.id = f"cell-{len(self._ids) + 1}"
            while made.id in self._ids:
                made.id += "-"
        self._ids.add(made.id)
        return made

    def _own(self, cell: NotebookNode) -> NotebookNode | None:
        """A check's cell with its verdict, text as it was released, or work at its place; else None."""
        claim = claimed_check(cell, self._trusted)
        key = claim[1] if claim else cell_key(cell)
        if key not in self._left:
            return None
        own = copy.deepcopy(self._ours[key])
        if claim and not any(output.output_type == "display_data" for output in cell.get("outputs", ())):
            return None  # a copy, which was not run
        if own.cell_type != cell.cell_type or (own.cell_type != "code" and own.source != cell.source):
            return None
        self._left.remove(key)
        if own.cell_type == "code":
            own.outputs = cell.outputs if claim else _harmless(cell.outputs)
            own.source = own.source if claim else cell.source
            own.execution_count = _count(cell)
        return cast(NotebookNode, own)

    def _learners(self, cell: NotebookNode) -> NotebookNode:
        cell_id = str(cell.get("id", ""))
        if cell.cell_type != "code":
            return _verbatim(cell.source, cell_id)
        made = code_cell(cell.source, cell_id, {})
        made.outputs, made.execution_count = _harmless(cell.outputs), _count(cell)
        return made


def _count(cell: NotebookNode) -> int | None:
    count = cell.get("execution_count")
    return count if type(count) is int else None


def _verbatim(text: str, cell_id: str) -> NotebookNode:
    """Markdown that shows a learner's Markdown as it was typed: rendered, it could be any HTML."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    cell: NotebookNode = V4.new_markdown_cell(f"{fence}\n{text}\n{fence}", id=cell_id)
    return cell


def _harmless(outputs: list[NotebookNode]) -> list[NotebookNode]:
    return [harmless for output in outputs if (harmless := _harmless_output(output)) is not None]


def _harmless_output(output: NotebookNode) -> NotebookNode | None:
    made: NotebookNode | None = None
    if output.output_type == "stream":
        name = "stderr" if output.name == "stderr" else "stdout"
        made = V4.new_output("stream", name=name, text=str(output.text))
    elif output.output_type == "error":
        lines = [str(line) for line in output.traceback]
        made = V4.new_output("error", ename=str(output.ename), evalue=str(output.evalue), traceback=lines)
    elif data := _harmless_data(output.get("data", {})):
        made = V4.new_output("display_data", data=data)
    return made


def _harmless_data(data: dict[str, Any]) -> dict[str, str]:
    kept = {kind: str(data[kind]) for kind in ("text/plain",) if kind in data}
    for kind in BITMAPS:
        with suppress(ValueError):
            if kind in data:
                kept[kind] = base64.b64encode(base64.b64decode(str(data[kind]))).decode()
    return kept
