"""The timeline of a learner's containers, as a picture and in words."""

import itertools
from typing import get_args
from xml.etree import ElementTree

import pytest

from course.display import timeline
from course.display.canvas import label_width
from course.language import Lang
from course.views.timeline import Life, Step, Timeline

SVG = "{http://www.w3.org/2000/svg}"


def life(*steps: tuple[float, str, int | None], name: str = "box", image: str = "nginx") -> Life:
    return Life(name, image, tuple(Step(*step) for step in steps))


STOPPED = life(
    (0, "create", None),
    (0.2, "start", None),
    (3, "pause", None),
    (4, "unpause", None),
    (5, "kill", 15),
    (5.01, "kill", 9),
    (5.02, "die", 137),
    (5.02, "stop", None),
    (60, "destroy", None),
)
KEPT = life((1, "create", None), (1.1, "start", None), (2, "die", 0), (3, "start", None), name="kept")


def drawn(*lives: Life, lang: Lang = "en") -> ElementTree.Element:
    svg = timeline.draw(Timeline("states", lives), lang)
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def shapes(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter() if kind in one.get("class", "").split()]


@pytest.mark.parametrize("lang", get_args(Lang))
def test_every_step_has_its_mark(lang: Lang) -> None:
    svg = drawn(STOPPED, KEPT, lang=lang)
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"box", "kept", "nginx", "TERM", "KILL", "137", "0"} <= set(words)
    assert len(shapes(svg, "created")) == 2
    assert len(shapes(svg, "running")) == 4
    assert len(shapes(svg, "paused")) == len(shapes(svg, "stripes")) == 1
    assert len(shapes(svg, "exited")) == 2
    assert len(shapes(svg, "gone")) == 1
    assert svg.get("role") == "img" and "2" in svg.get("aria-label", "")


def test_time_goes_to_the_right_and_what_is_written_in_a_row_does_not_collide() -> None:
    busy = life(*((number / 1000, "kill", 15) for number in range(50)))
    svg = drawn(busy, KEPT)
    (row, *_) = svg.iter(f"{SVG}g")
    spots = [
        (float(text.attrib["x"]), label_width(text.text or "", size=11) - 16)
        for text in row.iter(f"{SVG}text")
        if text.text == "TERM"
    ]
    assert len(spots) == 50
    for (left, width), (right, _) in itertools.pairwise(spots):
        assert right - left >= width


@pytest.mark.parametrize("seconds", [0.1, 10, 100_000])
def test_the_picture_has_a_bounded_width(seconds: float) -> None:
    lives = [
        life(*((seconds * number, "kill", 64) for number in range(60)), name=str(row)) for row in range(60)
    ]
    assert float(drawn(*lives).attrib["width"]) < 1.1 * timeline.WIDEST


def test_nothing_that_a_learner_named_becomes_markup() -> None:
    evil = life((0, '<script>"&', None), name='"><script>alert(1)</script>', image="<b>'&")
    svg = drawn(evil)
    assert not list(svg.iter(f"{SVG}script")) and not list(svg.iter(f"{SVG}b"))


def test_no_container_is_no_picture() -> None:
    assert timeline.draw(Timeline("states", ()), "ko") == ""
    assert drawn(life((0, "stop", None))).tag == f"{SVG}svg"


def test_in_words() -> None:
    said = timeline.in_words(STOPPED, "en")
    assert said.startswith("create 0.0 s → start 0.2 s → pause 3.0 s")
    assert "kill TERM 5.0 s → kill KILL 5.0 s → die 137 5.0 s" in said
    assert "create 0.0초" in timeline.in_words(STOPPED, "ko")
    assert "and 7 more" in timeline.in_words(Life("box", "nginx", STOPPED.steps, left_out=7), "en")
