"""One golden submission: how it differs from the solved notebook."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.language import Lang


@dataclass(frozen=True)
class Case:
    """One submission: cells by id whose code is other than the solution's, and what else was done to it."""

    cells: dict[str, str] = field(default_factory=dict)
    lang: Lang = "ko"
    whole: bool = False
    tamper: Callable[[NotebookNode], None] | None = None
