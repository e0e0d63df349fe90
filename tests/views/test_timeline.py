"""What is kept of an engine's journal beside an executed notebook: little, and nothing of the checks' own."""

import json
from collections.abc import Iterator

import pytest

from course.views import CHECK_LABEL, Event
from course.views.history import UNKNOWN
from course.views.timeline import MOST_CONTAINERS, MOST_STEPS, Timeline, timeline_of


def event(id: str, action: str, at: float, name: str = "", **attributes: str) -> Event:
    return Event("container", action, id, {"name": name or id, "image": "nginx"} | attributes, 1000 + at)


LIFE = [
    event("a", "create", 0, "box"),
    event("a", "start", 0.25, "box"),
    event("a", "exec_create", 0.3, "box"),
    event("a", "top", 0.4, "box"),
    event("a", "kill", 2, "box", signal="15"),
    event("a", "die", 2.5, "box", exitCode="143"),
    event("a", "rename", 3, "jar"),
]


def test_the_steps_of_a_life_with_their_numbers() -> None:
    (life,) = timeline_of("states", LIFE).lives
    assert (life.name, life.image, life.left_out) == ("jar", "nginx", 0)
    assert [(step.at, step.action, step.number) for step in life.steps] == [
        (0, "create", None),
        (0.25, "start", None),
        (2, "kill", 15),
        (2.5, "die", 143),
        (3, "rename", None),
    ]


def test_what_is_written_can_be_read_again() -> None:
    timeline = timeline_of("states", LIFE)
    assert Timeline.from_json(timeline.to_json()) == timeline
    for broken in (
        "",
        "[]",
        "{}",
        '{"schema": "container-lifecycle/timeline/v1", "section": "x", "lives": [1]}',
    ):
        with pytest.raises(ValueError):
            Timeline.from_json(broken)


def test_other_objects_and_the_checks_own_containers_are_left_out() -> None:
    events = [
        Event("image", "pull", "nginx", {}, 1),
        event("c", "create", 0, **{CHECK_LABEL: "1"}),
        *LIFE,
    ]
    assert [life.name for life in timeline_of("states", events).lives] == ["jar"]


def test_a_label_in_the_place_of_a_number_is_no_number() -> None:
    events = [event("a", "create", 0, exitCode="0"), event("a", "die", 1, exitCode="0")]
    assert timeline_of("states", events).lives[0].steps[1].number == UNKNOWN


def test_a_flood_is_bounded_and_leaves_room_for_the_exercises_own_containers() -> None:
    def flood() -> Iterator[Event]:
        for number in range(10_000):
            yield event(f"{number:064x}", "create", number / 100, "n" * 5000)
        yield event("box", "create", 200, "first-box")
        for number in range(10_000):
            yield event("box", "restart", 300 + number, "first-box")

    timeline = timeline_of("states", flood(), first=["first-box"])
    assert (len(timeline.lives), timeline.left_out) == (MOST_CONTAINERS, 10_001 - MOST_CONTAINERS)
    assert timeline.lives[-1].name == "first-box"
    assert (len(timeline.lives[-1].steps), timeline.lives[-1].left_out) == (MOST_STEPS, 10_001 - MOST_STEPS)
    assert len(timeline.to_json()) < 30_000
    assert json.loads(timeline.to_json())["left_out"] == timeline.left_out
