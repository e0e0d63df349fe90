"""One source, one language: the notebook with its solutions, and the one without."""

import re
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.language import Lang
from course.notebook.errors import NotebookError
from course.notebook.pictures import embed
from course.notebook.source import Cell, Source, sources

V4: Any = nbformat.v4  # its functions have no types
MARKER = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


def released(source: Source, lang: Lang) -> NotebookNode:
    """What a learner opens: solutions cut out, checks locked, nbgrader metadata (schema 3) validated.

    Raises NotebookError where nbgrader or nbformat refuses the result.
    """
    # nbgrader takes a second to import, and only authors need it here.
    from nbgrader import preprocessors

    notebook = with_solutions(source, lang)
    steps = [
        # nbgrader's own stub raises, a traceback amid shell commands; here the text says what to fill in.
        preprocessors.ClearSolutions(code_stub={"python": ""}),
        preprocessors.LockCells(),
        preprocessors.ComputeChecksums(),
        preprocessors.CheckCellMetadata(),
    ]
    try:
        for step in steps:
            notebook, _ = step.preprocess(notebook, {})
            _strip(notebook)
        nbformat.validate(notebook)
    except Exception as error:  # nbgrader raises RuntimeError, jsonschema and nbformat their own
        raise NotebookError(f"{source.path.name} ({lang}): {error}") from error
    return notebook


def solved(section: str, lang: Lang) -> NotebookNode:
    """The released notebook of a section with every solution filled in, as a perfect learner hands it in.

    Raises NotebookError for an unknown section or without the sources (they are in a checkout only).
    """
    by_section = {source.section: source for source in sources()}
    if section not in by_section:
        raise NotebookError(f"No section {section!r}; there are {', '.join(by_section)}.")
    source = by_section[section]
    solution = {cell.id: cell.code for cell in source.cells if cell.kind == "work"}
    notebook = released(source, lang)
    for cell in notebook.cells:
        if cell.id in solution:
            cell.source = MARKER.sub("", solution[cell.id]).strip()
    return notebook


def with_solutions(source: Source, lang: Lang) -> NotebookNode:
    """The notebook as nbgrader wants a teacher's: solutions between their marks, cells with its metadata."""
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "container_lifecycle": {
            "section": source.section,
            "number": source.number,
            "minutes": source.minutes,
            "lang": lang,
            "names": source.names,
        },
    }
    cells = [_cell(cell, lang) for cell in source.cells]
    notebook: NotebookNode = V4.new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return notebook


def _cell(cell: Cell, lang: Lang) -> NotebookNode:
    if cell.kind == "text":
        return _node(V4.new_markdown_cell(embed(cell.sources[lang], lang), id=cell.id))
    node = _node(V4.new_code_cell(cell.code, id=cell.id))
    if cell.kind != "code":
        node.metadata["nbgrader"] = _nbgrader(cell)
    return node


def _nbgrader(cell: Cell) -> dict[str, Any]:
    """Schema version 3 of nbgrader's cell metadata."""
    is_check = cell.kind == "check"
    metadata = {
        "schema_version": 3,
        "grade_id": cell.id,
        "grade": is_check,
        "locked": is_check,
        "solution": not is_check,
        "task": False,
    }
    return {**metadata, "points": cell.points} if is_check else metadata


def _strip(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.source = cell.source.strip()


def _node(node: Any) -> NotebookNode:
    assert isinstance(node, NotebookNode)
    return node
