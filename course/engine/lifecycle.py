"""What starts and stops, for use in a `with`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType

from course.engine.access import Access


class Lifecycle(ABC):
    """Started on entering a `with`, stopped on leaving it, whatever happens in between."""

    access: Access | None = None

    @abstractmethod
    def start(self) -> Access:
        """Begin. Raises EngineError, and nothing is left."""

    @abstractmethod
    def stop(self) -> None:
        """Take away all that was made. May be called twice."""

    def __enter__(self) -> Access:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
