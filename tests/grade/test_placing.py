"""Where checks happen in a submission, whatever was done to its check cells."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from course import syllabus
from course.grade.cells import parse
from course.grade.placing import plan
from course.grade.trusted import answer_expression, trusted

OURS = trusted("states", "ko")
FIRST, SECOND = list(OURS.checks)[:2]


def released() -> Any:
    return parse(syllabus.released("states", "ko").read_text(encoding="utf-8"))


def order(notebook: Any) -> list[str]:
    """What happens, in order: ids of cells that run, `check:id`, `skip`."""
    words = {"run": lambda step: step.cell.id, "check": lambda step: f"check:{step.check.id}"}
    steps = [step for step in plan(notebook, OURS) if step.kind != "text"]
    return [words.get(step.kind, lambda step: step.kind)(step) for step in steps]


def cell(notebook: Any, cell_id: str) -> Any:
    return next(one for one in notebook.cells if one.id == cell_id)


def own_cell(source: str) -> Any:
    return parse(
        json.dumps(
            {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "id": "own",
                        "source": source,
                        "metadata": {},
                        "outputs": [],
                        "execution_count": None,
                    }
                ],
            }
        )
    ).cells[0]


def test_untouched_notebook_has_each_check_once_after_its_work_cell() -> None:
    happened = order(released())

    assert [step for step in happened if step.startswith("check:")] == [f"check:{one}" for one in OURS.checks]
    for check in OURS.checks:
        assert happened.index(f"{check}-work") < happened.index(f"check:{check}")


def change_source(notebook: Any) -> None:
    cell(notebook, FIRST).source = 'print("passed")'


def become_markdown(notebook: Any) -> None:
    cell(notebook, FIRST).cell_type = "markdown"


def lose_metadata(notebook: Any) -> None:
    cell(notebook, FIRST).metadata = {}


def lose_ids(notebook: Any) -> None:
    for number, one in enumerate(notebook.cells):
        one.id = f"new-{number}"


@pytest.mark.parametrize("change", [change_source, become_markdown, lose_metadata])
def test_a_changed_check_cell_is_checked_in_its_place_as_we_released_it(
    change: Callable[[Any], None],
) -> None:
    notebook = released()
    change(notebook)

    assert order(notebook) == order(released())
    step = next(step for step in plan(notebook, OURS) if step.check and step.check.id == FIRST)
    assert step.cell.source == OURS.checks[FIRST].source


def test_check_cells_are_known_by_their_grade_id_when_cell_ids_are_new() -> None:
    notebook = released()
    lose_ids(notebook)

    assert [one for one in order(notebook) if "check:" in one] == [f"check:{one}" for one in OURS.checks]


def test_a_plain_copy_of_a_check_is_not_run_and_does_not_move_it() -> None:
    notebook = released()
    notebook.cells.insert(0, own_cell(f'check("{FIRST}")'))

    assert order(notebook) == ["skip", *order(released())]


def test_only_the_first_of_two_same_check_cells_counts() -> None:
    notebook = released()
    notebook.cells.append(cell(notebook, FIRST).copy())

    assert order(notebook) == [*order(released()), "skip"]


def test_a_moved_check_happens_where_it_was_moved() -> None:
    notebook = released()
    moved = cell(notebook, FIRST)
    notebook.cells.remove(moved)
    notebook.cells.append(moved)

    happened = order(notebook)
    assert happened[-1] == f"check:{FIRST}"
    assert happened.count(f"check:{FIRST}") == 1


def test_a_deleted_check_follows_its_work_and_what_was_added_there() -> None:
    notebook = released()
    work = cell(notebook, f"{FIRST}-work")
    notebook.cells.insert(notebook.cells.index(work) + 1, own_cell("more = 1"))
    notebook.cells.remove(cell(notebook, FIRST))

    happened = order(notebook)
    at = happened.index(f"{FIRST}-work")
    assert happened[at : at + 3] == [f"{FIRST}-work", "own", f"check:{FIRST}"]


def test_deleted_work_and_checks_keep_their_order() -> None:
    notebook = released()
    for check in (FIRST, SECOND):
        notebook.cells.remove(cell(notebook, check))
        notebook.cells.remove(cell(notebook, f"{check}-work"))

    checks = [one for one in order(notebook) if one.startswith("check:")]
    assert checks == [f"check:{one}" for one in OURS.checks]


def test_checks_of_a_notebook_without_any_of_our_cells_come_last() -> None:
    notebook = released()
    notebook.cells = [own_cell("a = 1")]

    assert order(notebook) == ["own", *(f"check:{one}" for one in OURS.checks)]


def test_an_empty_notebook_still_gets_every_check() -> None:
    notebook = released()
    notebook.cells = []

    assert order(notebook) == [f"check:{one}" for one in OURS.checks]


@pytest.mark.parametrize(
    ("source", "expression"),
    [
        ('check("states-create")', None),
        ('check("states-x", code)', "code"),
        ('check(\n    "states-x",\n    {"a": codes[0]},  # why\n)', "{'a': codes[0]}"),
        ('check("states-x", answer=codes)', "codes"),
    ],
)
def test_answer_expression(source: str, expression: str | None) -> None:
    assert answer_expression(source) == expression


@pytest.mark.parametrize(
    "source", ["", "x = check('states-x')", "check(name)", "check('a'); check('b')", "check("]
)
def test_a_check_cell_that_is_no_call_of_check_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="one call of check"):
        answer_expression(source)
