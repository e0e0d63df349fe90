"""Section 1 in a real JupyterLab, as a learner sees it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from course import syllabus
from course.language import Lang
from course.notebook import solved

pytest.importorskip("playwright")

from browsing import chromium, photograph, run_all_cells
from labs import running_lab


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("lang", "theme"), [("ko", "JupyterLab Light"), ("en", "JupyterLab Dark")])
def test_a_solved_section_shows_green_verdicts(suite: str, tmp_path: Path, lang: Lang, theme: str) -> None:
    """Every check cell of section 1 ends in a passed verdict, and nothing in a traceback."""
    folder = tmp_path / "work"
    folder.mkdir()
    nbformat.write(solved("states", lang), folder / "01-states.ipynb")
    wanted = [exercise.id for exercise in syllabus.exercises("states")]
    with running_lab(folder, "--lang", lang, "--suite", suite, theme=theme) as lab, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(lab.wait_for_url())
        page.wait_for_selector(".jp-MarkdownOutput h1", timeout=120_000)
        run_all_cells(page)
        seen = photograph(page, tmp_path / f"{lang}-{theme.split()[-1].lower()}")
    assert [seen.verdicts.get(id) for id in wanted] == ["passed"] * len(wanted)
    assert "Traceback" not in seen.text
    assert lab.log.read_text().count("http://127.0.0.1") == 1
