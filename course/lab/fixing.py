"""`course doctor --fix`: install, start, build; what is there is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console

from course.engine import DEFAULT_SUITE, build_images, images_built
from course.lab.install import Report, install_packages, start_engine


def fix(console: Console, suites: Iterable[str] = (DEFAULT_SUITE,)) -> None:
    """Make this machine ready for the course, showing what is being done.

    Raises LabError or EngineError, with what to do, at the first step that cannot be done.
    """
    suites = list(suites)
    with progress(console) as report:
        install_packages(report)
        start_engine(report)
        if not all(images_built(suites).values()):
            build_images(suites, report=report)


@contextmanager
def progress(console: Console) -> Iterator[Report]:
    """Shows the newest line of progress: in place on a terminal, one below the other elsewhere."""
    if not console.is_terminal:
        yield lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True)
        return
    with console.status("…") as status:
        from rich.text import Text as Line

        done: list[str] = []

        def report(line: str) -> None:
            step = line.partition(":")[0]
            if done and done[-1] != step:
                console.print(f"[green]✔[/] {done[-1]}")
            if not done or done[-1] != step:
                done.append(step)
            status.update(Line(line, overflow="ellipsis", no_wrap=True))

        yield report
        if done:
            console.print(f"[green]✔[/] {done[-1]}")
