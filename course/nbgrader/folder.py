"""Making an nbgrader course with this course's assignment in it, or adding the assignment to one that exists."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import syllabus
from course.grade.cells import text_of
from course.grade.errors import GradingError
from course.grade.results import write_whole
from course.language import Lang, Text
from course.notebook.release import with_solutions
from course.notebook.source import sources

V4: Any = nbformat.v4  # its functions have no types
ASSIGNMENT = "lifecycle"
CONFIG_FILE = "nbgrader_config.py"
GUIDE_FILE = "README.md"
HEADER_FILE = "source/header.ipynb"

LINES = """\
from course.nbgrader import configure

configure(c, lang="{lang}")
"""
"""All that an nbgrader_config.py needs."""

OTHERS = Text(
    ko="{paths}: 이미 있고 내용이 다릅니다. 아무것도 바꾸지 않았습니다. 다른 폴더를 쓰거나 파일을 옮기세요.",
    en="{paths}: already there, with other content. Nothing was changed. Name another folder, or move it away.",
)
NO_COURSE = Text(
    ko="{folder}: 이 폴더가 없습니다. 새로 만들려면 `course nbgrader init {folder}`를 실행하세요.",
    en="{folder}: there is no such folder. To make a new course, run `course nbgrader init {folder}`.",
)
CONFIG_HEAD = Text(
    ko="# 이 강의의 노트북을 실제 Docker Engine으로 채점하게 합니다. 다른 과제에는 영향이 없습니다.",
    en="# Lets nbgrader grade this course's notebooks on real Docker Engines; other assignments are not affected.",
)
CONFIG_TAIL = Text(
    ko="""
# 배포하는 노트북 맨 앞에 source/header.ipynb를 붙이려면 다음 줄의 주석을 푸세요.
# c.IncludeHeaderFooter.header = "source/header.ipynb"

# 늦게 낸 제출물, 기한, 조교 등 그 밖의 설정은 nbgrader의 것을 그대로 씁니다.
""",
    en="""
# To put source/header.ipynb in front of every notebook that is released, uncomment the next line.
# c.IncludeHeaderFooter.header = "source/header.ipynb"

# Everything else (late submissions, deadlines, graders) is nbgrader's own.
""",
)
HEADER = Text(
    ko="**{name}** · 질문이 있으면 담당 강사에게 물어보세요. 제출하기 전에 커널을 다시 시작하고 모든 셀을 실행해 "
    "보세요.",
    en="**{name}** · If you have a question, ask your teacher. Before you hand this in, restart the kernel and run "
    "all cells.",
)
NAME = Text(ko="컨테이너 라이프사이클", en="The container lifecycle")


class FolderError(GradingError):
    """A folder that cannot become, or is not, what was asked for; `text` says why and what to do."""


def make_course(folder: Path, lang: Lang) -> list[Path]:
    """Make an nbgrader course; returns the files written, none when all of it is there already.

    Raises FolderError, and writes nothing, when a file is there with other content.
    """
    source = folder / "source" / ASSIGNMENT
    return _place(
        {
            folder / CONFIG_FILE: _config(folder, lang),
            folder / GUIDE_FILE: files("course.nbgrader").joinpath(f"guide.{lang}.md").read_text("utf-8"),
            folder / HEADER_FILE: text_of(_header(lang)),
            **{source / name: text for name, text in _notebooks(lang)},
        }
    )


def add_assignment(folder: Path, lang: Lang) -> tuple[list[Path], str]:
    """Add the assignment to an nbgrader course: (the files written, lines that its configuration still needs).

    Nothing that is there is changed. Raises FolderError when there is no such folder, or a file with other content.
    """
    if not folder.is_dir():
        raise FolderError(NO_COURSE.format(folder=folder))
    source = _source_folder(folder)
    written = _place({source / name: text for name, text in _notebooks(lang)})
    config = folder / CONFIG_FILE
    configured = config.is_file() and "course.nbgrader" in config.read_text(encoding="utf-8")
    return written, "" if configured else LINES.format(lang=lang)


def _place(wanted: dict[Path, str]) -> list[Path]:
    """Write what is missing, all of it or nothing."""
    others = [path for path, text in wanted.items() if path.exists() and not _holds(path, text)]
    if others:
        raise FolderError(OTHERS.format(paths=", ".join(map(str, others))))
    missing = [path for path in wanted if not path.exists()]
    for path in missing:
        write_whole(path, wanted[path])
    return missing


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _notebooks(lang: Lang) -> Iterator[tuple[str, str]]:
    """(file name, text) of each source notebook: solutions between marks, check cells, nbgrader's metadata."""
    for source in sources(syllabus.notebooks_dir() / "source"):
        yield source.filename, text_of(with_solutions(source, lang))


def _config(folder: Path, lang: Lang) -> str:
    name = folder.resolve().name
    lines = LINES.format(lang=lang)
    return (
        f'c = get_config()\n\nc.CourseDirectory.course_id = "{name}"\n\n'
        f"{CONFIG_HEAD.of(lang)}\n{lines}{CONFIG_TAIL.of(lang)}"
    )


def _header(lang: Lang) -> NotebookNode:
    cell = V4.new_markdown_cell(HEADER.format(name=NAME).of(lang), id="header")
    notebook: NotebookNode = V4.new_notebook(cells=[cell])
    return notebook


def _source_folder(folder: Path) -> Path:
    """Where that course keeps the sources of the assignment, which it may have configured."""
    from nbgrader.apps.baseapp import NbGrader

    app = NbGrader(log_level=logging.ERROR)
    app.load_cwd_config = False
    app.initialize([], root=str(folder.resolve()))
    directory = app.coursedir
    return Path(directory.format_path(directory.source_directory, ".", ASSIGNMENT))
