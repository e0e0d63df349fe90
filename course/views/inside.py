"""A container's processes as they are seen from inside it: its own PIDs, zombies included."""

from __future__ import annotations

from collections.abc import Mapping

from docker.errors import APIError

from course.views.container import ContainerView
from course.views.engine import EngineView
from course.views.errors import NotRunning
from course.views.processes import PS_COLUMNS, Process, ProcessTable

PS = ["ps", *PS_COLUMNS.split()]


def processes_inside(engine: EngineView, box: ContainerView) -> ProcessTable:
    """What `docker exec NAME ps` shows, without that ps. Raises NotRunning.

    The ps is that of an image of ours, in the container's PID namespace: its own may be missing, or lie.
    """
    code, printed = ask_from_inside(engine, box, PS)
    title, *rows = [line.split(None, 3) for line in printed] or [["PID"]]
    if code != 0 or "PPID" not in title:  # it ended in between
        raise NotRunning(box.reload())
    others = [row for row in rows if not (row[1] == "0" and row[3] == " ".join(PS))]
    return ProcessTable(box.name, title, others)


def ask_from_inside(
    engine: EngineView, box: ContainerView, command: list[str], image: str = "shell"
) -> tuple[int, list[str]]:
    """(exit code, lines) of a program of an image of ours that runs among the container's processes.

    Raises NotRunning.
    """
    if not box.running:
        raise NotRunning(box)
    settings = engine.client.api.create_host_config(
        pid_mode=f"container:{box.id}",
        network_mode="none",
        cap_add=["SYS_PTRACE"],
        security_opt=["apparmor=unconfined"],
    )
    with engine.experiment(image, command, host_config=settings) as look:
        try:
            code, lines = look.run()
        except APIError:
            if not (now := box.reload()).running:
                raise NotRunning(now) from None
            raise
        return code, [line for line in lines if line.strip()]


def run_programs(engine: EngineView, box: ContainerView, programs: Mapping[int, str]) -> bool:
    """Whether those processes (by their PID inside) run the programs that the image `nginx` has by those names.

    What a process is called says nothing: anyone can choose that.
    """
    same = " && ".join(f'cmp -s /proc/{pid}/exe "$(command -v {name})"' for pid, name in programs.items())
    return ask_from_inside(engine, box, ["sh", "-c", same], "nginx")[0] == 0


def zombies(table: ProcessTable) -> list[Process]:
    """The ended ones whose parent has not collected their exit code."""
    return [process for process in table if (process.stat or "").startswith("Z")]


def handles(engine: EngineView, box: ContainerView, signal: int) -> bool:
    """Whether PID 1 has a handler for that signal: its bit in SigCgt (proc(5)). Raises NotRunning."""
    code, lines = ask_from_inside(engine, box, ["grep", "^SigCgt:", "/proc/1/status"])
    if code != 0:  # it ended in between
        raise NotRunning(box.reload())
    return bool(int(lines[0].split()[1], 16) >> (signal - 1) & 1)


def pid_numbers(engine: EngineView, box: ContainerView) -> dict[int, int]:
    """{PID on the engine's side: PID in the container} of its processes, from NSpid in /proc (proc(5)).

    One that ends meanwhile is left out. Raises NotRunning.
    """
    files = [f"/proc/{process.pid}/status" for process in box.top()]
    settings = engine.client.api.create_host_config(pid_mode="host", network_mode="none")
    with engine.experiment("shell", ["grep", "-hs", "^NSpid:", *files], host_config=settings) as look:
        _, lines = look.run()
    numbers = [line.split()[1:] for line in lines]
    return {int(found[0]): int(found[-1]) for found in numbers if found}
