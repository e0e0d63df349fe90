"""What one sees of grading, on a terminal and in a log."""

import io
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from course.checks import Verdict
from course.grade import Progress, Result, Ungraded
from course.grade.display import ROWS, GradingDisplay, Pace, complaints, summary
from course.grade.results import EngineFacts
from course.language import Lang

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


def at_work(name: str, done: int = 0) -> Progress:
    return Progress(name, "check", "states", "states-create", done=done, total=4, score=done, max_score=4)


def screen(lang: Lang, *steps: Progress, total: int) -> list[str]:
    """What a terminal shows after these steps, each of which took a minute."""
    minutes = iter(range(1000))
    console = Console(file=io.StringIO(), width=100)
    display = GradingDisplay(console, lang, total, clock=lambda: 60 * next(minutes))
    for step in steps:
        display(step)
    console = Console(file=io.StringIO(), width=100)
    console.print(display._screen())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_a_class_of_any_size_fits_the_screen() -> None:
    names = [f"learner-{number:02d}" for number in range(40)]
    ended = [replace(at_work(name, 4), stage="graded") for name in names[:38]]
    first, headings, *rows, more = screen("en", *map(at_work, names), *ended, total=50)
    assert first.startswith("38 of 50 submissions done · about ")
    assert headings.split() == ["Submission", "Section", "Stage", "Check", "Done", "Score"]
    assert len(rows) == ROWS
    assert [row.split()[0] for row in rows[:3]] == ["learner-38", "learner-39", "learner-37"]
    assert more == f"… and {40 - ROWS} more"
    assert "제출물 50개 중 38개 끝남 · 약" in screen("ko", *map(at_work, names), *ended, total=50)[0]


def test_time_left() -> None:
    now = 0.0
    pace = Pace(5, lambda: now)
    pace.see(Progress("alice", "waiting"))
    assert pace.left() is None

    for name in ("alice", "bob"):
        pace.see(at_work(name))
    now = 60
    pace.see(at_work("alice", 2))
    pace.see(at_work("bob", 2))
    # Half of each took a minute: two minutes each, and two at a time have 3 and two halves to go.
    assert pace.left() == 2 * 60 * 4 / 2

    now = 100
    pace.see(replace(at_work("alice", 4), stage="graded"))
    pace.see(replace(at_work("carol", 0), stage="engine"))
    assert pace.done == 1
    assert pace.left() == 100 * (2 + 0.5 + 1) / 2

    pace.see(Progress("dave", "kept"))
    pace.see(Progress("erin", "ungraded"))
    pace.see(Progress("erin", "ungraded"))
    assert pace.done == 3, "who was graded before is done, and counts once"
    assert pace.left() == 100 * (0.5 + 1) / 2


def test_a_log_of_a_class_says_how_far_it_is() -> None:
    console = Console(file=io.StringIO(), width=100)
    with GradingDisplay(console, "en", total=3) as display:
        display(Progress("alice", "kept", done=4, total=4, score=3, max_score=4))
        display(Progress("bob", "ungraded"))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "alice · graded before · 4/4 · 3/4 · 1 of 3 submissions done",
        "bob · not graded · 2 of 3 submissions done",
    ]


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
