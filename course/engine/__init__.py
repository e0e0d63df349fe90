"""Disposable Docker Engines: start, preload, watch and remove them."""

from course.engine.access import Access
from course.engine.errors import EngineError

__all__ = ["Access", "EngineError"]
