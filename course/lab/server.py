"""JupyterLab as a child that ends with its parent: `python -m course.lab.server ARGUMENTS…`.

Its standard input is a pipe that only the parent holds open, so even a parent that was killed takes it along.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def _end_with_parent(pipe: int) -> None:
    while os.read(pipe, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run JupyterLab until it ends, is told to, or the parent is gone."""
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # what JupyterLab starts has no business with the pipe
    os.close(nothing)
    threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
    from jupyterlab.labapp import main as jupyterlab  # type: ignore[import-untyped]

    sys.exit(jupyterlab())


if __name__ == "__main__":
    main()
