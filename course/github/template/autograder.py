"""Grades a submission for Classroom 50. Stands in CLASSROOM/autograders/ASSIGNMENT/, beside autograder.json.

Installs the course at the version that autograder.json names, then lets it write result.json and release-body.md.
Exit 0: graded, whatever the score. Otherwise the machine failed, and Classroom 50 calls the submission an error.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    settings = json.loads((HERE / "autograder.json").read_text(encoding="utf-8"))
    room = Path(tempfile.mkdtemp(prefix="course-", dir=os.environ.get("RUNNER_TEMP")))
    venv.create(room / "venv", with_pip=True)
    tools = room / "venv/bin"
    # Not in the learner's folder: what lies there could take a module's place.
    subprocess.run(
        [tools / "python", "-m", "pip", "install", "--quiet", settings["course"]], cwd=room, check=True
    )
    subprocess.run([tools / "course", "doctor", "--fix", "--quiet"], cwd=room, check=True)
    command: list[Path | str] = [
        tools / "course",
        "github",
        "grade",
        Path.cwd(),
        "--classroom",
        "classroom50",
        "--out",
        room / "results",
    ]
    only = [part for section in settings.get("sections", []) for part in ("--section", section)]
    language = {"COURSE_LANG": settings["lang"]}
    return subprocess.run([*command, *only], cwd=room, env=os.environ | language, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, subprocess.CalledProcessError) as error:
        sys.exit(f"autograder.py: {error}")
