"""Grading submissions: sandboxed kernels, verdicts, results.json."""

from course.grade.classroom import chosen_checks, grade
from course.grade.errors import GradingError
from course.grade.grading import grade_submission
from course.grade.limits import Limits
from course.grade.progress import Progress
from course.grade.results import Result, Ungraded, exit_code, read_result, read_results, result_schema
from course.grade.submission import each_learner
from course.grade.workers import crew, hands

__all__ = [
    "GradingError",
    "Limits",
    "Progress",
    "Result",
    "Ungraded",
    "chosen_checks",
    "crew",
    "each_learner",
    "exit_code",
    "grade",
    "grade_submission",
    "hands",
    "read_result",
    "read_results",
    "result_schema",
]
