"""One volume."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from course.language import Text


class Volume:
    """What inspect says of a volume."""

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self.attributes = attributes

    @property
    def name(self) -> str:
        return str(self.attributes["Name"])

    @property
    def driver(self) -> str:
        return str(self.attributes["Driver"])

    @property
    def mountpoint(self) -> str:
        """Where it lies, from where the engine sits."""
        return str(self.attributes["Mountpoint"])

    @property
    def labels(self) -> dict[str, str]:
        return dict(self.attributes.get("Labels") or {})

    @property
    def anonymous(self) -> bool:
        """Whether the engine named it by itself (64 hexadecimal digits)."""
        return re.fullmatch(r"[0-9a-f]{64}", self.name) is not None

    def describe(self) -> Text:
        """Its name, and whether somebody gave it that name."""
        if self.anonymous:
            return Text(ko=f"익명 볼륨 {self.name}", en=f"anonymous volume {self.name}")
        return Text(ko=f"볼륨 {self.name}", en=f"volume {self.name}")

    def __repr__(self) -> str:
        return self.describe().en
