"""Formgrader and the feedback in a real browser; pictures are kept where `--shots DIR` says."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from teaching import ASSIGNMENT, Course, points, work

from course import syllabus

pytest.importorskip("playwright")

from browsing import chromium
from labs import eventually
from playwright.sync_api import Browser, Page

SECTION = "cleanup"
NOTEBOOK = syllabus.released(SECTION, "ko").stem
HALF = ("cleanup-rm-allowed", "cleanup-auto-remove", "cleanup-prune", "cleanup-commit")
COMMENT = "볼륨은 남는다는 점을 다시 보세요."


@dataclass(frozen=True)
class Formgrader:
    """A teacher's JupyterLab with nbgrader's extensions, in the folder of their course."""

    course: Course
    port: int
    token: str

    def open(self, browser: Browser, path: str, until: str) -> Page:
        """That page, once it shows something that matches the selector."""
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        # Only the login page and JupyterLab's own keep a token for what a page asks for after it.
        page.goto(f"http://127.0.0.1:{self.port}/login?next=/{quote(path)}&token={self.token}")
        page.wait_for_selector(until, timeout=60_000)
        return page

    def submissions(self, browser: Browser) -> Page:
        """The table of all submissions."""
        return self.open(browser, f"formgrader/manage_submissions/{ASSIGNMENT}", "td.status .label")


@contextmanager
def teaching(course: Course) -> Iterator[Formgrader]:
    """JupyterLab with nbgrader's own extensions."""
    token, settings = secrets.token_hex(16), course.root.parent / "jupyter"
    runtime = course.root.parent / "runtime"
    flags = {"ServerApp.port": "0", "ServerApp.open_browser": "False", "IdentityProvider.token": token}
    with (course.root.parent / "jupyter.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--allow-root", *(f"--{key}={flags[key]}" for key in flags)],
            cwd=course.root,
            env=os.environ | {"JUPYTER_CONFIG_DIR": str(settings), "JUPYTER_RUNTIME_DIR": str(runtime)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        note = runtime / f"jpserver-{server.pid}.json"
        eventually(lambda: note.exists() and note.read_text().endswith("}"), "JupyterLab runs", seconds=60)
        yield Formgrader(course, json.loads(note.read_text())["port"], token)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def formgrader(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formgrader]:
    """A class of three in Korean: one half done, one perfect, and one whose work came in late and is not graded."""
    course = Course.made(tmp_path_factory.mktemp("class") / "course", "ko")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace('lang="ko"', f'lang="ko", suite="{suite}"'))
    course.hand_in("가은", work(only=HALF, lang="ko"))
    course.hand_in("나래", work(lang="ko"))
    course.course("nbgrader", "autograde", ASSIGNMENT, "--workers", "2")
    course.hand_in("다온", work(lang="ko"))
    with teaching(course) as formgrader:
        yield formgrader


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def shots(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures go."""
    folder = Path(request.config.getoption("--shots") or tmp_path) / "nbgrader"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def row(page: Page, student: str) -> str:
    """What the table says of one student."""
    return page.locator("tr", has_text=student).inner_text()


def press(page: Page, student: str, what: str) -> str:
    """Press a button of a student's row; what the dialog says when it is done."""
    page.locator("tr", has_text=student).locator(f"td.{what} a").click()
    page.wait_for_selector(".modal.in", timeout=200_000)
    said = page.locator(".modal.in").inner_text()
    page.locator(".modal.in").get_by_role("button", name="OK").click()
    page.wait_for_selector(".modal-backdrop", state="detached")
    return said


def test_jupyterlab_opens_formgrader(formgrader: Formgrader, browser: Browser, shots: Path) -> None:
    page = formgrader.open(browser, "lab", ".lm-MenuBar-itemLabel")
    page.locator(".lm-MenuBar-itemLabel").get_by_text("Nbgrader", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
    inside = page.frame_locator("iframe")
    inside.get_by_text(ASSIGNMENT, exact=True).first.wait_for(timeout=60_000)
    page.screenshot(path=shots / "lab.png")


def test_the_scores_are_those_of_results_json(formgrader: Formgrader, browser: Browser, shots: Path) -> None:
    page = formgrader.submissions(browser)
    page.screenshot(path=shots / "submissions.png")
    for student, score in (("가은", points(HALF)), ("나래", formgrader.course.result("나래").score)):
        assert "graded" in row(page, student) and f"{score:g} / " in row(page, student)
        assert formgrader.course.score(student) == score
    assert "needs autograding" in row(page, "다온")


def test_its_autograde_button_grades_on_an_engine(
    formgrader: Formgrader, browser: Browser, shots: Path
) -> None:
    page = formgrader.submissions(browser)
    said = press(page, "다온", "autograde")
    assert "Successfully autograded" in said, said
    page.locator("tr", has_text="다온").get_by_text("graded", exact=True).wait_for()
    page.screenshot(path=shots / "autograded.png")
    assert formgrader.course.score("다온") == formgrader.course.result("나래").score
    assert formgrader.course.result("다온").learner == "다온"


def test_a_comment_reaches_the_feedback(formgrader: Formgrader, browser: Browser, shots: Path) -> None:
    """From the list of submissions to one, a comment there, and its feedback anew."""
    page = formgrader.open(browser, f"formgrader/gradebook/{ASSIGNMENT}/{NOTEBOOK}", "td.score")
    page.screenshot(path=shots / "manual-grading.png")
    with formgrader.course.gradebook() as gradebook:
        id = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "가은").id
    page.locator(f'a[href*="{id}"]').first.click()
    page.wait_for_selector("textarea.comment")
    # The page asks for scores and comments when it is there, and writes over what was typed before they came.
    page.wait_for_load_state("networkidle")
    shown = {grade.id: page.locator(f"input.score#{grade.id}") for grade in syllabus.exercises(SECTION)}
    for check, place in shown.items():
        page.wait_for_selector(f"input.score#{check}[placeholder]")
        wanted = syllabus.exercise(check).points if check in HALF else 0
        assert float(place.get_attribute("placeholder") or "nan") == wanted
    page.screenshot(path=shots / "submission.png", full_page=True)
    box = page.locator("textarea.comment").first
    box.fill(COMMENT)
    with page.expect_response(lambda response: "/api/comment/" in response.url):
        box.blur()
    said = press(formgrader.submissions(browser), "가은", "generate-feedback")
    assert "Successfully generated feedback" in said, said
    assert COMMENT in formgrader.course.feedback("가은")


def test_feedback_opens_without_a_network(formgrader: Formgrader, browser: Browser, shots: Path) -> None:
    """It asks for nothing but itself, and says of each check what was expected, seen and to be done."""
    formgrader.course.nbgrader("generate_feedback", ASSIGNMENT, "--force")
    for student in ("가은", "나래"):
        file = formgrader.course.root / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"
        context = browser.new_context(viewport={"width": 1100, "height": 1000}, offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
        page.goto(file.as_uri(), wait_until="networkidle")
        page.screenshot(path=shots / f"feedback-{student}.png", full_page=True)
        assert {urlsplit(url).scheme for url in asked} <= {"file", "data"}
        shown = page.locator("body").inner_text()
        for verdict in formgrader.course.result(student).verdicts:
            for words in (verdict.check, verdict.sentence, verdict.expected, verdict.seen, verdict.hint):
                assert plain(words) in plain(shown), words
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator("svg, img").count() > 0
        context.close()


def plain(words: str) -> str:
    """Without what a page shows in another way."""
    return "".join(words.replace("`", "").split())
