"""nbgrader's Validate button in a real JupyterLab; pictures of its dialogs are kept where `--shots DIR` says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import nbformat
import pytest

from course import syllabus
from course.language import Lang
from course.notebook import solved

pytest.importorskip("playwright")

from browsing import chromium
from labs import Lab, eventually, processes_with, running_lab
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.spread
SECTION = "cleanup"
LOOP = """import time
while True:  # and not to be interrupted
    try:
        time.sleep(1)
    except BaseException:
        pass"""


def open_notebook(browser: Browser, lab: Lab, name: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    first = syllabus.released(syllabus.sections()[0].id, "ko").name
    page.goto(lab.wait_for_url().replace(first, name))
    page.wait_for_selector(".jp-MarkdownOutput h1", timeout=120_000)
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=120_000)
    return page


def validate(page: Page, picture: Path, meanwhile: Callable[[], None] = lambda: None) -> str:
    """Press Validate; what its dialog says."""
    button = page.locator(".validate-button").first
    button.click()
    button.get_by_text("Validating...").wait_for(timeout=30_000)
    meanwhile()
    dialog = page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for(timeout=200_000)
    page.screenshot(path=picture)
    said = dialog.inner_text()
    dialog.get_by_role("button", name="Ok").click()
    assert button.inner_text().strip() == "Validate"
    return said


def ask(url: str, path: str, form: dict[str, str] | None = None) -> Any:
    """What the Jupyter server at that address answers, with its token: JSON."""
    parts = urlsplit(url)
    headers = {"Authorization": f"token {parse_qs(parts.query)['token'][0]}"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    data = urlencode(form).encode() if form else None
    request = urllib.request.Request(f"http://{parts.netloc}{path}", headers=headers, data=data)
    with opener.open(request, timeout=200) as answer:
        return json.load(answer)


def answers_in(url: str) -> float:
    """Seconds that the Jupyter server takes to say how it is."""
    began = time.monotonic()
    ask(url, "/api/status")
    return time.monotonic() - began


@pytest.fixture
def shots(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = Path(request.config.getoption("--shots") or tmp_path) / "validate"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_it_fails_before_and_passes_after_solving(
    suite: str, tmp_path: Path, shots: Path, lang: Lang
) -> None:
    """And of nbgrader's extensions, it is the only one that a learner sees."""
    folder = tmp_path / "work"
    name = syllabus.released(SECTION, lang).name
    with running_lab(folder, "--lang", lang, "--suite", suite) as lab, chromium() as browser:
        page = open_notebook(browser, lab, name)
        menus = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        assert "Nbgrader" not in menus and "Run" in menus
        assert page.locator(".lm-TabBar-tab", has_text="Create Assignment").count() == 0
        before = validate(page, shots / f"before-{lang}.png")
        page.close()
        nbformat.write(solved(SECTION, lang), folder / name)
        after = validate(open_notebook(browser, lab, name), shots / f"after-{lang}.png")
    for exercise in syllabus.exercises(SECTION):
        assert f"✘ {'아직입니다' if lang == 'ko' else 'Not yet'}  {exercise.id}" in before
    assert "Traceback" not in before
    assert "Success! Your notebook passes all the tests." in after


def test_an_endless_loop_holds_up_nothing(suite: str, tmp_path: Path, shots: Path) -> None:
    """The server answers meanwhile, cells can be run, and the dialog names the cell."""
    folder, settings = tmp_path / "work", tmp_path / "work-settings"
    settings.mkdir()
    (settings / "nbgrader_config.py").write_text("get_config().Execute.timeout = 15\n")
    folder.mkdir()
    name = syllabus.released(SECTION, "ko").name
    shutil.copy(syllabus.released(SECTION, "ko"), folder / name)
    content = json.loads((folder / name).read_text())
    second = [cell for cell in content["cells"] if cell["cell_type"] == "code"][1]
    second["source"] = LOOP
    (folder / name).write_text(json.dumps(content))
    waited: list[float] = []
    with running_lab(folder, "--lang", "ko", "--suite", suite) as lab, chromium() as browser:
        url = lab.wait_for_url()
        page = open_notebook(browser, lab, name)

        def meanwhile() -> None:
            eventually(lambda: len(processes_with("NBGRADER_EXECUTION=validate")) > 0, "a kernel is running")
            for _ in range(20):
                waited.append(answers_in(url))
            page.locator(".jp-CodeCell .cm-content").first.click()
            page.keyboard.press("Shift+Enter")
            page.locator(".jp-CodeCell .jp-InputPrompt", has_text="[1]:").first.wait_for(timeout=8_000)
            page.screenshot(path=shots / "validating.png")

        said = validate(page, shots / "loop.png", meanwhile)
        lab_ended = lab.end()
    assert max(waited) < 2, waited
    assert LOOP.splitlines()[1] in said
    assert "이 셀이 15초 안에 끝나지 않아 여기서 멈췄습니다" in said
    assert lab_ended == 0
    assert not lab.processes()


ENABLE = """
c.ServerApp.jpserver_extensions = {
    "course.lab.validate_button": True,
    "nbgrader.server_extensions.validate_assignment": False,
}
"""
"""As the README has it."""


def test_in_a_jupyter_of_ones_own(suite: str, tmp_path: Path) -> None:
    """Without a lab: with the lines of the README it works there too, and a loop holds up nothing."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    ours |= {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "settings"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
    }
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings/jupyter_server_config.py").write_text(ENABLE)
    (tmp_path / "settings/nbgrader_config.py").write_text("get_config().Execute.timeout = 20\n")
    folder = tmp_path / "work"
    folder.mkdir()
    nbformat.write(solved(SECTION, "en"), folder / "solved.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LOOP)]), folder / "loop.ipynb")
    flags = ["--allow-root", "--no-browser", "--port=0", "--IdentityProvider.token=token"]
    server = subprocess.Popen([sys.executable, "-m", "jupyter_server", *flags], cwd=folder, env=ours)
    try:
        note = tmp_path / f"runtime/jpserver-{server.pid}.json"
        eventually(lambda: note.exists() and note.read_text().endswith("}"), "it runs", seconds=60)
        url = f"http://127.0.0.1:{json.loads(note.read_text())['port']}/?token=token"
        with ThreadPoolExecutor(1) as other:
            loop = other.submit(ask, url, "/assignments/validate", {"path": "loop.ipynb"})
            running = f"JUPYTER_CONFIG_DIR={tmp_path / 'settings'}"
            eventually(lambda: len(processes_with(running)) > 2, "a kernel runs")
            assert max(answers_in(url) for _ in range(20)) < 2
            assert [each["source"] for each in loop.result()["value"]["failed"]] == [LOOP]
        assert not ask(url, "/nbgrader_version?version=0.8.5")["success"]
        assert ask(url, "/assignments/validate", {"path": "solved.ipynb"}) == {"success": True, "value": {}}
    finally:
        server.terminate()
        server.wait(30)
