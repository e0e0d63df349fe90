"""What became of a learner's containers, kept beside each executed notebook for whoever reads the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from docker.errors import DockerException
from requests.exceptions import RequestException

from course import syllabus
from course.engine import Access, EngineError
from course.grade.results import write_whole
from course.views import Event, Journal
from course.views.events import parse_event
from course.views.timeline import Timeline, timeline_of

SUFFIX = ".timeline.json"
MOST_BYTES = 2_000_000
"""More than a timeline with all that is kept of it takes."""


def write_timeline(access: Access, section: str, copy: Path) -> None:
    """Write what was done on that engine beside the executed notebook `copy`: 01-states.timeline.json.

    It is no part of the grading: where an engine tells nothing, or nonsense, there is none.
    """
    path = copy.with_suffix(SUFFIX)
    with suppress(OSError, ValueError, OverflowError):
        path.unlink(missing_ok=True)
        names = syllabus.section(section).names
        write_whole(path, timeline_of(section, _events(access), names).to_json())


def read_timelines(folder: Path) -> dict[str, Timeline]:
    """{section: timeline} of one submission, of the files that can be read."""
    found: dict[str, Timeline] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with suppress(OSError, ValueError):
            if path.stat().st_size <= MOST_BYTES:
                timeline = Timeline.from_json(path.read_text(encoding="utf-8"))
                found[timeline.section] = timeline
    return found


def _events(access: Access) -> Iterator[Event]:
    """All that is in the journal, once the engine's last events are; those that it has if the engine has gone."""
    with (
        suppress(EngineError, DockerException, RequestException),
        closing(access.client()) as client,
    ):
        Journal(access, client)
    with access.journal.open("rb") as file:
        for line in file:
            with suppress(ValueError):  # the engine's end cut it off
                yield parse_event(line)
