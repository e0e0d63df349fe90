"""The summary of a run, and the annotations at a notebook's lines."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from handmade import NASTY, failed, passed
from markdown_it import MarkdownIt
from pushed import HALF, UNSURE, push

from course import syllabus
from course.github.annotations import MOST, annotate, line_of
from course.github.summary import MOST_BYTES, summary


def test_every_exercise_is_found_in_its_notebook() -> None:
    for exercise in syllabus.exercises():
        path = syllabus.released(exercise.section, "en")
        line = path.read_text().splitlines()[line_of(path, exercise.id) - 1]
        assert exercise.id in line
        assert "check(" in line


def test_a_notebook_on_one_line_and_one_without_the_cell(tmp_path: Path) -> None:
    one_line = tmp_path / "01-states.ipynb"
    one_line.write_text(json.dumps(json.loads(syllabus.released("states", "en").read_text())))
    assert line_of(one_line, "states-create") == 1
    assert line_of(one_line, "cleanup-prune") == 1
    assert line_of(tmp_path / "missing.ipynb", "states-create") == 1


def test_annotations_stand_at_the_exercise(tmp_path: Path) -> None:
    path = tmp_path / "notebooks/01-states.ipynb"
    path.parent.mkdir()
    path.write_bytes(syllabus.released("states", "en").read_bytes())
    (line,) = annotate(replace(HALF, notebooks={"states": path}), tmp_path)
    where = f"file=notebooks/01-states.ipynb,line={line_of(path, 'states-start')},"
    assert line.startswith(f"::error {where}title=states-start (0/2)::")
    assert "Expected: created%0ASeen: running%0AHint: `docker create`" in line


def test_no_more_annotations_than_github_shows(tmp_path: Path) -> None:
    lines = list(annotate(push(*(failed(one.id) for one in syllabus.exercises())), tmp_path))
    assert len(lines) == MOST
    assert str(len(syllabus.exercises()) - MOST + 1) in lines[-1]


def test_an_annotation_is_one_line(tmp_path: Path) -> None:
    lines = list(annotate(push(failed("states-start", seen=f"{NASTY}\n::error::a,b%0A")), tmp_path))
    assert len(lines) == 1
    assert len(lines[0].splitlines()) == 1
    assert "%0A::error::a,b%250A" in lines[0]


def test_the_summary_tells_score_sections_and_reasons(tmp_path: Path) -> None:
    told = summary(replace(HALF, seconds={"states": 12.4}), tmp_path)
    assert told.startswith("# 4 of 8 points\n")
    assert "| 1. Container states | 2 / 6 | 1 / 3 | 12 s |" in told
    assert "| 5. Cleaning up, and keeping data | 2 / 2 | 1 / 1 | – |" in told
    for words in ("states-start", "created", "running", "<code>docker create</code>", "states-pause"):
        assert words in told
    assert "states-create" not in told
    assert "Re-run" not in told
    assert "Re-run" in summary(UNSURE, tmp_path)


def test_it_speaks_korean(tmp_path: Path) -> None:
    told = summary(replace(HALF, lang="ko"), tmp_path)
    assert told.startswith("# 4 / 8점\n")
    assert "기대" in told


def test_all_passed(tmp_path: Path) -> None:
    assert "Well done" in summary(push(passed("states-create")), tmp_path)


def test_nothing_a_learner_wrote_is_markup(tmp_path: Path) -> None:
    nasty = f"{NASTY}\n\n# 100 of 100\n\n| a |\n|---|\n\n</td></table>[x](http://evil)"
    told = summary(push(failed("states-start", seen=nasty), problems=(nasty,)), tmp_path)
    tokens = MarkdownIt("commonmark").enable("table").parse(told)
    inline = [child for token in tokens for child in token.children or []]
    assert [token for token in inline if token.type in ("link_open", "image")] == []
    assert sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
    assert "<script" not in told
    assert not re.search("[\x00\x1b\ud83d]", told)


def test_a_flood_is_cut_to_what_github_takes(tmp_path: Path) -> None:
    checks = [
        failed(one.id, seen="가나다\n" * 30_000, sentence="가" * 30_000) for one in syllabus.exercises()
    ]
    told = summary(push(*checks), tmp_path)
    assert len(told.encode()) < MOST_BYTES
    many = [
        failed("states-start", seen="나" * 5000, expected="다" * 5000, hint="라" * 5000) for _ in range(300)
    ]
    assert len(summary(push(*many), tmp_path).encode()) < MOST_BYTES
