"""The formats by name, and writing them beside the results they are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from course.formats import gradescope, junit, prairielearn, spreadsheet
from course.grade.results import Result, Ungraded, write_whole
from course.language import Lang

FOR_THE_CLASS: dict[str, tuple[str, Callable[[Sequence[Result | Ungraded], Lang], str]]] = {
    "csv": (spreadsheet.FILE, spreadsheet.document),
}
"""Formats that are one file in the output folder."""

FOR_EACH: dict[str, tuple[str, Callable[[Result | Ungraded, Lang], str]]] = {
    "junit": (junit.FILE, junit.document),
    "gradescope": (gradescope.FILE, gradescope.document),
    "prairielearn": (prairielearn.FILE, prairielearn.document),
}
"""Formats that are a file in each submission's folder."""


def write_formats(
    names: Iterable[str], results: Sequence[Result | Ungraded], out: Path, lang: Lang
) -> list[Path]:
    """Write those formats into `out`; returns where, with `*` for the submissions' folders.

    `lang` is for what has no language of its own: a submission that was not graded.
    """
    return [_write(name, results, out, lang) for name in names]


def _write(name: str, results: Sequence[Result | Ungraded], out: Path, lang: Lang) -> Path:
    if name in FOR_THE_CLASS:
        file, whole = FOR_THE_CLASS[name]
        write_whole(out / file, whole(results, lang))
        return out / file
    file, document = FOR_EACH[name]
    for one in results:
        write_whole(out / one.submission / file, document(one, lang))
    return out / "*" / file
