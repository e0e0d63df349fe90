"""A container of a check's own, to see what the engine does with it."""

from __future__ import annotations

import contextlib
import io
import secrets
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from requests.exceptions import RequestException

from course.engine import Access
from course.engine.executing import run_inside
from course.engine.experiments import remember
from course.engine.outer import CHECK_LABEL
from course.views.container import ContainerView
from course.views.errors import MissingImage

CONFLICT = 409
SECONDS = 15
"""How long a command of a check may take; each is written so that it ends sooner by itself."""


class Experiment:
    """The one place where a check changes something; never the learner's containers."""

    def __init__(self, id: str, client: Any, access: Access) -> None:
        self.id = id
        self.api = client.api
        self._client = client
        self._access = access

    def look(self) -> ContainerView:
        """The container as it is now."""
        return ContainerView(self.api.inspect_container(self.id), self._client, self._access)

    def start(self) -> None:
        self.api.start(self.id)

    def pause(self) -> None:
        self.api.pause(self.id)

    def replace(self, path: str, text: str) -> None:
        """Put another text into a file that its image has; where there is none, none is made."""
        try:
            parts, found = self.api.get_archive(self.id, path)
        except NotFound:
            return
        parts.close()
        folder, _, name = path.rpartition("/")
        content = text.encode()
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), found["mode"] & 0o777
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.addfile(member, io.BytesIO(content))
        self.api.put_archive(self.id, folder or "/", packed.getvalue())

    def exec(self, command: list[str]) -> None:
        """Run a command in it to its end. Raises docker.errors.APIError."""
        run_inside(self.api, self.id, command)

    def run(self) -> tuple[int, list[str]]:
        """Start it and wait for its end, at most 15 s: (exit code, lines that it printed).

        Raises docker.errors.APIError where it cannot be started, requests' own errors where it does not end.
        """
        self.start()
        code = int(self.api.wait(self.id, timeout=SECONDS)["StatusCode"])
        return code, [text for _, text in self.look().log_lines()]

    def refuses(self, call: Callable[[str], object]) -> bool:
        """Whether the engine refuses `call(id)` because of the state the container is in (HTTP 409)."""
        try:
            call(self.id)
        except APIError as error:
            if error.status_code == CONFLICT:
                return True
            raise
        return False


@contextmanager
def experiment(
    client: Any, access: Access, image: str, command: list[str] | None, options: dict[str, Any]
) -> Iterator[Experiment]:
    """A created container with a random name, removed in any case. Raises MissingImage.

    `nginx` and `shell` are the engine's own, whatever bears those names now.
    """
    try:
        made = client.api.create_container(
            access.images.get(image, image),
            command,
            name=f"course-check-{secrets.token_hex(6)}",
            labels={CHECK_LABEL: "1"},
            healthcheck={"test": ["NONE"]},  # an image's own would act in the middle of the experiment
            **options,
        )
    except ImageNotFound:
        raise MissingImage(image) from None
    remember(access.folder, made["Id"])
    try:
        yield Experiment(made["Id"], client, access)
    finally:
        # An engine that has gone took the container with it.
        with contextlib.suppress(DockerException, RequestException):
            client.api.remove_container(made["Id"], force=True, v=True)
