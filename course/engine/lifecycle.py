"""What starts and stops, for use in a `with`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType

from course.engine.access import Access
from course.engine.errors import EngineError


class Lifecycle(ABC):
    """Started on entering a `with`, stopped on leaving it, whatever happens in between."""

    access: Access | None = None

    def start(self) -> Access:
        """Begin. Raises EngineError when that is not possible, or was done before; nothing is left then."""
        if self.access is not None:
            raise EngineError("this engine was started before: make another one")
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    @abstractmethod
    def _start(self) -> Access:
        """Begin, and leave it to `stop` to clean up where that fails."""

    @abstractmethod
    def stop(self) -> None:
        """Take away all that was made. May be called twice."""

    def __enter__(self) -> Access:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
