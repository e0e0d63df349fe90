"""Reading what was handed in: names, sections, and a sentence for everything that cannot be read."""

import json
import os
import shutil
from pathlib import Path

import pytest

from course import syllabus
from course.grade.errors import GradingError
from course.grade.submission import distinct, learner_name, read_submission, submission_names

RELEASED = syllabus.released("states", "en")


@pytest.fixture
def alice(tmp_path: Path) -> Path:
    folder = tmp_path / "alice"
    folder.mkdir()
    shutil.copy(RELEASED, folder)
    return folder


def refusal(path: Path) -> str:
    with pytest.raises(GradingError) as refused:
        read_submission(path)
    assert str(path) in refused.value.text.ko
    return str(refused.value)


def test_a_folder_and_its_notebook_are_the_same_submission(alice: Path) -> None:
    for path in (alice, alice / RELEASED.name):
        papers = read_submission(path)
        assert [(paper.section, paper.lang, paper.path.name) for paper in papers] == [
            ("states", "en", "01-states.ipynb")
        ]
        assert learner_name(path) == "alice"


def test_outputs_of_earlier_runs_are_dropped(alice: Path) -> None:
    notebook = json.loads(RELEASED.read_text())
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "passed"}]
    (alice / RELEASED.name).write_text(json.dumps(notebook))

    [paper] = read_submission(alice)
    assert all(cell.outputs == [] for cell in paper.notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", ["01-states (1).ipynb", "01-states-Copy1.ipynb", "01_states.ipynb"])
def test_section_from_the_file_name(alice: Path, name: str) -> None:
    notebook = json.loads(RELEASED.read_text())
    del notebook["metadata"]["container_lifecycle"]
    notebook["cells"] = []
    (alice / RELEASED.name).unlink()
    (alice / name).write_text(json.dumps(notebook))

    assert [paper.section for paper in read_submission(alice)] == ["states"]


def test_section_from_the_checks_in_it(tmp_path: Path) -> None:
    notebook = json.loads(RELEASED.read_text())
    del notebook["metadata"]["container_lifecycle"]
    path = tmp_path / "homework.ipynb"
    path.write_text(json.dumps(notebook))

    assert [paper.section for paper in read_submission(path)] == ["states"]
    assert learner_name(path) == "homework"


def test_scratch_notebooks_and_checkpoints_are_left_out(alice: Path) -> None:
    (alice / "scratch.ipynb").write_text("not a notebook")
    (alice / ".ipynb_checkpoints").mkdir()
    shutil.copy(RELEASED, alice / ".ipynb_checkpoints/01-states-checkpoint.ipynb")

    assert [paper.path.name for paper in read_submission(alice)] == ["01-states.ipynb"]


def test_of_two_notebooks_the_one_with_the_released_name_counts(alice: Path) -> None:
    shutil.copy(RELEASED, alice / "01-states-Copy1.ipynb")
    assert [paper.path.name for paper in read_submission(alice)] == ["01-states.ipynb"]

    (alice / "01-states.ipynb").rename(alice / "01-states-Copy2.ipynb")
    assert "more than one notebook is for section states" in refusal(alice)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a notebook",
        b"\xff\xfe\x00",
        b"{}",
        b"[]",
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 5}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}',
        b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b"[" * 100_000,
    ],
    ids=["empty", "text", "bytes", "object", "list", "cells", "cell", "future", "deep"],
)
def test_an_unreadable_notebook_is_named(alice: Path, content: bytes) -> None:
    path = alice / RELEASED.name
    path.write_bytes(content)

    assert "is no readable notebook" in refusal(path)
    with pytest.raises(GradingError, match=r"01-states\.ipynb"):
        read_submission(alice)


def test_links_and_pipes_are_not_followed(alice: Path, tmp_path: Path) -> None:
    path = alice / RELEASED.name
    other = tmp_path / "bob.ipynb"
    path.rename(other)
    path.symlink_to(other)
    with pytest.raises(GradingError, match="no readable notebook"):
        read_submission(alice)

    path.unlink()
    os.mkfifo(path)
    assert "not an ordinary file" in refusal(path)


def test_missing_empty_and_foreign(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "nobody.ipynb")
    assert "no notebook of this course" in refusal(tmp_path)
    foreign = tmp_path / "other.ipynb"
    foreign.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    assert "cannot tell which section" in refusal(foreign)


def test_names_are_unique_and_safe() -> None:
    paths = [
        Path(name) for name in ("a/alice", "b/alice", "alice-2", "c/alice", "d/민수 kim", "e/alice.ipynb")
    ]

    names = submission_names(paths)

    assert names == ["alice", "alice-2", "alice-2-2", "alice-3", "민수_kim", "alice-4"]
    assert learner_name(Path("/")) == "submission"


def test_notebooks_of_one_name_get_copies_of_their_own() -> None:
    """As a/homework.ipynb and b/homework.ipynb, for two sections, in one submission."""
    assert distinct(["homework", "homework", "Homework", "homework-2"]) == [
        "homework",
        "homework-2",
        "Homework-3",
        "homework-2-2",
    ]
