"""nbgrader's validation of a learner's notebook: on an engine of its own, in their language, and with an end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from labs import eventually, processes_with

from course import syllabus
from course.engine import Access
from course.lab.validating import BoundedExecute
from course.language import Lang
from course.notebook import solved

SECTION = "cleanup"


def write(folder: Path, work: str, lang: Lang = "ko") -> Path:
    """That section's notebook, blank or solved."""
    path = folder / syllabus.released(SECTION, lang).name
    if work == "blank":
        shutil.copy(syllabus.released(SECTION, lang), path)
    else:
        nbformat.write(solved(SECTION, lang), path)
    return path


def with_cell(notebook: Path, source: str) -> Path:
    """The notebook with its second code cell replaced: the first is the import of the course."""
    content = json.loads(notebook.read_text())
    [cell for cell in content["cells"] if cell["cell_type"] == "code"][1]["source"] = source
    notebook.write_text(json.dumps(content))
    return notebook


def environment(lab: Access, folder: Path, lang: Lang, **variables: str) -> dict[str, str]:
    """As in a terminal of the lab, with a folder of its own for Jupyter's settings."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    ours |= {"JUPYTER_CONFIG_DIR": str(folder / "settings"), "COURSE_LANG": lang}
    ours["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{ours['PATH']}"
    return ours | lab.environment() | variables


def nbgrader_validate(notebook: Path, lab: Access, lang: Lang, **variables: str) -> str:
    """What `nbgrader validate` prints, typed in a terminal of the lab."""
    done = subprocess.run(
        ["nbgrader", "validate", notebook.name],
        cwd=notebook.parent,
        env=environment(lab, notebook.parent, lang, **variables),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def behind_the_button(notebook: Path, lab: Access, **variables: str) -> dict[str, list[dict[str, str]]]:
    """What is found behind the button."""
    done = subprocess.run(
        [sys.executable, "-m", "course.lab.validating", str(notebook)],
        env=environment(lab, notebook.parent, "en", **variables),
        capture_output=True,
        text=True,
        timeout=100,
    )
    answer = json.loads(done.stdout)
    assert answer["success"], answer
    return dict(answer["value"])


def let_cells_take(seconds: int, folder: Path) -> None:
    """Configured as nbgrader has it."""
    (folder / "settings").mkdir()
    (folder / "settings/nbgrader_config.py").write_text(f"get_config().Execute.timeout = {seconds}\n")


def left_over(folder: Path) -> set[int]:
    """What still runs in the name of a validation; among it what removes its engine, and then ends."""
    return processes_with(f"JUPYTER_CONFIG_DIR={folder / 'settings'}")


def containers(lab: Access) -> set[str]:
    """Names of the containers on the learner's engine."""
    client = lab.client()
    try:
        return {container.name for container in client.containers.list(all=True)}
    finally:
        client.close()


@pytest.fixture
def lab(engine: Access) -> Access:
    """A learner's engine, with a container on it that the notebook removes."""
    client = engine.client()
    try:
        client.api.create_container("shell", name="mine")
    finally:
        client.close()
    return engine


@pytest.mark.spread
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_nbgrader_validate_fails_before_and_passes_after_solving(
    lab: Access, tmp_path: Path, lang: Lang
) -> None:
    """Twice: what the first run left must not stand in the way of the second, nor the learner's own work."""
    before = nbgrader_validate(write(tmp_path, "blank", lang), lab, lang)
    checks = [exercise.id for exercise in syllabus.exercises(SECTION)]
    assert f"VALIDATION FAILED ON {len(checks)} CELL(S)" in before
    for check in checks:
        assert f"✘ {'아직입니다' if lang == 'ko' else 'Not yet'}  {check}" in before
    assert ("기대: " if lang == "ko" else "Expected: ") in before
    assert "Traceback" not in before and "..." not in before, before
    after = write(tmp_path, "solved", lang)
    for _ in range(2):
        assert "Success! Your notebook passes all the tests." in nbgrader_validate(after, lab, lang)
    assert containers(lab) == {"mine"}


@pytest.mark.spread
def test_without_an_engine_of_its_own_it_touches_no_other(lab: Access, tmp_path: Path) -> None:
    """`docker container prune` in a notebook reaches neither the learner's engine nor the machine's."""
    said = nbgrader_validate(write(tmp_path, "solved", "en"), lab, "en", COURSE_RUNTIME="no-such-runtime")
    assert "VALIDATION FAILED" in said
    assert "no-such-runtime, which this machine's engine does not know" in " ".join(said.split())
    assert containers(lab) == {"mine"}


STUBBORN = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
CHATTY = "while True:\n    print('again and again' * 100)"


@pytest.mark.spread
@pytest.mark.parametrize("loop", [STUBBORN, CHATTY, "!docker run --name endless shell sleep 1000"])
def test_a_cell_without_an_end_is_named(lab: Access, tmp_path: Path, loop: str) -> None:
    """It ends the run within its time, and nothing of the run is left."""
    let_cells_take(4, tmp_path)
    found = behind_the_button(with_cell(write(tmp_path, "solved", "en"), loop), lab)
    assert [each["source"] for each in found["failed"]] == [loop.strip()]
    assert "This cell did not end within 4 s" in found["failed"][0]["raw_error"]
    eventually(lambda: not left_over(tmp_path), "its kernel and its engine have gone")


@pytest.mark.spread
def test_a_cell_that_ends_the_kernel_is_named(lab: Access, tmp_path: Path) -> None:
    found = behind_the_button(with_cell(write(tmp_path, "solved", "en"), "import os; os._exit(1)"), lab)
    assert [each["source"] for each in found["failed"]] == ["import os; os._exit(1)"]
    assert "The kernel ended in this cell" in found["failed"][0]["raw_error"]
    eventually(lambda: not left_over(tmp_path), "its kernel and its engine have gone")


def test_a_cell_may_take_as_long_as_in_grading() -> None:
    from course.grade import Limits

    assert BoundedExecute().timeout == Limits().cell
