"""Labs for tests: each a `course lab` in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from course.engine import Access
from course.engine.state import OWNER_FILE, state_root

READY = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
SECONDS = 120


class Lab:
    """A running `course lab`."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log
        self.engine_folder = Path()

    def wait_for_url(self) -> str:
        """The address that it prints once it is ready."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := READY.search(self.log.read_text()):
                self.engine_folder = self.folder
                return found.group()
            time.sleep(0.1)
        raise AssertionError(f"the lab did not get ready:\n{self.log.read_text()}")

    @property
    def folder(self) -> Path:
        """The state folder of its engine."""
        owned = [
            path
            for path in state_root().glob(f"*/{OWNER_FILE}")
            if f"/{self.process.pid}/" in path.read_text()
        ]
        assert len(owned) == 1, f"the lab owns {owned}"
        return owned[0].parent

    @property
    def access(self) -> Access:
        """The way to its engine."""
        return Access.load(self.folder)

    def course(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `course …` as in one of its terminals."""
        return course(*arguments, **self.access.environment())

    def processes(self) -> set[int]:
        """What runs in its name: JupyterLab, kernels, terminals."""
        return processes_with(f"COURSE_ENGINE={self.engine_folder}")

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait until it has ended; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def running_lab(folder: Path, *arguments: str, theme: str = "JupyterLab Light") -> Iterator[Lab]:
    """`course lab --no-browser` in a process of its own, with settings of its own; ended at the end."""
    settings = folder.parent / f"{folder.name}-settings"
    _set(settings, "apputils-extension/themes", {"theme": theme})
    _set(settings, "notebook-extension/tracker", {"scrollPastEnd": False})
    log = folder.parent / f"{folder.name}.log"
    command = [sys.executable, "-m", "course", "lab", "--no-browser", "--dir", str(folder), *arguments]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            start_new_session=True,
            text=True,
            env=_environment(settings),
        )
    lab = Lab(process, log)
    try:
        yield lab
    finally:
        if process.poll() is None:
            lab.end(signal.SIGTERM)


def _set(folder: Path, plugin: str, settings: dict[str, object]) -> None:
    """Write settings as JupyterLab keeps a user's."""
    path = folder / f"lab/user-settings/@jupyterlab/{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(settings))


def _environment(settings: Path) -> dict[str, str]:
    """Ours, without the lab that these tests may themselves be run from, and without this user's Jupyter."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    return ours | {"JUPYTER_CONFIG_DIR": str(settings), "JUPYTER_DATA_DIR": str(settings / "data")}


def course(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `course …` in English, outside of any lab unless `variables` say so; its output and exit code."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    environment |= {"COURSE_LANG": "en", "COLUMNS": "160", **variables}
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=SECONDS,
    )


def processes_with(variable: str) -> set[int]:
    """Ids of the processes that were started with this in their environment (`NAME=value`)."""
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if variable in _variables(process)}


def _variables(process: Path) -> list[str]:
    try:
        return (process / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # it has ended
        return []


def eventually(holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait until something holds, at most that long."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
