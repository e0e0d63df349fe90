"""The end of JupyterLab, even of one that does not want to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from labs import eventually

from course.engine import Access
from course.lab import jupyter

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
         "print('ready', flush=True); time.sleep(600)"]
for own_session in (False, True):  # as an extension's helper, and as a kernel
    started = subprocess.Popen(child, start_new_session=own_session, stdout=subprocess.PIPE, text=True)
    started.stdout.readline()
    print(started.pid, flush=True)
time.sleep(600 if sys.argv[1] == "stays" else 0)
"""


@pytest.mark.parametrize("server", ["stays", "ended"])
def test_nothing_outlives_it(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what is in its process group nor what began a session of its own, as kernels do."""
    access = Access(
        tmp_path, "unix:///nowhere", None, "disposable", None, "trixie", "v2", tmp_path / "journal"
    )
    lab = jupyter.Jupyter(access, tmp_path / "01-states.ipynb", "ko")
    command = [sys.executable, "-c", STUBBORN, server]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, stdin=subprocess.PIPE)
    assert process.stdout
    children = [psutil.Process(int(process.stdout.readline())) for _ in range(2)]
    if server == "ended":
        process.wait(60)
    try:
        monkeypatch.setattr(jupyter, "STOP_SECONDS", 0.5)
        monkeypatch.setattr(lab, "_process", process)
        lab.stop()
        assert process.returncode is not None
        ended = (
            children if server == "stays" else children[:1]
        )  # whose kernel sees by itself that it is alone
        eventually(lambda: not any(map(_lives, ended)), "its children have ended")
    finally:
        for each in filter(_lives, children):
            each.kill()
        process.stdout.close()


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
