"""What a caller needs to reach one engine: its address, its certificates and its journal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import docker
import requests

from course.engine.errors import EngineError
from course.engine.outer import ENVIRONMENT_KEY, STATE_FILE
from course.engine.processes import namespaces_by_a_helper, namespaces_inside
from course.engine.store import changed_since
from course.engine.writing import replace_file
from course.language import Text

OLDEST_API = "1.41"
"""API of the oldest engine that the course supports (20.10)."""

NO_ENGINE = Text(
    ko="{folder}에 있던 엔진은 이미 끝났습니다. `course lab`으로 새로 시작하세요",
    en="the engine that was in {folder} has ended: start one with `course lab`",
)
NO_LAB = Text(
    ko=f"여기에는 실습 환경이 없습니다({ENVIRONMENT_KEY}가 비어 있습니다). `course lab`으로 시작하세요",
    en=f"there is no lab here ({ENVIRONMENT_KEY} is not set): start one with `course lab`",
)

MOST_BYTES = 64_000_000
"""Of one answer of an engine: one that a learner has taken over may answer without end."""

Kind = Literal["disposable", "host"]


@dataclass(frozen=True)
class Access:
    """The way to one running engine; plain data, so that a notebook in another process can load it."""

    folder: Path
    """State folder on this machine: engine.json, journal.jsonl and, over a Unix socket, sock/docker.sock."""
    docker_host: str
    """`unix:///…/docker.sock` or `tcp://127.0.0.1:PORT`, as DOCKER_HOST wants it."""
    tls: Path | None
    """Folder with ca.pem, cert.pem and key.pem, or None over a Unix socket."""
    kind: Kind
    container: str | None
    """Name of the engine's container on the outer engine; None for an engine that we did not start."""
    suite: str
    """Debian suite the engine comes from (`trixie`), or `host`."""
    cgroup: str
    """Cgroup version the engine works with: `v1` or `v2`."""
    outer: str | None = None
    """Address of the outer engine on which `container` runs."""
    images: dict[str, str] = field(default_factory=dict)
    """{name: id} of the exercise images, as they were before the learner came: a name can be given to another."""
    layers: list[str] = field(default_factory=list)
    """The folders, on the engine's side, that those images lie in; empty for an engine that we did not start."""
    began: str = ""
    """When the learner could first do anything, by the engine's clock (`seconds.nanoseconds`)."""

    @property
    def journal(self) -> Path:
        """File with one event of the engine a line, in order (JSON as the API sends it)."""
        return self.folder / "journal.jsonl"

    @property
    def socket(self) -> Path | None:
        """The engine's Unix socket on this machine; None over TCP."""
        scheme, _, path = self.docker_host.partition("://")
        return Path(path) if scheme == "unix" else None

    def environment(self) -> dict[str, str]:
        """Variables that point docker's CLI, docker-py and this course at the engine."""
        environment = {"DOCKER_HOST": self.docker_host, ENVIRONMENT_KEY: str(self.folder)}
        if self.tls is not None:
            environment |= {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(self.tls)}
        return environment

    def client(self, timeout: float | None = 30) -> docker.DockerClient:
        """A new docker-py client (close it). Raises docker.errors.DockerException when the engine is gone.

        What the engine answers is no more than 64 MB at a time; else requests' ConnectionError is raised.
        """
        tls = self.tls and docker.tls.TLSConfig(
            client_cert=(str(self.tls / "cert.pem"), str(self.tls / "key.pem")),
            ca_cert=str(self.tls / "ca.pem"),
            verify=True,
        )

        def connect(version: str) -> docker.DockerClient:
            client = docker.DockerClient(
                base_url=self.docker_host, tls=tls or False, version=version, timeout=timeout
            )
            client.api.trust_env = False  # else REQUESTS_CA_BUNDLE takes the place of our authority
            client.api.hooks["response"].append(_bound)
            return client

        first = connect(OLDEST_API)  # not "auto": the answer to that question would have no bound
        try:
            return connect(first.version()["ApiVersion"])
        except requests.RequestException as error:
            raise docker.errors.DockerException(
                f"{self.docker_host} does not tell its version: {error}"
            ) from error
        finally:
            first.close()

    def answers(self, timeout: float) -> bool:
        """Whether the engine tells its version within so many seconds."""
        try:
            self.client(timeout=timeout).close()  # it asks for the version
        except (docker.errors.DockerException, requests.RequestException, OSError):
            return False
        return True

    def read_namespaces(self, pids: list[int]) -> dict[int, dict[str, int]]:
        """Inodes of /proc/<pid>/ns for PIDs as `docker inspect` shows them: {pid: {"pid": 4026532…, "net": …}}.

        A process that has ended is left out. Raises EngineError when nobody can look there.
        """
        if self.container is not None:
            return namespaces_inside(self.container, self.outer, pids)
        client = self.client()
        try:
            return namespaces_by_a_helper(client, self.folder, self.images.get("shell", "shell"), pids)
        finally:
            client.close()

    def changes_of_images(self) -> list[str]:
        """What somebody changed in the files of the exercise images; nothing, on an engine that we did not start.

        Raises EngineError when nobody can look there.
        """
        if self.container is None or not self.layers:
            return []
        return changed_since(self.container, self.outer, self.layers, self.began)

    def save(self) -> None:
        """Write engine.json, whole or not at all."""
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(self).items()}
        replace_file(self.folder / STATE_FILE, json.dumps(plain, indent=2) + "\n")

    @classmethod
    def load(cls, folder: Path) -> Access:
        """The engine whose state lies in `folder`. Raises EngineError when there is none."""
        try:
            plain = json.loads((folder / STATE_FILE).read_text())
            tls = Path(plain["tls"]) if plain["tls"] else None
            return cls(**{**plain, "folder": Path(plain["folder"]), "tls": tls})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineError(NO_ENGINE.format(folder=folder)) from error

    @classmethod
    def from_environment(cls) -> Access:
        """The engine that COURSE_ENGINE names. Raises EngineError when the variable is not set or stale."""
        folder = os.environ.get(ENVIRONMENT_KEY)
        if not folder:
            raise EngineError(NO_LAB)
        return cls.load(Path(folder))


def _bound(response: Any, **_settings: Any) -> None:
    """Let no more than so many bytes of an answer be read."""
    whole = response.raw.stream

    def stream(*arguments: Any, **settings: Any) -> Iterator[bytes]:
        size = 0
        for part in whole(*arguments, **settings):
            size += len(part)
            if size > MOST_BYTES:
                response.close()
                raise requests.exceptions.ConnectionError(
                    f"the engine answered with more than {MOST_BYTES} bytes"
                )
            yield part

    response.raw.stream = stream
