"""Notebook cells and outputs, typed: nbformat's own makers are not."""

import json
import warnings
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from course.checks import Verdict, as_html, as_text
from course.language import Lang

_v4 = cast(Any, nbformat.v4)

MOST_CELLS = 5_000
"""Of one notebook; ours have a hundred."""


def say(cell: NotebookNode, text: str) -> None:
    """Add a sentence of the grader's to the outputs of a cell."""
    cell.outputs.append(_v4.new_output("stream", name="stderr", text=f"{text}\n"))


def show(cell: NotebookNode, verdict: Verdict, lang: Lang) -> None:
    """Add a verdict to the outputs of a check cell, as check() displays it in a learner's own lab."""
    both = {"text/html": as_html(verdict, lang), "text/plain": as_text(verdict, lang)}
    cell.outputs.append(_v4.new_output("display_data", data=both))


def code_cell(source: str, cell_id: str, metadata: dict[str, Any]) -> NotebookNode:
    """A code cell without outputs."""
    return cast(NotebookNode, _v4.new_code_cell(source, id=cell_id, metadata=metadata))


def parse(text: str) -> NotebookNode:
    """A notebook of any version as one of version 4, without outputs.

    Raises anything: nbformat is fed by strangers here, and what it trips over is the file's fault.
    """
    raw = json.loads(text)
    if not isinstance(raw, dict):
        raise ValueError("no notebook, but other JSON")
    is_old = "worksheets" in raw
    cells = [cell for sheet in (raw["worksheets"] if is_old else [raw]) for cell in sheet["cells"]]
    if len(cells) > MOST_CELLS:
        raise ValueError(f"{len(cells):,} cells, more than {MOST_CELLS:,}")
    for cell in cells:
        if cell["cell_type"] == "code":  # before anybody looks at its outputs: there may be 50 MB of them
            cell["outputs"] = []
            cell["prompt_number" if is_old else "execution_count"] = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as: a cell id stood twice and was mended
        notebook = cast(NotebookNode, cast(Any, nbformat).reads(json.dumps(raw), as_version=4))
    cast(Any, nbformat).validate(notebook, relax_add_props=True)
    return notebook


def text_of(notebook: NotebookNode) -> str:
    """The notebook's file; unlike nbformat.writes this does not log what a kernel's odd outputs break."""
    return cast(str, _v4.writes_json(notebook)) + "\n"
