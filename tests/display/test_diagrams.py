"""Can the diagrams be read: on a white page and on a dark one, in both languages?"""

import itertools
from dataclasses import dataclass
from typing import get_args
from xml.etree import ElementTree

import pytest

from course.display import diagram
from course.display.canvas import LINE, label_width
from course.display.diagrams import DIAGRAMS
from course.language import Lang

SVG = "{http://www.w3.org/2000/svg}"
PAGES = ("#ffffff", "#111111")  # JupyterLab light and dark
WORDS_CONTRAST, LINES_CONTRAST = 4.5, 3.0  # WCAG 2 AA

each_diagram = pytest.mark.parametrize(
    ("name", "lang"), list(itertools.product(sorted(DIAGRAMS), get_args(Lang)))
)


@dataclass(frozen=True)
class Rect:
    left: float
    top: float
    right: float
    bottom: float
    fill: str

    def holds(self, other: "Rect") -> bool:
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )

    def meets(self, other: "Rect") -> bool:
        apart = (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )
        return not apart


def rects(svg: ElementTree.Element) -> list[Rect]:
    found = []
    for rect in svg.iter(f"{SVG}rect"):
        left, top = float(rect.attrib["x"]), float(rect.attrib["y"])
        width, height = float(rect.attrib["width"]), float(rect.attrib["height"])
        found.append(Rect(left, top, left + width, top + height, rect.attrib["fill"]))
    return found


def words(svg: ElementTree.Element) -> list[tuple[str, Rect]]:
    found = []
    for text in svg.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        size = float(text.attrib["font-size"])
        half = (label_width(text.text or "", size=size) - 16) / 2
        box = Rect(x - half, y - size / 2, x + half, y + size / 2, text.attrib["fill"])
        found.append((text.text or "", box))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@each_diagram
def test_every_word_stands_on_a_fill_of_its_own_and_contrasts_with_it(name: str, lang: Lang) -> None:
    svg = ElementTree.fromstring(diagram(name, lang))
    fills = rects(svg)
    for word, box in words(svg):
        under = [fill for fill in fills if fill.holds(box)]
        assert under, f"{word!r} sticks out of its box"
        assert contrast(box.fill, under[-1].fill) >= WORDS_CONTRAST, word


@pytest.mark.parametrize("page", PAGES)
def test_lines_are_seen_on_light_and_dark_pages(page: str) -> None:
    assert contrast(LINE, page) >= LINES_CONTRAST


@each_diagram
def test_nothing_leaves_the_picture_and_no_boxes_overlap(name: str, lang: Lang) -> None:
    svg = ElementTree.fromstring(diagram(name, lang))
    page = Rect(0, 0, float(svg.attrib["width"]), float(svg.attrib["height"]), "none")
    for one in rects(svg):
        assert page.holds(one)
    for one, other in itertools.combinations(rects(svg), 2):
        assert not one.meets(other) or one.holds(other), (one, other)


@each_diagram
def test_it_has_a_title_and_is_the_same_every_time(name: str, lang: Lang) -> None:
    svg = ElementTree.fromstring(diagram(name, lang))
    assert svg.findtext(f"{SVG}title")
    assert diagram(name, lang) == diagram(name, lang)


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_state_diagram_has_dockers_states_and_the_textbooks_inside_exited(lang: Lang) -> None:
    svg = ElementTree.fromstring(diagram("container-lifecycle", lang))
    places = dict(words(svg))
    states = {"created", "running", "paused", "restarting", "removing", "exited", "dead"}
    assert states <= set(places)
    exited = max((box for box in rects(svg) if box.holds(places["exited"])), key=lambda box: box.bottom)
    for textbook in ("‘Stopped’", "‘Killed’"):
        assert exited.holds(places[textbook])
    commands = {"create", "start", "run", "pause", "unpause", "stop", "kill", "rm"}
    assert {f"docker {command}" for command in commands} <= set(places)


def test_an_unknown_diagram_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        diagram("no-such", "ko")
