"""The diagrams of the course by name, each in both languages."""

from collections.abc import Callable

from course.display import (
    create_and_run,
    host_and_container_pids,
    shared_namespaces,
    states,
    stop_and_kill,
    what_survives,
)
from course.language import Lang

DIAGRAMS: dict[str, Callable[[Lang], str]] = {
    "container-lifecycle": states.draw,
    "create-and-run": create_and_run.draw,
    "host-container-pids": host_and_container_pids.draw,
    "shared-namespaces": shared_namespaces.draw,
    "stop-and-kill": stop_and_kill.draw,
    "what-survives": what_survives.draw,
}


def diagram(name: str, lang: Lang) -> str:
    """The SVG of a diagram. Raises KeyError for a name we do not draw."""
    return DIAGRAMS[name](lang)
