"""From a bilingual percent source to the notebooks a learner opens."""

from course.notebook.building import build
from course.notebook.errors import NotebookError
from course.notebook.release import released, solved
from course.notebook.source import Source, read_source, sources

__all__ = ["NotebookError", "Source", "build", "read_source", "released", "solved", "sources"]
