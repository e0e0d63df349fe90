"""The diagrams of the course by name, each in both languages."""

from collections.abc import Callable

from course.display import create_and_run, shared_namespaces, states
from course.language import Lang

DIAGRAMS: dict[str, Callable[[Lang], str]] = {
    "container-lifecycle": states.draw,
    "create-and-run": create_and_run.draw,
    "shared-namespaces": shared_namespaces.draw,
}


def diagram(name: str, lang: Lang) -> str:
    """The SVG of a diagram. Raises KeyError for a name we do not draw."""
    return DIAGRAMS[name](lang)
