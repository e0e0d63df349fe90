"""The container of its own in which a learner's cells run: it reaches nothing but its engine's socket."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import docker
from docker.errors import DockerException, NotFound
from docker.models.containers import Container
from docker.types import LogConfig, Mount, Ulimit
from requests.exceptions import RequestException

from course.engine import Access, EngineError, outer
from course.engine.removal import remove_container
from course.grade.limits import Limits

USER = 60990
"""Uid and gid of the kernel: nobody else's on Debian (60514 to 61183 is unassigned there)."""
HOME = "/home/learner"
SOCKETS = "/run/engine"
IMAGE_KIND = "kernel"

ENGINE_LABEL = f"{outer.LABEL}.engine"
"""Label with the name of the engine (container or state folder) that a kernel works with."""


class KernelContainer:
    """One kernel container on the outer engine. Create it, then always remove it."""

    def __init__(
        self,
        client: docker.DockerClient,
        image: str,
        access: Access,
        limits: Limits,
    ) -> None:
        self.name = f"{outer.LABEL}-kernel-{secrets.token_hex(6)}"
        self._client = client
        self._image = image
        self._access = access
        self._limits = limits
        self._container: Container | None = None

    @property
    def exists(self) -> bool:
        """Whether it was started and not yet removed by us."""
        return self._container is not None

    def start(self, folder: Path, connection_file: Path) -> None:
        """Run ipykernel; `folder` is seen inside under the same path. Raises EngineError."""
        mounts = [Mount(str(folder), str(folder), type="bind"), _engine_mount(self._access)]
        try:
            self._container = self._client.containers.create(
                self._image,
                [f"--f={connection_file}", "--HistoryManager.enabled=False"],
                entrypoint=["/usr/local/bin/launch"],
                name=self.name,
                hostname="kernel",
                mounts=mounts,
                environment=self._environment(),
                labels={
                    outer.LABEL: IMAGE_KIND,
                    outer.OWNER: outer.owner(),
                    ENGINE_LABEL: self._engine_name(),
                },
                **self._confinement(),
            )
            self._container.start()
        except (DockerException, RequestException) as error:
            self.remove()
            raise EngineError(
                f"the container for the learner's cells could not be started: {error}"
            ) from error

    def exit_code(self) -> int | None:
        """None while it runs, its exit code once it has ended, and -1 when it is gone. Raises EngineError."""
        if self._container is None:
            return -1
        try:
            self._container.reload()
        except NotFound:
            return -1
        except (DockerException, RequestException) as error:
            raise EngineError(f"the machine's engine does not tell how {self.name} is: {error}") from error
        state = self._container.attrs["State"]
        return None if state["Running"] else int(state["ExitCode"])

    def ran_out_of_memory(self) -> bool:
        """Whether the kernel of the machine killed a process in it for its memory limit, as last seen."""
        return self._container is not None and bool(self._container.attrs["State"].get("OOMKilled"))

    def last_words(self) -> str:
        """The end of what the kernel's own process wrote, for a message about why it did not start."""
        if self._container is None:
            return ""
        with suppress(DockerException, RequestException):
            return str(self._container.logs(tail=5).decode(errors="replace")).strip()[-500:]
        return ""

    def signal(self, number: int) -> None:
        """Send a signal to its first process, which is the kernel; nothing happens when it has ended."""
        if self._container is not None:
            with suppress(DockerException, RequestException):
                self._container.kill(number)

    @contextmanager
    def still(self) -> Iterator[None]:
        """All that runs in it stands still meanwhile; it may have ended."""
        if self._container is None:
            yield
            return
        with suppress(DockerException, RequestException):
            self._container.pause()
        try:
            yield
        finally:
            with suppress(DockerException, RequestException):
                self._container.unpause()

    def remove(self) -> None:
        """Remove it by name, with its processes; may be called at any time, and twice. Raises EngineError."""
        try:
            remove_container(self._client, self.name)
        except (DockerException, RequestException) as error:
            raise EngineError(f"could not remove the kernel container {self.name}: {error}") from error
        finally:
            self._container = None

    def _environment(self) -> dict[str, str]:
        return {
            "DOCKER_HOST": f"unix://{SOCKETS}/{_socket(self._access).name}",
            "HOME": HOME,
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _confinement(self) -> dict[str, object]:
        limits = self._limits
        room = f"rw,exec,nosuid,nodev,size={limits.home},uid={USER},gid={USER},mode=0700"
        return {
            "user": f"{USER}:{USER}",
            "group_add": _groups(self._access),
            "network_mode": "none",
            "runtime": outer.runtime(),
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges"],
            "read_only": True,
            "tmpfs": {HOME: room, "/tmp": room},
            "working_dir": HOME,
            "mem_limit": limits.memory,
            "memswap_limit": limits.memory,
            "pids_limit": limits.pids,
            "nano_cpus": int(limits.cpus * 1e9),
            "ulimits": [Ulimit(name="core", soft=0, hard=0), Ulimit(name="nofile", soft=1024, hard=4096)],
            # What the kernel's process itself writes would otherwise fill the machine's disk.
            "log_config": LogConfig(type="json-file", config={"max-size": "1m", "max-file": "1"}),
        }

    def _engine_name(self) -> str:
        return self._access.container or self._access.folder.name


def _groups(access: Access) -> list[int]:
    """Extra groups: a socket that is not ours lets only root and its group in; ours lets anybody in."""
    return [] if _is_ours(access) else [_socket(access).stat().st_gid]


def _engine_mount(access: Access) -> Mount:
    """The folder with the engine's socket (where it is not ours, the socket alone), read-only."""
    socket = _socket(access)
    source, target = (socket.parent, SOCKETS) if _is_ours(access) else (socket, f"{SOCKETS}/{socket.name}")
    return Mount(target, str(source), type="bind", read_only=True)


def _socket(access: Access) -> Path:
    """The only way to the engine that the cells have. Raises EngineError where there is none."""
    if access.socket is None:
        raise EngineError(
            f"the engine at {access.docker_host} has no Unix socket, and a learner's cells have no network: "
            "grade with a disposable engine, or with DOCKER_HOST naming a unix:// socket"
        )
    return access.socket


def _is_ours(access: Access) -> bool:
    return access.folder in _socket(access).parents
