"""Solved sections in a real JupyterLab, as a learner sees them.

With `--shots DIR` every section in both languages, and pictures of them in that folder:
`pytest tests/lab/test_browser.py --shots shots`, then look at them.
"""

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

pytestmark = pytest.mark.spread
THEMES = {"ko": "JupyterLab Light", "en": "JupyterLab Dark"}
SECTIONS = [section.id for section in syllabus.sections()]


def each_section(config: pytest.Config) -> list[tuple[str, Lang]]:
    """A first and a last section, one in each language and theme; where pictures are wanted, all of them."""
    if config.getoption("--shots"):
        return [(section, lang) for section in SECTIONS for lang in ("ko", "en")]
    return [(SECTIONS[0], "ko"), (SECTIONS[-1], "en")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize(("section", "lang"), each_section(metafunc.config))


def test_a_solved_section_shows_green_verdicts(
    suite: str, tmp_path: Path, request: pytest.FixtureRequest, section: str, lang: Lang
) -> None:
    """Every check cell ends in a passed verdict, and nothing in a traceback."""
    folder = tmp_path / "work"
    folder.mkdir()
    name = syllabus.released(section, lang).name
    nbformat.write(solved(section, lang), folder / name)
    wanted = [exercise.id for exercise in syllabus.exercises(section)]
    shots = Path(request.config.getoption("--shots") or tmp_path) / f"{section}-{lang}"
    with (
        running_lab(folder, "--lang", lang, "--suite", suite, theme=THEMES[lang]) as lab,
        chromium() as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        first = syllabus.released(SECTIONS[0], lang).name
        page.goto(lab.wait_for_url().replace(first, name))
        page.wait_for_selector(".jp-MarkdownOutput h1", timeout=120_000)
        run_all_cells(page)
        seen = photograph(page, shots)
    others = {id: seen.cards.get(id, "no verdict") for id in wanted if seen.verdicts.get(id) != "passed"}
    assert not others, others
    assert "Traceback" not in seen.text
    assert lab.log.read_text().count("http://127.0.0.1") == 1
