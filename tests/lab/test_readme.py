"""README.md says what is true: its commands are CI's, and every command and option of `course` stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from course.cli import app
from course.engine import SUITES
from course.syllabus import exercises, sections

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def commands(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """(`author build`, its command) for each command that does something."""
    if not hasattr(command, "commands"):
        yield " ".join(path), command
        return
    for name, each in command.commands.items():
        yield from commands(each, *path, name)


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"course {name}" in README


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "doctor"])
def test_every_option_is_in_the_readme(name: str) -> None:
    options = [option for param in COMMANDS[name].params for option in param.opts if option.startswith("--")]
    assert [option for option in options if option not in README] == []


def test_the_readme_names_no_command_that_is_not_there() -> None:
    named = re.findall(r"^course ([a-z]+(?: [a-z]+)?)|`course ([a-z]+)", README, re.MULTILINE)
    known = {name.split()[0] for name in COMMANDS}
    assert {next(filter(None, groups)).split()[0] for groups in named} <= known


def test_ci_runs_the_second_command_word_for_word() -> None:
    lines = [line for line in README.splitlines() if line.startswith("bash course/lab/setup.sh")]
    assert len(lines) == 2
    assert lines[1] in (ROOT / ".ci/run").read_text().splitlines()
    assert ".ci/run" in (ROOT / ".github/workflows/ci.yml").read_text()


def test_the_first_command_grades_what_is_there() -> None:
    path = re.search(r"course grade (\S+) --out out$", README, re.MULTILINE)
    assert path and (ROOT / path.group(1)).is_dir()


def test_links_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_table_of_sections_is_the_syllabus() -> None:
    for section in sections():
        row = next(line for line in README.splitlines() if f"| {section.number} `{section.id}` |" in line)
        assert row.rstrip("| ").endswith(str(sum(one.points for one in exercises(section.id))))


def test_the_suites_and_their_engines_are_told() -> None:
    assert [f"`{suite}`" for suite in SUITES if f"`{suite}`" not in README] == []
    assert [version for version in SUITES.values() if version not in README] == []
