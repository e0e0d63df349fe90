"""`course github`: parse, call, print."""

from __future__ import annotations

import enum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from course.options import LangOption, speak

github = typer.Typer(
    no_args_is_help=True, help="For a class on GitHub: a template repository, and grading what is pushed."
)


class Classroom(enum.StrEnum):
    """Who reads the score of a push."""

    actions = "actions"
    classroom50 = "classroom50"
    plain = "plain"


class Kind(enum.StrEnum):
    """Which engine grades."""

    auto = "auto"
    disposable = "disposable"
    host = "host"


ClassroomOption = Annotated[
    Classroom,
    typer.Option(help="Who reads the score: GitHub Classroom's actions, Classroom 50, or nobody but GitHub."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Git repository to install the course from; default: the course's own."),
]
RefOption = Annotated[
    str | None, typer.Option(metavar="REF", help="Tag or commit of it; default: the tag of this version.")
]
SectionOption = Annotated[
    list[str] | None, typer.Option(help="Only this section, such as `states`; may be repeated. Default: all.")
]


@github.command()
def export(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="A new folder for the repository.")
    ],
    lang: LangOption = None,
    classroom: ClassroomOption = Classroom.plain,
    section: SectionOption = None,
    source: SourceOption = None,
    ref: RefOption = None,
) -> None:
    """Write the repository that learners work in: notebooks, dev container, and the workflow that grades a push."""
    from course.github.exporting import export as export_to
    from course.github.installing import pinned

    shown_in = speak(lang)
    todo = export_to(directory, shown_in, classroom.value, pinned(source, ref), section or [])
    print(todo.of(shown_in))


@github.command()
def grade(
    repository: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="The learner's repository.")
    ],
    out: Annotated[
        Path, typer.Option(file_okay=False, help="Folder for results.json, report.html and the notebooks.")
    ],
    classroom: ClassroomOption = Classroom.plain,
    section: SectionOption = None,
    lang: LangOption = None,
    engine: Annotated[
        Kind, typer.Option(help="`auto`: disposable; on a runner that does not allow it, `host`.")
    ] = Kind.auto,
    suite: Annotated[
        str, typer.Option(help="Debian suite the engine comes from: trixie, bookworm or forky.")
    ] = "trixie",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many sections to grade at a time; default: what this machine carries."),
    ] = None,
) -> None:
    """Grade a push, and tell GitHub. Exit 0: graded, whatever the score; 1: the machine could not check it all."""
    from rich.console import Console

    from course import syllabus
    from course.github.engines import usable
    from course.github.pushes import grade_push
    from course.github.runner import whose
    from course.github.telling import require, tell
    from course.grade import crew, hands
    from course.grade.display import GradingDisplay
    from course.grade.job import Terms
    from course.lab.choosing import choose_engine

    shown_in = speak(lang)
    wanted = [syllabus.section(one).id for one in section or []]
    require(classroom.value)
    count = len(wanted or syllabus.sections())
    kind = usable(engine.value, suite)
    named = "host" if kind == "host" else suite
    terms = Terms(partial(choose_engine, kind, "grade", suite), named, shown_in if lang else None)
    with (
        crew(hands(workers, count, kind)) as graders,
        GradingDisplay(Console(), shown_in, count) as progress,
    ):
        push = grade_push(
            repository,
            out,
            terms=terms,
            crew=graders,
            learner=whose(repository),
            sections=wanted,
            progress=progress,
        )
    tell(push, repository, out, classroom.value)
    raise typer.Exit(1 if push.unchecked else 0)
