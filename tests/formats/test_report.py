"""The report of a class: what stands in it, that it can be read everywhere, and that nothing in it can act."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, get_args

import pytest

from course import syllabus
from course.checks import Verdict
from course.checks.verdict import Outcome
from course.formats.report import LONGEST, write_report
from course.formats.report_words import WORDS
from course.grade import Result, Ungraded
from course.grade.class_results import ClassResults
from course.grade.copies import find_copies
from course.grade.results import EngineFacts
from course.grade.timelines import SUFFIX
from course.language import Lang
from course.personal import Learner
from course.views.timeline import Life, Step, Timeline

SECTIONS = ("states", "signals")
EVIL = (
    '"><script>pwned = 1</script><img src=x onerror="pwned = 1"><svg onload="pwned = 1">'
    "<style>*{color:red}</style>'`</title></style></textarea><!--<a href='javascript:pwned = 1'>]]>&lt;`"
    "{{ 7 * 7 }}{% raw %}\u202e\u0000\x1b[2J\ud800"
)
"""What a learner may try: markup, an end of every element, a template, letters that turn the text around."""


def verdict(id: str, outcome: Outcome = "passed", seen: str = "", reason: Any = None) -> Verdict:
    """A verdict of an exercise of the course."""
    exercise = syllabus.exercise(id)
    score = {"passed": exercise.points, "failed": 0, "not_checked": None}[outcome]
    failed = outcome == "failed"
    return Verdict(
        id,
        exercise.section,
        exercise.points,
        score,
        outcome,
        f"`{id}` is done.",
        expected="exited, exit code 143" if failed else "",
        seen=seen,
        hint="Look at `docker ps -a`." if failed else "",
        seconds=0.1,
        reason=reason,
    )


def result(name: str, *others: Verdict, lang: Lang = "en", sections: tuple[str, ...] = SECTIONS) -> Result:
    """A submission that passes everything but for these verdicts."""
    ours = {one.check: one for one in others}
    verdicts = [
        ours.get(exercise.id, verdict(exercise.id))
        for section in sections
        for exercise in syllabus.exercises(section)
    ]
    engine = EngineFacts("26.1.5", "v2", "trixie", "disposable")
    return Result(name, name, lang, 12.3, engine, tuple(verdicts))


CLASS = [
    result("alice"),
    result(
        "bob",
        verdict("states-create", "failed", "first-box: running (pid 12, 3 s ago, image nginx)"),
        verdict("states-start", "not_checked", "the engine had gone", "engine"),
    ),
    result(
        "chae-won", verdict("states-create", "failed", "first-box: running (pid 700, 1 s ago, image nginx)")
    ),
    result("다은", verdict("states-create", "failed", "no container"), sections=("states",), lang="ko"),
    Ungraded("eve", Path("eve"), "eve/01-states.ipynb: is no readable notebook"),
]


def keep(out: Path, submission: str, *lives: Life, section: str = "states") -> None:
    """Write a timeline into that submission's folder."""
    folder = out / submission
    folder.mkdir(parents=True, exist_ok=True)
    text = Timeline(section, lives).to_json()
    (folder / f"{section}{SUFFIX}").write_text(text, errors="backslashreplace")


def keep_notebook(out: Path, submission: str, source: Any, printed: str = "") -> None:
    """Write an executed notebook into that submission's folder."""
    output = {"output_type": "stream", "name": "stdout", "text": [printed]}
    cells = [
        {"cell_type": "markdown", "source": ["# States"], "metadata": {}},
        {"cell_type": "code", "source": source, "outputs": [output], "metadata": {}},
    ]
    (out / submission).mkdir(parents=True, exist_ok=True)
    (out / submission / "01-states.ipynb").write_text(json.dumps({"cells": cells}))


class Page(HTMLParser):
    """The elements of a page: (tag, attributes) in order, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def cells(self, outcome: str) -> int:
        """How many cells of the map have that outcome."""
        return sum(
            tag == "td" and f"cell {outcome}" in attrs.get("class", "") for tag, attrs in self.elements
        )


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_map_shows_every_check_of_every_learner(lang: Lang, tmp_path: Path) -> None:
    page = Page(write_report(CLASS, tmp_path, lang))
    checks = len(syllabus.exercises("states")) + len(syllabus.exercises("signals"))
    assert page.cells("failed") == 3
    assert page.cells("not_checked") == 1
    assert page.cells("none") == len(syllabus.exercises("signals"))
    assert sum(page.cells(one) for one in ("passed", "failed", "not_checked", "none")) == 4 * checks
    assert WORDS["not_graded"].of(lang) in page.text and "eve/01-states.ipynb: is no readable" in page.text
    assert page.elements[0] == ("html", {"lang": lang})


def test_every_link_leads_somewhere_on_the_page_and_nowhere_else(tmp_path: Path) -> None:
    page = Page(write_report(CLASS, tmp_path, "ko"))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    links = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert len(ids) == len(set(ids))
    assert set(links) <= {f"#{id}" for id in ids}
    assert len({link for link in links if link.startswith("#learner-")}) == len(CLASS)
    assert not [tag for tag, attrs in page.elements if {"src", "srcset", "style", "data"} & set(attrs)]


@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_a_class_of_any_size(count: int, tmp_path: Path) -> None:
    results = [replace(CLASS[1], submission=f"learner-{n}", learner=f"learner-{n}") for n in range(count)]
    page = Page(write_report(results, tmp_path, "en"))
    assert page.cells("failed") == count


def test_wrong_states_are_counted_without_what_chance_made_of_them() -> None:
    hardest = ClassResults(CLASS, "en").hardest
    assert [check.id for check in hardest] == ["states-create"]
    assert [(len(state.submissions), state.seen) for state in hardest[0].wrong] == [
        (2, "first-box: running (pid …, … ago, image nginx)".replace("… ago", "… s ago")),
        (1, "no container"),
    ]


def test_a_learners_own_values_make_no_state_of_their_own() -> None:
    results = [
        result(name, verdict("signals-handler", "failed", f"saved: {Learner.of(name).word}"))
        for name in ("alice", "bob")
    ]
    (check,) = ClassResults(results, "en").hardest
    assert [state.seen for state in check.wrong] == ["saved: {me.word}"]


def test_points_of_the_class() -> None:
    of_class = ClassResults(CLASS, "ko")
    states, signals = (sum(one.points for one in syllabus.exercises(section)) for section in SECTIONS)
    assert of_class.points == states + signals
    assert of_class.percents[0] == 100
    assert of_class.percents[3] == pytest.approx(100 * (states - 2) / (states + signals))
    assert sum(of_class.distribution) == 4 and of_class.distribution[-1] >= 1
    assert of_class.to_grade_again == {("states-start",): ["bob"]}
    assert of_class.section_score(of_class.graded[3], "signals") is None


def test_another_learners_values_are_told_with_the_place(tmp_path: Path) -> None:
    alice, bob, eve = (Learner.of(name) for name in ("alice", "bob", "eve"))
    keep_notebook(tmp_path, "alice", ["word = me.word\n", f"own = '{alice.word}'"])
    keep_notebook(tmp_path, "bob", [f"!docker run --hostname {alice.hostname} nginx\n"], f"{eve.word}\n")
    seen = replace(CLASS[2], verdicts=(verdict("states-create", "failed", f"says {bob.word}"),))

    copies = find_copies([CLASS[0], CLASS[1], seen, CLASS[4]], tmp_path)

    assert [(copy.submission, copy.owners) for copy in copies] == [
        ("bob", ("alice",)),
        ("bob", ("eve",)),
        ("chae-won", ("bob",)),
    ]
    assert copies[0].places[0].where.en == "01-states.ipynb, cell 2"
    assert copies[0].places[0].excerpt == f"!docker run --hostname {alice.hostname} nginx"
    assert copies[1].places[0].where.ko == "01-states.ipynb의 2번째 칸의 출력"
    assert copies[2].places[0].where.en == "what the check states-create saw"
    page = Page(write_report([CLASS[0], CLASS[1], seen, CLASS[4]], tmp_path, "en"))
    assert "By itself that proves nothing" in page.text


@pytest.mark.parametrize(
    "text", ["", "[]", '{"cells": [1, {"source": 3, "metadata": 7, "outputs": 9}]}', "\udcff"]
)
def test_a_notebook_of_any_make_stops_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice/01-states.ipynb").write_bytes(text.encode(errors="surrogateescape"))
    (tmp_path / f"alice/01-states{SUFFIX}").write_bytes(text.encode(errors="surrogateescape"))
    assert write_report(CLASS, tmp_path, "en").is_file()


def test_what_was_seen_is_shown_up_to_a_length(tmp_path: Path) -> None:
    long = result("alice", verdict("states-create", "failed", "x" * 60_000))
    path = write_report([long], tmp_path, "en")
    assert f"{60_000 - LONGEST} more letters" in path.read_text()
    assert path.stat().st_size < 200_000


def test_the_same_results_make_the_same_page(tmp_path: Path) -> None:
    keep(tmp_path, "alice", Life("first-box", "nginx", (Step(0, "create"),)))
    first = write_report(CLASS, tmp_path, "ko").read_bytes()
    assert write_report(CLASS, tmp_path, "ko").read_bytes() == first


def test_letters_that_cannot_be_seen_are_written_out(tmp_path: Path) -> None:
    page = Page(write_report([result("alice", verdict("states-create", "failed", EVIL))], tmp_path, "en"))
    assert r"\u202e\u0000\u001b[2J\ud800" in page.text
    assert all(letter.isprintable() or letter == "\n" for letter in page.text)


def hostile_class(out: Path) -> list[Result | Ungraded]:
    """Everything that may come from a learner is an attempt to inject."""
    words = Learner.of("alice").word
    evil = replace(
        verdict("states-create", "failed", EVIL),
        sentence=EVIL,
        expected=EVIL,
        hint=EVIL,
        shape=EVIL,
        told=EVIL,
    )
    unknown = replace(evil, check=EVIL, section=EVIL)
    mallory = replace(result("mallory", evil), submission="m" + EVIL.replace("/", "|"), learner=EVIL[:-1])
    mallory = replace(
        mallory, verdicts=(*mallory.verdicts, unknown), engine=EngineFacts(EVIL, "v2", EVIL, "host")
    )
    keep_notebook(out, "bob", [f"{EVIL} {words} {EVIL}"], f"{EVIL}{words}")
    life = Life(EVIL, EVIL, (Step(0, "create"), Step(1, EVIL), Step(2, "kill", -7), Step(3, "die", 10**30)))
    keep(out, "bob", life)
    (out / "alice").mkdir(exist_ok=True)
    return [CLASS[0], CLASS[1], mallory, Ungraded(EVIL, Path("eve"), EVIL)]


def test_the_parser_of_pythons_finds_no_element_of_a_learner(tmp_path: Path) -> None:
    page = Page(write_report(hostile_class(tmp_path), tmp_path, "en"))
    tags = [tag for tag, _ in page.elements]
    assert not {"script", "img", "iframe", "object", "embed", "link", "base", "form"} & set(tags)
    assert tags.count("style") == tags.count("title") - tags.count("g") == 1
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {name for name in names if name.startswith("on")}
    assert "49" not in re.findall(r"\b49\b", page.text)


# In a browser


class Network(ThreadingHTTPServer):
    """A server that only remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.requested: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}/x"

    def __enter__(self) -> Network:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.requested.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    pytest.importorskip("playwright")
    from browsing import chromium

    with chromium() as found:
        yield found


@pytest.fixture
def class_page(tmp_path: Path) -> Path:
    """The report of a class with a timeline and a copy."""
    steps = [(0, "create"), (0.2, "start"), (4, "pause"), (6, "unpause"), (7, "kill", 9), (7.1, "die", 137)]
    for name in ("alice", "bob"):
        keep(tmp_path, name, Life("first-box", "nginx", tuple(Step(*step) for step in steps)))  # type: ignore[arg-type]
    keep_notebook(tmp_path, "bob", [f"print('{Learner.of('alice').word}')"])
    return write_report(CLASS, tmp_path, "ko")


def test_no_script_runs_and_nothing_is_requested(browser: Any, tmp_path: Path) -> None:
    path = write_report(hostile_class(tmp_path), tmp_path, "ko")
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    ids = Page(path).elements
    page.goto(path.as_uri())
    for target in ["all", *(attrs["id"] for _, attrs in ids if attrs.get("id", "").startswith("learner-"))]:
        page.goto(f"{path.as_uri()}#{target}")
        for link in page.locator("a:visible").all()[:40]:
            assert link.evaluate("(link) => link.href").startswith(path.as_uri())
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("script, img, iframe, object, [onload], [onerror]").count() == 0
    assert page.evaluate("() => getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
    assert {url.partition("#")[0] for url in requests} == {path.as_uri()}
    page.close()


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as found:
        yield found


@pytest.mark.parametrize(
    "attempt",
    [
        "<script>pwned = 1</script>",
        "<script src='{url}'></script>",
        "<svg onload='pwned = 1'></svg>",
        "<img src='{url}' onerror='pwned = 1'>",
        "<p style='background: url({url})'>x</p>",
        "<style>body {{ background: url({url}) }}</style>",
        "<base href='{url}'><link rel=stylesheet href=x>",
        "<iframe src='{url}'></iframe>",
        "<iframe srcdoc='<script>parent.pwned = 1</script>'></iframe>",
    ],
)
def test_the_pages_policy_holds_even_where_something_would_get_through(
    browser: Any, class_page: Path, network: Network, attempt: str
) -> None:
    broken = class_page.with_name("broken.html")
    element = attempt.format(url=network.url)
    page = browser.new_page()
    for policy, stopped in (("Content-Security-Policy", True), ("X-Nothing", False)):
        text = class_page.read_text().replace("Content-Security-Policy", policy)
        broken.write_text(text.replace("</main>", f"{element}</main>"))
        page.goto(broken.as_uri(), wait_until="networkidle")
        acted = page.evaluate("() => window.pwned") == 1 or bool(network.requested)
        assert acted is not stopped, "without the policy it has to act, or this proves nothing"
    page.close()


def test_a_learners_page_is_reached_by_the_keyboard_and_left_again(browser: Any, class_page: Path) -> None:
    page = browser.new_page()
    page.goto(class_page.as_uri())
    assert page.locator("#class").is_visible() and not page.locator("#learner-1").is_visible()
    page.locator("tbody a", has_text="bob").focus()
    page.keyboard.press("Enter")
    assert page.locator("#learner-1").is_visible() and not page.locator("#class").is_visible()
    assert page.locator("#learner-1 svg[role=img]").get_attribute("aria-label")
    page.go_back()
    assert page.locator("#class").is_visible() and not page.locator("#learner-1").is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("target", ["class", "learner-1", "check-0"])
def test_every_word_can_be_read(browser: Any, class_page: Path, scheme: str, target: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 720})
    page.goto(f"{class_page.as_uri()}#{target}")
    assert page.evaluate(FAINT_WORDS) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_it_looks_different_in_the_dark_and_is_light_on_paper(browser: Any, class_page: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(class_page.as_uri())
    paper = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 23, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert not page.locator(".page nav").first.is_visible()
    page.close()


@pytest.mark.parametrize("lang", get_args(Lang))
def test_pictures_of_it(
    browser: Any, class_page: Path, lang: Lang, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """No picture is empty; with --shots they are kept, to be looked at."""
    shots = Path(request.config.getoption("--shots") or tmp_path) / f"report-{lang}"
    shots.mkdir(parents=True, exist_ok=True)
    write_report(CLASS, class_page.parent, lang)
    sizes = {}
    for name, width, scheme in (
        ("desktop", 1600, "light"),
        ("projector", 1280, "light"),
        ("dark", 1280, "dark"),
    ):
        page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 720})
        for target in ("class", "learner-1", "check-0"):
            page.goto(f"{class_page.as_uri()}#{target}")
            page.screenshot(path=shots / f"{name}-{target}.png", full_page=True)
            sizes[name, target] = (shots / f"{name}-{target}.png").stat().st_size
        page.pdf(path=shots / "paper.pdf", prefer_css_page_size=True)
        page.close()
    assert min(sizes.values()) > 10_000
    assert (shots / "paper.pdf").read_bytes().startswith(b"%PDF")
    if not request.config.getoption("--shots"):
        shutil.rmtree(shots)


FAINT_WORDS = """() => {
    const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const under = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const colour = parse(getComputedStyle(one).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
    };
    const faint = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!own || !element.checkVisibility() || element.closest(".vh, title, text.code")) continue;
        const style = getComputedStyle(element);
        const ink = light(parse(element instanceof SVGElement ? style.fill : style.color));
        const paper = light(under(element));
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        if (contrast < 4.5) faint.push([element.outerHTML.slice(0, 80), contrast]);
    }
    return faint;
}"""
"""Words with less contrast than WCAG 2 AA asks for."""


def test_files_with_problems_are_told_twice_and_plainly(tmp_path: Path) -> None:
    """Where there is something to do, and on the learner's own page."""
    problem = "alice/03-<script>signals.ipynb: is an empty file."
    page = write_report([replace(result("alice"), problems=(problem,))], tmp_path, "en").read_text()
    assert page.count("alice/03-&lt;script&gt;signals.ipynb: is an empty file.") == 2
