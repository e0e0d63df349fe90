"""Read-only views of what an engine holds and of what it did."""

from course.engine.outer import CHECK_LABEL
from course.engine.recorder import Recorder
from course.views.container import ContainerView
from course.views.engine import EngineView
from course.views.errors import ImagesChanged, MissingImage, NoSuchContainer, NotRunning
from course.views.events import Event
from course.views.experiment import Experiment
from course.views.history import Death, History, Pause, Signal
from course.views.image import Image
from course.views.journal import Journal, JournalBehind
from course.views.namespaces import Namespaces
from course.views.processes import Process, ProcessTable
from course.views.volume import Volume

__all__ = [
    "CHECK_LABEL",
    "ContainerView",
    "Death",
    "EngineView",
    "Event",
    "Experiment",
    "History",
    "Image",
    "ImagesChanged",
    "Journal",
    "JournalBehind",
    "MissingImage",
    "Namespaces",
    "NoSuchContainer",
    "NotRunning",
    "Pause",
    "Process",
    "ProcessTable",
    "Recorder",
    "Signal",
    "Volume",
]
