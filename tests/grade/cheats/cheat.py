"""One cheat, and the notebook it is handed in as."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from course.grade.cells import code_cell
from course.notebook import solved
from nbformat import NotebookNode


@dataclass(frozen=True)
class Cheat:
    """A notebook made from the solved one: its first cell, its check cells, and what is named here."""

    tries: str
    section: str
    honest: tuple[str, ...] = ()
    """Checks whose work is the solution's; these and no others may pass."""
    given: tuple[str, ...] = ()
    """Given cells that are kept as they are."""
    cells: dict[str, str] = field(default_factory=dict)
    """Cells by id with other code."""
    first: str = ""
    """Code of a cell of the cheat's own, run before all others but the first."""
    tamper: Callable[[NotebookNode], None] | None = None
    """What is done to the notebook in the end."""
    unchecked: tuple[str, ...] = ()
    """Checks that cannot be made any more: what they need is gone."""

    def notebook(self) -> NotebookNode:
        """The notebook as it is handed in."""
        notebook = copy.deepcopy(_solved(self.section))
        known = {cell.id for cell in notebook.cells}
        assert {*self.honest, *self.given, *self.cells, *self.unchecked} <= known, self
        notebook.cells = [cell for cell in notebook.cells if self._keeps(cell)]
        for cell in notebook.cells:
            cell.source = self.cells.get(cell.id, cell.source)
        if self.first:
            notebook.cells.insert(1, code_cell(self.first, "cheat", {}))
        if self.tamper:
            self.tamper(notebook)
        return notebook

    def _keeps(self, cell: Any) -> bool:
        marks = cell.metadata.get("nbgrader", {})
        begins = cell.id == f"{self.section}-code-01"
        work = any(cell.id in (f"{check}-work", f"{check}-work-2") for check in self.honest)
        return bool(begins or work or marks.get("grade") or cell.id in {*self.given, *self.cells})


@cache
def _solved(section: str) -> NotebookNode:
    return solved(section, "en")
