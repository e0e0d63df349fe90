"""Finding and reading what a learner handed in: nothing in it is believed but the cells themselves."""

import hashlib
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from nbformat import NotebookNode

from course import syllabus
from course.grade.cells import parse
from course.grade.errors import GradingError
from course.grade.placing import claimed_check
from course.grade.trusted import trusted
from course.language import Lang, Text

MOST_BYTES = 64_000_000
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
NOT_JSON = Text(ko="{line}번째 줄부터 JSON이 아닙니다", en="it is no JSON from line {line} on")
TWICE = Text(
    ko="{path}: {section} 절의 노트북이 둘 이상입니다 ({names}). 채점할 하나만 남기세요.",
    en="{path}: more than one notebook is for section {section} ({names}). Leave only the one to grade.",
)
TOO_MANY = Text(
    ko="{path}: 노트북이 {most}개보다 많습니다. 학습자 한 명의 폴더를 지정하세요.",
    en="{path}: there are more than {most} notebooks in it. Name the folder of one learner.",
)

NO_ACCESS = Text(
    ko="{path}: 읽을 권한이 없습니다. 파일의 권한을 확인한 뒤 다시 채점하세요.",
    en="{path}: may not be read. See who is allowed to read it, then grade it again.",
)
LINK = Text(
    ko="{path}: 노트북이 아니라 다른 파일을 가리키는 링크입니다. 링크 대신 파일 자체를 제출해야 합니다.",
    en="{path}: is a link to another file. The file itself has to be handed in, not a link to it.",
)
TOO_LARGE = Text(
    ko="{path}: 너무 큽니다({size} MB, 최대 {most} MB). JupyterLab에서 출력을 모두 지우고 저장해 다시 제출하세요.",
    en="{path}: is too large ({size} MB, at most {most}). Clear all outputs in JupyterLab, then hand it in again.",
)
EMPTY = Text(
    ko="{path}: 빈 파일입니다. 노트북을 JupyterLab에서 다시 저장한 뒤 제출하세요.",
    en="{path}: is an empty file. Save the notebook in JupyterLab again, then hand it in.",
)
OTHER_LANGUAGE = Text(
    ko="{path}: {language} 커널로 저장된 노트북입니다. 채점은 Python으로 했으니, 점수가 낮다면 Python 3 커널로 "
    "다시 실행해 제출해야 합니다.",
    en="{path}: was saved with a kernel for {language}. It was graded with Python: if the score is low, it has to "
    "be run with the kernel Python 3 and handed in again.",
)
TOO_LARGE_IN_ALL = Text(
    ko="{path}: 읽지 않았습니다. 한 제출물의 노트북이 모두 합해 {most} MB보다 큽니다. JupyterLab에서 "
    "출력을 모두 지우고 저장해 다시 제출하세요.",
    en="{path}: was not read: all notebooks of the submission are larger than {most} MB. Clear all outputs in "
    "JupyterLab, then hand it in again.",
)


@dataclass(frozen=True)
class Sheet:
    """One notebook file as it was handed in."""

    path: Path
    content: bytes
    problem: Text | None = None
    """Why there is no content, with {path} still to be filled in; it may be about a folder, then, too."""


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
            told = sheet.problem.en if sheet.problem else ""
            for part in (os.fsencode(name), sheet.content, told.encode()):
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


@dataclass(frozen=True)
class Readable:
    """What of a submission can be graded, in the order of the course, and what is wrong with the rest."""

    papers: list[Paper]
    problems: list[Text] = field(default_factory=list)
    """A sentence for each file that could not be graded, or not as its learner meant it."""


def collect(path: Path) -> Submission:
    """What lies at `path`, one notebook or a folder of them. Raises GradingError when nothing does."""
    if not path.is_dir():
        only = path.resolve() if path.is_symlink() else path
        if not os.path.lexists(only):
            raise GradingError(NOT_THERE.format(path=only))
        return Submission(only, (_sheet(only, MOST_BYTES),))
    sheets: list[Sheet] = []
    room = MOST_BYTES_IN_ALL
    closed: list[Path] = []
    for found in _notebooks(path, closed):
        sheets.append(_sheet(found, room))
        room -= len(sheets[-1].content)
    sheets += [Sheet(folder, b"", NO_ACCESS) for folder in closed]
    if not sheets:
        raise GradingError(NOTHING_IN_IT.format(path=path, names=_names()))
    return Submission(path, tuple(sheets))


def read_submission(path: Path) -> Readable:
    """What the learner's submission at `path` holds. Raises GradingError when nothing of it can be graded."""
    return read_papers(collect(path))


def read_papers(submission: Submission) -> Readable:
    """What can be graded of a submission.

    Notebooks that belong to no section are left out when others do. Raises GradingError when nothing can be graded.
    """
    path = submission.path
    read: dict[str, list[Paper]] = {}
    problems: list[Text] = []
    unclear: list[Text] = []
    for sheet in submission.sheets:
        try:
            paper = _read_paper(sheet)
        except GradingError as error:
            is_scratch = sheet.path.suffix == ".ipynb" and not _section_by_name(sheet.path)
            (unclear if is_scratch else problems).append(error.text)
        else:
            read.setdefault(paper.section, []).append(paper)
    papers: list[Paper] = []
    for one in syllabus.sections():
        try:
            papers += [_only(path, read[one.id])] if one.id in read else []
        except GradingError as error:
            problems.append(error.text)
    if not papers:
        told = problems or (
            unclear if len(unclear) == 1 else [NOTHING_IN_IT.format(path=path, names=_names())]
        )
        raise GradingError(sum(told[1:], told[0]))
    return Readable(papers, problems + [remark for paper in papers for remark in _remarks(paper)])


def each_learner(paths: list[Path]) -> list[Path]:
    """The submissions: the paths themselves, or the clones in the one folder of them that is named.

    A class whose learners' folders are all named is never looked into like that: none of them can be two learners.
    """
    if len(paths) != 1 or not paths[0].is_dir() or (paths[0] / ".git").exists():
        return paths
    return sorted(clone.parent for clone in paths[0].glob("[!.]*/.git")) or paths


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


def _notebooks(folder: Path, closed: list[Path]) -> list[Path]:
    """Notebooks in and below a folder, leaving out hidden folders (.ipynb_checkpoints) and linked ones.

    Folders that may not be looked into are added to `closed`.
    """
    found: list[Path] = []
    for where, folders, files in os.walk(
        folder, followlinks=False, onerror=lambda error: closed.append(Path(error.filename))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        notebooks = sorted(name for name in files if name.endswith(".ipynb") and not name.startswith("."))
        found += [Path(where, name) for name in notebooks]
        if len(found) > MOST_NOTEBOOKS:
            raise GradingError(TOO_MANY.format(path=folder, most=MOST_NOTEBOOKS))
    return found


def _sheet(path: Path, room: int) -> Sheet:
    read = _read_bytes(path, room)
    return Sheet(path, read) if isinstance(read, bytes) else Sheet(path, b"", read)


def _read_bytes(path: Path, room: int) -> bytes | Text:
    """What is in an ordinary file, or why it is not read: a link could point at others' work, a pipe never ends."""
    if path.is_symlink():
        return LINK
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                return UNREADABLE.format(path="{path}", why="not an ordinary file")
            if facts.st_size > MOST_BYTES:
                size, most = f"{facts.st_size / 1e6:.0f}", f"{MOST_BYTES / 1e6:.0f}"
                return TOO_LARGE.format(path="{path}", size=size, most=most)
            if facts.st_size > room:
                return TOO_LARGE_IN_ALL.format(path="{path}", most=f"{MOST_BYTES_IN_ALL / 1e6:.0f}")
            return file.read(MOST_BYTES)
    except PermissionError:
        return NO_ACCESS
    except OSError as error:
        return UNREADABLE.format(path="{path}", why=error.strerror)


def _read_paper(sheet: Sheet) -> Paper:
    notebook = _read_notebook(sheet)
    section = _section_of(sheet.path, notebook)
    if section is None:
        raise GradingError(NOT_OURS.format(path=sheet.path, names=_names()))
    return Paper(sheet.path, section, notebook, _language_of(notebook))


def _read_notebook(sheet: Sheet) -> NotebookNode:
    """The notebook on a sheet, whatever editors and browsers made of it: UTF-8, UTF-16, with a mark or without."""
    path, raw = sheet.path, sheet.content
    if sheet.problem is not None:
        raise GradingError(sheet.problem.format(path=path))
    if not raw.strip():
        raise GradingError(EMPTY.format(path=path))
    try:
        return parse(raw.decode(json.detect_encoding(raw)))
    except json.JSONDecodeError as error:
        raise GradingError(UNREADABLE.format(path=path, why=NOT_JSON.format(line=error.lineno))) from error
    except Exception as error:
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise GradingError(UNREADABLE.format(path=path, why=why)) from error


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


def _remarks(paper: Paper) -> list[Text]:
    """What is told of a notebook although it is graded."""
    metadata = paper.notebook.metadata
    kernel, info = metadata.get("kernelspec"), metadata.get("language_info")
    named = (kernel.get("language") if isinstance(kernel, dict) else None) or (
        info.get("name") if isinstance(info, dict) else None
    )
    if not isinstance(named, str) or named.lower().startswith(("python", "ipython")):
        return []
    return [OTHER_LANGUAGE.format(path=paper.path, language=named[:40])]


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
