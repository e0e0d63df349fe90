"""Diagrams inside the notebooks, as JupyterLab, nbconvert and nbgrader's feedback need them."""

import base64
import re
from typing import get_args

import nbformat
import pytest
from nbconvert import HTMLExporter

from course import syllabus
from course.display import diagram
from course.language import Lang
from course.notebook import NotebookError
from course.notebook.pictures import embed

IMAGE = re.compile(r"<img[^>]*>")


def test_a_diagram_becomes_a_reference_at_the_end() -> None:
    text = embed("before\n\n![all states](container-lifecycle.svg)\n\nafter", "en")
    words, _, data = text.partition("\n\n[container-lifecycle]: data:image/svg+xml;base64,")
    assert words == "before\n\n![all states][container-lifecycle]\n\nafter"
    assert base64.b64decode(data).decode() == diagram("container-lifecycle", "en")


def test_text_without_a_diagram_stays_as_it_is() -> None:
    assert embed("no picture, a [link](https://docs.docker.com/)", "ko") == (
        "no picture, a [link](https://docs.docker.com/)"
    )


def test_a_diagram_nobody_draws_is_named() -> None:
    with pytest.raises(NotebookError, match="No diagram is called no-such"):
        embed("![nothing](no-such.svg)", "ko")


def test_a_diagram_needs_alt_text() -> None:
    with pytest.raises(NotebookError, match="no alt text"):
        embed("![ ](container-lifecycle.svg)", "ko")


@pytest.mark.parametrize("lang", get_args(Lang))
def test_nbconvert_draws_every_picture_with_its_alt_text(lang: Lang) -> None:
    """nbgrader's feedback is made by the same exporter."""
    notebook = nbformat.read(syllabus.released("states", lang), as_version=4)
    body, _ = HTMLExporter().from_notebook_node(notebook)
    main = body.partition("<main>")[2] or body
    pictures = IMAGE.findall(main)
    wanted = [match for cell in notebook.cells for match in re.findall(r"!\[[^\]]+\]", cell.source)]
    assert len(pictures) == len(wanted) == 2
    for picture in pictures:
        assert 'src="data:image/svg+xml;base64,' in picture
        assert re.search(r'alt="[^"]{40,}"', picture)
