"""Running a check, what it says, and the words it is written in."""

from course.checks.answers import NO_ANSWER, answered, as_answer, equal, is_number, predicted, shown, wrong
from course.checks.catalog import Check, UnknownCheck, all_checks, find_check
from course.checks.notebook import check
from course.checks.rendering import as_html, as_text
from course.checks.running import run_check, unchecked
from course.checks.verdict import Verdict
from course.checks.vocabulary import CheckFailed, NotChecked, fail, needs, require, shape, tell
from course.checks.waiting import eventually
from course.language import Text, same

__all__ = [
    "NO_ANSWER",
    "Check",
    "CheckFailed",
    "NotChecked",
    "Text",
    "UnknownCheck",
    "Verdict",
    "all_checks",
    "answered",
    "as_answer",
    "as_html",
    "as_text",
    "check",
    "equal",
    "eventually",
    "fail",
    "find_check",
    "is_number",
    "needs",
    "predicted",
    "require",
    "run_check",
    "same",
    "shape",
    "shown",
    "tell",
    "unchecked",
    "wrong",
]
