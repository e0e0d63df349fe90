"""The ladder of hints: what a learner is shown when the same check fails again and again.

The first failure says what was expected and seen, the second adds the hint, the third the shape of the commands.
Where no answer was given yet, what to do is said at once and is no step. Grading shows all of it. Failures are
counted on one engine, in the lab's own folder.
"""

from __future__ import annotations

from dataclasses import replace

from course.checks.notes import read_note, remove_note, write_note
from course.checks.passing import passed_before, remember
from course.checks.verdict import Verdict
from course.engine import Access

FAILURES_FILE = "failures.json"
TOP = 3


def step_up(verdict: Verdict, access: Access) -> Verdict:
    """Count this failure, and show as much as it has earned; a pass is remembered, and begins a new ladder."""
    if verdict.verdict == "passed":
        remember(access, [verdict.check])
    elif verdict.verdict == "failed":
        verdict = replace(verdict, earlier=verdict.check in passed_before(access))
    if verdict.verdict == "not_checked" or verdict.blank:
        return on_rung(verdict, 1)
    counts = _read(access)
    before = counts.pop(verdict.check, 0)  # the check that was made last stands last
    counts[verdict.check] = 0 if verdict.verdict == "passed" else min(before + 1, TOP)
    kept = write_note(access, FAILURES_FILE, counts)
    return on_rung(verdict, counts[verdict.check] if kept else TOP)


def as_far_as_climbed(verdict: Verdict, access: Access) -> Verdict:
    """Show as much as the failures so far have earned, without counting this one."""
    return on_rung(verdict, max(1, _read(access).get(verdict.check, 0)))


def on_rung(verdict: Verdict, rung: int) -> Verdict:
    """The verdict with as much of its hints as that failure, counted from 1, shows."""
    if verdict.verdict != "failed" or rung >= TOP:
        return verdict
    if verdict.blank:
        return replace(verdict, shape="")
    if rung == 2:
        return replace(verdict, shape="", more=bool(verdict.shape))
    return replace(verdict, hint="", shape="", more=True)


def last_check(access: Access) -> str | None:
    """The id of the check that was made last on this engine."""
    return next(reversed(_read(access)), None)


def forget(access: Access) -> None:
    """The engine is a new one: every ladder begins anew."""
    remove_note(access, FAILURES_FILE)


def _read(access: Access) -> dict[str, int]:
    counts = read_note(access, FAILURES_FILE)
    if not isinstance(counts, dict):
        return {}
    return {check: count for check, count in counts.items() if isinstance(count, int)}
