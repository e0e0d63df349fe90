"""The outer engine: the Docker Engine of this machine, on which ours run as containers."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import docker
import psutil
from docker.context import ContextAPI

from course.engine.access import ENVIRONMENT_KEY, Access
from course.engine.errors import EngineError

LABEL = "container-lifecycle"
"""Label of everything we make on the outer engine; its value says what: engine, kernel or build."""
OWNER = f"{LABEL}.owner"
"""Label with the process that made a container, as `<machine>/<pid>/<start time>`."""

NOT_REACHABLE = (
    "no Docker Engine answers at {address} ({why}). "
    "On Debian or Ubuntu `course doctor --fix` installs and starts one; elsewhere start Docker Desktop"
)


def address() -> str:
    """Where the machine's own engine listens: DOCKER_HOST, else the current docker context.

    In a lab DOCKER_HOST names the learner's engine; then it is the engine on which that one runs.
    """
    host = os.environ.get("DOCKER_HOST")
    lab = os.environ.get(ENVIRONMENT_KEY)
    if host and lab:
        try:
            access = Access.load(Path(lab))
        except EngineError:
            host = None if host.startswith(f"unix://{lab}/") else host  # of a lab that has ended
        else:
            host = access.outer if access.outer and host == access.docker_host else host
    return host or str(ContextAPI.get_current_context().Host or "unix:///var/run/docker.sock")


def connect(at: str | None = None, timeout: float = 60) -> docker.DockerClient:
    """A client of the outer engine (close it). Raises EngineError, with what to do, when none answers."""
    at = at or address()
    try:
        if at == os.environ.get("DOCKER_HOST"):
            return docker.from_env(version="auto", timeout=timeout)
        return docker.DockerClient(base_url=at, version="auto", timeout=timeout)
    except (docker.errors.DockerException, OSError) as error:
        raise EngineError(NOT_REACHABLE.format(address=at, why=_reason(error))) from error


def _reason(error: BaseException) -> str:
    """The innermost cause, which is the one a person can act on."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error) or type(error).__name__


def machine() -> str:
    """A name for the machine and the PID namespace in which our process ids mean something."""
    try:
        pids = str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:  # not Linux
        pids = "0"
    return f"{platform.node()}:{pids}"


def owner() -> str:
    """This process, so that what it leaves behind can be told from what is in use."""
    return f"{machine()}/{os.getpid()}/{psutil.Process().create_time():.2f}"


def is_orphan(label: str) -> bool:
    """True when the owner named by a label was a process of this machine and lives no more."""
    try:
        where, pid, started = label.rsplit("/", 2)
        if where != machine():
            return False
        return bool(abs(psutil.Process(int(pid)).create_time() - float(started)) > 1)
    except psutil.NoSuchProcess:
        return True
    except (ValueError, psutil.Error):
        return False
