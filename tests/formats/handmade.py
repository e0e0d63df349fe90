"""Results as grading makes them, for what a real grading does not give at will."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from course.checks import Verdict
from course.grade import Result, Ungraded
from course.grade.results import EngineFacts


def schema(format: str) -> Draft202012Validator:
    """The schema of a format that is JSON."""
    return Draft202012Validator(
        json.loads(files("course.formats").joinpath(f"{format}.schema.json").read_text())
    )


def valid(document: str, schema: Draft202012Validator) -> dict[str, Any]:
    """What a document holds that follows the schema."""
    data: dict[str, Any] = json.loads(document)
    schema.validate(data)
    return data


POINTS = 2
"""What each check is worth here."""

NASTY = 'a\x00\x1b[31mb\ud83d\ufffe</failure><script>alert("&")</script>]]>'
"""What a learner may print, to break whatever shows it."""


def passed(check: str, **fields: Any) -> Verdict:
    return _verdict(check, score=POINTS, verdict="passed", **fields)


def failed(check: str, **fields: Any) -> Verdict:
    said = {"expected": "created", "seen": "running", "hint": "`docker create`"}
    return _verdict(check, score=0, verdict="failed", **said | fields)


def not_checked(check: str, reason: str = "engine", **fields: Any) -> Verdict:
    said = {"seen": "엔진이 응답하지 않습니다", "hint": "다시 해 보세요"}
    return _verdict(check, verdict="not_checked", reason=reason, **said | fields)


def _verdict(check: str, **fields: Any) -> Verdict:
    sentence = "컨테이너를 만듭니다."
    plain = Verdict(check, check.split("-")[0], POINTS, None, "not_checked", sentence, "", "", "", 0.25)
    return replace(plain, **fields)


def result(*verdicts: Verdict, submission: str = "alice", **fields: Any) -> Result:
    engine = EngineFacts("28.0.0", "v2", "trixie", "disposable")
    return replace(Result(submission, submission, "ko", 12.5, engine, verdicts), **fields)


COMPLETE = result(
    passed("states-create"),
    failed("states-start"),
    not_checked("states-pause", reason="prerequisite"),
)
"""All that is missing waits for an earlier check: the learner's own doing."""

INCOMPLETE = result(*COMPLETE.verdicts, not_checked("signals-codes"), submission="carol")
"""One check is missing through the machine's fault."""

UNGRADED = Ungraded("bob", Path("class/bob"), "class/bob: 노트북으로 읽을 수 없습니다.")
