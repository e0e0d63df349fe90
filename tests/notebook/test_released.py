"""The released notebooks: built from their sources, valid, without solutions, the same in both languages."""

import re
from pathlib import Path
from typing import get_args

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator

from course import syllabus
from course.language import Lang
from course.notebook import Source, build, solved, sources
from course.notebook.building import render

SOURCES = sources()
LANGS = get_args(Lang)
WORK = re.compile(r"-work(-\d+)?$")
HANGUL = re.compile(r"[\u3131-\u318e\uac00-\ud7a3]")
CODE = re.compile(r"(`+)(.+?)\1")
LINK = re.compile(r"\]\((https?:[^)\s]+)\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)

each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.section)
each_lang = pytest.mark.parametrize("lang", LANGS)


def read(source: Source, lang: Lang) -> NotebookNode:
    return nbformat.read(path(source, lang), as_version=4)


def path(source: Source, lang: Lang) -> Path:
    return syllabus.notebooks_dir() / lang / source.filename


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_pairs(source: Source) -> list[tuple[str, str, str]]:
    return [(cell.id, cell.sources["ko"], cell.sources["en"]) for cell in source.cells if cell.kind == "text"]


def test_the_released_notebooks_are_what_the_sources_give() -> None:
    assert build(check=True) == [], "run: course author build"


@each_source
@each_lang
def test_a_second_build_gives_the_same_bytes(source: Source, lang: Lang) -> None:
    again = next(one for one in sources() if one.section == source.section)
    assert render(again, lang) == render(source, lang) == path(source, lang).read_text(encoding="utf-8")


@each_source
@each_lang
def test_notebooks_are_valid(source: Source, lang: Lang) -> None:
    notebook = read(source, lang)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.schema_version == 3
            assert cell.metadata.nbgrader.grade_id == cell.id


@each_source
def test_checks_are_locked_and_work_is_not(source: Source) -> None:
    for cell in code_cells(read(source, "ko")):
        marks = cell.metadata.get("nbgrader")
        if WORK.search(cell.id):
            assert marks.solution and not marks.grade and cell.metadata.get("editable", True)
        elif cell.source.startswith("check("):
            assert marks.grade and marks.locked and marks.points > 0
            assert cell.metadata.editable is False and cell.metadata.deletable is False
        else:
            assert marks is None


@each_source
@each_lang
def test_no_solution_is_released(source: Source, lang: Lang) -> None:
    released = {cell.id: cell.source for cell in read(source, lang).cells}
    assert "SOLUTION" not in path(source, lang).read_text(encoding="utf-8")
    for cell in source.cells:
        if cell.kind == "work":
            given, _, rest = cell.code.partition("### BEGIN SOLUTION\n")
            solution, _, after = rest.partition("### END SOLUTION")
            # What is to be repaired is given, and its lines may stand in the solution too.
            own = set(solution.strip().splitlines()) - set((given + after).splitlines())
            assert own
            assert not own & set(released[cell.id].splitlines())


@each_source
def test_stubs_invite_and_never_raise(source: Source) -> None:
    for cell in code_cells(read(source, "ko")):
        if WORK.search(cell.id):
            assert "raise" not in cell.source
            assert "#" in cell.source or "..." in cell.source, f"{cell.id} does not say what to fill in"


@each_source
def test_given_cells_can_be_run_again(source: Source) -> None:
    for cell in source.cells:
        if cell.kind == "code":
            for made in re.finditer(r"docker (run|create)\b.*--name (\S+)(?!.*no-such-image)", cell.code):
                name, before = re.escape(made[2]), cell.code[: made.start()]
                cleared = re.search(rf"docker rm -f .*\b{name}\b.*>/dev/null", before) or re.search(
                    rf"docker stop {name}\b(.|\n)*docker rm {name}\b", before
                )
                assert cleared, f"{cell.id}: {made[2]} may be there already"


@each_source
def test_code_is_the_same_in_both_languages(source: Source) -> None:
    korean, english = (code_cells(read(source, lang)) for lang in LANGS)
    assert korean == english


@each_source
def test_cells_have_the_same_ids_in_both_languages(source: Source) -> None:
    korean, english = ([cell.id for cell in read(source, lang).cells] for lang in LANGS)
    assert korean == english


@each_source
def test_code_has_no_hangul_and_text_has_its_own_language(source: Source) -> None:
    for cell in source.cells:
        if cell.kind != "text":
            assert not HANGUL.search(cell.code), cell.id
    for cell_id, korean, english in text_pairs(source):
        assert not HANGUL.search(english), cell_id
        assert HANGUL.search(korean), cell_id


@each_source
def test_pairs_have_the_same_code_links_and_headings(source: Source) -> None:
    for cell_id, korean, english in text_pairs(source):
        for pattern in (CODE, LINK, HEADING):
            found = [sorted(match.group() for match in pattern.finditer(text)) for text in (korean, english)]
            assert found[0] == found[1], cell_id


@each_source
@each_lang
def test_a_solved_notebook_differs_from_the_released_one_in_its_work_only(source: Source, lang: Lang) -> None:
    changed = []
    for released, filled in zip(read(source, lang).cells, solved(source.section, lang).cells, strict=True):
        assert released.id == filled.id
        if released != filled:
            changed.append(released.id)
            assert "SOLUTION" not in filled.source
            assert len(filled.source) > len(released.source)
    assert changed == [cell.id for cell in source.cells if cell.kind == "work"]
