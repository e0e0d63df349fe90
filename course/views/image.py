"""One image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.language import Text, same


class Image:
    """What inspect says of an image."""

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self.attributes = attributes

    @property
    def id(self) -> str:
        return str(self.attributes["Id"])

    @property
    def tags(self) -> list[str]:
        return list(self.attributes.get("RepoTags") or [])

    @property
    def config(self) -> Mapping[str, Any]:
        """inspect's Config (Cmd, Entrypoint, Env, StopSignal, …)."""
        return self.attributes.get("Config") or {}

    @property
    def command(self) -> list[str]:
        return list(self.config.get("Cmd") or [])

    @property
    def full_command(self) -> list[str]:
        """ENTRYPOINT and CMD, one after the other: what its containers run."""
        return [*map(str, self.config.get("Entrypoint") or []), *self.command]

    @property
    def stop_signal(self) -> str:
        """What `docker stop` sends first: SIGTERM unless the image says otherwise."""
        return str(self.config.get("StopSignal") or "SIGTERM")

    @property
    def layers(self) -> list[str]:
        return list((self.attributes.get("RootFS") or {}).get("Layers") or [])

    def describe(self) -> Text:
        """Its names and the beginning of its id."""
        names = ", ".join(self.tags) or "<none>"
        return same(f"{names} ({self.id.removeprefix('sha256:')[:12]}, {len(self.layers)} layers)")

    def __repr__(self) -> str:
        return self.describe().en
