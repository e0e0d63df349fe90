"""`course gradescope`: parse, call, print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.github.commands import RefOption, SourceOption
from course.options import LangOption, speak

gradescope = typer.Typer(no_args_is_help=True, help="For a class on Gradescope.")


@gradescope.callback()
def _commands() -> None:
    """So that the one command there is has to be named."""


@gradescope.command()
def export(
    path: Annotated[
        Path, typer.Argument(metavar="ZIP", dir_okay=False, help="The file to write, such as autograder.zip.")
    ],
    lang: LangOption = None,
    source: SourceOption = None,
    ref: RefOption = None,
) -> None:
    """Write the autograder's zip. It needs a Docker Engine, which Gradescope's own containers do not have."""
    from course.github.installing import pinned
    from course.gradescope.exporting import export as export_to

    shown_in = speak(lang)
    print(export_to(path, shown_in, pinned(source, ref)).of(shown_in))
