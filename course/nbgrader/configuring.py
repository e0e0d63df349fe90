"""The one call in nbgrader_config.py that makes nbgrader grade this course's notebooks on real engines."""

from __future__ import annotations

from typing import Any

from course import syllabus
from course.language import Lang

HERE = "course.nbgrader"
INSTEAD = {
    "ClearSolutions": f"{HERE}.releasing.ClearSolutions",
    "Execute": f"{HERE}.preprocessors.GradeOnEngine",
    "SaveAutoGrades": f"{HERE}.preprocessors.SaveVerdicts",
}
"""{a step of nbgrader's: the one in its place, which does with all other notebooks just what nbgrader's does}."""


def configure(c: Any, *, lang: Lang, suite: str | None = None, **limits: float) -> None:
    """Let nbgrader release, grade and give feedback on this course's notebooks; others are treated as before.

    `c` is nbgrader's configuration (`get_config()`); call it after what you configure yourself. `lang`: language of
    the notebooks and of what learners are told. `suite`: Debian suite that the engines come from. `limits`: of
    `course.grade.Limits`, such as `cell=120`, the seconds that one cell may take.
    """
    from nbgrader.converters import Autograde, GenerateAssignment

    c.Autograde.exporter_class = f"{HERE}.exporter.SubmissionExporter"
    c.SubmissionExporter.lang = lang
    if suite is not None:
        c.SubmissionExporter.suite = suite
    if limits:
        c.SubmissionExporter.limits = limits
    steps = _steps(c.Autograde, Autograde, "autograde_preprocessors")
    c.Autograde.autograde_preprocessors = [*steps, f"{HERE}.preprocessors.ReportFaults"]
    c.GenerateAssignment.preprocessors = _steps(c.GenerateAssignment, GenerateAssignment, "preprocessors")
    c.GenerateFeedback.exporter_class = f"{HERE}.feedback.FeedbackExporter"
    c.CourseDirectory.ignore = [*_configured(c.CourseDirectory, "ignore", _ignored()), *_twins()]


def _steps(section: Any, converter: Any, trait: str) -> list[Any]:
    """The steps that are configured, else nbgrader's own, with ours in place of three of them."""
    steps = _configured(section, trait, getattr(converter, trait).default())
    return [INSTEAD.get(_name(step), step) for step in steps]


def _configured(section: Any, trait: str, default: list[Any]) -> list[Any]:
    given = section.get(trait)
    if hasattr(given, "get_value"):  # c.CourseDirectory.ignore.append(…)
        given = given.get_value(list(default))
    return list(default if given is None else given)


def _name(step: Any) -> str:
    """`Execute`, however it is given; but not of somebody's own class of that name."""
    whole = step if isinstance(step, str) else f"{step.__module__}.{step.__qualname__}"
    return whole.rpartition(".")[2] if whole.startswith("nbgrader.preprocessors.") else ""


def _ignored() -> list[Any]:
    from nbgrader.coursedir import CourseDirectory

    return list(CourseDirectory.ignore.default())


def _twins() -> list[str]:
    """What an editor may keep beside a notebook with its solutions in it, such as jupytext's 01-states.py."""
    return [f"{syllabus.released(one.id, 'ko').stem}.[!i]*" for one in syllabus.sections()]
