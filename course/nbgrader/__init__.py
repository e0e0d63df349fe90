"""This course inside nbgrader: its assignment, grading on real engines, feedback and export."""

from course.nbgrader.configuring import configure

__all__ = ["configure"]
