"""The command line: exit codes, and sentences in place of tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import course.language

ROOT = Path(__file__).parents[1]
BLANK = ROOT / "tests/golden/states/blank"


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`course …` in English, outside of any lab."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        capture_output=True,
        text=True,
        env=environment | {"COURSE_LANG": "en", "COLUMNS": "200", **variables},
        timeout=250,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "no-such-file", "--out", "out"], "does not exist"),
        (["grade", str(BLANK)], "--out"),
        (["grade", "--out", "out"], "Missing argument"),
        (["grade", str(BLANK), "--out", "out", "--only", "states-creat"], "Did you mean: `states-create`"),
        (["grade", str(BLANK), "--out", "out", "--workers", "0"], "--workers"),
        (
            ["grade", str(BLANK), "--out", "out", "--workers", "2", "--engine", "host"],
            "leave out `--workers`",
        ),
        (["grade", str(BLANK), "--out", "out", "--workers", "2", "--scheduler", "tcp://a:1"], "of its own"),
        (["lab", "--port", "many"], "not a valid integer|valid integer"),
        (["lab", "--lang", "fr"], "ko"),
        (["check", "states-ps", "states-run", "--answer", "1"], "exactly one ID"),
        (["check", "--answer", "1"], "exactly one ID"),
        (["check", "states-ps", "--answer", "[1,"], "no valid JSON: [1,"),
        (["check", "states-creat"], "states-create"),
        (["check", "--section", "stats"], "no section `stats`. The sections: states"),
        (["check", "--section", "stats", "--lang", "ko"], "`stats` 절은 없습니다"),
        (["no-such-command"], "No such command"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    said = run(*arguments)
    assert said.returncode == 2
    assert any(word in said.stderr for word in words.split("|"))
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "states-create"], "course lab"),
        (["reset"], "course lab"),
        (["lab", "--suite", "sarge", "--no-browser", "--dir", "{tmp}"], "trixie"),
        (["grade", str(BLANK), "--suite", "sarge", "--out", "{tmp}"], "trixie"),
        (["doctor", "--suite", "sarge"], "trixie"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(arguments: list[str], words: str, tmp_path: Path) -> None:
    nobodys = {"COURSE_ENGINE": str(tmp_path)}
    said = run(*[argument.format(tmp=tmp_path) for argument in arguments], **nobodys)
    assert said.returncode == 1
    assert words in said.stderr
    assert "Traceback" not in said.stderr + said.stdout


def test_grading_one_submission(suite: str, tmp_path: Path) -> None:
    """Progress, every verdict with its hint, the points, and the file; 0 points are a grade like any other."""
    said = run("grade", str(BLANK), "--suite", suite, "--lang", "en", "--out", str(tmp_path))
    assert said.returncode == 0, said.stderr
    result = json.loads((tmp_path / "blank/results.json").read_text())
    assert f"{result['score']}/{result['max_score']}" in said.stdout
    for verdict in result["verdicts"]:
        assert verdict["check"] in said.stdout
    for label in ("Expected:", "Seen:", "Hint:"):
        assert label in said.stdout


def test_help_loads_nothing_heavy() -> None:
    """So that it, and a mistyped command, answer at once."""
    heavy = ("docker", "nbformat", "pytest", "jupyterlab")
    code = f"import sys, course.cli; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == "[]"


def test_the_notebooks_are_built() -> None:
    said = run("author", "build", "--check")
    assert (said.returncode, said.stdout) == (0, "")


def test_the_default_language_is_korean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COURSE_LANG", raising=False)
    assert course.language.current_language() == "ko"
    nobodys = {"COURSE_ENGINE": str(tmp_path)}
    spoken = {lang: run("reset", COURSE_LANG=lang, **nobodys).stderr for lang in ("", "ko", "en")}
    assert spoken[""] == spoken["ko"] != spoken["en"]
    assert "엔진은" in spoken["ko"]
    assert run("reset", "--lang", "ko", COURSE_LANG="en", **nobodys).stderr == spoken["ko"]
