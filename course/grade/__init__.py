"""Grading submissions: sandboxed kernels, verdicts, results.json."""

from course.grade.errors import GradingError
from course.grade.grading import grade, grade_submission
from course.grade.limits import Limits
from course.grade.progress import Progress
from course.grade.results import Result, Ungraded, exit_code, read_result, read_results, result_schema

__all__ = [
    "GradingError",
    "Limits",
    "Progress",
    "Result",
    "Ungraded",
    "exit_code",
    "grade",
    "grade_submission",
    "read_result",
    "read_results",
    "result_schema",
]
