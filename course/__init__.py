"""The container lifecycle, taught by doing. In a notebook: `from course import check, learner`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.checks.notebook import check
    from course.personal import learner

__all__ = ["check", "learner"]


def __getattr__(name: str) -> Any:
    if name in __all__ and os.environ.get("NBGRADER_EXECUTION") == "validate":
        from course.checks.validating import own_engine

        own_engine()  # before any cell that comes after this import
    # pytest and docker come with a check: whoever only asks for the syllabus should not wait for them.
    if name == "check":
        from course.checks.notebook import check

        return check
    if name == "learner":
        from course.personal import learner

        return learner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
