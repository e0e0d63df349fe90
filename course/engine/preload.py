"""Everything an engine runs from: the images of this machine, and an engine image that holds the exercise images.

Loading images into each new engine would cost half a second each time. So it is done once for a suite: an engine
loads them, its image store is put away as an archive, and every later engine unpacks that before it starts.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path

import docker

from course.engine import outer
from course.engine.access import Access
from course.engine.engine import Engine
from course.engine.errors import EngineError
from course.engine.executing import STDOUT, frames_of
from course.engine.images import (
    DEFAULT_SUITE,
    EXERCISE_IMAGES,
    KERNEL,
    NGINX,
    SHELL,
    Builder,
    Report,
    empty_engine,
    engine_image,
    silent,
    tag,
)

# In the engine's container, as root of the engine's user namespace, which is entered by way of dockerd. Only the
# image store is taken; names, networks and keys are each engine's own.
ARCHIVE = "exec nsenter --target $(pgrep -x dockerd) --user --mount tar -C /data/docker -cf - image overlay2"


def images_built(suites: Iterable[str] = (DEFAULT_SUITE,)) -> dict[str, bool]:
    """{image: whether it is there, from the recipe as it is now}. Raises EngineError without an outer engine."""
    client = outer.connect()
    try:
        builder = Builder(client)
        built = {recipe.tag: builder.is_current(recipe) for recipe in (SHELL, NGINX, KERNEL)}
        return built | {engine_image(suite): _is_preloaded(builder, suite) for suite in suites}
    finally:
        client.close()


def build_images(suites: Iterable[str] = (DEFAULT_SUITE,), report: Report = silent) -> None:
    """Make every image that is missing or out of date; does nothing where all are there.

    Raises EngineError when one cannot be made; what was made before stays and is not made again.
    """
    client = outer.connect(timeout=600)
    try:
        builder = Builder(client, report)
        for recipe in (SHELL, NGINX, KERNEL):
            builder.build(recipe)
        for suite in suites:
            builder.build(empty_engine(suite))
            if not _is_preloaded(builder, suite):
                _preload(builder, suite)
    finally:
        client.close()


def _is_preloaded(builder: Builder, suite: str) -> bool:
    return builder.is_current(empty_engine(suite)) and builder.label(engine_image(suite)) == _recipe(
        builder, suite
    )


def _recipe(builder: Builder, suite: str) -> str:
    """Changes when the engine or an exercise image changes."""
    parts = [builder.id_of(reference) for reference in (empty_engine(suite).tag, SHELL.tag, NGINX.tag)]
    return hashlib.sha256("\n".join([ARCHIVE, *parts]).encode()).hexdigest()


def _preload(builder: Builder, suite: str) -> None:
    builder.report(f"engine:{suite}: starting it once, to load the exercise images")
    with tempfile.TemporaryDirectory() as folder:
        images, store = Path(folder, "images.tar"), Path(folder, "store.tar")
        _save_exercise_images(builder.client, images)
        with Engine(suite=suite, image=empty_engine(suite).tag, purpose="build") as access:
            _load(access, images)
            assert access.container
            _archive(builder.client, access.container, store)
        builder.add_layer(
            f"engine:{suite}",
            empty_engine(suite).tag,
            "/engine/preloaded.tar",
            store,
            _recipe(builder, suite),
        )


def _save_exercise_images(client: docker.DockerClient, target: Path) -> None:
    """One archive with all of them; layers that they share stand in it once (docker-py saves one image only)."""
    answer = client.api.get(
        f"{client.api.base_url}/v{client.api.api_version}/images/get",
        params={"names": [tag(name) for name in EXERCISE_IMAGES]},
        stream=True,
    )
    answer.raise_for_status()
    with target.open("wb") as file:
        for chunk in answer.iter_content(1 << 20):
            file.write(chunk)


def _load(access: Access, images: Path) -> None:
    """Load them, under the names that they have in an engine and no others."""
    client = access.client(timeout=120)
    try:
        with images.open("rb") as file:
            client.images.load(file)
        for name in EXERCISE_IMAGES:
            client.images.get(tag(name)).tag(name, "latest")
            client.images.remove(tag(name))
    finally:
        client.close()


def _archive(client: docker.DockerClient, container: str, target: Path) -> None:
    made = client.api.exec_create(container, ["sh", "-c", ARCHIVE], user="0")
    complaints = b""
    with target.open("wb") as file:
        for stream, printed in frames_of(client.api, made["Id"]):
            if stream == STDOUT:
                file.write(printed)
            else:
                complaints += printed
    code = client.api.exec_inspect(made["Id"])["ExitCode"]
    if code != 0:
        raise EngineError(f"the image store could not be archived (exit {code}): {complaints.decode()}")
