"""Driving JupyterLab with a headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

SECONDS = 120


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium: Debian's own, else the one that playwright has fetched; without one, skips."""
    with sync_playwright() as playwright:
        try:
            # Chromium's own sandbox cannot be had by root.
            yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        except Error as error:
            if "Executable doesn't exist" not in str(error):
                raise
            pytest.skip("no Chromium here: `bash course/lab/setup.sh --dev` fetches one where it can")


def run_all_cells(page: Page) -> None:
    """Run > Run All Cells, with a kernel that is ready; returns when the kernel is idle again."""
    indicator = ".jp-Notebook-ExecutionIndicator"
    page.wait_for_selector(f'{indicator}[data-status="idle"]', timeout=SECONDS * 1000)
    page.locator(".lm-MenuBar-itemLabel").get_by_text("Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    page.wait_for_selector(f'{indicator}[data-status="busy"]', timeout=SECONDS * 1000)
    page.wait_for_selector(f'{indicator}[data-status="idle"]', timeout=2 * SECONDS * 1000)


@dataclass
class Seen:
    """What a notebook shows from top to bottom."""

    verdicts: dict[str, str]
    """{check id: passed, failed or not_checked}, from the verdicts' own cards."""
    cards: dict[str, str]
    """{check id: what its card says}."""
    text: str


def photograph(page: Page, shots: Path) -> Seen:
    """Scroll through the notebook; a picture of each screen goes to `shots`.

    JupyterLab keeps only the cells in sight in the page, so what they show is collected on the way.
    """
    shots.mkdir(parents=True)
    seen = Seen({}, {}, "")
    scroller = page.locator(".jp-WindowedPanel-outer").first
    scroller.evaluate("(panel) => panel.scrollTo(0, 0)")
    for number in range(60):
        page.wait_for_function(CELLS_ARE_SHOWN, timeout=SECONDS * 1000)
        page.screenshot(path=shots / f"{number:02d}.png")
        seen.text += page.locator(".jp-Notebook").first.inner_text()
        for check, verdict, card in page.evaluate(CARDS):
            seen.verdicts[check], seen.cards[check] = verdict, card
        if scroller.evaluate("(panel) => panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 2"):
            return seen
        scroller.evaluate("(panel) => panel.scrollBy(0, 0.8 * panel.clientHeight)")
    raise AssertionError("the notebook has no end")


CELLS_ARE_SHOWN = """() => {
    const panel = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
    const at = (part) => document.elementFromPoint(panel.x + panel.width / 2, panel.y + panel.height * part);
    return [0.2, 0.3, 0.4, 0.5].some((part) => at(part)?.closest(".jp-Cell:not(.jp-Cell-Placeholder)"));
}"""
"""Between two cells there is nothing for a moment only: JupyterLab is still scrolling then."""

CARDS = """() => [...document.querySelectorAll(".course-verdict")].map((card) => [
    card.textContent.match(/[a-z0-9]+(-[a-z0-9]+)+/)[0],
    [...card.classList].find((name) => /-(passed|failed|not_checked)$/.test(name)).replace("course-", ""),
    card.innerText,
])"""
