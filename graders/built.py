"""Images that a learner built, and how a container of one ends."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from docker.errors import APIError

from course.checks import Text, eventually, fail, require
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
        names = sorted(
            name.removesuffix(":latest") for found in engine.image_names().values() for name in found
        )
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
    other_runs: bool
    """Whether one like it, started with it and never told to stop, still runs."""

    def describe(self) -> Text:
        seconds, code = f"{self.seconds:.1f}", self.after.exit_code
        processes = "; ".join(f"{process.pid} {process.args}" for process in self.before)
        return Text(
            ko=f"`docker stop`에 {seconds}초, 종료 코드 {code}. 그 전의 프로세스: {processes}",
            en=f"`docker stop` took {seconds} s, exit code {code}. The processes before it: {processes}",
        )


@contextmanager
def started(engine: EngineView, image: str) -> Iterator[tuple[Experiment, Experiment]]:
    """Two containers of a learner's image, as `docker run -d IMAGE` makes them: one to stop, one to compare with.

    The `error` of one says why it does not run.
    """
    with engine.experiment(image) as other, engine.experiment(image) as trial:
        for each in (other, trial):
            try:
                each.start()
            except APIError:
                if each.look().exit_code not in CANNOT_RUN:
                    raise
        yield trial, other


def stop(engine: EngineView, trial: Experiment, other: Experiment, grace: int = GRACE) -> Ending:
    """Stop one as `docker stop -t GRACE` does, and see how it takes it. Raises NotRunning."""
    before = processes_inside(engine, trial.look())
    began = time.monotonic()
    trial.api.stop(trial.id, timeout=grace)
    seconds = time.monotonic() - began
    ended = eventually(trial.look, lambda box: not box.running)
    killed = engine.journal.of(trial.id).got_signal(SIGKILL)
    lines = [line for _, line in ended.log_lines()]
    return Ending(before, ended, seconds, killed, lines, other_runs=other.look().running)


def require_ended_by_stop(ending: Ending) -> None:
    """Fail where it ends anyway, told to stop or not."""
    require(
        ending.other_runs,
        expected=Text(
            ko="`docker stop`을 받을 때까지 계속 도는 컨테이너",
            en="a container that runs on until `docker stop`",
        ),
        seen=Text(
            ko="함께 시작한 또 하나는 아무도 멈추지 않았는데 끝났습니다",
            en="another one, started with it, ended without being stopped",
        ),
        hint=Text(
            ko="시간이 지나면 스스로 끝나는 부분을 지우세요. 시그널을 받은 서비스가 끝나야 합니다.",
            en="Take out what ends it after a time: it is the signal that has to end it.",
        ),
    )
