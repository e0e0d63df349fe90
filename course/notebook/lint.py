"""What an author has to put right before learners see it, found by reading sources and checks."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from markdown_it import MarkdownIt
from markdown_it.token import Token

from course.checks import Check, all_checks
from course.language import Lang
from course.notebook.errors import NotebookError
from course.notebook.source import Cell, Source, read_source, sources_dir

POINTS = 100
HANGUL = re.compile(r"[\uac00-\ud7a3\u3130-\u318f]")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Problem:
    """One thing to put right: where, what is wrong, and what to do."""

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.remedy}"


def lint() -> list[Problem]:
    """Every problem that reading alone finds. Raises NotebookError outside of a checkout."""
    paths = sorted(sources_dir().glob("[0-9]*.py"))
    if not paths:
        raise NotebookError(f"No source in {sources_dir()}: lint runs in a checkout of the course.")
    problems: list[Problem] = []
    read: list[Source] = []
    for path in paths:
        try:
            read.append(read_source(path))
        except NotebookError as error:
            problems.append(Problem(path.name, str(error).rstrip("."), "Nothing else in it was read."))
    for source in read:
        problems += lint_source(source)
    problems += lint_checks(read, all_checks())
    if len(read) == len(paths):
        problems += lint_points(read)
    for file in sorted({check.file for check in all_checks()}):
        problems += lint_grader(file)
    return problems


def lint_source(source: Source) -> list[Problem]:
    """Pairs whose halves differ, pictures nobody can hear, and Korean where both languages read."""
    problems: list[Problem] = []
    for cell in source.cells:
        place = f"{source.path.name}, {cell.id}"
        if cell.kind == "text":
            problems += _pair(place, cell)
        elif found := HANGUL.search(cell.code):
            line = cell.code.count("\n", 0, found.start()) + 1
            problems.append(
                Problem(
                    place,
                    f"Hangul in line {line} of a code cell, which both languages share",
                    "Write it in English, or move it into the text.",
                )
            )
    return problems


def lint_checks(read: Iterable[Source], checks: Iterable[Check]) -> list[Problem]:
    """Exercises without a check, checks without an exercise."""
    exercises = {cell.id: source for source in read for cell in source.cells if cell.kind == "check"}
    known = {check.id: check for check in checks}
    problems = [
        Problem(
            f"{source.path.name}, {id}",
            "this exercise has no check",
            f"Write graders/test_{source.section}.py::{_function_of(id)}.",
        )
        for id, source in exercises.items()
        if id not in known
    ]
    for id in sorted(set(known) - set(exercises)):
        check = known[id]
        problems.append(
            Problem(
                f"{check.file.name}::{check.function}",
                f"no exercise uses the check {id}",
                f'Add a cell check("{id}") to its source, or delete the check.',
            )
        )
    return problems


def lint_points(read: Iterable[Source]) -> list[Problem]:
    """Points that do not add up."""
    by_section = {source.section: sum(cell.points for cell in source.cells) for source in read}
    total = sum(by_section.values())
    if total == POINTS:
        return []
    listed = ", ".join(f"{section} {points}" for section, points in by_section.items())
    return [
        Problem("points", f"they add up to {total}, not {POINTS} ({listed})", "Change `points=` in a source.")
    ]


def lint_grader(file: Path) -> list[Problem]:
    """Checks that lack a sentence, the shape of their commands or what a pass has proved; Texts in one language."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    problems: list[Problem] = []
    for function in functions:
        if function.name.startswith("test_"):
            problems += _check_lacks(f"{file.name}::{function.name}", function, functions)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            problems += _one_sided(f"{file.name}:{node.lineno}", node)
    return problems


def _pair(place: str, cell: Cell) -> Iterator[Problem]:
    parts = {lang: _parts(cell.sources[lang]) for lang in get_args(Lang)}
    ko, en = parts["ko"], parts["en"]
    for kind in ("heading levels", "links", "pictures"):
        if ko[kind] != en[kind]:
            yield Problem(
                place,
                f"the {kind} of the pair differ: {ko[kind]} in Korean, {en[kind]} in English",
                "Make them the same.",
            )
    for here, other, name in ((ko, en, "Korean"), (en, ko, "English")):
        if more := Counter(here["code"]) - Counter(other["code"]):
            listed = ", ".join(f"`{word}`" for word in sorted(more.elements()))
            yield Problem(
                place,
                f"inline code that only the {name} half has: {listed}",
                "Write it in both, or in neither.",
            )
    for lang in get_args(Lang):
        if any(not alt.strip() for alt in parts[lang]["alt texts"]):
            yield Problem(place, f"a picture has no alt text ({lang})", "Say in its brackets what it shows.")


def _parts(text: str) -> dict[str, list[str]]:
    """What both halves of a pair have to share, and the alt texts."""
    tokens = [inner for token in _MARKDOWN.parse(text) for inner in (token, *(token.children or []))]

    def attributes(type: str, name: str) -> list[str]:
        return [str(token.attrGet(name) or "") for token in tokens if token.type == type]

    return {
        "heading levels": [token.tag for token in tokens if token.type == "heading_open"],
        "links": attributes("link_open", "href"),
        "pictures": attributes("image", "src"),
        "alt texts": [_alt(token) for token in tokens if token.type == "image"],
        "code": [token.content for token in tokens if token.type == "code_inline"],
    }


def _alt(image: Token) -> str:
    return "".join(child.content for child in image.children or [])


def _function_of(check_id: str) -> str:
    return "test_" + check_id.partition("-")[2].replace("-", "_")


def _check_lacks(place: str, check: ast.FunctionDef, functions: list[ast.FunctionDef]) -> Iterator[Problem]:
    said = ast.get_docstring(check) or ""
    if not re.search(r"\bko:\s*\S.*\ben:\s*\S", said, re.DOTALL):
        yield Problem(
            place, "it has no sentence in both languages", "Begin its docstring with `ko: …` and `en: …`."
        )
    if not any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Name)
        and mark.func.id == "shape"
        and mark.args
        for mark in check.decorator_list
    ):
        yield Problem(
            place, "it has no last hint", 'Decorate it with @shape("docker …"), placeholders in capitals.'
        )
    if "tell" not in _called(check, {function.name: function for function in functions}):
        yield Problem(
            place, "a pass says nothing", "Call tell(…) at its end: one sentence, what this proved."
        )


def _called(function: ast.FunctionDef, known: dict[str, ast.FunctionDef]) -> set[str]:
    """Names that a function calls, itself or through functions of the same file."""
    seen: set[str] = set()
    ahead = [function]
    while ahead:
        for node in ast.walk(ahead.pop()):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in seen:
                seen.add(node.func.id)
                if node.func.id in known:
                    ahead.append(known[node.func.id])
    return seen


def _one_sided(place: str, call: ast.Call) -> Iterator[Problem]:
    named: dict[str | None, ast.expr] = dict(zip(("ko", "en"), call.args, strict=False))
    named |= {keyword.arg: keyword.value for keyword in call.keywords}
    for lang in get_args(Lang):
        words = _words(named[lang]) if lang in named else ""
        if lang not in named or words == "":
            yield Problem(place, f"a Text says nothing in {lang}", f"Write its {lang} sentence.")
        elif lang == "en" and words and HANGUL.search(words):
            yield Problem(place, "Hangul in an English sentence", "Translate it.")


def _words(node: ast.expr) -> str | None:
    """What is written there literally; None where it comes from elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        literal = [part.value for part in node.values if isinstance(part, ast.Constant)]
        return "".join(map(str, literal)) or None
    return None
