"""The doctor's table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from course.lab.doctor import Finding, examine
from course.lab.fixing import fix as fix_machine
from course.language import Text, current_language

OK = Text("[green]✔ 있음[/]", "[green]✔ ok[/]")
LOW = Text("[yellow]! 부족[/]", "[yellow]! low[/]")
MISSING = Text("[red]✘ 없음[/]", "[red]✘ missing[/]")


def show_doctor(suites: Sequence[str], fix: bool, quiet: bool) -> int:
    """Print the table; 0 when everything that is needed is there, else 1. Raises LabError where a fix fails.

    `quiet`: no table where there is nothing to tell, not even advice.
    """
    console = Console()
    if fix:
        fix_machine(Console(stderr=True), suites)
    findings = list(examine(suites))
    if not (quiet and all(finding.ok for finding in findings)):
        console.print(_doctor_table(findings))
    return 0 if all(finding.ok or finding.advice for finding in findings) else 1


def _doctor_table(findings: Sequence[Finding]) -> Table:
    lang = current_language()
    titles = (
        Text("항목", "What"),
        Text("상태", "State"),
        Text("이 컴퓨터", "This machine"),
        Text("할 일", "To do"),
    )
    table = Table(*(title.of(lang) for title in titles))
    for finding in findings:
        state = OK if finding.ok else LOW if finding.advice else MISSING
        todo = finding.todo.of(lang) if finding.todo else ""
        table.add_row(finding.what.of(lang), state.of(lang), finding.seen.of(lang), todo)
    return table
