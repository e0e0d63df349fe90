"""setup.sh: what it does when all is there, when something is not, and how the command ends.

On a fresh machine it is run by CI, as the first thing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that was set up before, for the tests too; its `course` finds nothing to do."""
    folder = tmp_path / "a checkout"
    (folder / "course/lab").mkdir(parents=True)
    shutil.copy(ROOT / "course/lab/setup.sh", folder / "course/lab")
    shutil.copy(ROOT / "pyproject.toml", folder)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True, timeout=120)
    shutil.rmtree(folder / ".venv/lib")
    (folder / ".venv/lib").symlink_to(
        Path(sys.prefix, "lib")
    )  # it has pip; nothing is installed in these tests
    script = folder / ".venv/bin/course"
    script.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/course.log"\n')
    script.chmod(0o755)
    wanted = hashlib.sha256((folder / "pyproject.toml").read_bytes()).hexdigest()
    (folder / ".venv/setup-stamp").write_text(f"{wanted} dev\n")
    (folder / ".venv/chromium-stamp").touch()
    return folder


def set_up(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", checkout / "course/lab/setup.sh", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | variables,
        cwd=checkout.parent,
        timeout=120,
    )


@pytest.mark.parametrize("extras", [[], ["--dev"]])
def test_a_second_run_fetches_nothing(checkout: Path, extras: list[str]) -> None:
    """It asks the doctor, and gets on with the command in the folder where it was called."""
    done = set_up(checkout, *extras, "sh", "-c", 'pwd; command -v course; echo "$1"', "sh", "two  words")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        str(checkout.parent),
        f"{checkout}/.venv/bin/course",
        "two  words",
    ]
    assert (checkout / "course.log").read_text() == "doctor --fix --quiet\n"


def test_the_commands_exit_code_is_handed_on(checkout: Path) -> None:
    assert set_up(checkout, "sh", "-c", "exit 7").returncode == 7


def test_a_doctor_who_cannot_help_ends_it(checkout: Path) -> None:
    (checkout / ".venv/bin/course").write_text("#!/bin/sh\necho 'no disk' >&2; exit 1\n")
    done = set_up(checkout, "echo", "went on")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no disk" in done.stderr


def test_another_python_has_to_be_new_enough(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    done = set_up(checkout, "true", PYTHON="false")
    assert done.returncode == 1
    assert done.stderr == "setup: PYTHON=false is not a Python 3.11 or later\n"


def test_a_changed_project_is_installed_again(checkout: Path) -> None:
    """With a project file that pip refuses at once, so that nothing is fetched here."""
    (checkout / "pyproject.toml").write_text("[project\n")
    done = set_up(checkout, "true")
    assert done.returncode != 0
    assert "==> pip install -e ." in done.stderr
