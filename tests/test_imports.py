"""Imports point one way: cli → lab, grade, formats → checks → views → engine; graders see views and checks only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ENGINE = {"engine", "language"}
VIEWS = ENGINE | {"views"}
CHECKS = VIEWS | {"checks", "personal", "syllabus"}
RESULTS = CHECKS | {"formats", "grade"}
MAY_IMPORT = {
    "language": set(),
    "personal": set(),
    "syllabus": {"language"},
    "options": {"language"},
    "display": VIEWS | {"display"},
    "engine": ENGINE,
    "views": VIEWS,
    "checks": CHECKS,
    "notebook": RESULTS | {"display", "notebook"},
    "formats": RESULTS | {"display"},
    "grade": RESULTS,
    "lab": RESULTS | {"lab"},
    "nbgrader": RESULTS | {"display", "lab", "nbgrader", "notebook", "options"},
    "github": RESULTS | {"display", "github", "lab", "options"},
    "gradescope": {"github", "gradescope", "grade", "language", "options"},
    "cli": RESULTS | {"github", "gradescope", "lab", "nbgrader", "notebook", "options"},
    "__main__": {"cli"},
    "__init__": {"checks", "personal"},
}


def rooms_imported(file: Path) -> set[str]:
    """Rooms of course/ that a file imports from anywhere in it; `graders` for the graders."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "course" else [base]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("course.")}
        found |= {"graders" for name in names if name.split(".")[0] == "graders"}
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_from_below(room: str) -> None:
    place = ROOT / "course" / room
    # What stands in an image runs in a container, where our rooms are not.
    files = [file for file in place.rglob("*.py") if "images" not in file.parts] if place.is_dir() else []
    for file in files or [place.with_suffix(".py")]:
        assert rooms_imported(file) <= MAY_IMPORT[room], file.relative_to(ROOT)


def test_graders_see_checks_and_views_only() -> None:
    for file in (ROOT / "graders").glob("*.py"):
        assert rooms_imported(file) <= {"checks", "views", "personal", "graders"}, file.name


def test_every_room_has_its_rule() -> None:
    rooms = {path.stem for path in (ROOT / "course").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert {room for room in rooms if room != "__pycache__"} == set(MAY_IMPORT)
