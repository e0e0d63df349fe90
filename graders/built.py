"""Images that a learner built, and how a container of one ends."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from docker.errors import APIError

from course.checks import Text, eventually, fail
from course.views import ContainerView, EngineView, Experiment, Image, MissingImage, ProcessTable
from course.views.inside import processes_inside

SIGKILL = 9
CANNOT_RUN = (126, 127)  # the exit codes that Docker gives for a command that is no program, or is not there
GRACE = 3  # seconds; what the exercises' own cells give


def require_built(engine: EngineView, name: str) -> Image:
    """The image of that name; fails with near names, and with how an image is built."""
    try:
        return engine.image(name)
    except MissingImage:
        tags = [tag for row in engine.client.api.images() for tag in row.get("RepoTags") or []]
        names = sorted(tag.removesuffix(":latest") for tag in tags)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.8)
    build = Text(
        ko=f"`docker build`의 `-t {name}`이 이름을 정합니다. 빌드가 실패했다면 출력의 마지막 줄에 이유가 "
        "있습니다.",
        en=f"`-t {name}` of `docker build` gives the name. Where the build failed, its last line says why.",
    )
    rename = [
        Text(ko=f"이름이 조금 다릅니다: `{name}`.", en=f"The name is slightly off: `{name}`.")
        for name in near
    ]
    fail(
        expected=Text(ko=f"이름이 `{name}`인 이미지", en=f"an image named `{name}`"),
        seen=Text(ko=f"있는 이미지: {', '.join(names)}", en=f"the images are {', '.join(names)}"),
        hint=rename[0] + build if rename else build,
    )


@dataclass(frozen=True)
class Ending:
    """What `docker stop` made of a container."""

    before: ProcessTable
    """Its processes when it was told to stop, as seen from inside."""
    after: ContainerView
    seconds: float
    killed: bool
    """Whether the grace time went by, so that SIGKILL had to end it."""
    lines: list[str]
    """All it ever printed."""

    def describe(self) -> Text:
        seconds, code = f"{self.seconds:.1f}", self.after.exit_code
        processes = "; ".join(f"{process.pid} {process.args}" for process in self.before)
        return Text(
            ko=f"`docker stop`에 {seconds}초, 종료 코드 {code}. 그 전의 프로세스: {processes}",
            en=f"`docker stop` took {seconds} s, exit code {code}. The processes before it: {processes}",
        )


@contextmanager
def started(engine: EngineView, image: str) -> Iterator[Experiment]:
    """A container of a learner's image, as `docker run -d IMAGE` makes it; its `error` says why it does not run."""
    with engine.experiment(image) as trial:
        try:
            trial.start()
        except APIError:
            if trial.look().exit_code not in CANNOT_RUN:
                raise
        yield trial


def stop(engine: EngineView, trial: Experiment, grace: int = GRACE) -> Ending:
    """Stop it as `docker stop -t GRACE` does, and see how it takes it. Raises NotRunning."""
    before = processes_inside(engine, trial.look())
    began = time.monotonic()
    trial.api.stop(trial.id, timeout=grace)
    seconds = time.monotonic() - began
    ended = eventually(trial.look, lambda box: not box.running)
    killed = engine.journal.of(trial.id).got_signal(SIGKILL)
    return Ending(before, ended, seconds, killed, [line for _, line in ended.log_lines()])
