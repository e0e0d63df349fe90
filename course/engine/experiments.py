"""Which containers of an engine the checks made: known by their ids, because anyone can copy a name or a label."""

from __future__ import annotations

from pathlib import Path

FILE = "experiments"


def remember(folder: Path, container_id: str) -> None:
    """Note in an engine's state folder that a check made this container."""
    with (folder / FILE).open("a", encoding="ascii") as file:
        file.write(f"{container_id}\n")


def remembered(folder: Path) -> frozenset[str]:
    """The full ids of all containers that checks made on the engine of that state folder."""
    try:
        return frozenset((folder / FILE).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()
