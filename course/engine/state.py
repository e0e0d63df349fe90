"""Where engines keep their state on this machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.engine import outer, uids
from course.engine.errors import EngineError

OWNER_FILE = "owner"
SCRATCH = "scratch-"


def state_root() -> Path:
    """The folder that holds one folder an engine; private to this user, gone at the next boot."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        folder = Path(runtime, "container-lifecycle")
    elif os.geteuid() == 0 and Path("/run").is_dir():
        folder = Path("/run/container-lifecycle")
    else:
        folder = Path(tempfile.gettempdir(), f"container-lifecycle-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise EngineError(
            f"{folder} belongs to somebody else: remove it, or set XDG_RUNTIME_DIR to a folder of yours"
        )
    return folder


def claim_folder(taken: set[int]) -> tuple[int, Path]:
    """(slot, new empty folder): making the folder is what claims the slot and its range of uids."""
    root = state_root()
    for slot in uids.free_slots(taken):
        folder = root / str(slot)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        (folder / OWNER_FILE).write_text(outer.owner())
        return slot, folder
    raise EngineError(
        "every range of user ids is taken: run `course doctor --fix` to sweep engines left behind"
    )


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for files on their way, gone at the end; a killed process's goes with what else it left behind."""
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=state_root()) as folder:
        (Path(folder) / OWNER_FILE).write_text(outer.owner())
        yield Path(folder)
