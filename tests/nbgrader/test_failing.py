"""What goes wrong in grading is never a zero, costs nobody else a point, and leaves no old score standing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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


def _score(course: Course, student: str) -> None:
    """Let a learner have a score of before."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("cleanup-prune", "05-cleanup", ASSIGNMENT, student)
        grade.auto_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()


def _has_no_score(course: Course, student: str) -> None:
    assert course.score(student) == 0
    assert set(course.grades(student).values()) == {(None, True)}


def test_a_fault_of_the_machine_is_nobodys_zero(course: Course, suite: str) -> None:
    """Neither for who was graded before nor for who was not; and whoever it hit is graded the next time."""
    course.hand_in("ben", work(only=FIRST, lang="ko"))
    _use(course, "sarge")
    said = course.nbgrader("autograde", ASSIGNMENT, "--force", code=1)
    for student in ("ann", "ben"):
        assert f"There was an error processing assignment 'lifecycle' for student '{student}'" in said
        _has_no_score(course, student)
        assert not course.autograded(student).exists()
        assert not (course.root / "graded" / ASSIGNMENT / student / "results.json").exists()
    said = course.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2", code=1)
    assert "채점하지 못했습니다: ann." in said and "채점하지 못했습니다: ben." in said
    assert "다시 채점할 학습자: ann, ben." in said
    _has_no_score(course, "ben")
    _use(course, suite)
    course.course("nbgrader", "autograde", ASSIGNMENT)
    assert course.score("ann") == course.score("ben") == points(FIRST)


MALFORMED = {
    "empty": "",
    "list": "[1, 2]",
    "text": "I did it all, believe me.",
    "future": '{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "bare": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    "deep": '{"cells": ' + "[" * 100_000,
    "bytes": b"\xff\xfe{",
}


def marked() -> Any:
    """Honest work with metadata that stops stock nbgrader's whole batch: other versions, no ids, ids twice."""
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
    return notebook


def test_malformed_files_stop_nobody_and_leave_no_old_score(course: Course) -> None:
    for name, content in MALFORMED.items():
        course.hand_in(name, content)
    course.hand_in("link", "").unlink()
    course.hand_in("link", "", name="other.txt")
    (course.root / "submitted/link" / ASSIGNMENT / "05-cleanup.ipynb").symlink_to(
        course.root / "gradebook.db"
    )
    course.hand_in("ann", MALFORMED["text"])
    course.hand_in("marked", marked())
    course.nbgrader("autograde", ASSIGNMENT, "--force")
    for name in ("ann", "link", *MALFORMED):
        _has_no_score(course, name)
        assert all(comment for comment in course.comments(name).values())
        assert set(course.grades(name)) == {one.id for one in syllabus.exercises("cleanup")}
    assert all("읽을 수 없습니다" in (one or "") for one in course.comments("ann").values())
    assert course.score("marked") == course.result("marked").score == points(FIRST)


def test_what_nbgrader_itself_fails_on(course: Course) -> None:
    """A timestamp that is none, and work under another name: no old score is left."""
    for student in ("marked", "ben"):
        _score(course, student)
    course.hand_in("ben", "yesterday, I think", name="timestamp.txt")
    mine = course.root / "submitted/marked" / ASSIGNMENT / "05-cleanup.ipynb"
    mine.rename(mine.with_name("05-cleanup (1).ipynb"))
    said = course.course("nbgrader", "autograde", ASSIGNMENT, "--student", "[bm]*[nd]", "--force", code=1)
    assert "for student 'ben'" in said and "for student 'marked'" in said
    for student in ("ben", "marked"):
        assert course.score(student) == 0
        _has_no_score(course, student)


def test_a_timestamp_that_is_none_fails_before_any_hook(course: Course) -> None:
    """nbgrader's own command, without --force, for work that was graded before: no old score is left either."""
    _score(course, "ann")
    course.hand_in("ann", "yesterday, I think", name="timestamp.txt")
    course.autograded("ann").mkdir(parents=True, exist_ok=True)
    said = course.nbgrader("autograde", ASSIGNMENT, "--student", "ann", code=1)
    assert "for student 'ann'" in said and "hook" not in said
    _has_no_score(course, "ann")


def test_a_course_that_is_not_set_up(tmp_path: Path) -> None:
    bare = Course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    said = bare.course("nbgrader", "autograde", ASSIGNMENT, "--lang", "en", code=1)
    assert "course nbgrader add" in said and "Traceback" not in said


def test_wrong_usage(tmp_path: Path) -> None:
    bare = Course(tmp_path)
    said = bare.course("nbgrader", "autograde", "x", "--workers", "2", "--scheduler", "tcp://a:1", code=2)
    assert "of its own" in said
