"""The exported repository, graded as pushed by a learner: on a real engine, with the variables of a runner."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from runners import CLASSROOM50, Step, export, grade
from working import solve

from course.engine import Access
from course.github.engines import usable

SECTIONS = ["cleanup", "practice"]
"""The two shortest."""
POINTS = {"cleanup": 12, "practice": 11}
NOWHERE = {"DOCKER_HOST": "unix:///nowhere/docker.sock"}

SCHEMA = Draft202012Validator(
    json.loads(Path(__file__).with_name("classroom50-result-v1.schema.json").read_text())
)

pytestmark = pytest.mark.spread


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return export(tmp_path / "lifecycle-alice", sections=SECTIONS)


def graded(repository: Path, room: Path, suite: str, *arguments: str, **variables: str) -> Step:
    only = [part for section in SECTIONS for part in ("--section", section)]
    return grade(repository, room, "--suite", suite, *only, *arguments, **variables)


def totals(result: dict[str, Any]) -> tuple[int, int]:
    """The totals of a result for Classroom 50, which follows its schema, and whose tests add up to them."""
    SCHEMA.validate(result)
    for test in result["tests"]:
        assert test["score"] <= test["max-score"]
    score, most = (sum(test[key] for test in result["tests"]) for key in ("score", "max-score"))
    assert (result["score"], result["max-score"]) == (score, most)
    return score, most


def test_blank_on_plain_github(repository: Path, tmp_path: Path, suite: str) -> None:
    step = graded(repository, tmp_path / "room", suite)
    assert step.exit_code == 0, step.log
    assert step.outputs == {"score": "0", "max_score": "23"}
    assert step.summary.startswith("# 0 of 23 points")
    assert "cleanup-rm-allowed" in step.summary
    assert all(line.startswith("::error") for line in step.commands)
    first = next(line for line in step.commands if "title=cleanup-rm-allowed" in line)
    where = dict(part.split("=") for part in first.split(" ", 1)[1].split("::")[0].split(","))
    line = (repository / where["file"]).read_text().splitlines()[int(where["line"]) - 1]
    assert 'check(\\"cleanup-rm-allowed\\"' in line
    assert {"report.html", "summary.md", "lifecycle-alice"} <= {path.name for path in step.results.iterdir()}
    result = json.loads((step.results / "lifecycle-alice/results.json").read_text())
    assert (result["learner"], result["score"], result["max_score"]) == ("lifecycle-alice", 0, 23)
    assert result["engine"]["kind"] == "disposable"


def test_half_on_github_classroom(repository: Path, tmp_path: Path, suite: str) -> None:
    """Half of it is done; and the check cells of that half, their points and their metadata are gone."""
    solve(repository, ["cleanup"])
    path = repository / "notebooks/05-cleanup.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    notebook["metadata"]["container_lifecycle"] = {"points": 1000}
    path.write_text(json.dumps(notebook))
    step = graded(repository, tmp_path / "room", suite, "--classroom", "actions", "--workers", "1")
    assert step.exit_code == 0, step.log
    assert (step.outputs["score"], step.outputs["max_score"]) == ("12", "23")
    runners = {name: json.loads(base64.b64decode(step.outputs[name])) for name in SECTIONS}
    assert {name: runner["max_score"] for name, runner in runners.items()} == POINTS
    assert [sum(test["score"] for test in runner["tests"]) for runner in runners.values()] == [12, 0]
    assert [runner["status"] for runner in runners.values()] == ["pass", "fail"]


def test_solved_on_classroom_50(repository: Path, tmp_path: Path, suite: str) -> None:
    solve(repository, SECTIONS)
    step = graded(repository, tmp_path / "room", suite, "--classroom", "classroom50", **CLASSROOM50)
    assert step.exit_code == 0, step.log
    assert step.commands == []
    result = json.loads((repository / "result.json").read_text())
    assert totals(result) == (23, 23)
    identity = {key: result[key] for key in ("classroom", "assignment", "owner", "submission")}
    assert identity == {
        "classroom": "containers",
        "assignment": "lifecycle",
        "owner": "alice",
        "submission": CLASSROOM50["SUBMISSION_TAG"],
    }
    assert (repository / "release-body.md").read_text().startswith("# 23 of 23 points")
    assert step.summary == "", "the runner of Classroom 50 shows the release's body by itself"
    assert "lives" in (repository / "release-body.md").read_text()


@pytest.mark.alone
def test_solved_on_the_runners_own_engine(repository: Path, tmp_path: Path, suite: str) -> None:
    """Never with section cleanup: it removes every container and volume that the machine has."""
    solve(repository, ["practice"])
    step = grade(repository, tmp_path / "room", "--engine", "host", "--section", "practice")
    assert step.exit_code == 0, step.log
    assert step.outputs == {"score": "11", "max_score": "11"}
    result = json.loads((step.results / "lifecycle-alice/results.json").read_text())
    assert result["engine"]["kind"] == "host"


def test_where_no_disposable_engine_can_be_started(
    engine: Access, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert usable("auto", "trixie") == "disposable"
    monkeypatch.setenv("DOCKER_HOST", engine.docker_host)  # one without our images
    monkeypatch.setenv("COURSE_LANG", "en")
    assert usable("auto", "trixie") == "host"
    assert "this machine's own is used" in capsys.readouterr().err
    assert usable("disposable", "trixie") == "disposable"
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert usable("auto", "trixie") == "disposable", "a teacher's own machine is nothing to grade on"


@pytest.mark.parametrize("content", ["", "{", '{"cells": 1}'])
def test_a_broken_notebook_has_no_points_and_is_graded(
    repository: Path, tmp_path: Path, content: str
) -> None:
    for path in (repository / "notebooks").iterdir():
        path.write_text(content)
    step = graded(
        repository, tmp_path / "room", "trixie", "--classroom", "classroom50", **CLASSROOM50, **NOWHERE
    )
    assert step.exit_code == 0, step.log
    assert totals(json.loads((repository / "result.json").read_text())) == (0, 23)
    assert "05-cleanup.ipynb" in (repository / "release-body.md").read_text()


def test_a_deleted_notebook_has_no_points(repository: Path, tmp_path: Path) -> None:
    for path in (repository / "notebooks").iterdir():
        path.unlink()
    step = graded(repository, tmp_path / "room", "trixie", **NOWHERE)
    assert step.exit_code == 0, step.log
    assert step.outputs == {"score": "0", "max_score": "23"}
    assert "git log" in step.summary


def test_without_an_engine_there_is_no_score(repository: Path, tmp_path: Path) -> None:
    step = graded(repository, tmp_path / "actions", "trixie", "--classroom", "actions", **NOWHERE)
    assert step.exit_code == 1
    runner = json.loads(base64.b64decode(step.outputs["cleanup"]))
    assert (runner["status"], runner["max_score"]) == ("error", 0)
    assert "course doctor" in runner["tests"][0]["message"]
    assert "Re-run" in step.summary
    step = graded(
        repository, tmp_path / "50", "trixie", "--classroom", "classroom50", **CLASSROOM50, **NOWHERE
    )
    assert step.exit_code == 1
    assert not (repository / "result.json").exists()


def test_outside_of_classroom_50_it_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    step = graded(
        repository, tmp_path / "room", "trixie", "--classroom", "classroom50", CLASSROOM="containers"
    )
    assert step.exit_code == 2
    assert "ASSIGNMENT, SUBMISSION_TAG" in step.log


def test_the_autograder_says_when_the_course_cannot_be_installed(tmp_path: Path) -> None:
    whole = export(tmp_path / "new", "classroom50", sections=["cleanup"])
    settings = whole / "autograder/autograder.json"
    settings.write_text(json.dumps({"course": "container-lifecycle-course @ file:///nowhere", "lang": "en"}))
    done = subprocess.run(
        [sys.executable, whole / "autograder/autograder.py"],
        cwd=whole / "template",
        env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 1
    assert "autograder.py: Command" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (whole / "template/result.json").exists()
