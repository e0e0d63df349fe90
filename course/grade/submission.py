"""Finding and reading what a learner handed in: nothing in it is believed but the cells themselves."""

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from nbformat import NotebookNode

from course import syllabus
from course.grade.cells import parse
from course.grade.errors import GradingError
from course.grade.placing import claimed_check
from course.grade.trusted import trusted
from course.language import Lang, Text

MOST_BYTES = 50_000_000
MOST_BYTES_IN_ALL = 200_000_000
MOST_NOTEBOOKS = 50

NOT_THERE = Text(
    ko="{path}: 파일이나 폴더가 없습니다. 경로를 확인하세요.",
    en="{path}: there is no such file or folder. Check the path.",
)
NOTHING_IN_IT = Text(
    ko="{path}: 이 강의의 노트북이 없습니다. {names} 같은 노트북이나 그것이 들어 있는 폴더를 지정하세요.",
    en="{path}: no notebook of this course is in it. Name a notebook such as {names}, or a folder with it.",
)
NOT_OURS = Text(
    ko="{path}: 어느 절의 노트북인지 알 수 없습니다. 파일 이름을 {names} 처럼 배포한 이름으로 바꾸세요.",
    en="{path}: cannot tell which section this notebook is for. Give it its released name, such as {names}.",
)
UNREADABLE = Text(
    ko="{path}: 노트북으로 읽을 수 없습니다 ({why}). JupyterLab에서 열어 다시 저장한 뒤 제출하세요.",
    en="{path}: is no readable notebook ({why}). Open and save it in JupyterLab, then hand it in again.",
)
TWICE = Text(
    ko="{path}: {section} 절의 노트북이 둘 이상입니다 ({names}). 채점할 하나만 남기세요.",
    en="{path}: more than one notebook is for section {section} ({names}). Leave only the one to grade.",
)
TOO_MANY = Text(
    ko="{path}: 노트북이 {most}개보다 많습니다. 학습자 한 명의 폴더를 지정하세요.",
    en="{path}: there are more than {most} notebooks in it. Name the folder of one learner.",
)


@dataclass(frozen=True)
class Sheet:
    """One notebook file as it was handed in."""

    path: Path
    content: bytes
    error: str = ""
    """Why there is no content: the file could not be read."""


@dataclass(frozen=True)
class Submission:
    """What one learner handed in: plain data, so that a machine can grade it where the path means nothing."""

    path: Path
    """A notebook, or the folder it was all found in."""
    sheets: tuple[Sheet, ...]

    def digest(self) -> str:
        """The same for the same files with the same content, wherever they lie."""
        whole = hashlib.sha256()
        for sheet in self.sheets:
            name = sheet.path.name if sheet.path == self.path else sheet.path.relative_to(self.path)
            for part in (os.fsencode(name), sheet.content, sheet.error.encode()):
                whole.update(hashlib.sha256(part).digest())
        return whole.hexdigest()


@dataclass(frozen=True)
class Paper:
    """One notebook of a submission and the section it is for."""

    path: Path
    section: str
    notebook: NotebookNode
    lang: Lang | None
    """The language the notebook says it was released in."""


def collect(path: Path) -> Submission:
    """What lies at `path`, one notebook or a folder of them. Raises GradingError when nothing does."""
    if not path.is_dir():
        only = path.resolve() if path.is_symlink() else path
        if not os.path.lexists(only):
            raise GradingError(NOT_THERE.format(path=only))
        return Submission(only, (_sheet(only, MOST_BYTES),))
    sheets: list[Sheet] = []
    room = MOST_BYTES_IN_ALL
    for found in _notebooks(path):
        sheets.append(_sheet(found, room))
        room -= len(sheets[-1].content)
    if not sheets:
        raise GradingError(NOTHING_IN_IT.format(path=path, names=_names()))
    return Submission(path, tuple(sheets))


def read_submission(path: Path) -> list[Paper]:
    """The notebooks of the learner's submission at `path`, in the order of the course. Raises GradingError."""
    return read_papers(collect(path))


def read_papers(submission: Submission) -> list[Paper]:
    """The notebooks of a submission, in the order of the course.

    Notebooks that belong to no section are left out when others do. Raises GradingError.
    """
    path = submission.path
    if [sheet.path for sheet in submission.sheets] == [path]:
        return [_read_paper(submission.sheets[0])]
    papers: dict[str, list[Paper]] = {}
    unclear: list[GradingError] = []
    for sheet in submission.sheets:
        try:
            paper = _read_paper(sheet)
        except GradingError as error:
            if _section_by_name(sheet.path):
                raise
            unclear.append(error)
        else:
            papers.setdefault(paper.section, []).append(paper)
    if not papers:
        raise (
            unclear[0] if len(unclear) == 1 else GradingError(NOTHING_IN_IT.format(path=path, names=_names()))
        )
    return [_only(path, papers[one.id]) for one in syllabus.sections() if one.id in papers]


def submission_names(paths: list[Path], taken: Iterable[str] = ()) -> list[str]:
    """A name for each path, safe for a folder and unlike all others and those `taken`: `alice`, or `alice-2`."""
    return distinct([learner_name(path) for path in paths], taken)


def distinct(wishes: list[str], others: Iterable[str] = ()) -> list[str]:
    """The names wished for, in this order, with a number where one is taken; case alone makes no difference."""
    taken = Counter(name.lower() for name in others)
    names: list[str] = []
    for wanted in wishes:
        name = wanted
        while taken[name.lower()]:
            taken[wanted.lower()] += 1
            name = f"{wanted}-{taken[wanted.lower()]}"
        taken[name.lower()] += 1
        names.append(name)
    return names


def learner_name(path: Path) -> str:
    """Whose work it is: the folder's name or the notebook's; `alice` for alice/01-states.ipynb too."""
    whole = path.resolve()
    is_notebook = whole.suffix == ".ipynb" and not whole.is_dir()
    by_folder = is_notebook and _section_by_name(whole) and whole.parent.name
    name = whole.parent.name if by_folder else whole.stem if is_notebook else whole.name
    return re.sub(r"[^\w.@+-]+", "_", name).strip(".") or "submission"


def _notebooks(folder: Path) -> list[Path]:
    """Notebooks in and below a folder, leaving out hidden folders (.ipynb_checkpoints) and linked ones."""
    found: list[Path] = []
    for where, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        notebooks = sorted(name for name in files if name.endswith(".ipynb") and not name.startswith("."))
        found += [Path(where, name) for name in notebooks]
        if len(found) > MOST_NOTEBOOKS:
            raise GradingError(TOO_MANY.format(path=folder, most=MOST_NOTEBOOKS))
    return found


def _sheet(path: Path, room: int) -> Sheet:
    try:
        return Sheet(path, _read_bytes(path, room))
    except OSError as error:
        return Sheet(path, b"", str(error))


def _read_bytes(path: Path, room: int) -> bytes:
    """What is in an ordinary file: a link could point at another learner's work, a pipe would never end."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise OSError("not an ordinary file")
        if facts.st_size > MOST_BYTES:
            raise OSError(f"{facts.st_size:,} bytes, more than {MOST_BYTES:,}")
        if facts.st_size > room:
            raise OSError(
                f"all notebooks of the submission together are larger than {MOST_BYTES_IN_ALL:,} bytes"
            )
        return file.read(MOST_BYTES)


def _read_paper(sheet: Sheet) -> Paper:
    notebook = _read_notebook(sheet)
    section = _section_of(sheet.path, notebook)
    if section is None:
        raise GradingError(NOT_OURS.format(path=sheet.path, names=_names()))
    return Paper(sheet.path, section, notebook, _language_of(notebook))


def _read_notebook(sheet: Sheet) -> NotebookNode:
    if sheet.error:
        raise GradingError(UNREADABLE.format(path=sheet.path, why=sheet.error))
    try:
        return parse(sheet.content.decode("utf-8-sig"))
    except Exception as error:
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise GradingError(UNREADABLE.format(path=sheet.path, why=why)) from error


def _section_of(path: Path, notebook: NotebookNode) -> str | None:
    """The section a notebook says it is for; or its file name says; or most of the checks in it do."""
    about = notebook.metadata.get("container_lifecycle")
    said = about.get("section") if isinstance(about, dict) else None
    if any(one.id == said for one in syllabus.sections()):
        return str(said)
    return _section_by_name(path) or _section_by_checks(notebook)


def _section_by_name(path: Path) -> str | None:
    """`01-states.ipynb`, and what browsers and Jupyter make of it: `01-states (1)`, `01-states-Copy1`."""
    named = [
        one.id for one in syllabus.sections() if re.match(rf"{one.number:02d}[-_ ]{one.id}\b", path.stem)
    ]
    return named[0] if named else None


def _section_by_checks(notebook: NotebookNode) -> str | None:
    counts = Counter(
        one.id
        for one in syllabus.sections()
        for cell in notebook.cells
        if claimed_check(cell, trusted(one.id, "ko"))
    )
    return counts.most_common(1)[0][0] if counts else None


def _language_of(notebook: NotebookNode) -> Lang | None:
    about = notebook.metadata.get("container_lifecycle")
    said = about.get("lang") if isinstance(about, dict) else None
    languages: tuple[Lang, ...] = get_args(Lang)
    return next((lang for lang in languages if lang == said), None)


def _only(folder: Path, papers: list[Paper]) -> Paper:
    """The one notebook for a section; of several, the one that still has its released name."""
    released = [paper for paper in papers if paper.path.name == syllabus.released(paper.section, "ko").name]
    choice = released if len(released) == 1 else papers
    if len(choice) > 1:
        names = ", ".join(str(paper.path.relative_to(folder)) for paper in papers)
        raise GradingError(TWICE.format(path=folder, section=papers[0].section, names=names))
    return choice[0]


def _names() -> str:
    return ", ".join(syllabus.released(one.id, "ko").name for one in syllabus.sections()[:2])
