"""This course inside nbgrader: its assignment, grading on real engines, feedback and export, by configuration alone."""

from course.nbgrader.configuring import configure

__all__ = ["configure"]
