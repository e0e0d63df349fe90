"""`GenerateFeedback.exporter_class`: feedback that opens anywhere, without network or scripts."""

from __future__ import annotations

import re
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
)


class FeedbackExporter(HTMLExporter):
    """nbgrader's own page; of this course's notebooks without MathJax, which comes from a server and has no use."""

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **settings: Any) -> Any:
        """The page as HTML, and nbconvert's resources."""
        page: Any
        page, resources = super().from_notebook_node(nb, resources, **settings)
        if "container_lifecycle" in nb.metadata:
            page = SCRIPT.sub("", page).replace("<head>", f"<head>\n{POLICY}", 1)
        return page, resources
