"""Sections, exercises and points, as the released notebooks give them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from course import syllabus
from course.syllabus import UnknownId

ROOT = Path(__file__).resolve().parents[1]

STATES = {
    "states-create": 2,
    "states-created-has": 2,
    "states-start": 1,
    "states-run": 1,
    "states-run-events": 1,
    "states-missing-command": 2,
    "states-ps": 1,
    "states-pause": 2,
    "states-pause-cpu": 2,
    "states-unpause": 2,
    "states-paused-allowed": 2,
    "states-stop-kill": 2,
    "states-exit-code": 1,
    "states-revive": 2,
}


def test_section_1() -> None:
    states = syllabus.section("states")
    assert (states.number, states.title.ko, states.title.en) == (1, "컨테이너의 상태", "Container states")
    assert states.minutes > 0
    assert states == syllabus.sections()[0]


def test_its_exercises_and_points() -> None:
    assert {one.id: one.points for one in syllabus.exercises("states")} == STATES


def test_an_exercise_has_the_code_of_its_check_cell() -> None:
    assert syllabus.exercise("states-create").source == 'check("states-create")'
    assert syllabus.exercise("states-created-has").source == 'check("states-created-has", created)'


def test_all_exercises_are_those_of_all_sections() -> None:
    by_section = [one for section in syllabus.sections() for one in syllabus.exercises(section.id)]
    assert syllabus.exercises() == by_section
    assert len({one.id for one in by_section}) == len(by_section)


def checks_of(section: str) -> set[str]:
    """The ids of the test functions in the section's file of graders."""
    file = ROOT / "graders" / f"test_{section}.py"
    functions = [node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
    tests = [name.removeprefix("test_") for name in functions if name.startswith("test_")]
    return {f"{section}-{name.replace('_', '-')}" for name in tests}


@pytest.mark.parametrize("section", [one.id for one in syllabus.sections()])
def test_every_exercise_has_a_check_and_every_check_an_exercise(section: str) -> None:
    assert {one.id for one in syllabus.exercises(section)} == checks_of(section)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("states-crate", "states-create"), ("pause", "states-pause"), ("states_unpause", "states-unpause")],
)
def test_near_ids(typed: str, meant: str) -> None:
    assert meant in syllabus.near(typed)
    assert len(syllabus.near(typed)) <= 5


def test_nothing_is_near_to_nonsense() -> None:
    assert syllabus.near("xyzzy") == []
    assert syllabus.near("") == []


def test_unknown_ids_name_the_near_ones() -> None:
    with pytest.raises(UnknownId, match="Near: states-create") as caught:
        syllabus.exercise("states-crate")
    assert "states-create" in caught.value.near
    with pytest.raises(UnknownId, match="no section 'stats'"):
        syllabus.exercises("stats")


def test_container_names_are_those_of_the_commands() -> None:
    names = syllabus.container_names()
    assert {"first-box", "second-box", "typo-box", "busy-box", "counter-box", "stop-box", "kill-box"} <= names
    assert "nginx" not in names


def test_released_notebooks_are_where_the_syllabus_says() -> None:
    assert syllabus.released("states", "en") == ROOT / "notebooks" / "en" / "01-states.ipynb"
    assert syllabus.released("states", "ko").is_file()


def test_away_from_a_checkout_the_package_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syllabus, "__file__", str(tmp_path / "course" / "syllabus.py"))
    assert syllabus.notebooks_dir() == tmp_path / "course" / "data" / "notebooks"


def test_it_loads_without_the_authors_tools() -> None:
    code = (
        "import sys, course.syllabus as s; s.exercises();"
        "print([m for m in ('jupytext', 'nbgrader', 'nbformat', 'jsonschema') if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
