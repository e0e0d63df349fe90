"""An engine that is there already: for a machine that is thrown away, such as a CI runner's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

import docker

from course.engine import outer
from course.engine.access import Access
from course.engine.errors import EngineError
from course.engine.images import NGINX, SHELL, Builder, Recipe, Report, silent
from course.engine.lifecycle import Lifecycle
from course.engine.recorder import Recorder, begin_anew, since_file
from course.engine.state import claim_folder
from course.engine.sweep import sweep
from course.engine.tail import remembered_events
from course.language import Text, current_language

NAMES_TAKEN = Text(
    ko="{address}의 엔진에는 연습에서 쓰는 이름의 컨테이너가 이미 있습니다: {names}. 지우거나 이름을 바꾸세요. "
    "쓰고 버리는 엔진(--engine disposable)을 써도 됩니다",
    en="the engine at {address} already holds {names}: names that the exercises use. "
    "Remove or rename them, or use a disposable engine (--engine disposable)",
)
USING = Text(
    ko="{address}의 Docker Engine {version}을(를) 그대로 씁니다. 쓰고 버리는 엔진이 아니므로, 지금부터 끝날 때까지 "
    "그 엔진에 생긴 것은 누가 만들었든 마지막에 지웁니다",
    en="using the Docker Engine {version} at {address}, which is not disposable: whatever is created on it "
    "from now until the end, by whomever, is removed at the end",
)
LEFT = Text(ko="지우지 못했습니다: {what}", en="could not be removed: {what}")
MAKES_IMAGES = ("tag", "commit", "pull", "load", "import", "build")


class HostEngine(Lifecycle):
    """The engine that DOCKER_HOST or the current docker context names, used for exercises and left as it was.

    It refuses to begin where containers already bear names of the exercises, labels nothing that it did not make,
    and removes at the end only what its journal saw being created.
    """

    def __init__(self, names: Collection[str], report: Report = silent) -> None:
        self.names = frozenset(names)
        self.report = report
        self._folder: Path | None = None
        self._missing: list[Recipe] = []
        self._tags: set[str] = set()
        self._recorder: Recorder | None = None
        self._client: docker.DockerClient | None = None

    def restart(self) -> Access:
        """Take away what was created since the start, and begin anew with a new journal."""
        if self.access is None:
            raise EngineError("this engine is not in use, so it cannot be renewed")
        try:
            self._put_back()
            begin_anew(self.access)
            self._watch()
        except BaseException:
            self.stop()
            raise
        return self.access

    def stop(self) -> None:
        """Remove what was created since the start, and nothing else. May be called twice."""
        try:
            self._put_back()
        finally:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
            if self._client is not None:
                self._client.close()
                self._client = None

    def _start(self) -> Access:
        """Begin to watch it. Raises EngineError when it does not answer or is in use by the exercises' names."""
        self._client = outer.connect()
        using = USING.format(address=outer.address(), version=self._client.version()["Version"])
        self.report(using.of(current_language()))
        self._refuse_names_in_use()
        builder = Builder(self._client, self.report)
        self._missing = [recipe for recipe in (SHELL, NGINX) if not builder.id_of(recipe.name)]
        for recipe in self._missing:
            builder.build(recipe)
        _, self._folder = claim_folder(sweep(self._client))
        images = {
            recipe.name: builder.id_of(recipe.name) or builder.id_of(recipe.tag) for recipe in (SHELL, NGINX)
        }
        self.access = self._describe(self._folder, images)
        self._tags = {tag for image in self._client.images.list() for tag in image.tags}
        self._watch()
        return self.access

    def _put_back(self) -> None:
        if self._recorder is None or self._client is None or self.access is None:
            return
        recorder, self._recorder = self._recorder, None
        try:
            # What happened in this moment may not be written yet; the engine itself still remembers it.
            since = since_file(self.access).read_text().strip()
            newest = remembered_events(self._client, self.access, since)
        finally:
            recorder.stop()
        lines = [*self.access.journal.read_bytes().splitlines(), *newest]
        for sentence in remove_created(self._client, lines, self._tags):
            self.report(LEFT.format(what=sentence).of(current_language()))

    def _describe(self, folder: Path, images: dict[str, str]) -> Access:
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
            images=images,
        )

    def _watch(self) -> None:
        assert self.access and self._client
        self._recorder = Recorder(self.access)
        self._recorder.start()
        for recipe in self._missing:  # after the journal began, so that it sees which names have to go again
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
            raise EngineError(NAMES_TAKEN.format(address=outer.address(), names=", ".join(sorted(taken))))


def remove_created(
    client: docker.DockerClient, journal: list[bytes], kept_tags: Collection[str]
) -> list[str]:
    """Remove the containers, networks, volumes and image names whose creation stands in the journal, except images
    that had one of `kept_tags` before; returns a sentence for each that could not be removed.
    """
    events = [json.loads(line) for line in journal]
    # Engines and kernels are removed by those who made them, which may be another process.
    events = [event for event in events if outer.OWNER not in event.get("Actor", {}).get("Attributes", {})]
    left = []
    for kind, remove in (
        ("container", partial(client.api.remove_container, force=True, v=True)),
        ("network", client.api.remove_network),
        ("volume", client.api.remove_volume),
        ("image", partial(client.api.remove_image, noprune=True)),
    ):
        for name in _created(events, kind):
            if kind == "image" and name in kept_tags:
                continue
            try:
                remove(name)
            except docker.errors.NotFound:
                continue
            except docker.errors.APIError as error:
                left.append(f"{kind} {name}: {error.explanation or error}")
    return left


def _created(events: list[dict[str, Any]], kind: str) -> list[str]:
    """Ids (of images: names, where they have one) of what was made, oldest first, each once."""
    actions = MAKES_IMAGES if kind == "image" else ("create",)
    actors = [each["Actor"] for each in events if each.get("Type") == kind and each.get("Action") in actions]
    if kind == "image":
        names = [actor.get("Attributes", {}).get("name") or actor["ID"] for actor in actors]
    else:
        names = [actor["ID"] for actor in actors]
    return list(dict.fromkeys(names))


def _certificates() -> Path | None:
    """Where docker's own variables say that the certificates for DOCKER_HOST are."""
    folder = os.environ.get("DOCKER_CERT_PATH")
    return Path(folder) if folder and os.environ.get("DOCKER_TLS_VERIFY") else None
