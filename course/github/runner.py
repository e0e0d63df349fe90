"""What a runner of GitHub Actions hands to a step, and takes from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from course.personal import LEARNER, Learner


def is_runner() -> bool:
    """Whether workflow commands are read here."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def whose(repository: Path) -> Learner:
    """Whose values are used: COURSE_LEARNER, else the repository's name, which a clone's folder and a codespace's
    bear too. Its owner is no answer, for that is one organisation for a whole class."""
    named = os.environ.get(LEARNER, "").strip() or os.environ.get("GITHUB_REPOSITORY", "").rpartition("/")[2]
    return Learner.of(named or repository.resolve().name)


def no_commands(words: str) -> str:
    """Words for the log of which nothing is a command, whoever wrote them: a runner takes `::…` for one where a
    line begins, also behind spaces, and `##[…]` anywhere."""
    return "\n".join(f"│ {line}" for line in words.replace("##[", "## [").splitlines())


def set_outputs(values: Mapping[str, str | int]) -> None:
    """Step outputs; each value one line. Nothing happens outside of a runner."""
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def add_summary(markdown: str) -> None:
    """Add to what the run's page shows. Nothing happens outside of a runner."""
    _append("GITHUB_STEP_SUMMARY", markdown)


def _append(variable: str, text: str) -> None:
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
