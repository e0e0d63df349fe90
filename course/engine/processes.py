"""Looking at an engine's processes from where they are visible."""

from __future__ import annotations

from pathlib import Path

import docker
import requests

from course.engine import outer
from course.engine.errors import EngineError
from course.engine.executing import run_inside
from course.engine.experiments import remember

HELPER_SECONDS = 15
NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts")

# One line `PID /proc/…/ns/NAME INODE` for each namespace of the PIDs given as arguments. The names are spelled out:
# root without the right to pass over a folder's mode can look at the links but not list them.
_LINKS = "/ns/{" + ",".join(NAMESPACES) + "}"
PRINT_INODES = f'for pid; do stat -L -c "$pid %n %i" /proc/$pid{_LINKS}; done 2>/dev/null; true'

# `docker inspect` gives PIDs as the engine sees them. Seen from its container the same process has another one;
# the NSpid line of its status holds both, the outer one first (proc(5)).
# (grep goes on where a process has ended meanwhile; awk would stop at the first file that is gone.)
PRINT_INODES_BY_INNER_PID = f"""
grep -hs '^NSpid:' /proc/[0-9]*/status | while read -r _ outer inner _; do
    [[ -n $inner && " $* " == *" $inner "* ]] && stat -L -c "$inner %n %i" /proc/$outer{_LINKS} 2>/dev/null
done; true
"""


def namespaces_inside(container: str, address: str | None, pids: list[int]) -> dict[int, dict[str, int]]:
    """Namespaces of processes of the engine in `container` on the outer engine at `address`. Raises EngineError."""
    client = outer.connect(address)
    try:
        command = ["bash", "-c", PRINT_INODES_BY_INNER_PID, "bash", *map(str, pids)]
        printed = run_inside(client.api, container, command, user="0")
    except docker.errors.DockerException as error:
        raise EngineError(f"the engine container {container} does not answer: {error}") from error
    finally:
        client.close()
    return _parse(printed)


def namespaces_by_a_helper(
    client: docker.DockerClient, folder: Path, image: str, pids: list[int]
) -> dict[int, dict[str, int]]:
    """The same on an engine that is not in a container of ours (it may be in a virtual machine): looked at from a
    container of that engine, whose state lies in `folder`. Raises EngineError.
    """
    try:
        helper = client.containers.create(
            image,
            ["bash", "-c", PRINT_INODES, "bash", *map(str, pids)],
            pid_mode="host",
            cap_add=["SYS_PTRACE"],
            security_opt=["apparmor=unconfined"],
            labels={outer.CHECK_LABEL: "1"},
        )
        remember(folder, str(helper.id))
        try:
            helper.start()
            helper.wait(timeout=HELPER_SECONDS)
            output = helper.logs()
        finally:
            helper.remove(force=True)
    except (docker.errors.DockerException, requests.RequestException) as error:
        raise EngineError(f"the namespaces of {pids} could not be read: {error}") from error
    return _parse(output.decode())


def _parse(lines: str) -> dict[int, dict[str, int]]:
    seen: dict[int, dict[str, int]] = {}
    for line in lines.splitlines():
        pid, path, inode = line.split()
        seen.setdefault(int(pid), {})[Path(path).name] = int(inode)
    return seen
