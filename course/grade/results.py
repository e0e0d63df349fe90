"""What grading makes of a submission, and results.json, the one file every other format is made from."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from course.checks import Verdict
from course.engine.writing import replace_file
from course.grade.errors import GradingError
from course.language import Lang, Text

SCHEMA_ID = "container-lifecycle/result/v1"
RESULTS_FILE = "results.json"
UNGRADED_FILE = "ungraded.json"

MACHINE_REASONS = ("engine", "grader")
"""Reasons that are the machine's fault, not the learner's: such a submission has to be graded again."""

UNGRADED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["submission", "path", "sentence"],
    "additionalProperties": {"type": "string"},
}

NO_RESULTS = Text(
    ko="{out}: 채점 결과가 없습니다. `course grade … --out {out}`으로 먼저 채점하세요.",
    en="{out}: there are no results in it. Grade first: `course grade … --out {out}`.",
)
NOT_A_RESULT = Text(
    ko="{path}: 채점 결과로 읽을 수 없습니다 ({why}). 이 제출물을 다시 채점하세요.",
    en="{path}: cannot be read as a result ({why}). Grade this submission again.",
)
UNFINISHED = Text(
    ko="{path}: 채점이 끝나기 전에 멈췄습니다. 이 제출물을 다시 채점하세요.",
    en="{path}: grading stopped before its end. Grade this submission again.",
)


@dataclass(frozen=True)
class EngineFacts:
    """The engine that a submission was graded on."""

    version: str
    """Version of Docker Engine, such as `26.1.5+dfsg1`."""
    cgroup: str
    """`v1` or `v2`."""
    suite: str
    """Debian suite it comes from, or `host`."""
    kind: str
    """`disposable` or `host`."""


@dataclass(frozen=True)
class Result:
    """One graded submission."""

    submission: str
    """Name of the submission, and of its folder in the output."""
    learner: str
    lang: Lang
    seconds: float
    engine: EngineFacts
    verdicts: tuple[Verdict, ...]
    """Every check of every section that could be read, in the order of the course."""
    problems: tuple[str, ...] = ()
    """A sentence for each of its files that could not be graded, or not as its learner meant it."""

    @cached_property
    def score(self) -> float:
        """Points of all verdicts; what could not be checked adds none."""
        return _whole(sum(verdict.score or 0 for verdict in self.verdicts))

    @cached_property
    def max_score(self) -> float:
        """Points that the sections in this submission are worth."""
        return _whole(sum(verdict.points for verdict in self.verdicts))

    @property
    def unchecked(self) -> list[Verdict]:
        """Verdicts that are missing through the machine's fault."""
        return [verdict for verdict in self.verdicts if verdict.reason in MACHINE_REASONS]

    def to_json(self) -> dict[str, Any]:
        """The result as results.json holds it (schema `container-lifecycle/result/v1`)."""
        return {
            "schema": SCHEMA_ID,
            "submission": self.submission,
            "learner": self.learner,
            "lang": self.lang,
            "score": self.score,
            "max_score": self.max_score,
            "seconds": round(self.seconds, 3),
            "engine": asdict(self.engine),
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "problems": list(self.problems),
        }

    def write(self, folder: Path) -> None:
        """Write results.json into `folder`, whole or not at all. Raises OSError."""
        text = json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n"
        write_whole(folder / RESULTS_FILE, text)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The result that was written into `folder`; None when there is none, or none that can be understood."""
        try:
            return cls.from_json(_valid(folder / RESULTS_FILE, result_schema()))
        except GradingError:
            return None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The result that was written as `data`, which follows the schema; its scores are added up anew."""
        named = {key: data[key] for key in ("submission", "learner", "lang", "seconds")}
        verdicts = tuple(Verdict(**verdict) for verdict in data["verdicts"])
        problems = tuple(data.get("problems", ()))  # results of before have none
        return cls(**named, engine=EngineFacts(**data["engine"]), verdicts=verdicts, problems=problems)


@dataclass(frozen=True)
class Ungraded:
    """A submission that could not be graded, and why: which file, what was wrong, what to do."""

    submission: str
    path: Path
    sentence: str


def exit_code(results: Sequence[Result | Ungraded]) -> int:
    """0 when everything was graded, whatever the score; 1 when a submission, a file or a check of it was not."""
    return 1 if any(isinstance(one, Ungraded) or one.unchecked or one.problems for one in results) else 0


def result_schema() -> dict[str, Any]:
    """The JSON Schema of results.json."""
    schema: dict[str, Any] = json.loads(files("course.formats").joinpath("result-v1.schema.json").read_text())
    return schema


def read_results(out: Path, lang: Lang, also: Sequence[Result | Ungraded] = ()) -> list[Result | Ungraded]:
    """Everything that grading left in `out`, by name; what cannot be read is an Ungraded in `lang`, never missing.

    `also`: what was just graded, for those of which nothing could be written. Raises GradingError when there is
    nothing.
    """
    folders = sorted(path for path in out.glob("[!.]*") if path.is_dir())
    results = [one for folder in folders if (one := _read_folder(folder, lang)) is not None]
    there = {one.submission for one in results}
    results += [one for one in also if one.submission not in there]
    if not results:
        raise GradingError(NO_RESULTS.format(out=out))
    return results


def read_result(path: Path) -> Result:
    """The result in that results.json. Raises GradingError when it does not follow the schema."""
    return Result.from_json(_valid(path, result_schema()))


def write_ungraded(folder: Path, ungraded: Ungraded) -> None:
    """Leave word in the submission's folder that it was not graded, in place of results.json."""
    data = {"submission": ungraded.submission, "path": str(ungraded.path), "sentence": ungraded.sentence}
    write_whole(folder / UNGRADED_FILE, json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, into a folder that is made where it is missing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content)


def _read_folder(folder: Path, lang: Lang) -> Result | Ungraded | None:
    """What is known of the submission that has this folder; None when it is no submission's."""
    try:
        if (folder / RESULTS_FILE).exists():
            return replace(read_result(folder / RESULTS_FILE), submission=folder.name)
        if (folder / UNGRADED_FILE).exists():
            data = _valid(folder / UNGRADED_FILE, UNGRADED_SCHEMA)
            return Ungraded(folder.name, Path(data["path"]), data["sentence"])
    except GradingError as error:
        return Ungraded(folder.name, folder, error.text.of(lang))
    if any(folder.glob("*.ipynb")):
        return Ungraded(folder.name, folder, UNFINISHED.format(path=folder).of(lang))
    return None


def _valid(path: Path, schema: dict[str, Any]) -> dict[str, Any]:
    from jsonschema import Draft202012Validator  # takes a second to import, and grading does not need it
    from jsonschema.exceptions import best_match

    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise GradingError(NOT_A_RESULT.format(path=path, why=f"{type(error).__name__}: {error}")) from error
    if wrong := best_match(Draft202012Validator(schema).iter_errors(data)):
        raise GradingError(NOT_A_RESULT.format(path=path, why=f"{wrong.json_path}: {wrong.message[:200]}"))
    return data


def _whole(points: float) -> float:
    """A whole number as an int, so that the file says 23 and not 23.0."""
    return int(points) if float(points).is_integer() else points
