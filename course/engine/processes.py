"""Looking at an engine's processes from where they are visible."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import docker

from course.engine.errors import EngineError

if TYPE_CHECKING:
    from course.engine.access import Access

PRINT_INODES = 'for pid; do stat -L -c "$pid %n %i" /proc/$pid/ns/*; done 2>/dev/null; true'
"""Shell: one line `PID /proc/…/ns/NAME INODE` for each namespace of the PIDs given as arguments."""

# `docker inspect` gives PIDs as the engine sees them. Seen from its container the same process has another one;
# the NSpid line of its status holds both, the outer one first (proc(5)).
PRINT_INODES_BY_INNER_PID = r"""
awk '/^NSpid:/ && NF > 2 { print $2, $3 }' /proc/[0-9]*/status 2>/dev/null | while read -r outer inner; do
    case " $* " in *" $inner "*) stat -L -c "$inner %n %i" /proc/$outer/ns/* 2>/dev/null ;; esac
done
"""


def namespaces_of(access: Access, pids: list[int]) -> dict[int, dict[str, int]]:
    """See Access.read_namespaces."""
    if access.container is not None:
        return _inside_the_engine(access, pids)
    if os.geteuid() == 0 and all(Path(f"/proc/{pid}").exists() for pid in pids):
        return {pid: _read_here(pid) for pid in pids}
    return _by_a_helper(access, pids)


def _read_here(pid: int) -> dict[str, int]:
    return {entry.name: entry.stat().st_ino for entry in Path(f"/proc/{pid}/ns").iterdir()}


def _inside_the_engine(access: Access, pids: list[int]) -> dict[int, dict[str, int]]:
    from course.engine import outer

    client = outer.connect(access.outer)
    try:
        result = client.containers.get(access.container).exec_run(
            ["sh", "-c", PRINT_INODES_BY_INNER_PID, "sh", *map(str, pids)], user="0"
        )
    except docker.errors.DockerException as error:
        raise EngineError(f"the engine container {access.container} does not answer: {error}") from error
    finally:
        client.close()
    return _parse(result.output.decode())


def _by_a_helper(access: Access, pids: list[int]) -> dict[int, dict[str, int]]:
    client = access.client()
    try:
        output = client.containers.run(
            "shell",
            ["sh", "-c", PRINT_INODES, "sh", *map(str, pids)],
            pid_mode="host",
            cap_add=["SYS_PTRACE"],
            security_opt=["apparmor=unconfined"],
            labels={"course.check": "1"},
            remove=True,
        )
    except docker.errors.DockerException as error:
        raise EngineError(f"the namespaces of {pids} could not be read: {error}") from error
    finally:
        client.close()
    return _parse(output.decode())


def _parse(lines: str) -> dict[int, dict[str, int]]:
    seen: dict[int, dict[str, int]] = {}
    for line in lines.splitlines():
        pid, path, inode = line.split()
        seen.setdefault(int(pid), {})[Path(path).name] = int(inode)
    return seen
