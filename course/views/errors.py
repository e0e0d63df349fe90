"""What a view says when there is nothing to look at."""

from __future__ import annotations

from course.engine import EngineError
from course.language import Text

__all__ = ["ImagesChanged", "MissingImage", "NoSuchContainer", "NotRunning"]


class NoSuchContainer(LookupError):
    """No container bears exactly that name."""

    def __init__(
        self, name: str, near: list[str], existing: list[str], removed: bool, making: Text | None = None
    ) -> None:
        super().__init__(name)
        self.name = name
        self.near = near
        """Names that are nearly the one asked for."""
        self.existing = existing
        """`name (status)` of all there are."""
        self.removed = removed
        """Whether a container of that name existed before and was removed."""
        self.making = making
        """How to make it, as the one who asked knows it."""

    def describe(self) -> Text:
        """What there is instead."""
        if not self.existing:
            return Text(ko="컨테이너가 하나도 없습니다", en="there are no containers at all")
        there = ", ".join(self.existing)
        return Text(ko=f"있는 컨테이너: {there}", en=f"the containers there are: {there}")

    def __str__(self) -> str:
        return f"no container is named {self.name}; {self.describe().en}"


class NotRunning(LookupError):
    """Something was asked that only a running container can answer."""

    def __init__(self, seen: object) -> None:
        super().__init__(f"not running: {seen!r}")
        self.seen = seen


class ImagesChanged(LookupError):
    """Files of the engine's own images were changed: no experiment with them proves anything."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"changed: {', '.join(paths[:3])}")
        self.paths = paths


class MissingImage(EngineError):
    """An image that every engine of the course has is not on this one."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"the image {reference} is not on this engine (any more); get a new one: `course reset`"
        )
        self.reference = reference
