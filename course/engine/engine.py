"""A disposable Docker Engine: `with Engine() as access: …`."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import docker
import requests

from course.engine import outer, tls, uids
from course.engine.access import Access
from course.engine.errors import EngineError
from course.engine.images import DEFAULT_SUITE, EXERCISE_IMAGES, engine_image
from course.engine.lifecycle import Lifecycle
from course.engine.recorder import Recorder, begin_anew
from course.engine.removal import remove_container
from course.engine.state import claim_folder
from course.engine.store import layers_of
from course.engine.sweep import sweep
from course.engine.tail import engine_now
from course.language import Text

READY_SECONDS = 30

NOT_BUILT = Text(
    ko="이미지 {image}가 이 컴퓨터에 없습니다. `course doctor --fix`를 실행하세요",
    en="the image {image} is not built here: run `course doctor --fix`",
)
NO_RUNTIME = Text(
    ko=f"{outer.RUNTIME_KEY}에 적힌 런타임 {{name}}을(를) 이 컴퓨터의 Docker Engine이 모릅니다 ({{why}}). "
    "`docker info`의 Runtimes에서 이름을 확인하세요",
    en=f"{outer.RUNTIME_KEY} names the runtime {{name}}, which this machine's engine does not know ({{why}}): see "
    "Runtimes in `docker info`",
)
TCP_PORT = "2376/tcp"

CAPABILITIES = {
    "SYS_ADMIN": "unmount the socket's folder, and mount the cgroups that it hands on",
    "SETUID": "write uid_map, and become nobody",
    "SETGID": "write gid_map, and become nobody",
    "CHOWN": "give the data folder and the cgroup to the engine's root",
}
"""What the entrypoint may do before it gives everything away, and why; a test proves that none can go."""


@dataclass(frozen=True)
class Limits:
    """Limits of a whole box: the engine, its containers and what they write."""

    memory: str = "1g"
    disk: str = "512m"
    """Size of the data root, a tmpfs: it counts as memory too."""
    pids: int = 1000
    cpus: float = 2.0


class Engine(Lifecycle):
    """An empty Docker Engine of its own, with the exercise images, thrown away at the end.

    It runs in a container that is not privileged and has no network, as root of a user namespace and as nobody
    outside of it. `reach` is how to talk to it: over a Unix socket, or over TCP with mutual TLS on 127.0.0.1,
    for a Docker Desktop whose sockets cannot be shared.
    """

    def __init__(
        self,
        suite: str = DEFAULT_SUITE,
        cgroup: Literal["v1", "v2"] = "v2",
        reach: Literal["unix", "tcp"] = "unix",
        limits: Limits | None = None,
        purpose: str = "engine",
        image: str | None = None,
    ) -> None:
        self.suite = suite
        self.cgroup = cgroup
        self.reach = reach
        self.limits = limits or Limits()
        self.purpose = purpose
        self.image = image or engine_image(suite)
        self._slot = -1
        self._folder: Path | None = None
        self._container: str | None = None
        self._recorder: Recorder | None = None
        self._client: docker.DockerClient | None = None

    def is_like(self, other: object) -> bool:
        """Whether the other is an engine that differs in nothing but in which one it is."""
        return type(self) is type(other) and self._what() == other._what()

    def _what(self) -> tuple[object, ...]:
        return self.suite, self.cgroup, self.reach, self.limits, self.purpose, self.image

    def restart(self) -> Access:
        """Throw the engine away and start an empty one at the same address, with a new journal.

        Raises EngineError when it was not running or the new one does not start.
        """
        if self.access is None or self._folder is None:
            raise EngineError("this engine is not running, so it cannot be renewed")
        self._remove_container()
        begin_anew(self.access)
        (self._folder / "sock/docker.sock").unlink(missing_ok=True)
        try:
            return self._launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Remove the engine and everything of it. May be called twice."""
        self._remove_container()
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _remove_container(self) -> None:
        if self._recorder is not None:
            self._recorder.stop()
            self._recorder = None
        if self._client is not None and self._container is not None:
            remove_container(self._client, self._container)
            self._container = None

    def _start(self) -> Access:
        """Start it and wait until it answers and its journal is being written.

        Raises EngineError, with the engine's last words, when it does not answer within 30 s.
        """
        self._client = outer.connect()
        self._slot, self._folder = claim_folder(sweep(self._client))
        (self._folder / "sock").mkdir()
        # The entrypoint is root without the right to pass over a folder's mode; the folder above is closed.
        (self._folder / "sock").chmod(0o777)
        return self._launch()

    def _launch(self) -> Access:
        assert self._client and self._folder
        name = f"{outer.LABEL}-{self.purpose}-{self._slot}"
        server, tls_folder = self._make_certificates() if self.reach == "tcp" else (None, None)
        self._container = name
        _create(self._client, name, self._settings(server))
        self._client.api.start(name)
        self.access = Access(
            folder=self._folder,
            docker_host=self._docker_host(),
            tls=tls_folder,
            kind="disposable",
            container=name,
            suite=self.suite,
            cgroup=self.cgroup,
            outer=outer.address(),
        )
        self._wait_until_it_answers()
        self._recorder = Recorder(self.access)
        self._recorder.start()
        self.access.save()
        return self.access

    def _settings(self, server: dict[str, bytes] | None) -> dict[str, Any]:
        """The body of the API's container create call (docker-py has no words for some of it)."""
        host: dict[str, Any] = {
            "CapDrop": ["ALL"],
            "CapAdd": list(CAPABILITIES),
            "CgroupnsMode": "private",
            "Runtime": outer.runtime(),
            # The engine mounts, unshares and pivots inside its user namespace; these filters would forbid that
            # there too, and the boundary is the namespace and the capabilities, not them.
            "SecurityOpt": ["seccomp=unconfined", "apparmor=unconfined"],
            "MaskedPaths": [],
            "ReadonlyPaths": [],
            "NetworkMode": "none",
            "Memory": docker.utils.parse_bytes(self.limits.memory),
            "MemorySwap": docker.utils.parse_bytes(self.limits.memory),
            "PidsLimit": self.limits.pids,
            "NanoCpus": int(self.limits.cpus * 1e9),
            # Nothing but these can be written: a learner may mount the box's own /tmp into a container.
            "ReadonlyRootfs": True,
            "Tmpfs": {
                "/data": f"rw,size={self.limits.disk},exec,dev,suid",
                "/tmp": "rw,size=16m,mode=1777",
                "/var/tmp": "rw,size=1m,mode=1777",
            },
            "LogConfig": {"Type": "json-file", "Config": {"max-size": "4m", "max-file": "1"}},
        }
        settings = {
            "Image": self.image,
            "Labels": {
                outer.LABEL: "engine",
                outer.OWNER: outer.owner(),
                f"{outer.LABEL}.slot": str(self._slot),
            },
            "Env": [f"{name}={value}" for name, value in self._environment(server).items()],
            "HostConfig": host,
        }
        if self.reach == "unix":
            host["Binds"] = [f"{self._folder}/sock:/run/engine"]
        else:
            # The listening socket alone is on this network; the engine and its containers have one of their own.
            # (Who takes over dockerd itself has that socket, and with it a way onto this bridge.)
            host["NetworkMode"] = "bridge"
            host["PortBindings"] = {TCP_PORT: [{"HostIp": "127.0.0.1", "HostPort": self._port()}]}
            settings["ExposedPorts"] = {TCP_PORT: {}}
        return settings

    def _environment(self, server: dict[str, bytes] | None) -> dict[str, str]:
        """What the entrypoint is told; the server's certificates too, because its root folder is read-only."""
        told = {
            "ENGINE_UID": str(uids.first_uid(self._slot)),
            "ENGINE_CGROUP": self.cgroup,
            "ENGINE_LISTEN": self.reach,
        }
        if server is not None:
            told["ENGINE_TLS"] = json.dumps({name: content.decode() for name, content in server.items()})
        return told

    def _make_certificates(self) -> tuple[dict[str, bytes], Path]:
        """(the server's files, folder with the learner's)."""
        assert self._folder
        server, learner = tls.make_certificates()
        shutil.rmtree(self._folder / "tls", ignore_errors=True)
        tls.write_private(self._folder / "tls", learner)
        return server, self._folder / "tls"

    def _port(self) -> str:
        """The port of the engine before this one at the same address; else any free one."""
        return self.access.docker_host.rpartition(":")[2] if self.access else ""

    def _docker_host(self) -> str:
        if self.reach == "unix":
            return f"unix://{self._folder}/sock/docker.sock"
        assert self._client
        ports = self._client.api.inspect_container(self._container)["NetworkSettings"]["Ports"]
        return f"tcp://127.0.0.1:{ports[TCP_PORT][0]['HostPort']}"

    def _wait_until_it_answers(self) -> None:
        """The first answer is there once the engine serves requests: until then it only accepts connections."""
        assert self.access
        deadline = time.monotonic() + READY_SECONDS
        last: Exception | None = None
        while time.monotonic() < deadline:
            try:
                client = self.access.client(timeout=max(1.0, deadline - time.monotonic()))
                client.ping()
                images = _images(client)
                layers = layers_of(client, list(images.values()))
                began = engine_now(client, self.access)
                self.access = replace(self.access, images=images, layers=layers, began=began)
                client.close()
                return
            except (docker.errors.DockerException, requests.RequestException, OSError) as error:
                last = error
            if not self._is_running():
                break
            time.sleep(0.01)
        raise EngineError(f"the engine did not start: {last}\nIts last words:\n{self._last_words()}")

    def _is_running(self) -> bool:
        assert self._client
        try:
            return bool(self._client.api.inspect_container(self._container)["State"]["Running"])
        except docker.errors.NotFound:
            return False

    def _last_words(self) -> str:
        assert self._client
        try:
            return str(self._client.api.logs(self._container, tail=15).decode(errors="replace")).strip()
        except docker.errors.APIError:
            return "(none were kept)"


def _images(client: docker.DockerClient) -> dict[str, str]:
    """{name: id} of the exercise images that are there; an engine that is being prepared has none."""
    ids = {tag: row["Id"] for row in client.api.images() for tag in row.get("RepoTags") or []}
    return {name: ids[f"{name}:latest"] for name in EXERCISE_IMAGES if f"{name}:latest" in ids}


def _create(client: docker.DockerClient, name: str, settings: dict[str, Any]) -> None:
    try:
        client.api.create_container_from_config(settings, name=name)
    except docker.errors.ImageNotFound as error:
        raise EngineError(NOT_BUILT.format(image=settings["Image"])) from error
    except docker.errors.APIError as error:
        if "untime" not in str(error.explanation):
            raise
        raise EngineError(NO_RUNTIME.format(name=outer.runtime(), why=error.explanation)) from error
