"""The container lifecycle, taught by doing. In a notebook: `from course import check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.checks.notebook import check

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    # pytest and docker come with a check: whoever only asks for the syllabus should not wait for them.
    if name == "check":
        from course.checks.notebook import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
