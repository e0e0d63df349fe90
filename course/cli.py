"""The command `course`: parse, call, print."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from course.github.commands import github
from course.gradescope.commands import gradescope
from course.nbgrader.commands import nbgrader
from course.options import LangOption, speak

if TYPE_CHECKING:
    from course.grade import Result, Ungraded

app = typer.Typer(
    name="course",
    help="The container lifecycle, taught by doing, graded by looking at real containers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
author = typer.Typer(no_args_is_help=True, help="For whoever writes the notebooks.")
app.add_typer(author, name="author")
app.add_typer(nbgrader, name="nbgrader")
app.add_typer(github, name="github")
app.add_typer(gradescope, name="gradescope")


class Kind(enum.StrEnum):
    """A new engine that is thrown away, or the machine's own."""

    disposable = "disposable"
    host = "host"


class Format(enum.StrEnum):
    """What results can be written as, beside results.json."""

    csv = "csv"
    junit = "junit"
    gradescope = "gradescope"
    prairielearn = "prairielearn"


SuiteOption = Annotated[
    str, typer.Option(help="Debian suite the engine comes from: trixie, bookworm or forky.")
]
EngineOption = Annotated[
    Kind,
    typer.Option(
        help="`disposable`: a new engine. `host`: the one docker uses now, on a throw-away machine."
    ),
]


@app.command()
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Install, start and build what is missing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No table when all is well.")] = False,
    suite: Annotated[list[str] | None, typer.Option(help="Debian suites whose engines are wanted.")] = None,
    lang: LangOption = None,
) -> None:
    """Show what this machine has and lacks, each with the one thing to do. Exit 1 when something is missing."""
    from course.lab.diagnosis import show_doctor

    speak(lang)
    raise typer.Exit(show_doctor(suite or ["trixie"], fix=fix, quiet=quiet))


@app.command()
def lab(
    lang: LangOption = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of JupyterLab; default: a free one.")
    ] = None,
    directory: Annotated[
        Path | None,
        typer.Option("--dir", help="Where your notebooks are; default: ~/container-lifecycle/LANG."),
    ] = None,
    learner: Annotated[
        str | None,
        typer.Option(help="Your name in class, which your own values come from; default: COURSE_LEARNER, …"),
    ] = None,
    suite: SuiteOption = "trixie",
    engine: EngineOption = Kind.disposable,
) -> None:
    """Start an engine of your own and JupyterLab in front of it. Ctrl-C ends both."""
    from course.lab.session import run_lab
    from course.personal import LEARNER

    if learner:
        os.environ[LEARNER] = learner
    run_lab(speak(lang), folder=directory, port=port, browser=not no_browser, suite=suite, kind=engine.value)


@app.command()
def reset(lang: LangOption = None) -> None:
    """Give the running lab a new, empty engine at the same address. Run it in another terminal."""
    from course.lab.renewing import show_reset

    speak(lang)
    show_reset()


@app.command()
def check(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Such as states-create; default: all.")
    ] = None,
    answer: Annotated[
        str | None, typer.Option(help="The value the exercise asks for, as JSON; with one ID.")
    ] = None,
    section: Annotated[
        str | None, typer.Option(help="Whose checks, when no ID is given; default: where you checked last.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Check exercises on the running lab's engine, as it is now. Exit 0: all that could be checked passed.

    Exit 1: some did not; 2: wrong usage. What needs an answer and got none is not checked.
    """
    from course.lab.checking import show_checks

    if answer is not None and len(ids or []) != 1:
        raise typer.BadParameter("goes with exactly one ID", param_hint="--answer")
    raise typer.Exit(show_checks(ids or [], section, answer, speak(lang)))


@app.command()
def grade(
    paths: Annotated[
        list[Path],
        typer.Argument(exists=True, help="A learner's notebook or folder, each; or one folder of clones."),
    ],
    out: Annotated[
        Path, typer.Option(file_okay=False, help="Folder for results.json and the executed notebooks.")
    ],
    lang: LangOption = None,
    engine: EngineOption = Kind.disposable,
    suite: SuiteOption = "trixie",
    cell_timeout: Annotated[float, typer.Option(min=1, help="Seconds that one cell may take.")] = 60,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many to grade at a time; default: what this machine carries."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Let the workers of this Dask scheduler grade, each on its machine."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on: not again what was graded from the same notebooks before."),
    ] = False,
    unchecked: Annotated[
        bool,
        typer.Option("--unchecked", help="Only what has no result, or checks the machine failed to look at."),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CHECK", help="Grade these checks again (`signals-*`); other verdicts stay."),
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", help="What else to write into --out, beside results.json; may be repeated."),
    ] = None,
) -> None:
    """Grade submissions against real engines. Exit 0: all graded, whatever the score; 1: some could not be."""
    from rich.console import Console

    from course.formats.verdicts import verdicts_table
    from course.grade import Limits, Result, chosen_checks, crew, each_learner, hands, read_results
    from course.grade import grade as grade_all
    from course.grade.display import GradingDisplay, summary
    from course.lab.choosing import choose_engine

    shown_in = speak(lang)
    console = Console()
    if scheduler and workers:
        raise typer.BadParameter("a scheduler has workers of its own", param_hint="--workers")
    checks = chosen_checks(only or [])
    paths = each_learner(paths)
    with (
        crew(hands(workers, len(paths), engine.value), scheduler) as graders,
        GradingDisplay(console, shown_in, len(paths)) as progress,
    ):
        results = grade_all(
            paths,
            out,
            engine_factory=partial(choose_engine, engine.value, "grade", suite),
            engine="host" if engine is Kind.host else suite,
            lang=shown_in if lang else None,
            progress=progress,
            limits=Limits(cell=cell_timeout),
            crew=graders,
            resume=resume,
            unchecked=unchecked,
            only=checks,
        )
    if isinstance(alone := results[0], Result) and len(results) == 1:
        console.print(verdicts_table(alone.verdicts, alone.lang))
    console.print(summary(results, shown_in))
    _write_formats(read_results(out, shown_in, also=results), formats, out, shown_in)
    _exit_with(results, shown_in)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The --out of `course grade`.")],
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="What else to write there; may be repeated.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Write report.html and other formats of what was graded before. Exit 1: some of it was not graded."""
    from course.grade import read_results

    shown_in = speak(lang)
    results = read_results(out, shown_in)
    _write_formats(results, formats, out, shown_in)
    _exit_with(results, shown_in)


@author.command()
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when a notebook is out of date.")
    ] = False,
) -> None:
    """Build notebooks/ko and notebooks/en from notebooks/source."""
    from course.notebook import build

    changed = build(check=check)
    for path in changed:
        print(f"{'out of date' if check else 'written'}: {path}")
    if check and changed:
        raise typer.Exit(1)


@author.command()
def lint(
    static: Annotated[bool, typer.Option("--static", help="Only read; grade nothing on an engine.")] = False,
    section: Annotated[
        list[str] | None, typer.Option(help="Sections to grade blank and solved; default: all.")
    ] = None,
    suite: SuiteOption = "trixie",
) -> None:
    """Say what an author has to put right in notebooks and checks, each with what to do. Exit 1: something."""
    from course import syllabus
    from course.notebook.lint import lint
    from course.notebook.proof import prove

    problems = lint()
    for one in () if static else section or [one.id for one in syllabus.sections()]:
        problems += prove(one, suite, lambda line: print(line, file=sys.stderr))
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; every error is a sentence on stderr, never a traceback."""
    from course.lab.failing import told

    with told():
        app()
    sys.exit(0)


def _write_formats(
    results: Sequence[Result | Ungraded], formats: list[Format] | None, out: Path, lang: Literal["ko", "en"]
) -> None:
    """Write report.html and the other formats asked for, and say where."""
    from course.formats.report import write_report
    from course.formats.writing import write_formats

    for written in (write_report(results, out, lang), *write_formats(formats or [], results, out, lang)):
        print(f"→ {written}")


def _exit_with(results: Sequence[Result | Ungraded], lang: Literal["ko", "en"]) -> NoReturn:
    """Say what could not be graded, and end with the exit code for it."""
    from course.grade import exit_code
    from course.grade.display import complaints

    for sentence in complaints(results, lang):
        print(f"course: {sentence}", file=sys.stderr)
    raise typer.Exit(exit_code(results))
