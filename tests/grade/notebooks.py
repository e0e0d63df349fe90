"""Making small notebooks and submissions for these tests, and looking at what grading them leaves."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from course import syllabus
from course.engine import outer
from course.grade.cells import code_cell, parse


def notebook_with(sources: Sequence[str]) -> Any:
    """A notebook with these code cells and nothing else."""
    notebook = parse(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    notebook.cells = [code_cell(source, f"cell-{number}", {}) for number, source in enumerate(sources)]
    return notebook


def hand_in(folder: Path, work: dict[str, str], lang: str = "en") -> Path:
    """A submission of section 1 with this code in cells of that id, and no other code but the check cells."""
    notebook = json.loads(
        syllabus.released("states", "ko" if lang == "ko" else "en").read_text(encoding="utf-8")
    )
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        if not cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = work.get(cell["id"], "")
    notebook["cells"] = cells
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01-states.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def said(cell: Any) -> str:
    """All text in the outputs of a cell."""
    parts = []
    for output in cell.outputs:
        parts.append(
            output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")
        )
    return "".join(parts)


def containers_of(pid: int) -> list[str]:
    """Names of the containers that a process made on this machine's engine."""
    client = outer.connect()
    try:
        found = client.api.containers(all=True, filters={"label": outer.OWNER})
    finally:
        client.close()
    return [one["Names"][0] for one in found if f"/{pid}/" in one["Labels"][outer.OWNER]]


def wait_for(condition: Callable[[], Any], seconds: float = 120) -> Any:
    """What the condition is, once that is true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "not within the time"
        time.sleep(0.1)
    return found
