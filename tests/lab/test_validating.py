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
from course.lab.validate_button import MOST_SECONDS
from course.lab.validating import WHOLE_SECONDS, BoundedExecute
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


def plain_notebook(folder: Path, sources: list[str]) -> Path:
    """A notebook with these code cells, none of them graded."""
    path = folder / "plain.ipynb"
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def environment(folder: Path, lang: Lang, lab: Access | None = None) -> dict[str, str]:
    """As in a terminal, of that lab or of none, with a folder of its own for Jupyter's settings."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    ours |= {"JUPYTER_CONFIG_DIR": str(folder / "settings"), "COURSE_LANG": lang}
    ours["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{ours['PATH']}"
    return ours | (lab.environment() if lab else {})


def nbgrader_validate(notebook: Path, lab: Access, lang: Lang, **variables: str) -> str:
    """What `nbgrader validate` prints, typed in a terminal of the lab."""
    done = subprocess.run(
        ["nbgrader", "validate", notebook.name],
        cwd=notebook.parent,
        env=environment(notebook.parent, lang, lab) | variables,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def behind_the_button(notebook: Path, variables: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """What is found behind the button."""
    done = subprocess.run(
        [sys.executable, "-m", "course.lab.validating", str(notebook)],
        env=variables,
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
def test_nbgrader_validate_fails_before_and_passes_after_solving(lab: Access, tmp_path: Path) -> None:
    """What the first run left does not stand in the way of the second, nor does the learner's own work."""
    before = nbgrader_validate(write(tmp_path, "blank", "ko"), lab, "ko")
    checks = [exercise.id for exercise in syllabus.exercises(SECTION)]
    assert f"VALIDATION FAILED ON {len(checks)} CELL(S)" in before
    for check in checks:
        assert f"✘ 아직입니다  {check}" in before
    assert "기대: " in before
    assert "Traceback" not in before
    assert not [line for line in before.splitlines() if len(line) == CUT and line.endswith("...")]
    after = nbgrader_validate(write(tmp_path, "solved", "ko"), lab, "ko")
    assert "Success! Your notebook passes all the tests." in after
    assert containers(lab) == {"mine"}


@pytest.mark.spread
def test_without_an_engine_of_its_own_it_touches_no_other(lab: Access, tmp_path: Path) -> None:
    """`docker container prune` in a notebook reaches neither the learner's engine nor the machine's."""
    said = nbgrader_validate(write(tmp_path, "solved", "en"), lab, "en", COURSE_RUNTIME="no-such-runtime")
    assert "VALIDATION FAILED" in said
    assert "no-such-runtime, which this machine's engine does not know" in " ".join(said.split())
    assert containers(lab) == {"mine"}


CUT = 90
"""`nbgrader validate` puts dots at the end of what is longer."""
STUBBORN = """import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass"""
CHATTY = "while True:\n    print('again and again' * 100)"


@pytest.mark.parametrize("loop", [STUBBORN, CHATTY])
def test_a_loop_without_an_end_is_named(tmp_path: Path, loop: str) -> None:
    let_cells_take(3, tmp_path)
    found = behind_the_button(plain_notebook(tmp_path, ["1 / 0", loop]), environment(tmp_path, "en"))
    assert [each["source"] for each in found["failed"]] == [loop]
    assert "This cell did not end within 3 s" in found["failed"][0]["raw_error"]
    assert not left_over(tmp_path)


def test_a_cell_that_ends_the_kernel_is_named(tmp_path: Path) -> None:
    notebook = plain_notebook(tmp_path, ["import os; os._exit(1)"])
    found = behind_the_button(notebook, environment(tmp_path, "en"))
    assert [each["source"] for each in found["failed"]] == ["import os; os._exit(1)"]
    assert "The kernel ended in this cell" in found["failed"][0]["raw_error"]


@pytest.mark.spread
def test_of_a_run_that_was_stopped_nothing_is_left(lab: Access, tmp_path: Path) -> None:
    """A container in the foreground holds up the cell; kernel and engine go."""
    let_cells_take(15, tmp_path)
    forever = "!docker run --name forever shell sleep 1000"
    notebook = plain_notebook(tmp_path, ["from course import check", forever])
    found = behind_the_button(notebook, environment(tmp_path, "en", lab))
    assert [each["source"] for each in found["failed"]] == [forever]
    assert containers(lab) == {"mine"}
    eventually(lambda: not left_over(tmp_path), "its kernel and its engine have gone")


def test_a_cell_may_take_as_long_as_in_grading() -> None:
    from course.grade import Limits

    assert BoundedExecute().timeout == Limits().cell
    assert MOST_SECONDS > WHOLE_SECONDS == Limits().submission
