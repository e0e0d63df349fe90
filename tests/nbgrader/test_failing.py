"""What goes wrong in grading is never a zero, costs nobody else a point, and leaves no old score standing."""

from __future__ import annotations

from pathlib import Path

import pytest
from teaching import ASSIGNMENT, Course, points, work

from course import syllabus

FIRST = ("cleanup-rm-allowed",)


@pytest.fixture(scope="module")
def course(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course.made(tmp_path_factory.mktemp("nbgrader") / "school", "ko")
    _use(made, suite)
    made.hand_in("ann", work(only=FIRST, lang="ko"))
    made.nbgrader("autograde", ASSIGNMENT)
    assert made.score("ann") == points(FIRST)
    return made


def _use(course: Course, suite: str) -> None:
    """The engines of that suite from here on."""
    config = course.root / "nbgrader_config.py"
    lines = [line for line in config.read_text("utf-8").splitlines() if "configure(c" not in line]
    config.write_text("\n".join([*lines, f'configure(c, lang="ko", suite="{suite}")', ""]), encoding="utf-8")


def _nothing_is_left(course: Course, student: str) -> None:
    assert course.score(student) == 0
    assert set(course.grades(student).values()) == {(None, True)}


@pytest.mark.parametrize("command", ["nbgrader", "course"])
def test_a_fault_of_the_machine(command: str, course: Course, suite: str) -> None:
    course.hand_in("ben", work(only=FIRST, lang="ko"))
    _use(course, "sarge")
    if command == "nbgrader":
        said = course.nbgrader("autograde", ASSIGNMENT, "--force", code=1)
        listed = "There was an error processing assignment 'lifecycle' for student '{}'"
    else:
        said = course.course("nbgrader", "autograde", ASSIGNMENT, "--force", "--workers", "2", code=1)
        listed = "채점하지 못했습니다: {}."
        assert "다시 채점할 학습자: ann, ben." in said
    for student in ("ann", "ben"):
        assert listed.format(student) in said
        _nothing_is_left(course, student)
        assert not course.autograded(student).exists()
        assert not (course.root / "graded" / ASSIGNMENT / student / "results.json").exists()
    _use(course, suite)
    getattr(course, command)(*(["nbgrader"] if command == "course" else []), "autograde", ASSIGNMENT)
    assert course.score("ann") == course.score("ben") == points(FIRST)


def test_a_file_that_cannot_be_read_any_more(course: Course) -> None:
    course.hand_in("ann", b"\xff\xfe{")
    course.nbgrader("autograde", ASSIGNMENT, "--student", "ann", "--force")
    _nothing_is_left(course, "ann")
    assert all("읽을 수 없습니다" in (one or "") for one in course.comments("ann").values())


def test_what_nbgrader_itself_fails_on(course: Course, tmp_path: Path) -> None:
    """A timestamp that is none, and a file by another name."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("cleanup-prune", "05-cleanup", ASSIGNMENT, "ben")
        grade.auto_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    timestamp = course.root / "submitted/ben" / ASSIGNMENT / "timestamp.txt"
    timestamp.write_text("yesterday, I think")
    course.nbgrader("autograde", ASSIGNMENT, "--student", "ben", "--force", code=1)
    _nothing_is_left(course, "ben")
    timestamp.unlink()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", ""),
        ("list", "[1, 2]"),
        ("text", "I did it all, believe me."),
        ("future", '{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}'),
        ("bare", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'),
        ("deep", '{"cells": ' + "[" * 100_000),
        ("elsewhere", "link"),
    ],
)
def test_malformed_files_stop_nobody(name: str, content: str, course: Course, tmp_path: Path) -> None:
    if content == "link":
        path = course.hand_in(name, "")
        path.unlink()
        path.symlink_to(course.root / "gradebook.db")
    else:
        course.hand_in(name, content)
    course.nbgrader("autograde", ASSIGNMENT, "--student", name)
    _nothing_is_left(course, name)
    assert all(comment for comment in course.comments(name).values())
    graded = [one.id for one in syllabus.exercises("cleanup")]
    assert sorted(course.grades(name)) == sorted(graded)


def test_nbgraders_own_marks_are_not_believed(course: Course) -> None:
    """Metadata that stops stock nbgrader's whole batch: other versions, no ids, ids twice, other points."""
    notebook = work(only=FIRST, lang="ko")
    for number, cell in enumerate(notebook.cells):
        marks = cell.metadata.get("nbgrader")
        if marks and number % 3 == 0:
            marks["schema_version"] = 99
        elif marks and number % 3 == 1:
            del marks["grade_id"]
        elif marks:
            marks["points"], marks["schema_version"] = 1000, 0
    notebook.cells += notebook.cells[-4:]
    course.hand_in("cato", notebook)
    course.nbgrader("autograde", ASSIGNMENT, "--student", "cato")
    assert course.score("cato") == course.result("cato").score == points(FIRST)


def test_a_course_that_is_not_set_up(tmp_path: Path) -> None:
    bare = Course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    said = bare.course("nbgrader", "autograde", ASSIGNMENT, "--lang", "en", code=1)
    assert "course nbgrader add" in said and "Traceback" not in said


def test_wrong_usage(tmp_path: Path) -> None:
    bare = Course(tmp_path)
    said = bare.course("nbgrader", "autograde", "x", "--workers", "2", "--scheduler", "tcp://a:1", code=2)
    assert "of its own" in said
