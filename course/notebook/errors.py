"""What can be wrong with a source."""


class NotebookError(Exception):
    """A source that cannot become a notebook: says which file, which cell, and what to do next."""
