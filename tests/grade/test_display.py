"""What one sees of grading, on a terminal and in a log."""

import io
from pathlib import Path

from rich.console import Console

from course.checks import Verdict
from course.grade import Progress, Result, Ungraded
from course.grade.display import GradingDisplay, complaints, summary
from course.grade.results import EngineFacts

STEPS = [
    Progress("alice", "engine", "states", total=2, max_score=4),
    Progress("alice", "kernel", "states", total=2, max_score=4),
    Progress("alice", "check", "states", "states-create", total=2, max_score=4),
    Progress("alice", "check", "states", "states-create", done=1, total=2, score=2, max_score=4),
    Progress("alice", "check", "states", "states-start", done=2, total=2, score=2, max_score=4),
    Progress("alice", "graded", "states", "states-start", done=2, total=2, score=2, max_score=4),
    Progress("[red]bob\x1b[2J", "ungraded"),
]


def verdict(check: str, outcome: str, score: int | None, reason: str | None = None) -> Verdict:
    return Verdict(check, "states", 2, score, outcome, "…", "", "", "", 0.1, reason)  # type: ignore[arg-type]


RESULTS = [
    Result(
        "alice",
        "alice",
        "en",
        12.34,
        EngineFacts("26.1.5", "v2", "trixie", "disposable"),
        (verdict("states-create", "passed", 2), verdict("states-start", "not_checked", None, "engine")),
    ),
    Ungraded("[red]bob\x1b[2J", Path("bob"), "bob/01-states.ipynb: is no readable notebook"),
]


def show(terminal: bool) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100)
    with GradingDisplay(console, "en") as display:
        for step in STEPS:
            display(step)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_log_gets_a_line_for_each_step() -> None:
    assert show(terminal=False).splitlines() == [
        "alice · starting an engine",
        "alice · starting a kernel",
        "alice · grading · states-create · 0/2 · 0/4",
        "alice · grading · states-create · 1/2 · 2/4",
        "alice · grading · states-start · 2/2 · 2/4",
        "alice · graded · states-start · 2/2 · 2/4",
        "[red]bob [2J · not graded",
    ]


def test_a_terminal_gets_a_live_table() -> None:
    seen = show(terminal=True)
    assert "Submission" in seen and "alice" in seen and "states-start" in seen
    assert "\x1b[2J" not in seen


def test_summary_and_complaints() -> None:
    console = Console(file=io.StringIO(), width=100)
    console.print(summary(RESULTS, "en"))
    assert isinstance(console.file, io.StringIO)
    table = console.file.getvalue()
    assert "2/4" in table and "12.3 s" in table and "[red]bob" in table

    engine, bob = complaints(RESULTS, "en")
    assert engine.startswith("alice: states-start could not be checked (engine)")
    assert "is no readable notebook" in bob and "\x1b" not in bob
    assert "확인하지 못했습니다" in complaints(RESULTS, "ko")[0]


def test_files_with_problems_are_counted_and_told() -> None:
    facts = EngineFacts("26.1.5", "v2", "trixie", "disposable")
    problem = "carol/03-signals.ipynb: is an empty file\x1b[2J."
    carol = Result("carol", "carol", "en", 1.0, facts, (verdict("states-create", "passed", 2),), (problem,))
    console = Console(file=io.StringIO(), width=100)
    console.print(summary([carol, *RESULTS], "en"))
    assert isinstance(console.file, io.StringIO)
    title, first, second, *_ = console.file.getvalue().splitlines()
    assert title.endswith("Files with problems") and first.endswith(" 1") and second.endswith(" 0")
    assert complaints([carol], "en") == ["carol: carol/03-signals.ipynb: is an empty file [2J."]
