"""Golden submissions: what a learner hands in, and the verdicts it must get on a real engine."""

import json
import sys
from pathlib import Path
from typing import Literal

import pytest

from course.engine import Engine
from course.grade import Result, exit_code, grade_submission
from course.grade.cells import parse

GOLDEN = Path(__file__).parents[1] / "golden"
sys.path.insert(0, str(GOLDEN))

import make  # noqa: E402

pytestmark = pytest.mark.spread
CASES = sorted(path.parent for path in GOLDEN.glob("*/*/expected.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_golden(case: Path, suite: str, cgroup: Literal["v1", "v2"], tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))

    result = grade_submission(
        case, tmp_path, engine_factory=lambda: Engine(suite=suite, cgroup=cgroup, purpose="test")
    )

    assert isinstance(result, Result), result
    verdicts = {verdict.check: verdict for verdict in result.verdicts}
    assert {check: verdict.verdict for check, verdict in verdicts.items()} == {
        check: wanted["verdict"] for check, wanted in expected["checks"].items()
    }
    for check, wanted in expected["checks"].items():
        verdict = verdicts[check]
        assert verdict.score == wanted["score"], verdict
        assert wanted.get("hint", "") in verdict.hint, verdict
        assert wanted.get("seen", "") in verdict.seen, verdict
        assert bool(verdict.hint) == (verdict.verdict == "failed"), verdict
    assert (result.score, result.max_score) == (expected["score"], expected["max_score"])
    assert exit_code([result]) == 0


@pytest.mark.parametrize("section", make.SECTIONS)
def test_golden_submissions_are_all_there_and_no_others(section: str) -> None:
    assert {case.name for case in CASES if case.parent.name == section} == set(make.cases_of(section).CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_golden_submissions_are_made_from_the_notebook_of_today(case: Path) -> None:
    stored = parse(next(case.glob("*.ipynb")).read_text(encoding="utf-8"))
    made = parse(json.dumps(make.notebook_of(case.parent.name, case.name)))
    code = [[cell.source for cell in one.cells if cell.cell_type == "code"] for one in (stored, made)]
    assert code[0] == code[1], "run tests/golden/make.py and look whether expected.json is still right"
