"""What the course draws."""

from course.display.diagrams import diagram

__all__ = ["diagram"]
