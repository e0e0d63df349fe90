"""An engine that is there already: for a machine that is thrown away, such as a CI runner's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import docker

from course.engine import outer
from course.engine.access import Access
from course.engine.errors import EngineError
from course.engine.images import NGINX, SHELL, Builder, Recipe, Report, silent
from course.engine.lifecycle import Lifecycle
from course.engine.recorder import Recorder, since_file
from course.engine.state import claim_folder
from course.engine.sweep import sweep
from course.engine.tail import remembered_events


class HostEngine(Lifecycle):
    """The engine that DOCKER_HOST or the current docker context names, used for exercises and left as it was.

    It refuses to begin where containers already bear names of the exercises, labels nothing that it did not make,
    and removes at the end only what its journal saw being created.
    """

    def __init__(self, names: Collection[str], report: Report = silent) -> None:
        self.names = frozenset(names)
        self.report = report
        self._recorder: Recorder | None = None
        self._client: docker.DockerClient | None = None

    def start(self) -> Access:
        """Begin to watch it. Raises EngineError when it does not answer or is in use by the exercises' names."""
        self._client = outer.connect()
        version = self._client.version()
        self.report(
            f"using the Docker Engine {version['Version']} at {outer.address()}, which is not disposable"
        )
        self._refuse_names_in_use()
        builder = Builder(self._client, self.report)
        missing = [recipe for recipe in (SHELL, NGINX) if not builder.id_of(recipe.name)]
        for recipe in missing:
            builder.build(recipe)
        _, folder = claim_folder(sweep(self._client))
        self.access = self._describe(folder)
        try:
            self._watch(missing)
        except BaseException:
            self.stop()
            raise
        return self.access

    def stop(self) -> None:
        """Remove what was created since the start, and nothing else. May be called twice."""
        if self._recorder is not None and self._client is not None:
            assert self.access
            # What happened in this moment may not be written yet; the engine itself still remembers it.
            since = since_file(self.access).read_text().strip()
            newest = remembered_events(self._client, self.access, since)
            self._recorder.stop()
            self._recorder = None
            remove_created(self._client, [*self.access.journal.read_bytes().splitlines(), *newest])
        if self.access is not None:
            shutil.rmtree(self.access.folder, ignore_errors=True)
            self.access = None
        if self._client is not None:
            self._client.close()
            self._client = None

    def _describe(self, folder: Path) -> Access:
        assert self._client
        info = self._client.info()
        return Access(
            folder=folder,
            docker_host=outer.address(),
            tls=_certificates(),
            kind="host",
            container=None,
            suite="host",
            cgroup=f"v{info.get('CgroupVersion', '1')}",
        )

    def _watch(self, missing: list[Recipe]) -> None:
        assert self.access and self._client
        self._recorder = Recorder(self.access)
        self._recorder.start()
        for recipe in missing:  # after the journal began, so that it sees which names have to go again
            self._client.images.get(recipe.tag).tag(recipe.name, "latest")
        self.access.save()

    def _refuse_names_in_use(self) -> None:
        assert self._client
        taken = [
            name[1:]
            for row in self._client.api.containers(all=True)
            for name in row["Names"]
            if name[1:] in self.names
        ]
        if taken:
            raise EngineError(
                f"the engine at {outer.address()} already holds {', '.join(sorted(taken))}: names that the "
                "exercises use. Remove or rename them, or use a disposable engine (--engine disposable)"
            )


def remove_created(client: docker.DockerClient, journal: list[bytes]) -> None:
    """Remove the containers, networks, volumes and image names whose creation stands in the journal."""
    events = [json.loads(line) for line in journal]
    # Engines and kernels are removed by those who made them, which may be another process.
    events = [event for event in events if outer.OWNER not in event.get("Actor", {}).get("Attributes", {})]
    created: dict[str, list[str]] = {"container": [], "network": [], "volume": [], "image": []}
    for event in events:
        kind, action, actor = event.get("Type"), event.get("Action"), event.get("Actor", {})
        if kind in ("container", "network", "volume") and action == "create":
            created[kind].append(actor["ID"])
        elif kind == "image" and action in ("tag", "commit", "pull", "load", "import", "build"):
            created["image"].append(actor.get("Attributes", {}).get("name") or actor["ID"])
    for container in created["container"]:
        with suppress(docker.errors.NotFound):
            client.api.remove_container(container, force=True, v=True)
    for network in created["network"]:
        with suppress(docker.errors.NotFound):
            client.api.remove_network(network)
    for volume in created["volume"]:
        with suppress(docker.errors.NotFound):
            client.api.remove_volume(volume)
    for image in created["image"]:
        with suppress(docker.errors.APIError):  # gone already, or still in use by what is not ours
            client.api.remove_image(image, noprune=True)


def _certificates() -> Path | None:
    """Where docker's own variables say that the certificates for DOCKER_HOST are."""
    folder = os.environ.get("DOCKER_CERT_PATH")
    return Path(folder) if folder and os.environ.get("DOCKER_TLS_VERIFY") else None
