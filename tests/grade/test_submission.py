"""Reading what was handed in: names, sections, and a sentence for everything that cannot be read."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course import syllabus
from course.grade.errors import GradingError
from course.grade.placing import plan
from course.grade.submission import distinct, each_learner, learner_name, read_submission, submission_names
from course.grade.trusted import trusted

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
        papers = read_submission(path).papers
        assert [(paper.section, paper.lang, paper.path.name) for paper in papers] == [
            ("states", "en", "01-states.ipynb")
        ]
        assert learner_name(path) == "alice"


def test_outputs_of_earlier_runs_are_dropped(alice: Path) -> None:
    notebook = json.loads(RELEASED.read_text())
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "passed"}]
    (alice / RELEASED.name).write_text(json.dumps(notebook))

    [paper] = read_submission(alice).papers
    assert all(cell.outputs == [] for cell in paper.notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", ["01-states (1).ipynb", "01-states-Copy1.ipynb", "01_states.ipynb"])
def test_section_from_the_file_name(alice: Path, name: str) -> None:
    notebook = json.loads(RELEASED.read_text())
    del notebook["metadata"]["container_lifecycle"]
    notebook["cells"] = []
    (alice / RELEASED.name).unlink()
    (alice / name).write_text(json.dumps(notebook))

    assert [paper.section for paper in read_submission(alice).papers] == ["states"]


def test_section_from_the_checks_in_it(tmp_path: Path) -> None:
    notebook = json.loads(RELEASED.read_text())
    del notebook["metadata"]["container_lifecycle"]
    path = tmp_path / "homework.ipynb"
    path.write_text(json.dumps(notebook))

    assert [paper.section for paper in read_submission(path).papers] == ["states"]
    assert learner_name(path) == "homework"


def test_scratch_notebooks_and_checkpoints_are_left_out(alice: Path) -> None:
    (alice / "scratch.ipynb").write_text("not a notebook")
    (alice / ".ipynb_checkpoints").mkdir()
    shutil.copy(RELEASED, alice / ".ipynb_checkpoints/01-states-checkpoint.ipynb")

    assert [paper.path.name for paper in read_submission(alice).papers] == ["01-states.ipynb"]


def test_of_two_notebooks_the_one_with_the_released_name_counts(alice: Path) -> None:
    shutil.copy(RELEASED, alice / "01-states-Copy1.ipynb")
    assert [paper.path.name for paper in read_submission(alice).papers] == ["01-states.ipynb"]

    (alice / "01-states.ipynb").rename(alice / "01-states-Copy2.ipynb")
    assert "more than one notebook is for section states" in refusal(alice)


@pytest.mark.parametrize(
    "content",
    [
        b"not a notebook",
        b"\xff\xfe\x00",
        b"{}",
        b"[]",
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 5}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}',
        b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b"[" * 100_000,
    ],
    ids=["text", "bytes", "object", "list", "cells", "cell", "future", "deep"],
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
    with pytest.raises(GradingError, match="is a link to another file"):
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


SECTIONS = [one.id for one in syllabus.sections()]


def whole_course(folder: Path) -> Path:
    """A submission with the notebooks of all sections."""
    folder.mkdir(parents=True)
    for section in SECTIONS:
        shutil.copy(syllabus.released(section, "en"), folder)
    return folder


def _broken_json(path: Path) -> None:
    path.write_text(path.read_text()[:5000])


def _empty(path: Path) -> None:
    path.write_text("\n")


def _a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def _a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _a_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><title>Sign in</title>")


def _future(path: Path) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), "nbformat": 9}))


def _too_large(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(200_000_000)  # a hole: it takes up no room


def _a_million_cells(path: Path) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ""}] * 1_000_000
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": cells}))


def _other_bytes(path: Path) -> None:
    path.write_bytes(b"\x80\x81 garbage \xff")


@pytest.mark.parametrize(
    ("spoil", "told_en", "told_ko"),
    [
        (_broken_json, "is no JSON from line", "JSON이 아닙니다"),
        (_empty, "is an empty file", "빈 파일입니다"),
        (_a_link, "is a link to another file", "다른 파일을 가리키는 링크"),
        (_a_pipe, "not an ordinary file", "읽을 수 없습니다"),
        (_a_page, "is no JSON from line 1 on", "1번째 줄부터"),
        (_future, "is no readable notebook", "읽을 수 없습니다"),
        (_too_large, "is too large (200 MB, at most 64)", "너무 큽니다"),
        (_a_million_cells, "1,000,000 cells, more than 5,000", "읽을 수 없습니다"),
        (_other_bytes, "is no readable notebook", "읽을 수 없습니다"),
    ],
)
def test_one_broken_notebook_costs_its_section_and_no_other(
    tmp_path: Path, spoil: Callable[[Path], None], told_en: str, told_ko: str
) -> None:
    alice = whole_course(tmp_path / "김 민수")
    spoil(alice / "03-signals.ipynb")

    handed_in = read_submission(alice)

    assert [paper.section for paper in handed_in.papers] == [one for one in SECTIONS if one != "signals"]
    [problem] = handed_in.problems
    assert told_en in problem.en and told_ko in problem.ko
    assert "김 민수/03-signals.ipynb" in problem.en and "김 민수/03-signals.ipynb" in problem.ko


def test_two_notebooks_for_a_section_cost_that_section(tmp_path: Path) -> None:
    alice = whole_course(tmp_path / "alice")
    (alice / "03-signals.ipynb").rename(alice / "03-signals (1).ipynb")
    shutil.copy(alice / "03-signals (1).ipynb", alice / "03-signals (2).ipynb")

    handed_in = read_submission(alice)

    assert "signals" not in [paper.section for paper in handed_in.papers]
    assert "03-signals (1).ipynb, 03-signals (2).ipynb" in handed_in.problems[0].en


def _windows(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _marked(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def _utf_16(path: Path) -> None:
    path.write_text(path.read_text(), encoding="utf-16")


def _duplicate_ids(path: Path) -> None:
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["id"] = "same"
    path.write_text(json.dumps(notebook))


def _without_ids(path: Path) -> None:
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        del cell["id"]
    path.write_text(json.dumps({**notebook, "nbformat_minor": 2}))


def _version_3(path: Path) -> None:
    notebook = nbformat.convert(nbformat.read(path, as_version=4), 3)
    path.write_text(nbformat.v3.writes_json(notebook))


def _outputs_of_50_mb(path: Path) -> None:
    notebook = json.loads(path.read_text())
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 40_000_000}]
    code[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "y" * 100}] * 100_000
    code[2]["outputs"] = [{"output_type": "of a kind that nobody knows", "data": 5}]
    path.write_text(json.dumps(notebook))


@pytest.mark.parametrize(
    "change", [_windows, _marked, _utf_16, _duplicate_ids, _without_ids, _version_3, _outputs_of_50_mb]
)
def test_what_can_be_read_is_read_whole(alice: Path, change: Callable[[Path], None]) -> None:
    original = read_submission(alice).papers[0].notebook
    change(alice / RELEASED.name)

    handed_in = read_submission(alice)

    assert handed_in.problems == []
    [paper] = handed_in.papers
    assert paper.section == "states"
    sources = [[cell.source for cell in one.cells] for one in (paper.notebook, original)]
    assert sources[0] == sources[1]
    checks = [
        step.check.id
        for step in plan(paper.notebook, trusted("states", "en"))
        if step.kind == "check" and step.check
    ]
    assert checks == list(trusted("states", "en").checks)
    assert not any(cell.outputs for cell in paper.notebook.cells if cell.cell_type == "code")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to read everything, which tests may have."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_without_the_right_to_read() -> None:
    with tempfile.TemporaryDirectory() as room:
        Path(room).chmod(0o755)
        alice = whole_course(Path(room, "alice"))
        (alice / "03-signals.ipynb").chmod(0)
        (alice / "more").mkdir(mode=0)
        try:
            with as_nobody():
                handed_in = read_submission(alice)
                assert "may not be read" in refusal(alice / "03-signals.ipynb")
        finally:
            (alice / "more").chmod(0o755)
    assert len(handed_in.papers) == len(SECTIONS) - 1
    assert {problem.en.split(": ")[0] for problem in handed_in.problems} == {
        str(alice / "03-signals.ipynb"),
        str(alice / "more"),
    }
    assert all("읽을 권한이 없습니다" in problem.ko for problem in handed_in.problems)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"name": "bash", "display_name": "Bash", "language": "bash"}}, "bash"),
    ],
)
def test_a_notebook_for_another_kernel_is_graded_and_told(
    alice: Path, metadata: dict[str, Any], language: str
) -> None:
    notebook = json.loads(RELEASED.read_text())
    del notebook["metadata"]["kernelspec"]
    notebook["metadata"].pop("language_info", None)
    (alice / RELEASED.name).write_text(
        json.dumps({**notebook, "metadata": {**notebook["metadata"], **metadata}})
    )

    handed_in = read_submission(alice)

    assert [paper.section for paper in handed_in.papers] == ["states"]
    [problem] = handed_in.problems
    assert f"a kernel for {language}" in problem.en and f"{language} 커널" in problem.ko


@pytest.mark.parametrize(
    "metadata", [{"kernelspec": 5, "language_info": []}, {"kernelspec": {"language": 7}}]
)
def test_nonsense_about_the_kernel_is_passed_over(alice: Path, metadata: dict[str, Any]) -> None:
    notebook = json.loads(RELEASED.read_text())
    (alice / RELEASED.name).write_text(
        json.dumps({**notebook, "metadata": {**notebook["metadata"], **metadata}})
    )
    try:
        assert read_submission(alice).problems == []
    except GradingError as error:  # nbformat may refuse it, in so many words
        assert "is no readable notebook" in str(error)


def test_where_nothing_can_be_read_every_file_is_named(alice: Path) -> None:
    (alice / "01-states.ipynb").write_text("{")
    (alice / "02-pid1.ipynb").write_text("")
    told = refusal(alice)
    assert "01-states.ipynb: is no readable notebook" in told and "02-pid1.ipynb: is an empty file" in told


def test_one_folder_of_clones_is_one_learner_each(tmp_path: Path) -> None:
    for name in ("lifecycle-alice", "lifecycle-bob"):
        (tmp_path / name / ".git").mkdir(parents=True)
    (tmp_path / "notes").mkdir()
    alice, bob = tmp_path / "lifecycle-alice", tmp_path / "lifecycle-bob"
    assert each_learner([tmp_path]) == [alice, bob]
    assert submission_names(each_learner([tmp_path])) == ["lifecycle-alice", "lifecycle-bob"]
    # A clone is one learner, and so is a folder without clones.
    assert each_learner([alice]) == [alice]
    assert each_learner([tmp_path / "notes"]) == [tmp_path / "notes"]


def test_nobody_is_two_learners_by_what_they_hand_in(tmp_path: Path) -> None:
    (tmp_path / "alice/bob/.git").mkdir(parents=True)
    (tmp_path / "carol").mkdir()
    assert each_learner([tmp_path / "alice", tmp_path / "carol"]) == [tmp_path / "alice", tmp_path / "carol"]
