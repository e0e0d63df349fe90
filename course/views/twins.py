"""Containers like one of the learner's: same image and options, with volumes of the check's own."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docker.errors import APIError, DockerException, NotFound
from requests.exceptions import RequestException

from course.engine import Access
from course.engine.experiments import remember
from course.engine.outer import CHECK_LABEL
from course.views.container import ContainerView
from course.views.engine import EngineView
from course.views.experiment import CONFLICT, Experiment

BETWEEN_LOOKS = 0.02
VOLUME_PREFIX = "course-check-"

# What is not the service's, and would collide with the learner's container or hide how a twin ended.
_LEFT_OUT = ("ContainerIDFile", "PortBindings", "PublishAllPorts", "AutoRemove", "RestartPolicy", "Links")


class Twin(Experiment):
    """An experiment that is like another container; what it keeps in volumes is not the learner's."""

    def ask(self, script: str, seconds: float = 5.0) -> int | None:
        """Run a line of sh in it; its exit code, None when that took too long or the container does not run."""
        return ask(self.api, self.id, script, seconds)

    def stop(self, grace: int) -> ContainerView:
        """Stop it with that many seconds of grace, as `docker stop` does; how it ended."""
        self.api.stop(self.id, timeout=grace)
        return self.look()


class Twins:
    """One container's twins, one after the other, with the same volumes: what a deployment replaces."""

    def __init__(self, box: ContainerView, client: Any, access: Access) -> None:
        self._box = box
        self._client = client
        self._access = access
        self._volumes: dict[str, str] = {}

    @contextmanager
    def one(self) -> Iterator[Twin]:
        """A created twin with a random name, removed in any case with its anonymous volumes."""
        name = f"{VOLUME_PREFIX}{secrets.token_hex(6)}"
        made = self._client.api.create_container_from_config(self._config(), name)
        remember(self._access.folder, made["Id"])
        try:
            yield Twin(made["Id"], self._client, self._access)
        finally:
            with contextlib.suppress(DockerException, RequestException):
                self._client.api.remove_container(made["Id"], force=True, v=True)

    def remove_volumes(self) -> None:
        for name in self._volumes.values():
            with contextlib.suppress(DockerException, RequestException):
                self._client.api.remove_volume(name, force=True)

    def _config(self) -> dict[str, Any]:
        host = {key: value for key, value in self._box.host_config.items() if key not in _LEFT_OUT}
        host["Binds"] = [self._bind(bind) for bind in host.get("Binds") or []]
        host["Mounts"] = [self._mount(mount) for mount in host.get("Mounts") or []]
        config = {**self._box.config, "Image": self._box.image_id, "Labels": {CHECK_LABEL: "1"}}
        config["Healthcheck"] = {"Test": ["NONE"]}  # it would act in the middle of the experiment
        if str(host.get("NetworkMode", "")).partition(":")[0] in ("host", "container"):
            del config["Hostname"]  # inspect shows the other's, and the engine refuses both at once
        return {**config, "HostConfig": host}

    def _bind(self, bind: str) -> str:
        source, separator, rest = bind.partition(":")
        return f"{self._volume(source)}:{rest}" if separator else bind

    def _mount(self, mount: dict[str, Any]) -> dict[str, Any]:
        if mount.get("Type") not in ("volume", "bind") or not mount.get("Source"):
            return mount  # an anonymous volume is a new one for every container, and so it is for every twin
        rest = {key: value for key, value in mount.items() if not key.endswith("Options")}
        return {**rest, "Type": "volume", "Source": self._volume(mount["Source"])}

    def _volume(self, source: str) -> str:
        """The check's volume in the place of a named volume, or of a folder of the host."""
        if source not in self._volumes:
            name = f"{VOLUME_PREFIX}{secrets.token_hex(6)}"
            self._client.api.create_volume(name, labels={CHECK_LABEL: "1"})
            self._volumes[source] = name
        return self._volumes[source]


@contextmanager
def twins(engine: EngineView, box: ContainerView) -> Iterator[Twins]:
    """Twins of that container; nothing of them stays behind."""
    made = Twins(box, engine.client, engine.access)
    try:
        yield made
    finally:
        made.remove_volumes()


def ask(api: Any, container_id: str, script: str, seconds: float = 5.0) -> int | None:
    """Run a line of sh in a container; its exit code, None when that took too long or it does not run.

    It is started detached and only asked how it ended, because a stream of output can neither be waited for with a
    bound nor be trusted to hold what was printed at once.
    """
    try:
        asked = api.exec_create(container_id, ["sh", "-c", script])["Id"]
        api.exec_start(asked, detach=True)
        deadline = time.monotonic() + seconds
        while (state := api.exec_inspect(asked))["Running"] or state["ExitCode"] is None:
            if time.monotonic() > deadline:
                return None
            time.sleep(BETWEEN_LOOKS)
    except NotFound:
        return None
    except APIError as error:
        if error.status_code == CONFLICT:
            return None
        raise
    return int(state["ExitCode"])
