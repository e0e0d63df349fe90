"""One file of a container, a volume or an image, read through the engine."""

from __future__ import annotations

import io
import tarfile
from dataclasses import dataclass
from datetime import datetime

from docker.errors import NotFound

from course.views.container import ContainerView
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


def changed_at(engine: EngineView, source: str, path: str) -> float | None:
    """When the file at `path` in a volume, or in a folder of the engine's own place, was last changed.

    In seconds since 1970, by the kernel's own record, which nobody can set, unlike the time of its last writing; on
    some engines whole seconds, cut off. None where there is no such file.
    """
    settings = engine.client.api.create_host_config(binds=[f"{source}:/looked-at:ro"], network_mode="none")
    command = ["stat", "-c", "%z", f"/looked-at/{path.lstrip('/')}"]
    with engine.experiment("shell", command, host_config=settings) as look:
        code, lines = look.run()
    if code != 0:
        return None
    [printed] = lines
    date, clock, zone = printed.split()
    return datetime.fromisoformat(f"{date} {clock[:15]}{zone}").timestamp()


def layer_changed_at(engine: EngineView, box: ContainerView, path: str) -> float | None:
    """The same of a file in a container's own layer, which need not run."""
    layer = (box.attributes.get("GraphDriver") or {}).get("Data") or {}
    if "UpperDir" in layer:
        return changed_at(engine, layer["UpperDir"], path)
    file = read_file(engine, box.id, path)
    return file.written_at if file else None


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
