"""A class of six goes the whole way: graded in parallel and one by one, by hand, feedback, grades in a file."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cheats.in_the_notebook import CHEATS
from teaching import ASSIGNMENT, Course, points, work

from course import syllabus
from course.formats.verdicts import printable
from course.grade.cells import code_cell

pytestmark = pytest.mark.timeout(1200)  # the class is graded twice before the first test
HALF = ("cleanup-rm-allowed", "cleanup-auto-remove", "cleanup-prune", "cleanup-commit")
BEFORE_THE_END = ("cleanup-rm-allowed", "cleanup-rm-force", "cleanup-auto-remove")
FORGED = "outputs-forged"
SCRIPT = '<script>fetch("/formgrader/api/grades")</script>'
STUDENTS = ("blank", "broken", "half", "hostile", "mallory", "perfect")


def hostile() -> Any:
    """Perfect work; after three exercises its kernel ends, and what it shows and writes would run in a browser."""
    notebook = work()
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == BEFORE_THE_END[-1]) + 1
    show = f"from IPython.display import HTML, display\ndisplay(HTML('''{SCRIPT}'''))"
    notebook.cells[place:place] = [
        code_cell(show, "show", {}),
        code_cell("import os, sys\nsys.stderr.write('gone')\nos._exit(0)", "end", {}),
    ]
    notebook.cells.append({"cell_type": "markdown", "id": "text", "metadata": {}, "source": SCRIPT})
    return notebook


@dataclass(frozen=True)
class Class:
    """The same six in two courses: one graded by several workers, one by nbgrader alone."""

    parallel: Course
    serial: Course
    said: dict[str, str]


@pytest.fixture(scope="module")
def graded(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    folder = tmp_path_factory.mktemp("nbgrader")
    parallel = Course.made(folder / "parallel")
    config = parallel.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace('lang="en"', f'lang="en", suite="{suite}", cell=30'))
    parallel.hand_in("perfect", work())
    parallel.hand_in("half", work(only=HALF))
    parallel.hand_in("blank", work(only=()))
    parallel.hand_in("broken", '{"cells": [')
    parallel.hand_in("hostile", hostile())
    parallel.hand_in("mallory", CHEATS[FORGED].notebook(), section="states")
    shutil.copytree(parallel.root, folder / "serial", ignore=shutil.ignore_patterns("__pycache__"))
    serial = Course(folder / "serial")
    said = {
        "parallel": parallel.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2"),
        "serial": serial.nbgrader("autograde", ASSIGNMENT),
    }
    yield Class(parallel, serial, said)


def test_the_gradebook_holds_what_results_json_holds(graded: Class) -> None:
    for course in (graded.parallel, graded.serial):
        for student in STUDENTS:
            if student == "broken":
                continue
            result = course.result(student)
            assert result.learner == result.submission == student
            assert course.score(student) == result.score
            for section in {verdict.section for verdict in result.verdicts}:
                wanted = {
                    verdict.check: (verdict.score, verdict.score is None)
                    for verdict in result.verdicts
                    if verdict.section == section
                }
                assert course.grades(student, section) == wanted


def test_everybody_gets_what_their_work_is_worth(graded: Class) -> None:
    worth = {
        "perfect": points([one.id for one in syllabus.exercises("cleanup")]),
        "half": points(HALF),
        "blank": 0,
        "broken": 0,
        "hostile": points(BEFORE_THE_END),
        "mallory": points(CHEATS[FORGED].honest),
    }
    assert {student: graded.parallel.score(student) for student in STUDENTS} == worth


def test_several_workers_and_one_write_the_same_gradebook(graded: Class) -> None:
    for student in STUDENTS:
        for section in ("states", "cleanup"):
            assert graded.parallel.grades(student, section) == graded.serial.grades(student, section)
            assert graded.parallel.comments(student, section) == graded.serial.comments(student, section)


def test_what_cannot_be_read_waits_for_a_person_and_says_why(graded: Class) -> None:
    for course in (graded.parallel, graded.serial):
        assert set(course.grades("broken").values()) == {(None, True)}
        for comment in course.comments("broken").values():
            assert comment is not None and "is no readable notebook" in comment
            assert str(course.root) not in comment
        assert not (course.autograded("broken") / "results.json").exists()
    for said in graded.said.values():
        assert "05-cleanup.ipynb: is no readable notebook" in said
    assert "to be graded by hand: broken" in graded.said["parallel"]


def test_work_left_as_it_was_has_no_response(graded: Class) -> None:
    comments = graded.parallel.comments("blank")
    assert "No response." not in graded.parallel.comments("perfect").values()
    unchecked = {
        verdict.check for verdict in graded.parallel.result("blank").verdicts if verdict.score is None
    }
    for check in unchecked:
        assert "could not be checked" in (comments[f"{check}-work"] or "")


def test_everything_is_kept_beside_the_autograded_notebook(graded: Class) -> None:
    folder = graded.parallel.autograded("perfect")
    assert {"05-cleanup.ipynb", "05-cleanup.timeline.json", "results.json"} <= {
        one.name for one in folder.iterdir()
    }
    executed = graded.parallel.executed("perfect")
    assert any(cell.get("execution_count") for cell in executed["cells"])
    report = graded.parallel.course("report", f"graded/{ASSIGNMENT}", "--lang", "en", code=1)
    assert "broken" in report  # one could not be graded, and the report says so


def test_nothing_of_a_learners_runs_in_a_teachers_browser(graded: Class) -> None:
    cells = graded.parallel.executed("hostile")["cells"]
    outputs = [output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]]
    pages = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert pages and all("course-verdict" in "".join(page) for page in pages)
    theirs = next("".join(cell["source"]) for cell in cells if cell["id"] == "text")
    assert theirs == f"```\n{SCRIPT}\n```"  # as it was typed


def test_feedback_shows_every_verdict_and_needs_no_network(graded: Class) -> None:
    graded.parallel.nbgrader("generate_feedback", ASSIGNMENT)
    for student in ("perfect", "half", "hostile", "broken"):
        page = graded.parallel.feedback(student)
        assert "<script" not in page.lower()
        assert not re.search(r"""(?:src|@import|url\()\s*=?\s*["']?https?:""", page)
        assert not re.search(r"<link\b", page)
    page = graded.parallel.feedback("half")
    for verdict in graded.parallel.result("half").verdicts:
        assert verdict.check in page
        for words in (verdict.sentence, verdict.expected, verdict.seen, verdict.hint):
            for word in re.findall(r"[A-Za-z]{4,}", printable(words)):
                assert word in page
    assert "data:image/svg+xml;base64," in page
    assert "What the containers went through" in page
    assert "BEGIN SOLUTION" not in page


def test_grades_in_a_file_of_nbgraders_and_of_ours(graded: Class) -> None:
    course = graded.parallel
    course.nbgrader("export", "--to", "totals.csv")
    totals = {row["student_id"]: float(row["score"]) for row in _rows(course.root / "totals.csv")}
    assert totals == {student: course.score(student) for student in STUDENTS}
    plugin = "--exporter=course.nbgrader.export.ChecksExportPlugin"
    course.nbgrader("export", plugin, "--to", "checks.csv")
    rows = {row["student_id"]: row for row in _rows(course.root / "checks.csv")}
    assert set(rows) == set(STUDENTS)
    for student in ("perfect", "half", "hostile"):
        for verdict in course.result(student).verdicts:
            score = rows[student][verdict.check]
            assert score == "" if verdict.score is None else float(score) == verdict.score
        assert float(rows[student]["cleanup"]) == course.result(student).score
    assert rows["broken"]["cleanup"] == rows["broken"]["cleanup-prune"] == ""
    assert rows["broken"]["to_grade"] == str(len(syllabus.exercises("cleanup")))
    columns = list(rows["perfect"])
    assert columns.index("cleanup") + 1 == columns.index("cleanup-rm-allowed")


def test_a_persons_score_and_comment_stay(graded: Class) -> None:
    course = graded.serial
    place = ("05-cleanup", ASSIGNMENT, "broken")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("cleanup-prune", *place)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 2, 0.5, False
        gradebook.find_comment("cleanup-prune-work", *place).manual_comment = "Shown to me on paper."
        gradebook.db.commit()
    assert course.score("broken") == 2.5
    course.nbgrader("generate_feedback", ASSIGNMENT, "--student", "broken")
    assert "Shown to me on paper." in course.feedback("broken")
    course.nbgrader("autograde", ASSIGNMENT, "--student", "broken", "--force")
    assert course.score("broken") == 2.5
    assert course.grades("broken")["cleanup-prune"] == (None, True)
    assert course.comments("broken")["cleanup-prune-work"] == "Shown to me on paper."


def test_deadlines_late_penalties_and_groups_are_nbgraders(graded: Class) -> None:
    course = graded.serial
    course.configure('c.LateSubmissionPlugin.penalty_method = "zero"\nc.CourseDirectory.groupshared = True')
    course.nbgrader("db", "assignment", "add", ASSIGNMENT, "--duedate", "2026-03-02 09:00:00 UTC")
    timestamp = course.root / "submitted/half" / ASSIGNMENT / "timestamp.txt"
    timestamp.write_text("2026-03-03 09:00:00 UTC")
    course.nbgrader("autograde", ASSIGNMENT, "--student", "half", "--force")
    with course.gradebook() as gradebook:
        late = gradebook.find_submission(ASSIGNMENT, "half")
        assert late.total_seconds_late == 24 * 3600
        assert late.late_submission_penalty == late.score == points(HALF)
    assert (course.autograded("half") / "results.json").stat().st_mode & 0o777 == 0o664


def test_only_who_is_due_is_graded_again(graded: Class) -> None:
    course = graded.parallel
    before = (course.root / "graded" / ASSIGNMENT / "perfect/results.json").stat().st_mtime_ns
    course.hand_in("late", work(only=HALF[:1]))
    said = course.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2")
    assert course.score("late") == points(HALF[:1])
    assert "perfect" not in said.replace("Skipping existing assignment", "").split("late")[0]
    assert (course.root / "graded" / ASSIGNMENT / "perfect/results.json").stat().st_mtime_ns == before


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
