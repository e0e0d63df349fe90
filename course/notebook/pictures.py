"""Our diagrams inside a notebook, so that it shows them wherever it is opened.

An author writes `![what it shows](container-lifecycle.svg)`. JupyterLab refuses SVG attachments, and a file
beside the notebook is lost in nbconvert's and nbgrader's HTML; a data URI is drawn by all three. It goes to
the end of the cell as a reference, so that the text stays readable for whoever edits the cell.
"""

import base64
import re

from course.display import diagram
from course.language import Lang
from course.notebook.errors import NotebookError

PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[a-z0-9-]+)\.svg\)")


def embed(text: str, lang: Lang) -> str:
    """The text with its diagrams in it. Raises NotebookError for one nobody draws or without alt text."""
    references: list[str] = []

    def reference(match: re.Match[str]) -> str:
        name, alt = match["name"], match["alt"]
        if not alt.strip():
            raise NotebookError(f"{name}.svg has no alt text: say in the brackets what it shows.")
        references.append(f"[{name}]: {_data_uri(name, lang)}")
        return f"![{alt}][{name}]"

    text = PICTURE.sub(reference, text)
    return "\n\n".join([text, *references])


def _data_uri(name: str, lang: Lang) -> str:
    try:
        svg = diagram(name, lang)
    except KeyError as error:
        raise NotebookError(f"No diagram is called {name}; draw it in course/display.") from error
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
