"""The outer engine: the Docker Engine of this machine, on which ours run as containers."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

import docker
import psutil
from docker.context import ContextAPI
from docker.context.config import get_current_context_name

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

RUNTIME_KEY = "COURSE_RUNTIME"
"""Variable with the name of the runtime, one that the machine's engine knows, that our containers are run by."""

CHECK_LABEL = "course.check"
"""Label of every container that a check makes for an experiment of its own."""

NOT_REACHABLE = Text(
    ko="{address}에서 응답하는 Docker Engine이 없습니다 ({why}). Debian이나 Ubuntu라면 `course doctor --fix`로 "
    "설치하고 시작할 수 있고, 그 밖에는 Docker Desktop을 시작하세요",
    en="no Docker Engine answers at {address} ({why}). "
    "On Debian or Ubuntu `course doctor --fix` installs and starts one; elsewhere start Docker Desktop",
)


NO_CONTEXT = Text(
    ko="`{name}`이라는 docker context가 없습니다. `docker context ls`로 확인하세요",
    en="there is no docker context `{name}`: see `docker context ls`",
)
NO_SSH = Text(
    ko="{address}: ssh로는 엔진에 연결하지 않습니다. DOCKER_HOST에 unix:// 또는 tcp:// 주소를 적으세요",
    en="{address}: engines are not reached over ssh here; let DOCKER_HOST name a unix:// or tcp:// address",
)


def address() -> str:
    """Where the machine's own engine listens: DOCKER_HOST, else the current docker context.

    In a lab DOCKER_HOST names the learner's engine; then it is the engine on which that one runs.
    """
    host = os.environ.get("DOCKER_HOST")
    lab = os.environ.get(ENVIRONMENT_KEY)
    if host and lab:
        host = _behind(Path(lab), host)
    return host or str(_context().Host or "unix:///var/run/docker.sock")


def _context() -> Any:
    """The docker context that docker's CLI would use. Raises EngineError when there is none of that name."""
    name = os.environ.get("DOCKER_CONTEXT") or get_current_context_name()
    context = ContextAPI.get_context(name)
    if context is None:
        raise EngineError(NO_CONTEXT.format(name=name))
    return context


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
    if at.startswith("ssh://"):
        raise EngineError(NO_SSH.format(address=at))
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


def runtime() -> str:
    """The runtime for our containers: COURSE_RUNTIME; empty for the one that the machine's engine has chosen."""
    return os.environ.get(RUNTIME_KEY, "")


def machine() -> str:
    """A name for the machine and the PID namespace in which our process ids mean something."""
    try:
        pids = str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:  # not Linux
        pids = "0"
    return f"{platform.node()}:{_boot()}:{pids}"


def _boot() -> str:
    """A name for the time since the machine was started, which process ids do not outlive."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8]
    except OSError:
        return "0"


def owner() -> str:
    """This process, so that what it leaves behind can be told from what is in use."""
    return f"{machine()}/{os.getpid()}/{_started(os.getpid())}"


def is_orphan(label: str) -> bool:
    """True when the owner named by a label was a process of this machine and lives no more."""
    try:
        where, pid, started = label.rsplit("/", 2)
        if where != machine():
            return False
        return _started(int(pid)) != started
    except psutil.NoSuchProcess:
        return True
    except (ValueError, OSError, psutil.Error):
        return False


def _started(pid: int) -> str:
    """When a process started, by a clock that nobody sets. Raises psutil.NoSuchProcess, or OSError if hidden."""
    try:
        # Field 22 of stat: ticks since the machine was started (proc(5)); the name before it may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        if not psutil.pid_exists(pid):
            raise psutil.NoSuchProcess(pid) from None
        if Path("/proc/self").exists():
            raise  # another user's, on a machine that hides those
        return f"{psutil.Process(pid).create_time():.0f}"  # not Linux
