"""The one error of this room."""

from __future__ import annotations

from course.language import Text


class EngineError(RuntimeError):
    """An engine could not be built, started, reached or removed; the message says what to do next."""

    def __init__(self, message: str | Text) -> None:
        super().__init__(message.en if isinstance(message, Text) else message)
        self.text = message if isinstance(message, Text) else Text(message, message)
