"""Sections, exercises and points, read from the released notebooks that come with the course.

Never from a learner's copy: whatever that says about points, ours is what counts.
"""

import difflib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from course.language import Lang, Text


@dataclass(frozen=True)
class Section:
    """One notebook: its id (`states`), place, title, minutes and the container names its commands use."""

    id: str
    number: int
    title: Text
    minutes: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Exercise:
    """One check cell: the check's id, its section and points, and the cell's code, for example
    `check("states-created-has", created)`."""

    id: str
    section: str
    points: int
    source: str


class UnknownId(KeyError):
    """No section or exercise has this id; `near` are the ids that look like it."""

    def __init__(self, kind: str, wanted: str, near: list[str]) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.near = near
        self.kind = kind

    def __str__(self) -> str:
        nearest = f" Near: {', '.join(self.near)}." if self.near else ""
        return f"There is no {self.kind} {self.wanted!r}.{nearest}"


def sections() -> list[Section]:
    """Every section, in the order of the course."""
    return list(_sections())


def section(section_id: str) -> Section:
    """One section. Raises UnknownId."""
    found = {one.id: one for one in _sections()}
    if section_id not in found:
        raise UnknownId("section", section_id, difflib.get_close_matches(section_id, found))
    return found[section_id]


def exercises(section_id: str | None = None) -> list[Exercise]:
    """The exercises of one section, or of all, in the order of the notebooks. Raises UnknownId."""
    wanted = _sections() if section_id is None else (section(section_id),)
    return [exercise for one in wanted for exercise in _exercises(one.id)]


def exercise(exercise_id: str) -> Exercise:
    """One exercise. Raises UnknownId with the near ids."""
    for one in exercises():
        if one.id == exercise_id:
            return one
    raise UnknownId("check", exercise_id, near(exercise_id))


def near(exercise_id: str) -> list[str]:
    """Ids of exercises that look like this one, the nearest first; those that contain it count as well."""
    ids = [one.id for one in exercises()]
    alike = difflib.get_close_matches(exercise_id, ids, n=5, cutoff=0.5)
    containing = [one for one in ids if exercise_id and exercise_id in one]
    return list(dict.fromkeys([*alike, *containing]))[:5]


def container_names() -> set[str]:
    """Every container name the commands of the course use."""
    return {name for one in _sections() for name in one.names}


def notebooks_dir() -> Path:
    """Where the released notebooks are: a checkout's `notebooks`, or the data of an installed package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / "notebooks"
    return checkout if (checkout / "ko").is_dir() else package / "data" / "notebooks"


def released(section_id: str, lang: Lang) -> Path:
    """The released notebook of a section. Raises UnknownId."""
    one = section(section_id)
    return notebooks_dir() / lang / f"{one.number:02d}-{one.id}.ipynb"


@cache
def _sections() -> tuple[Section, ...]:
    found = []
    for path in sorted((notebooks_dir() / "ko").glob("[0-9]*.ipynb")):
        notebook = _load(path)
        about = notebook["metadata"]["container_lifecycle"]
        english = _load(notebooks_dir() / "en" / path.name)
        title = Text(ko=_title(notebook), en=_title(english))
        names = tuple(about["names"])
        found.append(Section(about["section"], about["number"], title, about["minutes"], names))
    return tuple(sorted(found, key=lambda one: one.number))


@cache
def _exercises(section_id: str) -> tuple[Exercise, ...]:
    found = []
    for cell in _load(released(section_id, "ko"))["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            source = "".join(cell["source"])
            found.append(Exercise(marks["grade_id"], section_id, marks["points"], source))
    return tuple(found)


def _load(path: Path) -> dict[str, Any]:
    # Plain JSON, not nbformat: every caller of a check pays for this import.
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _title(notebook: dict[str, Any]) -> str:
    """The first heading, without its number."""
    text = "".join(notebook["cells"][0]["source"])
    heading = next(line for line in text.splitlines() if line.startswith("# "))
    return heading.removeprefix("# ").partition(". ")[2] or heading.removeprefix("# ")
