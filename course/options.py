"""What the commands of several rooms ask for in the same way."""

from __future__ import annotations

import enum
import os
from typing import Annotated, Literal

import typer

from course.language import LANGUAGE_KEY, current_language


class Lang(enum.StrEnum):
    """Languages of the course."""

    ko = "ko"
    en = "en"


LangOption = Annotated[
    Lang | None, typer.Option(help="Language of what is shown; default: COURSE_LANG, else ko.")
]


def speak(lang: Lang | None) -> Literal["ko", "en"]:
    """Make that language the one of everything that is said from here on; returns it."""
    if lang is not None:
        os.environ[LANGUAGE_KEY] = lang.value
    return current_language()
