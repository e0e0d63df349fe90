"""Cheats score exactly what the honest part of them is worth, and grading them ends with every verdict."""

import json
from pathlib import Path

import pytest
from cheats import against_the_checks, in_the_kernel, in_the_notebook, on_the_engine
from cheats.cheat import Cheat

from course import syllabus
from course.engine import Engine
from course.grade import Limits, Result, exit_code, grade_submission

pytestmark = pytest.mark.spread
KINDS = (in_the_kernel, in_the_notebook, on_the_engine, against_the_checks)
CHEATS: dict[str, Cheat] = {name: cheat for kind in KINDS for name, cheat in kind.CHEATS.items()}


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_gets_what_its_honest_part_is_worth(name: str, suite: str, tmp_path: Path) -> None:
    cheat = CHEATS[name]
    submission = tmp_path / "mallory" / syllabus.released(cheat.section, "en").name
    submission.parent.mkdir()
    submission.write_text(json.dumps(cheat.notebook()), encoding="utf-8")

    result = grade_submission(
        submission,
        tmp_path / "out",
        engine_factory=lambda: Engine(suite=suite, purpose="test"),
        limits=Limits(cell=30),
    )

    assert isinstance(result, Result), result
    exercises = syllabus.exercises(cheat.section)
    assert [verdict.check for verdict in result.verdicts] == [exercise.id for exercise in exercises]
    ended = {verdict.check: verdict.verdict for verdict in result.verdicts}
    assert {check for check in ended if ended[check] == "passed"} == set(cheat.honest), cheat.tries
    assert {check for check in ended if ended[check] == "not_checked"} == set(cheat.unchecked)
    worth = {exercise.id: exercise.points for exercise in exercises}
    assert (result.score, result.max_score) == (
        sum(worth[check] for check in cheat.honest),
        sum(worth.values()),
    )
    assert exit_code([result]) == bool(cheat.unchecked or result.problems)
