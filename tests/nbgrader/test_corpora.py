"""Cheats and attacks as students of one class: real commands, one batch, everybody gets what they earned."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from cheats import against_the_checks, in_the_kernel, in_the_notebook, on_the_engine
from cheats.cheat import Cheat
from hostile.attack import BEFORE, EVERY_RIGHT, HONEST, QUICK, Attack
from hostile.outside import OUTSIDE
from hostile.overload import OVERLOAD
from teaching import ASSIGNMENT, Course, points, work

from course.engine import Access
from notebooks import hand_in

ALL_CHEATS: dict[str, Cheat] = {
    name: cheat
    for kind in (in_the_notebook, in_the_kernel, on_the_engine, against_the_checks)
    for name, cheat in kind.CHEATS.items()
}
ALL_ATTACKS: dict[str, Attack] = OUTSIDE | OVERLOAD
CLASS = (
    *("check-redefined", "replies-forged", "huge-answers", "anothers-values", "images-removed"),
    *("files-from-the-kernel", "bind-mounts", "engine-of-a-neighbour", "network-of-the-kernel"),
    *("fork-bomb-in-a-cell", "gigabytes-of-output", "kernel-exits", "engine-killed"),
)
"""One of each kind; each of them by itself is in tests/grade, and --corpora hands all of them in."""
ONE_BY_ONE = (*in_the_notebook.CHEATS, "json-that-lies", "kernel-exits", "files-from-the-kernel")
"""Whom nbgrader grades alone."""
ENDED = ["engine-killed", "images-removed"]
"""Whose engine failed: that may have been the machine, once; the second time it is their own doing."""
SECRET = "only-the-teacher-knows"
LIMITS = asdict(replace(QUICK, cell=30, submission=150))

pytestmark = pytest.mark.timeout(2400)


@pytest.fixture(scope="module")
def whereabouts(shared_engine: Access, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Python that tells an attack what it looks for: the teacher's own course, another learner's engine."""
    room = tmp_path_factory.getbasetemp()
    secret = room / "secret"
    secret.write_text(SECRET)
    with subprocess.Popen(["sleep", "3600"]) as process:
        known = {
            "secret": str(secret),
            "room": str(room),
            "neighbour": shared_engine.docker_host,
            "port": 9,
            "process": process.pid,
            "every_right": EVERY_RIGHT,
        }
        assigned = "\n".join(f"{name} = {value!r}" for name, value in known.items())
        yield f'{assigned}\n\ndef escaped():\n    print("ESC" "APED")\n'
        assert process.poll() is None
        process.kill()


def course_of(folder: Path, suite: str, students: tuple[str, ...], whereabouts: str) -> Course:
    course = Course.made(folder / "school")
    course.configure(f'configure(c, lang="en", suite="{suite}", **{LIMITS!r})')
    course.hand_in("honest", work("states"), section="states")
    for name in students:
        if name in ALL_CHEATS:
            course.hand_in(name, ALL_CHEATS[name].notebook(), section=ALL_CHEATS[name].section)
        else:
            setup = f"from course import check, learner\n\nme = learner()\n{whereabouts}"
            cells = {**HONEST, "states-code-01": setup, "states-ps-work": ALL_ATTACKS[name].cell}
            hand_in(course.root / "submitted" / name / ASSIGNMENT, cells)
    return course


def everybody_got_what_they_earned(course: Course, students: tuple[str, ...]) -> None:
    assert course.score("honest") == points(course.grades("honest", "states"))
    for name in students:
        grades = course.grades(name, ALL_CHEATS[name].section if name in ALL_CHEATS else "states")
        passed = {check for check, (score, _) in grades.items() if score}
        waiting = {check for check, (_, waits) in grades.items() if waits}
        if name in ALL_CHEATS:
            assert passed == set(ALL_CHEATS[name].honest), (name, ALL_CHEATS[name].tries)
            assert waiting == set(ALL_CHEATS[name].unchecked), name
        else:
            assert set(BEFORE) <= passed, name
        result = course.root / "graded" / ASSIGNMENT / name / "results.json"
        assert course.score(name) == json.loads(result.read_text("utf-8"))["score"]
        assert SECRET not in "".join(path.read_text("utf-8") for path in result.parent.iterdir())


def test_a_class_of_cheats_and_attackers(suite: str, whereabouts: str, tmp_path: Path) -> None:
    course = course_of(tmp_path, suite, CLASS, whereabouts)
    said = course.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2", code=1)
    everybody_got_what_they_earned(course, CLASS)
    again = said.rpartition("To be graded again: ")[2].partition(". ")[0].split(", ")
    assert again == ENDED
    course.course("nbgrader", "autograde", ASSIGNMENT)
    everybody_got_what_they_earned(course, CLASS)
    for name in ENDED:
        assert (course.autograded(name) / "results.json").exists()


def test_some_of_them_one_by_one(suite: str, whereabouts: str, tmp_path: Path) -> None:
    course = course_of(tmp_path, suite, ONE_BY_ONE, whereabouts)
    course.nbgrader("autograde", ASSIGNMENT)
    everybody_got_what_they_earned(course, ONE_BY_ONE)


LONGEST = 4 * 3600
"""Seconds for everybody, with one worker."""


@pytest.mark.timeout(6 * 3600)
def test_the_whole_corpora(
    suite: str, whereabouts: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every cheat of every section and every attack: whose engine ended is graded twice, then all is settled."""
    if not request.config.getoption("--corpora"):
        pytest.skip("takes long: --corpora")
    students = (*ALL_CHEATS, *ALL_ATTACKS)
    course = replace(course_of(tmp_path, suite, students, whereabouts), seconds=LONGEST)
    course.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2", code=1)
    course.course("nbgrader", "autograde", ASSIGNMENT)
    everybody_got_what_they_earned(course, students)
