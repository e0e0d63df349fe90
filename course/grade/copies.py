"""Whose values stand in somebody else's work: a reason to ask, never a verdict.

A learner's word is one of 435,600, and everybody has a different one. It may be found in what another handed in, in
what their cells printed and in what a check saw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.grade.results import Result, Ungraded
from course.grade.submission import learner_name
from course.language import Text
from course.personal import Learner

WORD = re.compile(r"(?<![a-z])[a-z]{3,8}-[a-z]{3,8}-[1-9][0-9]{2}(?![0-9])")
"""The form of a learner's word; a hostname holds it."""

MOST_PLACES = 6
MOST_BYTES = 100_000_000
AROUND = 60
"""Letters shown before and after the value."""

IN_A_CELL = Text(ko="{file}의 {number}번째 칸", en="{file}, cell {number}")
IN_AN_OUTPUT = Text(ko="{file}의 {number}번째 칸의 출력", en="{file}, output of cell {number}")
BY_A_CHECK = Text(ko="확인 {check}에서 본 값", en="what the check {check} saw")


@dataclass(frozen=True)
class Place:
    """Where a value was seen, and the words around it, on one line."""

    where: Text
    excerpt: str


@dataclass(frozen=True)
class Copy:
    """One learner's value in the work of another."""

    submission: str
    """In whose work it is."""
    owners: tuple[str, ...]
    """The submissions whose own value it is."""
    word: str
    places: tuple[Place, ...]
    """The first of them."""
    more: int
    """In how many other places it is."""


def find_copies(results: Sequence[Result | Ungraded], out: Path) -> list[Copy]:
    """Every word of one learner in the work of another, in the order of the class.

    `out` holds a folder for each submission, with the executed notebooks.
    """
    owners: dict[str, list[str]] = {}
    for one in results:
        owners.setdefault(_learner(one).word, []).append(one.submission)
    return [copy for one in results for copy in _copies_in(one, out / one.submission, owners)]


def _copies_in(one: Result | Ungraded, folder: Path, owners: dict[str, list[str]]) -> Iterator[Copy]:
    own = _learner(one).word
    found: dict[str, list[Place]] = {}
    for where, text in _texts(one, folder):
        for match in WORD.finditer(text):
            if match[0] in owners and match[0] != own:
                found.setdefault(match[0], []).append(Place(where, _excerpt(text, match)))
    for word, places in found.items():
        places = list(dict.fromkeys(places))
        yield Copy(
            one.submission,
            tuple(owners[word]),
            word,
            tuple(places[:MOST_PLACES]),
            len(places[MOST_PLACES:]),
        )


def _learner(one: Result | Ungraded) -> Learner:
    return Learner.of(one.learner if isinstance(one, Result) else learner_name(one.path))


def _texts(one: Result | Ungraded, folder: Path) -> Iterator[tuple[Text, str]]:
    for path in sorted(folder.glob("*.ipynb")):
        for number, cell in enumerate(_cells(path), start=1):
            yield IN_A_CELL.format(file=path.name, number=number), _joined(cell.get("source"))
            if not _is_check(cell):
                yield IN_AN_OUTPUT.format(file=path.name, number=number), _printed(cell)
    for verdict in one.verdicts if isinstance(one, Result) else ():
        yield BY_A_CHECK.format(check=verdict.check), verdict.seen


def _cells(path: Path) -> list[dict[str, Any]]:
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        if path.stat().st_size <= MOST_BYTES:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            return [cell for cell in cells if isinstance(cell, dict)]
    return []


def _is_check(cell: dict[str, Any]) -> bool:
    """What a check cell prints is its verdict, and that is looked at by itself."""
    return bool(_inside(_inside(cell, "metadata"), "nbgrader").get("grade"))


def _printed(cell: dict[str, Any]) -> str:
    """What a cell printed and returned; a kernel may have made its outputs of anything."""
    outputs = cell.get("outputs")
    found = [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []
    return "\n".join(
        _joined(output.get("text") or _inside(output, "data").get("text/plain")) for output in found
    )


def _inside(outer: dict[str, Any], key: str) -> dict[str, Any]:
    inner = outer.get(key)
    return inner if isinstance(inner, dict) else {}


def _joined(text: object) -> str:
    """A multi-line string, which notebooks write as a list."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text or "")


def _excerpt(text: str, match: re.Match[str]) -> str:
    begin = max(text.rfind("\n", 0, match.start()) + 1, match.start() - AROUND)
    end = text.find("\n", match.end())
    return text[begin : min(end if end >= 0 else len(text), match.end() + AROUND)].strip()
