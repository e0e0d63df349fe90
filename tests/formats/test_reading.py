"""results.json read again, and formats made of it: `course grade --format`, `course report`."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from handmade import COMPLETE, INCOMPLETE, UNGRADED

from course.cli import Format
from course.formats.writing import FOR_EACH, FOR_THE_CLASS, write_formats
from course.grade import GradingError, Result, Ungraded, exit_code, read_result, read_results
from course.grade.results import write_ungraded

GOLDEN = Path(__file__).parents[1] / "golden"
ALL = [*FOR_THE_CLASS, *FOR_EACH]


def put(out: Path, *results: Result | Ungraded) -> None:
    """Leave these in `out` as grading does."""
    for one in results:
        (out / one.submission).mkdir()
        if isinstance(one, Ungraded):
            write_ungraded(out / one.submission, one)
        else:
            (out / one.submission / "results.json").write_text(json.dumps(one.to_json()), encoding="utf-8")


def course(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        capture_output=True,
        text=True,
        env=environment | {"COURSE_LANG": "en", "COLUMNS": "200"},
        timeout=250,
    )


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    put(tmp_path, COMPLETE, UNGRADED, INCOMPLETE)
    alice, bob, carol = read_results(tmp_path, "ko")
    assert (alice, bob, carol) == (COMPLETE, UNGRADED, INCOMPLETE)
    assert isinstance(alice, Result)
    assert alice.to_json() == COMPLETE.to_json()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSONDecodeError"),
        ("[" * 100_000, "RecursionError"),
        ("[]", "is not of type 'object'"),
        ('{"schema": "container-lifecycle/result/v1"}', "required property"),
        (json.dumps(COMPLETE.to_json() | {"lang": "fr"}), "$.lang"),
        (json.dumps(COMPLETE.to_json() | {"schema": "container-lifecycle/result/v2"}), "$.schema"),
    ],
    ids=lambda words: words[:20],
)
def test_a_file_that_is_no_result_is_named_with_what_to_do(text: str, words: str, tmp_path: Path) -> None:
    put(tmp_path, COMPLETE, INCOMPLETE)
    broken = tmp_path / "alice/results.json"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(GradingError) as error:
        read_result(broken)
    for sentence in (error.value.text.ko, error.value.text.en):
        assert str(broken) in sentence
        assert words in sentence
    assert "Grade this submission again" in error.value.text.en

    alice, carol = read_results(tmp_path, "en")
    assert isinstance(alice, Ungraded)
    assert (alice.submission, alice.sentence) == ("alice", error.value.text.en)
    assert carol == INCOMPLETE, "one bad file costs only itself"


def test_grading_that_was_cut_short_is_told(tmp_path: Path) -> None:
    put(tmp_path, COMPLETE)
    (tmp_path / "dora").mkdir()
    (tmp_path / "dora/01-states.ipynb").write_text("{}")
    (tmp_path / "pictures").mkdir()
    _, dora = read_results(tmp_path, "en")
    assert isinstance(dora, Ungraded)
    assert "stopped before its end" in dora.sentence


def test_nothing_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GradingError, match="Grade first"):
        read_results(tmp_path, "en")
    assert read_results(tmp_path, "en", also=[UNGRADED]) == [UNGRADED]


def test_every_format_is_offered_and_holds_everyone(tmp_path: Path) -> None:
    assert [one.value for one in Format] == ALL
    results = [COMPLETE, INCOMPLETE, UNGRADED]
    for path in write_formats(ALL, results, tmp_path, "ko"):
        written = sorted(tmp_path.glob(str(path.relative_to(tmp_path))))
        assert len(written) in (1, len(results)), path
    assert not list(tmp_path.glob("*/results.json")), "ours is left alone"


def test_report_needs_no_engine_and_says_what_is_missing(tmp_path: Path) -> None:
    put(tmp_path, COMPLETE)
    done = course("report", str(tmp_path), "--format", "csv", "--format", "junit")
    assert (done.returncode, done.stderr) == (0, "")
    written = [f"→ {tmp_path}/{name}" for name in ("report.html", "results.csv", "*/junit.xml")]
    assert done.stdout.splitlines() == written
    put(tmp_path, UNGRADED)
    done = course("report", str(tmp_path), "--format", "gradescope")
    assert done.returncode == 1
    assert UNGRADED.sentence in done.stderr
    assert (tmp_path / "bob/gradescope/results.json").is_file()


def test_report_of_nothing_is_a_sentence(tmp_path: Path) -> None:
    done = course("report", str(tmp_path), "--format", "csv")
    assert done.returncode == 1
    assert "course grade" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_class_graded_on_engines_in_every_format(suite: str, tmp_path: Path) -> None:
    """One who did a part, one who did another section, one whose notebook is broken; then one of them anew."""
    handed_in = {"김민수": "states/run-instead-of-create", "@lee": "practice/wrong-folder"}
    submissions = [tmp_path / name for name in [*handed_in, "broken"]]
    for folder in submissions:
        folder.mkdir()
    for name, case in handed_in.items():
        for notebook in (GOLDEN / case).glob("*.ipynb"):
            (tmp_path / name / notebook.name).write_bytes(notebook.read_bytes())
    (tmp_path / "broken/01-states.ipynb").write_text('{"cells": [')
    out = tmp_path / "out"
    formats = [word for name in ALL for word in ("--format", name)]

    done = course("grade", *map(str, submissions), "--out", str(out), "--suite", suite, *formats)

    assert done.returncode == 1, done.stderr
    assert "broken" in done.stderr
    results = read_results(out, "en")
    assert exit_code(results) == 1
    expected = {
        name: json.loads((GOLDEN / case / "expected.json").read_text()) for name, case in handed_in.items()
    }
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["submission"]: row for row in csv.DictReader(file)}
    assert table.keys() == {"김민수", "'@lee", "broken"}
    for name, wanted in expected.items():
        row = table["'@lee" if name == "@lee" else name]
        assert row["score"] == str(wanted["score"])
        for check, verdict in wanted["checks"].items():
            assert row[check] == str(verdict["score"])
        root = ET.parse(out / name / "junit.xml").getroot()
        assert len(list(root.iter("testcase"))) == len(wanted["checks"])
        assert json.loads((out / name / "gradescope/results.json").read_text())["score"] == wanted["score"]
        share = json.loads((out / name / "prairielearn/results.json").read_text())["score"]
        assert share == wanted["score"] / wanted["max_score"]
    assert table["broken"]["score"] == ""
    assert json.loads((out / "broken/prairielearn/results.json").read_text())["gradable"] is False

    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert course("report", str(out), *formats).returncode == 1
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before

    again = course("grade", str(tmp_path / "broken"), "--out", str(out), "--format", "csv")
    assert again.returncode == 1
    assert (out / "results.csv").read_bytes() == before[out / "results.csv"], "the class is still in it"
