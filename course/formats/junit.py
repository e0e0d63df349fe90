"""junit.xml, in the shape pytest calls xunit2: what the dashboards of CI systems show."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from course.checks import Verdict
from course.formats.verdicts import as_lines, printable
from course.grade.display import complaints
from course.grade.results import MACHINE_REASONS, Result, Ungraded
from course.language import Lang

FILE = "junit.xml"


def document(one: Result | Ungraded, lang: Lang) -> str:
    """A suite a section, a test case a check. What was not checked is an error when that is the machine's fault,
    and skipped when an earlier check has to pass first."""
    root = _not_graded(one, lang) if isinstance(one, Ungraded) else _graded(one)
    ET.indent(root)
    # Control characters, which a learner may have printed, are no XML, not even escaped.
    return f'<?xml version="1.0" encoding="utf-8"?>\n{printable(ET.tostring(root, encoding="unicode"))}\n'


def _graded(one: Result) -> ET.Element:
    root = ET.Element("testsuites", {"name": one.submission, **_counts(one.verdicts)})
    for section, verdicts in groupby(one.verdicts, key=lambda verdict: verdict.section):
        _suite(root, one, section, list(verdicts))
    return root


def _suite(root: ET.Element, one: Result, section: str, verdicts: Sequence[Verdict]) -> None:
    name = f"{one.submission}.{section}"  # so that submissions stay apart where all are shown together
    skipped = str(_outcomes(verdicts)["skipped"])
    suite = ET.SubElement(root, "testsuite", {"name": name, **_counts(verdicts), "skipped": skipped})
    properties = ET.SubElement(suite, "properties")
    facts: dict[str, object] = {
        "learner": one.learner,
        "score": sum(verdict.score or 0 for verdict in verdicts),
        "max_score": sum(verdict.points for verdict in verdicts),
        "engine": one.engine.version,
    }
    for fact, value in facts.items():
        ET.SubElement(properties, "property", name=fact, value=str(value))
    for verdict in verdicts:
        seconds = f"{verdict.seconds:.3f}"
        case = ET.SubElement(suite, "testcase", classname=name, name=verdict.check, time=seconds)
        if (outcome := _outcome(verdict)) != "passed":
            message = verdict.sentence if outcome == "failure" else verdict.seen
            told = ET.SubElement(case, outcome, type=verdict.reason or verdict.verdict, message=message)
            told.text = as_lines(verdict, one.lang)


def _not_graded(one: Ungraded, lang: Lang) -> ET.Element:
    name = one.submission
    counts = {"tests": "1", "failures": "0", "errors": "1", "time": "0.000"}
    root = ET.Element("testsuites", {"name": name, **counts})
    suite = ET.SubElement(root, "testsuite", {"name": name, **counts, "skipped": "0"})
    case = ET.SubElement(suite, "testcase", classname=name, name="grading", time="0.000")
    (sentence,) = complaints([one], lang)
    ET.SubElement(case, "error", type="ungraded", message=sentence)
    return root


def _outcome(verdict: Verdict) -> str:
    """`passed`, or the element that says what it is instead."""
    if verdict.verdict == "not_checked":
        return "error" if verdict.reason in MACHINE_REASONS else "skipped"
    return "failure" if verdict.verdict == "failed" else "passed"


def _outcomes(verdicts: Sequence[Verdict]) -> Counter[str]:
    return Counter(_outcome(verdict) for verdict in verdicts)


def _counts(verdicts: Sequence[Verdict]) -> dict[str, str]:
    outcomes = _outcomes(verdicts)
    return {
        "tests": str(len(verdicts)),
        "failures": str(outcomes["failure"]),
        "errors": str(outcomes["error"]),
        "time": f"{sum(verdict.seconds for verdict in verdicts):.3f}",
    }
