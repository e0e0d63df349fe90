"""`course nbgrader …`: parse, call, print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.language import Lang as Language
from course.language import Text
from course.options import Lang, speak

nbgrader = typer.Typer(no_args_is_help=True, help="For teachers who grade with nbgrader.")

NEXT = Text(
    ko="이제 {folder}에서 `nbgrader generate_assignment lifecycle`을 실행하세요. 그다음은 {folder}/README.md에 "
    "있습니다.",
    en="Now run `nbgrader generate_assignment lifecycle` in {folder}. What comes then is in {folder}/README.md.",
)
ADD_LINES = Text(
    ko="{config}의 끝에 다음 줄을 넣으세요. 다른 과제는 전과 똑같이 다룹니다.",
    en="Put these lines at the end of {config}. Your other assignments are treated as before.",
)
NOTHING_NEW = Text(ko="모두 이미 있습니다.", en="It is all there already.")


LangOption = Annotated[
    Lang | None, typer.Option(help="Language of the notebooks; default: COURSE_LANG, else ko.")
]


@nbgrader.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="Folder of the new course.")],
    lang: LangOption = None,
) -> None:
    """Make an nbgrader course with this course's assignment. What is there is never overwritten."""
    from course.nbgrader.folder import make_course

    shown_in = speak(lang)
    _tell(make_course(folder, shown_in), shown_in)
    print(NEXT.format(folder=folder).of(shown_in))


@nbgrader.command()
def add(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="Folder of your course.")],
    lang: LangOption = None,
) -> None:
    """Add the assignment to an nbgrader course and print the lines it needs. Changes nothing else."""
    from course.nbgrader.folder import CONFIG_FILE, add_assignment

    shown_in = speak(lang)
    written, lines = add_assignment(folder, shown_in)
    _tell(written, shown_in)
    if lines:
        print(f"{ADD_LINES.format(config=folder / CONFIG_FILE).of(shown_in)}\n\n{lines}")


@nbgrader.command()
def autograde(
    assignment: Annotated[str, typer.Argument(help="Such as lifecycle; run it in the course's folder.")],
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many to grade at a time; default: what this machine carries."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Let the workers of this Dask scheduler grade.")
    ] = None,
    student: Annotated[str, typer.Option(help="Only this student; `*` and `?` as in nbgrader.")] = "*",
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded already.")] = False,
    lang: Annotated[
        Lang | None, typer.Option(help="Language of what is shown; default: the course's.")
    ] = None,
) -> None:
    """Grade several submissions at a time, then write nbgrader's gradebook from this one process.

    Exit 0: all graded, or left to be graded by hand; 1: some are to be graded again, it says which and why.
    """
    from course.nbgrader.autograding import autograde

    if scheduler and workers:
        raise typer.BadParameter("a scheduler has workers of its own", param_hint="--workers")
    code = autograde(
        Path.cwd(),
        assignment,
        student=student,
        workers=workers,
        scheduler=scheduler,
        force=force,
        lang=speak(lang) if lang else None,
    )
    raise typer.Exit(code)


def _tell(written: list[Path], lang: Language) -> None:
    for path in written:
        print(f"→ {path}")
    if not written:
        print(NOTHING_NEW.of(lang))
