"""Our own copy of a section: its cells in order, its checks, their points and what each is given to check.

All of it comes from the released notebook, never from a submission.
"""

import ast
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from course import syllabus
from course.language import Lang


@dataclass(frozen=True)
class TrustedCheck:
    """One check: its id (also the grade_id), the id of its cell, its points and its code."""

    id: str
    cell_id: str
    points: int
    source: str
    expression: str | None
    """Python of the answer the check asks for (`exit_code`); None when it asks for none."""


@dataclass(frozen=True)
class TrustedNotebook:
    """A released notebook, as far as grading needs it."""

    section: str
    keys: tuple[str, ...]
    """Every cell in order, by its grade_id, or else by its cell id."""
    checks: dict[str, TrustedCheck]


@cache
def trusted(section: str, lang: Lang) -> TrustedNotebook:
    """The released notebook of a section. Raises syllabus.UnknownId."""
    notebook = json.loads(syllabus.released(section, lang).read_text(encoding="utf-8"))
    checks = {}
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            source = "".join(cell["source"])
            found = TrustedCheck(
                marks["grade_id"], cell["id"], marks["points"], source, answer_expression(source)
            )
            checks[found.id] = found
    return TrustedNotebook(section, tuple(map(cell_key, notebook["cells"])), checks)


def cell_key(cell: dict[str, Any]) -> str:
    """What a cell is recognised by: its grade_id when it has one, else its cell id (`""` without either)."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    key = marks.get("grade_id") if isinstance(marks, dict) else None
    return str(key or cell.get("id") or "")


def lone_check(source: str) -> ast.Call | None:
    """The call, when a cell is nothing but `check("…")` or `check("…", answer)`."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check"
    return call if named and isinstance(call, ast.Call) and checked_id(call) else None


def checked_id(call: ast.Call) -> str | None:
    """The id that a call of check names."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def answer_expression(source: str) -> str | None:
    """Python of the second argument of a check cell, on one line. Raises ValueError for any other cell."""
    call = lone_check(source)
    if call is None:
        raise ValueError(f"a check cell is one call of check with its id, seen: {source!r}")
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "answer")]
    return ast.unparse(given[0]) if given else None
