"""Reading a source: bilingual pairs of text, and code that stands once.

A source is a jupytext percent file. Its header names the section (`container_lifecycle: section, number,
minutes`). Text comes in adjacent pairs, `# %% [markdown] lang="ko"` and then `# %% [markdown] lang="en"`.
A check is a code cell with points, `# %% points=2`, that holds nothing but `check("states-create")` or
`check("states-create", answer)`. The cells before it that have a solution region are its work.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from course.language import Lang
from course.notebook.errors import NotebookError

SOLUTION = "### BEGIN SOLUTION"
CONTAINER_NAME = re.compile(r"--name[ =]([A-Za-z0-9][A-Za-z0-9_.-]*)")
CHECK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

Kind = Literal["text", "code", "work", "check"]


@dataclass(frozen=True)
class Cell:
    """One cell of a source; text has both languages, code is the same in both."""

    id: str
    kind: Kind
    sources: dict[Lang, str]
    points: int = 0

    @property
    def code(self) -> str:
        return self.sources["ko"]


@dataclass(frozen=True)
class Source:
    """A section as its author wrote it, solutions included."""

    path: Path
    section: str
    number: int
    minutes: int
    cells: list[Cell] = field(repr=False)

    @property
    def names(self) -> list[str]:
        """The container names its commands use, sorted."""
        texts = (text for cell in self.cells for text in cell.sources.values())
        return sorted({name for text in texts for name in CONTAINER_NAME.findall(text)})

    @property
    def filename(self) -> str:
        """What the notebook is called in each language's folder."""
        return f"{self.number:02d}-{self.section}.ipynb"


def sources_dir() -> Path:
    """The folder of the sources; only a checkout has it."""
    return Path(__file__).resolve().parents[2] / "notebooks" / "source"


def sources(folder: Path | None = None) -> list[Source]:
    """Every source, in the order of the sections. Raises NotebookError where one is wrong or missing.

    `folder`: where they are; by default a checkout's, which is the only one to build notebooks from.
    """
    place = folder or sources_dir()
    found = [read_source(path) for path in sorted(place.glob("[0-9]*.py"))]
    if not found:
        raise NotebookError(f"No source in {place}: notebooks are built in a checkout of the course.")
    return found


def read_source(path: Path) -> Source:
    """Read one source. Raises NotebookError with the place and the remedy."""
    try:
        import jupytext
    except ModuleNotFoundError as error:
        raise NotebookError('Reading the sources needs jupytext: pip install "jupytext>=1.16,<2"') from error
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    about = notebook.metadata.get("container_lifecycle", {})
    missing = {"section", "number", "minutes"} - set(about)
    if missing:
        raise NotebookError(
            f"{path.name}: the header's container_lifecycle lacks {', '.join(sorted(missing))}; add it."
        )
    cells = _Reader(path.name, about["section"]).read(notebook.cells)
    return Source(path, about["section"], int(about["number"]), int(about["minutes"]), cells)


class _Reader:
    """Joins pairs of text and gives every cell its kind and its id, one cell after the other."""

    def __init__(self, filename: str, section: str) -> None:
        self.filename = filename
        self.section = section
        self.cells: list[Cell] = []
        self.korean: str | None = None
        self.works: list[str] = []

    def read(self, raw: list[Any]) -> list[Cell]:
        for number, cell in enumerate(raw, start=1):
            self.place = f"{self.filename}, cell {number} ({cell.source.strip().splitlines()[:1]})"
            if cell.cell_type == "markdown":
                self._text(cell)
            else:
                self._code(cell)
        self._expect_no_open_pair()
        if self.works:
            raise NotebookError(f"{self.place}: a solution without a check after it; add the check cell.")
        return self.cells

    def _text(self, cell: Any) -> None:
        lang = cell.metadata.get("lang")
        if lang == "ko":
            self._expect_no_open_pair()
            self.korean = cell.source
        elif lang == "en" and self.korean is not None:
            self._add("text", {"ko": self.korean, "en": cell.source})
            self.korean = None
        else:
            raise NotebookError(f'{self.place}: text comes in pairs, lang="ko", then lang="en"; complete it.')

    def _code(self, cell: Any) -> None:
        self._expect_no_open_pair()
        code: dict[Lang, str] = {"ko": cell.source, "en": cell.source}
        if "points" in cell.metadata:
            check_id = self._check_id(cell.source)
            self._add("check", code, check_id, int(cell.metadata["points"]))
            self._name_works(check_id)
        elif SOLUTION in cell.source:
            self._add("work", code)
        else:
            self._expect_no_check(cell.source)
            self._add("code", code)

    def _add(self, kind: Kind, sources: dict[Lang, str], cell_id: str = "", points: int = 0) -> None:
        count = sum(cell.kind == kind for cell in self.cells) + 1
        cell_id = cell_id or f"{self.section}-{kind}-{count:02d}"
        if any(cell.id == cell_id for cell in self.cells):
            raise NotebookError(f"{self.place}: the id {cell_id} is already taken; give the check another.")
        if kind == "work":
            self.works.append(cell_id)
        self.cells.append(Cell(cell_id, kind, sources, points))

    def _name_works(self, check_id: str) -> None:
        """Work is named after the check it leads to: states-create-work, then states-create-work-2."""
        if not self.works:
            raise NotebookError(f"{self.place}: nothing to do before it; add a cell with {SOLUTION}.")
        for number, placeholder in enumerate(self.works, start=1):
            index = next(i for i, cell in enumerate(self.cells) if cell.id == placeholder)
            name = f"{check_id}-work" if number == 1 else f"{check_id}-work-{number}"
            self.cells[index] = Cell(name, "work", self.cells[index].sources)
        self.works = []

    def _check_id(self, source: str) -> str:
        call = _check_call(source)
        if call is None:
            raise NotebookError(
                f'{self.place}: a cell with points holds only check("<id>") or check("<id>", answer).'
            )
        check_id = str(ast.literal_eval(call.args[0]))
        if not CHECK_ID.fullmatch(check_id) or not check_id.startswith(f"{self.section}-"):
            raise NotebookError(f"{self.place}: {check_id} is no id; one looks like {self.section}-create.")
        return check_id

    def _expect_no_check(self, source: str) -> None:
        if _check_call(source) is not None:
            raise NotebookError(f'{self.place}: a check has points: write "# %% points=2" above it.')

    def _expect_no_open_pair(self) -> None:
        if self.korean is not None:
            raise NotebookError(f'{self.place}: the Korean text before it has no English; add lang="en".')


def _check_call(source: str) -> ast.Call | None:
    """The call in a cell that is one check and nothing else."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a cell with !docker is no Python, and no check
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return None
    call = body[0].value
    named_check = isinstance(call.func, ast.Name) and call.func.id == "check"
    literal_id = bool(call.args) and isinstance(call.args[0], ast.Constant)
    return call if named_check and literal_id and len(call.args) <= 2 and not call.keywords else None
