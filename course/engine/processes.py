"""Looking at an engine's processes from where they are visible."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import docker

from course.engine.errors import EngineError

if TYPE_CHECKING:
    from course.engine.access import Access

NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts")

# One line `PID /proc/…/ns/NAME INODE` for each namespace of the PIDs given as arguments. The names are spelled out:
# root without the right to pass over a folder's mode can look at the links but not list them.
_LINKS = "/ns/{" + ",".join(NAMESPACES) + "}"
PRINT_INODES = f'for pid; do stat -L -c "$pid %n %i" /proc/$pid{_LINKS}; done 2>/dev/null; true'

# `docker inspect` gives PIDs as the engine sees them. Seen from its container the same process has another one;
# the NSpid line of its status holds both, the outer one first (proc(5)).
PRINT_INODES_BY_INNER_PID = f"""
awk '/^NSpid:/ && NF > 2 {{ print $2, $3 }}' /proc/[0-9]*/status 2>/dev/null | while read -r outer inner; do
    [[ " $* " == *" $inner "* ]] && stat -L -c "$inner %n %i" /proc/$outer{_LINKS} 2>/dev/null
done; true
"""


def namespaces_of(access: Access, pids: list[int]) -> dict[int, dict[str, int]]:
    """See Access.read_namespaces."""
    if access.container is not None:
        return _inside_the_engine(access, pids)
    if os.geteuid() == 0 and all(Path(f"/proc/{pid}").exists() for pid in pids):
        return {pid: _read_here(pid) for pid in pids}
    return _by_a_helper(access, pids)


def _read_here(pid: int) -> dict[str, int]:
    return {name: Path(f"/proc/{pid}/ns/{name}").stat().st_ino for name in NAMESPACES}


def _inside_the_engine(access: Access, pids: list[int]) -> dict[int, dict[str, int]]:
    from course.engine import outer

    client = outer.connect(access.outer)
    try:
        result = client.containers.get(access.container).exec_run(
            ["bash", "-c", PRINT_INODES_BY_INNER_PID, "bash", *map(str, pids)], user="0"
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
            ["bash", "-c", PRINT_INODES, "bash", *map(str, pids)],
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
