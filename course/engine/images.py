"""Images: which ones there are, what they are made from, and making what is missing."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import requests

from course.engine import outer
from course.engine.errors import EngineError

RECIPES = Path(__file__).parent / "images"
SUITES = {"bookworm": "20.10", "trixie": "26.1", "forky": "28.5"}
"""Debian suites an engine can come from, with the version of Docker Engine each carries."""
DEFAULT_SUITE = "trixie"
EXERCISE_IMAGES = ("nginx", "shell")
"""Names under which every engine holds the exercise images."""

RECIPE_LABEL = f"{outer.LABEL}.recipe"

Report = Callable[[str], None]
"""Called with a line of progress, such as `nginx: Step 3/9 : RUN …`."""


def silent(_line: str) -> None:
    """A Report for callers who show nothing."""


@dataclass(frozen=True)
class Recipe:
    """One image: its name here, its Dockerfile and what it is built on."""

    name: str
    folder: str
    dockerfile: str = "Dockerfile"
    suite: str = DEFAULT_SUITE
    needs: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        return tag(self.name)


def tag(name: str) -> str:
    """The name of one of our images on the outer engine."""
    return f"{outer.LABEL}/{name}" if ":" in name else f"{outer.LABEL}/{name}:latest"


def engine_image(suite: str) -> str:
    """The image that an engine of `suite` runs from. Raises EngineError for a suite that is not there."""
    if suite not in SUITES:
        raise EngineError(f"there is no engine suite {suite!r}; there are {', '.join(SUITES)}")
    return tag(f"engine:{suite}")


SHELL = Recipe("shell", "exercises", "shell.Dockerfile")
NGINX = Recipe("nginx", "exercises", "nginx.Dockerfile", needs=("shell",))
KERNEL = Recipe("kernel", "kernel")


def empty_engine(suite: str) -> Recipe:
    """An engine of `suite` without the exercise images."""
    return Recipe(f"engine-empty:{suite}", "engine", suite=suite)


class Builder:
    """Makes images on the outer engine; what is there from the same recipe is left alone."""

    def __init__(self, client: docker.DockerClient, report: Report = silent) -> None:
        self.client = client
        self.report = report

    def is_current(self, recipe: Recipe) -> bool:
        """True when the image is there and was made from the recipe as it is now."""
        return self.label(recipe.tag) == self._fingerprint(recipe)

    def build(self, recipe: Recipe) -> None:
        """Build one image, unless it is there. Raises EngineError with the end of the build's output."""
        base = self.base(recipe.suite)
        fingerprint = self._fingerprint(recipe)
        if self.label(recipe.tag) == fingerprint:
            return
        arguments = {"BASE": base} | {f"{name.upper()}_IMAGE": tag(name) for name in recipe.needs}
        self._run_build(
            recipe.name,
            tag=recipe.tag,
            path=str(RECIPES / recipe.folder),
            dockerfile=recipe.dockerfile,
            buildargs=arguments,
            labels={RECIPE_LABEL: fingerprint},
        )

    def add_layer(self, name: str, base: str, target: str, content: Path, fingerprint: str) -> None:
        """Build `name` as `base` with the file `content` at `target`."""
        context = io.BytesIO()
        with tarfile.open(fileobj=context, mode="w") as archive:
            archive.add(content, arcname="content")
            dockerfile = f"FROM {base}\nCOPY content {target}\n".encode()
            entry = tarfile.TarInfo("Dockerfile")
            entry.size = len(dockerfile)
            archive.addfile(entry, io.BytesIO(dockerfile))
        context.seek(0)
        self._run_build(
            name, tag=tag(name), fileobj=context, custom_context=True, labels={RECIPE_LABEL: fingerprint}
        )

    def base(self, suite: str) -> str:
        """The tag of a Debian base image of `suite`; pulled where a registry answers, else bootstrapped."""
        name = tag(f"base:{suite}")
        if self._exists(name):
            return name
        official = f"debian:{suite}-slim"
        if not self._exists(official):
            self._pull(official)
        if self._exists(official):
            self.client.images.get(official).tag(name)
        else:
            self._bootstrap(suite, name)
        return name

    def _pull(self, reference: str) -> None:
        self.report(f"base: asking a registry for {reference}")
        try:
            for message in self.client.api.pull(reference, stream=True, decode=True):
                if "error" in message:
                    raise docker.errors.DockerException(message["error"])
        except (docker.errors.DockerException, requests.RequestException) as error:
            self.report(f"base: no registry answers ({str(error).splitlines()[0][:120]})")

    def _bootstrap(self, suite: str, name: str) -> None:
        if shutil.which("mmdebstrap") is None:
            raise EngineError(
                f"debian:{suite}-slim could not be pulled and mmdebstrap is not installed here: "
                "run `course doctor --fix`, or connect to an image registry"
            )
        self.report(f"base: bootstrapping Debian {suite} from packages")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "root.tar")
            # A testing suite's Release file may have expired; its signature is checked all the same.
            command = ["mmdebstrap", "--variant=minbase", '--aptopt=Acquire::Check-Valid-Until "false"']
            output: list[str] = []
            with subprocess.Popen([*command, suite, str(root)], stderr=subprocess.PIPE, text=True) as process:
                assert process.stderr is not None
                for line in process.stderr:
                    output.append(line)
                    if line.startswith("I: "):
                        self.report(f"base: Debian {suite}: {line[3:].strip()}")
            if process.returncode != 0:
                raise EngineError(f"mmdebstrap could not make Debian {suite}:\n{_tail(*output)}")
            repository, _, version = name.rpartition(":")
            self.client.api.import_image_from_file(str(root), repository=repository, tag=version)

    def _run_build(self, name: str, **arguments: Any) -> None:
        output: list[str] = []
        stream: Iterator[dict[str, Any]] = self.client.api.build(
            decode=True, rm=True, forcerm=True, **arguments
        )
        for message in stream:
            text = str(message.get("stream", "")).rstrip()
            output.append(text)
            if text.startswith("Step "):
                self.report(f"{name}: {text}")
            if "error" in message:
                raise EngineError(
                    f"the image {name} could not be built: {message['error']}\n{_tail(*output)}"
                )

    def _fingerprint(self, recipe: Recipe) -> str:
        """Changes when a file of the recipe, the base or an image it needs changes."""
        digest = hashlib.sha256()
        for file in sorted((RECIPES / recipe.folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(RECIPES)).encode() + b"\0" + file.read_bytes())
        for reference in (tag(f"base:{recipe.suite}"), *(tag(name) for name in recipe.needs)):
            digest.update(self.id_of(reference).encode())
        return digest.hexdigest()

    def _exists(self, reference: str) -> bool:
        return bool(self.id_of(reference))

    def id_of(self, reference: str) -> str:
        try:
            return str(self.client.images.get(reference).id)
        except docker.errors.ImageNotFound:
            return ""

    def label(self, reference: str) -> str | None:
        try:
            labels = self.client.images.get(reference).labels
        except docker.errors.ImageNotFound:
            return None
        return str(labels.get(RECIPE_LABEL))


def _tail(*lines: str, count: int = 20) -> str:
    return "\n".join("\n".join(lines).splitlines()[-count:])
