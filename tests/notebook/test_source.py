"""What an author may write, and the sentence each mistake gets."""

from pathlib import Path

import pytest

from course.notebook import NotebookError, read_source, released, solved
from course.notebook.release import MARKER

HEADER = """\
# ---
# jupyter:
#   container_lifecycle:
#     section: states
#     number: 1
#     minutes: 5
# ---

"""
PAIR = """\
# %% [markdown] lang="ko"
# # 1. 상태

# %% [markdown] lang="en"
# # 1. States

"""
WORK = """\
# %%
# Do it here.
### BEGIN SOLUTION
# !docker create --name some-box nginx
### END SOLUTION

"""
CHECK = """\
# %% points=2
check("states-create")
"""


def write(folder: Path, *parts: str) -> Path:
    path = folder / "01_states.py"
    path.write_text("".join([HEADER, *parts]), encoding="utf-8")
    return path


def test_an_exercise_is_work_and_the_check_after_it(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, PAIR, WORK, CHECK))
    assert [(cell.id, cell.kind, cell.points) for cell in source.cells] == [
        ("states-text-01", "text", 0),
        ("states-create-work", "work", 0),
        ("states-create", "check", 2),
    ]
    assert source.names == ["some-box"]
    assert source.filename == "01-states.ipynb"


def test_an_exercise_may_have_two_cells_of_work(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, PAIR, WORK, WORK, CHECK))
    assert [cell.id for cell in source.cells][1:] == [
        "states-create-work",
        "states-create-work-2",
        "states-create",
    ]


def test_shell_commands_are_comments_in_the_source_and_commands_in_the_notebook(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, PAIR, "# %%\n# !docker ps\n\n", WORK, CHECK))
    notebook = released(source, "en")
    assert [cell.source for cell in notebook.cells] == [
        "# 1. States",
        "!docker ps",
        "# Do it here.",
        'check("states-create")',
    ]


def test_points_and_ids_become_nbgrader_metadata(tmp_path: Path) -> None:
    work, check = released(read_source(write(tmp_path, PAIR, WORK, CHECK)), "ko").cells[1:]
    assert (work.metadata.nbgrader.grade_id, work.metadata.nbgrader.solution) == ("states-create-work", True)
    assert (check.metadata.nbgrader.grade_id, check.metadata.nbgrader.points) == ("states-create", 2)
    assert check.metadata.nbgrader.checksum


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([PAIR.partition('# %% [markdown] lang="en"')[0], WORK, CHECK], "has no English"),
        ([PAIR.replace('lang="ko"', 'lang="en"'), WORK, CHECK], "text comes in pairs"),
        ([PAIR, CHECK], "nothing to do before it"),
        ([PAIR, WORK], "a solution without a check"),
        ([PAIR, WORK, CHECK.replace(" points=2", "")], "a check has points"),
        ([PAIR, WORK, CHECK.replace('check("states-create")', "print(1)")], "holds only check"),
        ([PAIR, WORK, CHECK + "print(1)\n"], "holds only check"),
        ([PAIR, WORK, CHECK.replace("states-create", "pid1-create")], "pid1-create is no id"),
        ([PAIR, WORK, CHECK, "\n", WORK, CHECK], "states-create is already taken"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, parts: list[str], sentence: str) -> None:
    with pytest.raises(NotebookError, match=sentence) as caught:
        read_source(write(tmp_path, *parts))
    assert str(caught.value).startswith("01_states.py, cell ")


def test_a_header_without_minutes_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, PAIR, WORK, CHECK)
    path.write_text(path.read_text(encoding="utf-8").replace("#     minutes: 5\n", ""), encoding="utf-8")
    with pytest.raises(NotebookError, match="lacks minutes"):
        read_source(path)


def test_a_solution_that_never_ends_is_refused(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, PAIR, WORK.replace("### END SOLUTION\n", ""), CHECK))
    with pytest.raises(NotebookError, match=r"01_states\.py"):
        released(source, "ko")


def test_an_unknown_section_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotebookError, match="No section 'stats'; there are states"):
        solved("stats", "ko")


def test_markers_go_and_the_code_between_them_stays() -> None:
    assert MARKER.sub("", "a = 1\n### BEGIN SOLUTION\na = 2\n### END SOLUTION") == "a = 1\na = 2\n"
