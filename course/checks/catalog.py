"""Which checks there are: the functions of the graders package."""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from course import syllabus
from course.language import Text

GRADERS = "graders"


class UnknownCheck(LookupError):
    """No check has that id; `near` are the ids that look like it, `known` all there are."""

    def __init__(self, check_id: str, near: list[str], known: list[str]) -> None:
        super().__init__(check_id)
        self.check_id = check_id
        self.near = near
        self.known = known

    def describe(self) -> Text:
        """The sentence for a learner."""
        ids = ", ".join(f"`{id}`" for id in self.near or self.known)
        if not self.check_id:
            return Text(ko=f"어느 검사인지 적으세요: {ids}", en=f"Say which check: {ids}")
        ids_ko, ids_en = ("혹시 이것인가요", "Did you mean") if self.near else ("있는 검사", "The checks are")
        return Text(
            ko=f"`{self.check_id}` 검사는 없습니다. {ids_ko}: {ids}",
            en=f"There is no check `{self.check_id}`. {ids_en}: {ids}",
        )

    def __str__(self) -> str:
        return self.describe().en


@dataclass(frozen=True)
class Check:
    """One pytest function in graders/."""

    id: str
    section: str
    sentence: Text
    needs: tuple[str, ...]
    shape: tuple[str, ...]
    """What the commands look like that do it; the last rung of the ladder of hints."""
    file: Path
    function: str

    @property
    def points(self) -> int:
        """What it is worth, by the course's own notebooks; 0 for a check that no exercise uses."""
        try:
            return syllabus.exercise(self.id).points
        except syllabus.UnknownId:
            return 0


def find_check(check_id: str, package: str = GRADERS) -> Check:
    """The check with that id. Raises UnknownCheck with near ids."""
    section, _, rest = check_id.partition("-")
    module = _module(package, section)
    function = getattr(module, "test_" + rest.replace("-", "_"), None) if module and rest else None
    if not callable(function) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", check_id):
        raise UnknownCheck(check_id, near(check_id, package), [check.id for check in all_checks(package)])
    return _described(check_id, section, function)


def all_checks(package: str = GRADERS) -> list[Check]:
    """Every check of every section, in the order in which they are written."""
    found = []
    for module_info in pkgutil.iter_modules(importlib.import_module(package).__path__):
        section = module_info.name.removeprefix("test_")
        if section != module_info.name and (module := _module(package, section)):
            for name, function in vars(module).items():
                if name.startswith("test_"):
                    id = f"{section}-{name.removeprefix('test_').replace('_', '-')}"
                    found.append(_described(id, section, function))
    return found


def near(check_id: str, package: str = GRADERS) -> list[str]:
    """Ids that look like `check_id`, nearest first."""
    if package == GRADERS and (ids := syllabus.near(check_id)):
        return ids
    return difflib.get_close_matches(check_id, [check.id for check in all_checks(package)], n=5, cutoff=0.5)


def sentences(docstring: str) -> Text:
    """The two sentences of a docstring: `ko: …`, then `en: …`. Raises ValueError when one is missing."""
    found = re.fullmatch(r"\s*ko:\s*(.+?)\s*\ben:\s*(.+?)\s*", docstring, re.DOTALL)
    if not found:
        raise ValueError(f"a check's docstring has to read `ko: …` then `en: …`; it reads {docstring!r}")
    ko, en = (" ".join(part.split()) for part in found.groups())
    return Text(ko=ko, en=en)


def _module(package: str, section: str) -> ModuleType | None:
    if not re.fullmatch(r"[a-z0-9]+", section):
        return None
    name = f"{package}.test_{section}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name in (name, package):
            return None
        raise


def _described(check_id: str, section: str, function: Callable[..., object]) -> Check:
    return Check(
        id=check_id,
        section=section,
        sentence=sentences(inspect.getdoc(function) or ""),
        needs=getattr(function, "__course_needs__", ()),
        shape=getattr(function, "__course_shape__", ()),
        file=Path(inspect.getfile(function)),
        function=function.__name__,
    )
