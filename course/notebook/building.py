"""Writing the released notebooks, or telling which are out of date."""

from pathlib import Path
from typing import Any, get_args

import nbformat

from course.language import Lang
from course.notebook.release import released
from course.notebook.source import Source, sources

NBFORMAT: Any = nbformat  # its functions have no types


def build(check: bool = False) -> list[Path]:
    """Build every notebook in both languages; the same sources give the same bytes.

    Returns the notebooks that changed, or with `check` those that would change while nothing is written.
    Raises NotebookError where a source is wrong or this is not a checkout.
    """
    wanted = [(source, lang) for source in sources() for lang in get_args(Lang)]
    return [path for source, lang in wanted for path in _build_one(source, lang, check)]


def render(source: Source, lang: Lang) -> str:
    """The released notebook as the text of its file."""
    return str(NBFORMAT.writes(released(source, lang))) + "\n"


def _build_one(source: Source, lang: Lang, check: bool) -> list[Path]:
    path = source.path.parents[1] / lang / source.filename
    text = render(source, lang)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [path]
