"""result.json for Classroom 50 (classroom50/result/v1)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from course.checks import Verdict
from course.formats.verdicts import printable
from course.github.pushes import Push
from course.grade.errors import WrongUsage
from course.language import Text

RESULT_FILE = "result.json"
BODY_FILE = "release-body.md"
"""Both are looked for in the repository's own folder."""

NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")

NOT_THERE = Text(
    ko="Classroom 50이 넘겨주는 환경 변수가 없습니다({names}). 이 명령은 autograder.py가 실행합니다.",
    en="the variables that Classroom 50 hands over are missing ({names}): it is its autograder.py that runs this.",
)


def require_variables(environment: Mapping[str, str]) -> None:
    """Raises WrongUsage outside of Classroom 50."""
    if missing := [name for name in NEEDED if not environment.get(name)]:
        raise WrongUsage(NOT_THERE.format(names=", ".join(missing)))


def document(push: Push, repository: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The file's text. The runner puts its own owner, type and time over ours."""
    tests = [_test(verdict) for verdict in push.verdicts]
    data = {
        "schema": "classroom50/result/v1",
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or environment.get("USERNAME") or push.submission,
        "submission": environment["SUBMISSION_TAG"],
        "commit": environment["COMMIT_URL"],
        "release": environment["RELEASE_URL"],
        "review": environment.get("REVIEW_URL") or environment["COMMIT_URL"],
        "datetime": f"{_committed(repository):%Y-%m-%dT%H:%M:%SZ}",
        "graded_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "score": push.score,
        "max-score": push.max_score,
        "tests": tests,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _test(verdict: Verdict) -> dict[str, Any]:
    said = {
        "sentence": verdict.sentence,
        "expected": verdict.expected,
        "seen": verdict.seen,
        "hint": verdict.hint,
    }
    return {
        "test-name": verdict.check,
        "passed": verdict.verdict == "passed",
        "score": verdict.score or 0,
        "max-score": verdict.points,
        "section": verdict.section,
        **{name: printable(words) for name, words in said.items() if words},
    }


def _committed(repository: Path) -> datetime:
    """When the commit that is graded was made; now, where there is no git or no commit."""
    try:
        said = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(repository), "show", "-s", "--format=%cI", "HEAD"],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        return datetime.fromisoformat(said.stdout.strip()).astimezone(UTC)
    except (OSError, ValueError, subprocess.SubprocessError):
        return datetime.now(UTC)
