"""The wheel works away from the checkout: it carries the notebooks, the graders and the image recipes."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LOOK = """
from pathlib import Path
from course import syllabus
from course.engine import images
import course, graders.test_states
assert Path(course.__file__).is_relative_to(Path.cwd()), course.__file__
assert (images.RECIPES / "engine/entrypoint.py").is_file()
assert (images.RECIPES / "kernel/Dockerfile").is_file()
assert syllabus.released("states", "ko").is_file() and syllabus.released("states", "en").is_file()
assert sum(exercise.points for exercise in syllabus.exercises("states")) == 23
print("all there")
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel, and for everything else the packages of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(ROOT)],
        check=True,
        timeout=300,
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv/bin/python"
    packages = next((folder / "venv/lib").glob("python*/site-packages"))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            str(packages),
            str(wheel),
        ],
        check=True,
        timeout=300,
    )
    ours = next(Path(sys.prefix, "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(f"{ours}\n")
    return python


def test_what_it_carries(python: Path) -> None:
    done = subprocess.run(
        [python, "-P", "-c", LOOK], cwd=python.parent.parent, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "all there\n", done.stderr


def test_it_grades_away_from_the_checkout(python: Path, suite: str, tmp_path: Path) -> None:
    submission = ROOT / "tests/golden/states/run-instead-of-create"
    done = subprocess.run(
        [python, "-P", "-m", "course", "grade", str(submission), "--out", "out", "--suite", suite],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out/run-instead-of-create/results.json").is_file()
