"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: str | bytes) -> None:
    """Put a file in place, whole or not at all: a reader never sees half of it. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    # Half a surrogate pair, which a learner may print, becomes \udXXX: in JSON that is the same.
    whole = content if isinstance(content, bytes) else content.encode("utf-8", errors="backslashreplace")
    try:
        draft.write_bytes(whole)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
