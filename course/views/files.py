"""One file of a container, a volume or an image, read through the engine."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass

from docker.errors import NotFound

from course.views.engine import EngineView

MOST_BYTES = 65_536
"""A learner's file holds a word; more of one than this is never read."""


@dataclass(frozen=True)
class File:
    """The beginning of a regular file, and when it was last written."""

    text: str
    written_at: float
    """Seconds since 1970, by the engine's clock; on some engines whole seconds, cut off."""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def read_file(engine: EngineView, container_id: str, path: str) -> File | None:
    """The file at `path` in a container, which need not run; volumes and bind mounts are seen as it sees them.

    None where there is none, or where it is no regular file. To read an image or a volume, take an experiment.
    """
    try:
        parts, _ = engine.client.api.get_archive(container_id, path)
    except NotFound:
        return None
    raw = b""
    for part in parts:
        raw += part
        if len(raw) > MOST_BYTES:
            break
    parts.close()
    return _first_file(raw)


def _first_file(raw: bytes) -> File | None:
    try:
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:") as archive:
            member = archive.next()
            content = archive.extractfile(member) if member is not None and member.isreg() else None
            if member is None or content is None:
                return None
            return File(content.read().decode(errors="replace"), float(member.mtime))
    except tarfile.TarError:  # longer than what was read of it: no word
        return None
