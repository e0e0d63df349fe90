"""Disposable Docker Engines: start, preload, watch and remove them."""

from course.engine.access import Access
from course.engine.engine import CAPABILITIES, Engine, Limits
from course.engine.errors import EngineError
from course.engine.host import HostEngine
from course.engine.images import DEFAULT_SUITE, EXERCISE_IMAGES, SUITES
from course.engine.preload import build_images, images_built
from course.engine.sweep import sweep, sweep_up

__all__ = [
    "CAPABILITIES",
    "DEFAULT_SUITE",
    "EXERCISE_IMAGES",
    "SUITES",
    "Access",
    "Engine",
    "EngineError",
    "HostEngine",
    "Limits",
    "build_images",
    "images_built",
    "sweep",
    "sweep_up",
]
