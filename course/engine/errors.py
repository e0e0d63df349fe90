"""The one error of this room."""


class EngineError(RuntimeError):
    """An engine could not be built, started, reached or removed; the message says what to do next."""
