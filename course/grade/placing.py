"""Where each trusted check takes place among the cells of a submission."""

from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode

from course.grade.cells import code_cell
from course.grade.trusted import TrustedCheck, TrustedNotebook, cell_key, checked_id, lone_check
from course.language import Text

DUPLICATE = Text(
    ko="이 확인은 원래의 확인 칸에서 한 번만 실행합니다. 이 사본은 실행하지 않았습니다.",
    en="This check runs once, at its own cell. This copy was not run.",
)
RESTORED = Text(
    ko="제출한 노트북에 이 확인 칸이 없어서, 원래 순서에 맞추어 다시 넣었습니다.",
    en="This check cell is missing from the submission; it was put back where it belongs.",
)


@dataclass(frozen=True)
class Step:
    """One cell of the executed notebook and what happens at it."""

    kind: Literal["text", "run", "check", "skip"]
    cell: NotebookNode
    check: TrustedCheck | None = None
    note: Text | None = None


def plan(submitted: NotebookNode, ours: TrustedNotebook) -> list[Step]:
    """The steps of grading one notebook: the learner's cells in their order, every trusted check once.

    A check takes place at its own cell; copies of it are skipped. Where it was deleted, the check follows
    the last cell left of those that precede it in our copy, and what the learner added right after that one.
    """
    claims = [claimed_check(cell, ours) for cell in submitted.cells]
    places = _places(claims)
    restored = _restored(submitted, ours, places)
    steps = [_restored_step(check) for check in restored.get(-1, [])]
    for index, cell in enumerate(submitted.cells):
        claim = claims[index]
        if claim is None:
            steps.append(Step("run" if cell.cell_type == "code" else "text", _clean(cell)))
        elif places[claim[1]] == index:
            steps.append(Step("check", _check_cell(ours.checks[claim[1]]), ours.checks[claim[1]]))
        else:
            steps.append(Step("skip", _clean(cell), note=DUPLICATE))
        steps += [_restored_step(check) for check in restored.get(index, [])]
    return steps


def claimed_check(cell: NotebookNode, ours: TrustedNotebook) -> tuple[int, str] | None:
    """Which check a submitted cell stands for, and how surely: 0 by grade_id, 1 by cell id, 2 by its code."""
    by_cell_id = {check.cell_id: check.id for check in ours.checks.values()}
    marks = cell.metadata.get("nbgrader")
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    if isinstance(grade_id, str) and grade_id in ours.checks:
        return 0, grade_id
    if cell.get("id") in by_cell_id:
        return 1, by_cell_id[cell["id"]]
    call = lone_check(cell.source) if cell.cell_type == "code" else None
    named = checked_id(call) if call else None
    return (2, named) if named in ours.checks and named else None


def _places(claims: list[tuple[int, str] | None]) -> dict[str, int]:
    """Of each check the surest cell, and of equally sure ones the first."""
    best: dict[str, tuple[int, int]] = {}
    for index, claim in enumerate(claims):
        if claim is not None:
            sureness, check = claim
            best[check] = min(best.get(check, (sureness, index)), (sureness, index))
    return {check: index for check, (_, index) in best.items()}


def _restored(
    submitted: NotebookNode, ours: TrustedNotebook, places: dict[str, int]
) -> dict[int, list[TrustedCheck]]:
    """The checks whose cells are gone, by the index of the submitted cell that they follow."""
    left = dict(places)
    for index, cell in enumerate(submitted.cells):
        left.setdefault(cell_key(cell), index)
    known = set(ours.keys) | {check.cell_id for check in ours.checks.values()}
    found: dict[int, list[TrustedCheck]] = {}
    for position, key in enumerate(ours.keys):
        if key not in ours.checks or key in places:
            continue
        preceding = (left[before] for before in reversed(ours.keys[:position]) if before in left)
        anchor = next(preceding, len(submitted.cells) - 1)
        while anchor + 1 < len(submitted.cells) and not _is_ours(submitted.cells[anchor + 1], known):
            anchor += 1
        found.setdefault(anchor, []).append(ours.checks[key])
    return found


def _is_ours(cell: NotebookNode, known: set[str]) -> bool:
    return cell_key(cell) in known or cell.get("id") in known


def _restored_step(check: TrustedCheck) -> Step:
    return Step("check", _check_cell(check), check, RESTORED)


def _check_cell(check: TrustedCheck) -> NotebookNode:
    """The cell as we released it, whatever the submission made of it."""
    marks = {"schema_version": 3, "grade_id": check.id, "points": check.points}
    marks |= {"grade": True, "locked": True, "solution": False, "task": False}
    return code_cell(check.source, check.cell_id, {"nbgrader": marks})


def _clean(cell: NotebookNode) -> NotebookNode:
    """The learner's cell without the outputs of earlier runs."""
    if cell.cell_type == "code":
        cell.outputs = []
        cell.execution_count = None
    return cell
