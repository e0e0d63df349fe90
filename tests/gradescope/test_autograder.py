"""The zip for Gradescope, unpacked and run as its harness does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from handmade import schema, valid

from course.grade.errors import WrongUsage
from course.gradescope.exporting import NO_ENGINE, export

COURSE = "container-lifecycle-course @ git+https://github.com/acme/course@v1"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def autograder(tmp_path: Path) -> Path:
    """The folder /autograder of Gradescope's container, with a submission in it."""
    path = tmp_path / "new/autograder.zip"
    assert "Docker Engine" in export(path, "en", COURSE).en
    root = tmp_path / "autograder"
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            Path(archive.extract(entry, root / "source")).chmod(entry.external_attr >> 16)
    shutil.copytree(ROOT / "tests/golden/cleanup/solved", root / "submission")
    users = [{"email": "alice.kim@example.org", "id": 1, "name": "Alice Kim"}]
    (root / "submission_metadata.json").write_text(json.dumps({"users": users}))
    return root


def run(root: Path, **variables: str) -> dict[str, Any]:
    """The results of its run, which follow Gradescope's schema."""
    tools = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "AUTOGRADER_ROOT": str(root)}
    done = subprocess.run(
        [root / "source/run_autograder"],
        env=environment | variables,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return valid((root / "results/results.json").read_text(), schema("gradescope"))


def test_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "autograder.zip"
    export(path, "ko", COURSE)
    with zipfile.ZipFile(path) as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
        assert archive.read("course.txt").decode() == f"{COURSE}\n"
        for name in ("setup.sh", "run_autograder"):
            script = archive.read(name)
            done = subprocess.run(["shellcheck", "-"], input=script, capture_output=True)
            assert done.returncode == 0, done.stdout.decode()
    assert modes == {"setup.sh": 0o755, "run_autograder": 0o755, "course.txt": 0o644}
    with pytest.raises(WrongUsage, match="already"):
        export(path, "ko", COURSE)


def test_where_there_is_no_engine_it_says_so_and_gives_no_score(autograder: Path) -> None:
    results = run(autograder, DOCKER_HOST="unix:///nowhere/docker.sock")
    assert results == {"output": NO_ENGINE.en, "output_format": "text"}


def test_where_there_is_an_engine_it_grades(autograder: Path, suite: str) -> None:
    results = run(autograder)
    assert (results["score"], results["extra_data"]["learner"]) == (12, "alice.kim")
    assert {test["status"] for test in results["tests"]} == {"passed"}
