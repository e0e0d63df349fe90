"""GitHub Classroom's own reporter, on what grading a repository really gives it.

Its code is on no package registry and not here: this runs where AUTOGRADING_REPORTER names the `dist/main.js` of
classroom-resources/autograding-grading-reporter@v1, and `node` is there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from runners import Step, export, grade
from working import solve

REPORTER = os.environ.get("AUTOGRADING_REPORTER", "")
POINTS = {"cleanup": 12, "practice": 11}

pytestmark = [
    pytest.mark.spread,
    pytest.mark.skipif(not REPORTER, reason="AUTOGRADING_REPORTER names no dist/main.js"),
]


def report(repository: Path, step: Step) -> subprocess.CompletedProcess[str]:
    """Run the reporter as the exported workflow does, after the step that grades."""
    [workflow] = (repository / ".github/workflows").iterdir()
    steps = yaml.safe_load(workflow.read_text())["jobs"]["run-autograding-tests"]["steps"]
    [reporter] = [one for one in steps if "autograding-grading-reporter@" in one.get("uses", "")]
    given = {name: _of_step(value, step) for name, value in reporter["env"].items()}
    inputs = {f"INPUT_{name.upper()}": str(value) for name, value in reporter["with"].items()}
    variables = {"PATH": os.environ["PATH"], **given, **inputs}
    return subprocess.run(["node", REPORTER], env=variables, capture_output=True, text=True, timeout=60)


def _of_step(value: Any, step: Step) -> str:
    return re.sub(
        r"\$\{\{ steps\.grade\.outputs\.(\w+) \}\}", lambda found: step.outputs[found[1]], str(value)
    )


@pytest.mark.parametrize(
    ("done", "score"),
    [([], 0), (["cleanup"], 12), (["cleanup", "practice"], 23)],
    ids=["blank", "half", "solved"],
)
def test_it_tells_the_classroom_the_points(tmp_path: Path, suite: str, done: list[str], score: int) -> None:
    repository = export(tmp_path / "lifecycle-alice", "actions", sections=list(POINTS))
    solve(repository, done)
    only = [part for section in POINTS for part in ("--section", section)]
    step = grade(
        repository, tmp_path / "room", "--suite", suite, *only, "--classroom", "actions", "--workers", "1"
    )
    assert step.exit_code == 0, step.log
    ended = report(repository, step)
    print(ended.stdout)
    assert ended.stderr == ""
    said = dict(re.findall(r"^::notice title=Autograding (\w+)::(.*)$", ended.stdout, flags=re.MULTILINE))
    assert said["complete"] == f"Points {score}/23"
    assert json.loads(said["report"]) == {"totalPoints": score, "maxPoints": 23}
    shown = re.findall(r"Total points for (\w+): ([\d.]+)/(\d+)", ended.stdout)
    expected = [
        (name, f"{points if name in done else 0:.2f}", str(points)) for name, points in POINTS.items()
    ]
    assert shown == expected
    assert ended.returncode == (0 if score == 23 else 1)
    assert ("Some tests failed" in ended.stdout) == (score < 23)
