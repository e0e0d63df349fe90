"""The outer engine: the Docker Engine of this machine, on which ours run as containers."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

import docker
import psutil
from docker.context import ContextAPI

from course.engine.errors import EngineError
from course.language import Text

ENVIRONMENT_KEY = "COURSE_ENGINE"
"""Variable with the state folder of the engine that a lab's cells and terminals work with."""
STATE_FILE = "engine.json"
"""File in that folder which describes the engine."""

LABEL = "container-lifecycle"
"""Label of everything we make on the outer engine; its value says what: engine, kernel or build."""
OWNER = f"{LABEL}.owner"
"""Label with the process that made a container, as `<machine>/<pid>/<start time>`."""

NOT_REACHABLE = Text(
    ko="{address}에서 응답하는 Docker Engine이 없습니다 ({why}). Debian이나 Ubuntu라면 `course doctor --fix`로 "
    "설치하고 시작할 수 있고, 그 밖에는 Docker Desktop을 시작하세요",
    en="no Docker Engine answers at {address} ({why}). "
    "On Debian or Ubuntu `course doctor --fix` installs and starts one; elsewhere start Docker Desktop",
)


def address() -> str:
    """Where the machine's own engine listens: DOCKER_HOST, else the current docker context.

    In a lab DOCKER_HOST names the learner's engine; then it is the engine on which that one runs.
    """
    host = os.environ.get("DOCKER_HOST")
    lab = os.environ.get(ENVIRONMENT_KEY)
    if host and lab:
        host = _behind(Path(lab), host)
    return host or str(ContextAPI.get_current_context().Host or "unix:///var/run/docker.sock")


def _behind(lab: Path, host: str) -> str | None:
    """Where the lab at address `host` runs, None when that lab has ended, or `host` when it is another engine's."""
    try:
        described = json.loads((lab / STATE_FILE).read_text())
    except (OSError, ValueError):
        return None if host.startswith(f"unix://{lab}/") else host
    return str(described["outer"]) if described["outer"] and described["docker_host"] == host else host


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
