"""Write the golden submissions: notebooks as learners hand them in, made from today's solved notebook.

    python tests/golden/make.py [SECTION]...

Each section's cases.py says which there are: the solved notebook with a few cells changed. Beside each stands the
`expected.json` it must be graded with, which is written by hand. A mistake's notebook leaves out the text and the
cells that only look at something, so that grading it is quick; `blank`, `solved` and `solved-docker-py` are whole.
"""

import importlib.util
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import syllabus
from course.notebook import solved

GOLDEN = Path(__file__).parent
sys.path.insert(0, str(GOLDEN))  # for case.py, which each cases.py imports

SECTIONS = sorted(path.parent.name for path in GOLDEN.glob("*/cases.py"))


@cache
def cases_of(section: str) -> ModuleType:
    """The section's cases.py: NEEDED, what is in the given cells that the exercises build on, and CASES."""
    spec = importlib.util.spec_from_file_location(f"golden_{section}", GOLDEN / section / "cases.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notebook_of(section: str, name: str) -> NotebookNode:
    """The notebook of one case."""
    case = cases_of(section).CASES[name]
    if name == "blank":
        path = syllabus.released(section, case.lang)
        return nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    notebook = solved(section, case.lang)
    unknown = set(case.cells) - {cell.id for cell in notebook.cells}
    assert not unknown, f"{name} changes cells that the notebook does not have: {sorted(unknown)}"
    for cell in notebook.cells:
        cell.source = case.cells.get(cell.id, cell.source)
    if not case.whole:
        notebook.cells = list(_needed(notebook, cases_of(section).NEEDED))
    if case.tamper:
        case.tamper(notebook)
    return notebook


def _needed(notebook: NotebookNode, snippets: tuple[str, ...]) -> Iterator[Any]:
    for cell in notebook.cells:
        is_given = "nbgrader" not in cell.metadata
        if cell.cell_type == "code" and (not is_given or any(snippet in cell.source for snippet in snippets)):
            yield cell


def main() -> None:
    for section in sys.argv[1:] or SECTIONS:
        for name, case in cases_of(section).CASES.items():
            folder = GOLDEN / section / name
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / syllabus.released(section, case.lang).name
            text = json.dumps(notebook_of(section, name), ensure_ascii=False, indent=1)
            target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
