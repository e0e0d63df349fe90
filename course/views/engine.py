"""One engine, for looking at."""

from __future__ import annotations

import difflib
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from docker.errors import ImageNotFound, NotFound

from course.engine import Access, outer
from course.engine.experiments import remembered
from course.language import Text
from course.views.container import ContainerView
from course.views.errors import ImagesChanged, MissingImage, NoSuchContainer
from course.views.experiment import Experiment, experiment
from course.views.image import Image
from course.views.journal import Journal
from course.views.volume import Volume

NEARLY = 0.83
"""How alike two names are that one slip of the finger made of each other; no two exercises' names are."""


class EngineView:
    """The containers, images, volumes and the journal of one engine, without the checks' own experiments.

    Raises docker's and requests' own errors when the engine is gone. Use it in a `with`, which raises ImagesChanged
    in the end where an experiment was made with images that somebody had tampered with; or close it.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self.client: Any = access.client()
        self._experimented = False

    def __enter__(self) -> EngineView:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if self._experimented and error is None and (changed := self.access.changes_of_images()):
            raise ImagesChanged(changed)

    def close(self) -> None:
        """Give back the connection."""
        self.client.close()

    @property
    def journal(self) -> Journal:
        """All that the engine did up to now. Raises JournalBehind."""
        return Journal(self.access, self.client)

    def container(self, name: str, making: Text | None = None) -> ContainerView:
        """The container that bears exactly this name.

        Raises NoSuchContainer, which knows near names, and tells with `making` how to make it.
        """
        try:
            found = self._view(self.client.api.inspect_container(name))
        except NotFound:
            raise self._no_such(name, making) from None
        if found.name != name:  # inspect also answers to an id and its beginning
            raise self._no_such(name, making)
        return found

    def containers(self, all: bool = True) -> list[ContainerView]:
        """All containers, or (`all=False`) the ones `docker ps` lists: running and paused."""
        views = []
        for row in self._rows(all):
            try:
                views.append(self._view(self.client.api.inspect_container(row["Id"])))
            except NotFound:  # removed in this moment
                continue
        return views

    def names(self, all: bool = True) -> list[str]:
        """The names `docker ps -a` (or, `all=False`, `docker ps`) lists, sorted."""
        return sorted(_name(row) for row in self._rows(all))

    def image(self, reference: str) -> Image:
        """`nginx` and `shell` are the engine's own, whatever bears those names now. Raises MissingImage."""
        try:
            return Image(self.client.api.inspect_image(self.access.images.get(reference, reference)))
        except ImageNotFound:
            raise MissingImage(reference) from None

    def volume(self, name: str) -> Volume:
        """Raises docker.errors.NotFound."""
        return Volume(self.client.api.inspect_volume(name))

    def volumes(self) -> list[Volume]:
        return [Volume(row) for row in self.client.api.volumes()["Volumes"] or []]

    def image_names(self) -> dict[str, list[str]]:
        """{id: names, such as `nginx:latest`} of all images; those without a name have none."""
        # 20.10 calls what has no name, as after a newer build took it, `<none>:<none>`.
        return {
            row["Id"]: [name for name in row.get("RepoTags") or [] if name != "<none>:<none>"]
            for row in self.client.api.images()
        }

    def experiment(
        self, image: str = "nginx", command: list[str] | None = None, **options: Any
    ) -> AbstractContextManager[Experiment]:
        """A created container of the check's own: random name, label `course.check`, always removed.

        `options` go to docker-py's create_container. Raises MissingImage.
        """
        self._experimented = True
        return experiment(self.client, self.access, image, command, options)

    def _rows(self, all: bool) -> list[dict[str, Any]]:
        # On the machine's own engine, what the course itself runs there is none of the learner's business.
        hidden = {outer.OWNER} if self.access.kind == "host" else set()
        rows = self.client.api.containers(all=all)
        ours = remembered(self.access.folder)
        return [
            row for row in rows if row["Id"] not in ours and not hidden & (row.get("Labels") or {}).keys()
        ]

    def _view(self, attributes: dict[str, Any]) -> ContainerView:
        return ContainerView(attributes, self.client, self.access)

    def _no_such(self, name: str, making: Text | None) -> NoSuchContainer:
        rows = sorted(self._rows(all=True), key=_name)
        near = difflib.get_close_matches(name, [_name(row) for row in rows], n=3, cutoff=NEARLY)
        removed = any(history.removed for history in self.journal.bearers(name))
        existing = [f"{_name(row)} ({row['State']})" for row in rows]
        return NoSuchContainer(name, near, existing, removed, making)

    def __repr__(self) -> str:
        return f"engine {self.access.docker_host}: {', '.join(self.names()) or 'no containers'}"


def _name(row: dict[str, Any]) -> str:
    # A linked container lists `/other/alias` as well; its own name has one slash.
    return next((str(name)[1:] for name in row["Names"] if name.count("/") == 1), str(row["Id"])[:12])
