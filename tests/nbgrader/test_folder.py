"""An nbgrader course is made, or the assignment is added to one; it releases what this course releases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from teaching import ASSIGNMENT, Course

from course import syllabus
from course.language import Lang
from course.nbgrader.folder import FolderError, add_assignment, make_course

OTHERS_CELL = {
    "cell_type": "code",
    "execution_count": None,
    "id": "sum",
    "metadata": {
        "nbgrader": {
            "schema_version": 3,
            "grade": False,
            "solution": True,
            "locked": False,
            "task": False,
            "grade_id": "sum",
        }
    },
    "outputs": [],
    "source": "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION",
}
OTHERS_TEST = {
    "cell_type": "code",
    "execution_count": None,
    "id": "sum-test",
    "metadata": {
        "nbgrader": {
            "schema_version": 3,
            "grade": True,
            "solution": False,
            "locked": True,
            "task": False,
            "grade_id": "sum-test",
            "points": 5,
        }
    },
    "outputs": [],
    "source": "assert answer == 42",
}


def others_notebook(*sources: str) -> dict[str, Any]:
    """A notebook of somebody else's assignment; `sources` in place of its cells'."""
    cells = [OTHERS_CELL, OTHERS_TEST]
    cells = (
        [cell | {"source": source} for cell, source in zip(cells, sources, strict=True)] if sources else cells
    )
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_is_released_is_what_this_course_releases(lang: Lang, tmp_path: Path) -> None:
    course = Course.made(tmp_path / "school", lang)
    course.configure(f'c.Exchange.root = "{tmp_path}/exchange"')
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    course.nbgrader("release_assignment", ASSIGNMENT)
    exchanged = tmp_path / "exchange/school/outbound" / ASSIGNMENT
    for section in syllabus.sections():
        path = syllabus.released(section.id, lang)
        for released in (course.root / "release" / ASSIGNMENT / path.name, exchanged / path.name):
            assert json.loads(released.read_text("utf-8")) == json.loads(path.read_text("utf-8"))


def test_a_new_course_is_whole_and_making_it_again_changes_nothing(tmp_path: Path) -> None:
    written = make_course(tmp_path / "school", "ko")
    names = {str(path.relative_to(tmp_path / "school")) for path in written}
    assert {"nbgrader_config.py", "README.md", "source/header.ipynb"} < names
    assert {
        f"source/{ASSIGNMENT}/{syllabus.released(one.id, 'ko').name}" for one in syllabus.sections()
    } < names
    source = (tmp_path / "school/source" / ASSIGNMENT / "05-cleanup.ipynb").read_text("utf-8")
    assert "### BEGIN SOLUTION" in source and "정리" in source
    assert make_course(tmp_path / "school", "ko") == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    config = tmp_path / "school/nbgrader_config.py"
    config.parent.mkdir()
    config.write_text("c = get_config()\n")
    with pytest.raises(FolderError, match=r"nbgrader_config\.py"):
        make_course(tmp_path / "school", "en")
    assert config.read_text() == "c = get_config()\n"
    assert list((tmp_path / "school").iterdir()) == [config]
    mine = tmp_path / "school/source" / ASSIGNMENT / "05-cleanup.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("{}")
    with pytest.raises(FolderError, match="05-cleanup"):
        add_assignment(tmp_path / "school", "en")
    assert list(mine.parent.iterdir()) == [mine]
    with pytest.raises(FolderError, match="course nbgrader init"):
        add_assignment(tmp_path / "elsewhere", "en")


def test_adding_it_to_a_course_changes_nothing_else(tmp_path: Path) -> None:
    course = Course(tmp_path / "school")
    (course.root / "material/sums").mkdir(parents=True)
    (course.root / "material/sums/sums.ipynb").write_text(json.dumps(others_notebook()))
    (course.root / "material/sums/numbers.py").write_text("numbers = [1, 2]\n")
    (course.root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.source_directory = "material"\n'
        'c.ClearSolutions.code_stub = {"python": "# over to you"}\n'
    )
    before = {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}

    said = course.course("nbgrader", "add", ".", "--lang", "en")

    assert {path: path.read_bytes() for path in before} == before
    assert (course.root / "material" / ASSIGNMENT / "01-states.ipynb").exists()
    lines = said[said.index("from course.nbgrader import configure") :]
    course.configure(lines)
    again = course.course("nbgrader", "add", ".", "--lang", "en")
    assert "configure(c" not in again
    course.nbgrader("generate_assignment", "sums")
    course.nbgrader("generate_assignment", ASSIGNMENT)
    sums = json.loads((course.root / "release/sums/sums.ipynb").read_text())
    assert sums["cells"][0]["source"] == ["# over to you"]
    assert (course.root / "release/sums/numbers.py").exists()
    ours = json.loads((course.root / "release" / ASSIGNMENT / "05-cleanup.ipynb").read_text("utf-8"))
    assert ours == json.loads(syllabus.released("cleanup", "en").read_text("utf-8"))


def test_another_assignment_is_graded_as_ever(tmp_path: Path) -> None:
    course = Course.made(tmp_path / "school")
    (course.root / "source/sums").mkdir()
    (course.root / "source/sums/sums.ipynb").write_text(json.dumps(others_notebook()))
    course.nbgrader("generate_assignment", "sums")
    for student, answer in (("ann", "answer = 42"), ("ben", "answer = 41")):
        folder = course.root / "submitted" / student / "sums"
        folder.mkdir(parents=True)
        (folder / "sums.ipynb").write_text(json.dumps(others_notebook(answer, OTHERS_TEST["source"])))
    course.nbgrader("autograde", "sums")
    course.nbgrader("generate_feedback", "sums")
    with course.gradebook() as gradebook:
        scores = {one: gradebook.find_submission("sums", one).score for one in ("ann", "ben")}
    assert scores == {"ann": 5, "ben": 0}
    assert "MathJax" in (course.root / "feedback/ann/sums/sums.html").read_text("utf-8")
    assert not (course.root / "graded").exists()


def test_no_solution_leaks_beside_the_notebooks(tmp_path: Path) -> None:
    course = Course.made(tmp_path / "school")
    source = course.root / "source" / ASSIGNMENT
    solution = "### BEGIN SOLUTION\nprint(42)\n### END SOLUTION\n"
    (source / "05-cleanup.py").write_text(solution)  # as jupytext pairs it
    (source / "picture.txt").write_text("of no use to anybody\n")
    course.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    released = {path.name for path in (course.root / "release" / ASSIGNMENT).iterdir()}
    assert "05-cleanup.py" not in released
    assert "picture.txt" in released
    (source / "05_cleanup.py").write_text(solution)
    said = course.nbgrader("generate_assignment", ASSIGNMENT, "--force", code=1)
    assert "05_cleanup.py: a file with solutions" in said
    assert not (course.root / "release" / ASSIGNMENT / "05_cleanup.py").exists()
