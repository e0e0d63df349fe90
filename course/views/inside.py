"""A container's processes as they are seen from inside it: its own PIDs, zombies included."""

from __future__ import annotations

from docker.errors import APIError

from course.engine.executing import run_inside
from course.views.container import ContainerView
from course.views.engine import EngineView
from course.views.errors import NotRunning
from course.views.processes import PS_COLUMNS, Process, ProcessTable

PS = ["ps", *PS_COLUMNS.split()]


def processes_inside(engine: EngineView, box: ContainerView) -> ProcessTable:
    """What `docker exec NAME ps` shows, without that ps. Raises NotRunning."""
    printed = _printed(engine, box, PS)
    title, *rows = [line.split(None, 3) for line in printed.splitlines() if line.strip()] or [["PID"]]
    if "PPID" not in title:  # it ended in between, or has no ps
        raise NotRunning(box.reload())
    others = [row for row in rows if not (row[1] == "0" and row[3] == " ".join(PS))]
    return ProcessTable(box.name, title, others)


def zombies(table: ProcessTable) -> list[Process]:
    """The ended ones whose parent has not collected their exit code."""
    return [process for process in table if (process.stat or "").startswith("Z")]


def handles(engine: EngineView, box: ContainerView, signal: int) -> bool:
    """Whether PID 1 has a handler for that signal: its bit in SigCgt (proc(5)). Raises NotRunning."""
    words = _printed(engine, box, ["grep", "^SigCgt:", "/proc/1/status"]).split()
    if words[:1] != ["SigCgt:"]:  # it ended in between
        raise NotRunning(box.reload())
    return bool(int(words[1], 16) >> (signal - 1) & 1)


def pid_numbers(engine: EngineView, box: ContainerView) -> dict[int, int]:
    """{PID on the engine's side: PID in the container} of its processes, from NSpid in /proc (proc(5)).

    Raises NotRunning.
    """
    files = [f"/proc/{process.pid}/status" for process in box.top()]
    settings = engine.client.api.create_host_config(pid_mode="host", network_mode="none")
    with engine.experiment("shell", ["grep", "-h", "^NSpid:", *files], host_config=settings) as look:
        look.start()
        look.api.wait(look.id)
        lines = [line.split()[1:] for _, line in look.look().log_lines()]
    return {int(line[0]): int(line[-1]) for line in lines if line}


def _printed(engine: EngineView, box: ContainerView, command: list[str]) -> str:
    if not box.running:
        raise NotRunning(box)
    try:
        return run_inside(engine.client.api, box.id, command)
    except APIError:
        if not (now := box.reload()).running:
            raise NotRunning(now) from None
        raise
