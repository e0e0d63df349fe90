"""A step of a workflow: `course github grade` with the variables that a runner of GitHub Actions sets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.github.exporting import Classroom
from course.github.exporting import export as write
from course.github.installing import pinned
from course.language import Lang

SOURCE = "https://github.com/acme/course"

CLASSROOM50 = {
    "CLASSROOM": "containers",
    "ASSIGNMENT": "lifecycle",
    "ASSIGNMENT_TYPE": "individual",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://github.com/acme/containers-lifecycle-alice/commit/a1b2c3d",
    "RELEASE_URL": "https://github.com/acme/containers-lifecycle-alice/releases/tag/submit%2F2026",
    "REVIEW_URL": "https://github.com/acme/containers-lifecycle-alice/compare/1...2",
    "USERNAME": "alice",
    "OWNER": "alice",
}
"""What the runner of Classroom 50 hands to an autograder.py."""


@dataclass(frozen=True)
class Step:
    """A step that has ended."""

    exit_code: int
    log: str
    summary: str
    outputs: dict[str, str]
    results: Path

    @property
    def commands(self) -> list[str]:
        """Lines that a runner takes for commands."""
        return [line for line in self.log.splitlines() if line.startswith("::")]


def course(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`course …` in English, as a step runs it."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("COURSE_", "GITHUB_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        capture_output=True,
        text=True,
        env=environment | {"COURSE_LANG": "en", "COLUMNS": "200"} | variables,
        timeout=280,
    )


def export(
    folder: Path, classroom: Classroom = "plain", lang: Lang = "en", sections: Sequence[str] = ()
) -> Path:
    """A repository as `course github export` writes it; returns the folder."""
    write(folder, lang, classroom, pinned(SOURCE), sections)
    return folder


def grade(repository: Path, room: Path, *arguments: str, **variables: str) -> Step:
    """The step that grades; `room` is what the runner gives it to write into."""
    room.mkdir(exist_ok=True)
    files = {"GITHUB_OUTPUT": room / "output", "GITHUB_STEP_SUMMARY": room / "summary"}
    for file in files.values():
        file.touch()
    runner = {
        "GITHUB_ACTIONS": "true",
        "CI": "true",
        "GITHUB_REPOSITORY": "acme/lifecycle-alice",
        "GITHUB_REPOSITORY_OWNER": "acme",
        "GITHUB_ACTOR": "alice",
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_WORKSPACE": str(repository),
        "RUNNER_TEMP": str(room),
        **{name: str(file) for name, file in files.items()},
    }
    out = room / "results"
    done = course("github", "grade", str(repository), "--out", str(out), *arguments, **runner | variables)
    assert "Traceback" not in done.stderr
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    summary = files["GITHUB_STEP_SUMMARY"].read_text()
    return Step(done.returncode, done.stdout + done.stderr, summary, outputs, out)
