"""Small notes about what was checked on an engine, in its state folder: they go with the engine."""

from __future__ import annotations

import json
from typing import Any

from course.engine import Access
from course.engine.writing import replace_file


def read_note(access: Access, file: str) -> Any:
    """What was noted there, as JSON data; None where that cannot be read."""
    try:
        return json.loads((access.folder / file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_note(access: Access, file: str, content: Any) -> bool:
    """Note JSON data; whether that could be written."""
    try:
        replace_file(access.folder / file, json.dumps(content))
    except OSError:
        return False
    return True


def remove_note(access: Access, file: str) -> None:
    """Forget what was noted there. Raises OSError."""
    (access.folder / file).unlink(missing_ok=True)
