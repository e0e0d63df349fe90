"""Driving JupyterLab with a headless Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

READY = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
SECONDS = 120


class Lab:
    """A running `course lab`."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log

    def wait_for_url(self) -> str:
        """The address that it prints once it is ready."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := READY.search(self.log.read_text()):
                return found.group()
            time.sleep(0.1)
        raise AssertionError(f"the lab did not get ready:\n{self.log.read_text()}")

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait until it has ended; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def running_lab(folder: Path, *arguments: str, theme: str = "JupyterLab Light") -> Iterator[Lab]:
    """`course lab --no-browser` in a process of its own, with settings of its own; ended at the end."""
    settings = folder.parent / f"{folder.name}-settings"
    themes = settings / "lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    themes.parent.mkdir(parents=True)
    themes.write_text(json.dumps({"theme": theme}))
    log = folder.parent / f"{folder.name}.log"
    command = [sys.executable, "-m", "course", "lab", "--no-browser", "--dir", str(folder), *arguments]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            start_new_session=True,
            text=True,
            env=_environment(settings),
        )
    lab = Lab(process, log)
    try:
        yield lab
    finally:
        if process.poll() is None:
            lab.end(signal.SIGTERM)


def _environment(settings: Path) -> dict[str, str]:
    """Ours, without the lab that these tests may themselves be run from, and without this user's Jupyter."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    return ours | {"JUPYTER_CONFIG_DIR": str(settings), "JUPYTER_DATA_DIR": str(settings / "data")}


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
    text: str


def photograph(page: Page, shots: Path) -> Seen:
    """Scroll through the notebook; a picture of each screen goes to `shots`.

    JupyterLab keeps only the cells in sight in the page, so what they show is collected on the way.
    """
    shots.mkdir(parents=True)
    seen = Seen({}, "")
    scroller = page.locator(".jp-WindowedPanel-outer").first
    scroller.evaluate("(panel) => panel.scrollTo(0, 0)")
    for number in range(60):
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.screenshot(path=shots / f"{number:02d}.png")
        seen.text += page.locator(".jp-Notebook").first.inner_text()
        seen.verdicts |= dict(page.evaluate(CARDS))
        if scroller.evaluate("(panel) => panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 2"):
            return seen
        scroller.evaluate("(panel) => panel.scrollBy(0, 0.8 * panel.clientHeight)")
    raise AssertionError("the notebook has no end")


CARDS = """() => [...document.querySelectorAll(".course-verdict")].map((card) => [
    card.textContent.match(/[a-z0-9]+(-[a-z0-9]+)+/)[0],
    [...card.classList].find((name) => /-(passed|failed|not_checked)$/.test(name)).replace("course-", ""),
])"""
