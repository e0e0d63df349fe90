"""A file inside a container, running or ended."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass
from typing import Any

from docker.errors import NotFound

LARGEST = 64 * 1024


@dataclass(frozen=True)
class File:
    """What stands in a file, and when that was written last."""

    path: str
    text: str
    written_at: float
    """Seconds since 1970, by the engine's clock; on some engines whole seconds."""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def read_file(client: Any, container_id: str, path: str) -> File | None:
    """The file at that path, through all that is mounted there; None where there is no (ordinary) file.

    At most the first 64 KiB are read.
    """
    try:
        chunks, _ = client.api.get_archive(container_id, path)
    except NotFound:
        return None
    archive = bytearray()
    for chunk in chunks:
        archive += chunk
        if len(archive) > 2 * LARGEST:
            break
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            member = tar.next()
            content = tar.extractfile(member) if member is not None and member.isfile() else None
            if member is None or content is None:
                return None
            return File(path, content.read(LARGEST).decode(errors="replace"), float(member.mtime))
    except tarfile.TarError:
        return None
