"""Images that a learner built, and how a container of one ends."""

from __future__ import annotations

import difflib
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from docker.errors import APIError

from course.checks import Text, eventually, fail, require
from course.views import ContainerView, EngineView, Experiment, Image, MissingImage, ProcessTable
from course.views.files import read_file
from course.views.inside import processes_inside

SIGKILL = 9
CANNOT_RUN = (126, 127)  # the exit codes that Docker gives for a command that is no program, or is not there
GRACE = 3  # seconds; what the exercises' own cells give
SHELLS = ("sh", "dash", "bash", "busybox", "ash")


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


def require_built_from(image: Image, dockerfile: object) -> None:
    """Fail where the image has another CMD or ENTRYPOINT than the text of the learner's Dockerfile says."""
    if not isinstance(dockerfile, str):
        return
    for key, said in commands_of(dockerfile).items():
        has = [str(word) for word in image.config.get(key) or []]
        require(
            has == said if isinstance(said, list) else " ".join(has[-1:]).split() == said.split(),
            expected=Text(
                ko="지금의 Dockerfile로 빌드한 이미지",
                en="an image that was built from the Dockerfile as it is now",
            ),
            seen=Text(
                ko=f"이미지에는 {has}, Dockerfile에는 {said}",
                en=f"the image has {has}, the Dockerfile {said}",
            ),
            hint=_BUILD_AGAIN,
        )


_BUILD_AGAIN = Text(
    ko="이미지는 고치기 전의 것입니다. 고친 셀을 실행한 다음, 빌드하는 셀도 다시 실행하세요. 빌드가 "
    "실패했다면 출력의 마지막 줄에 이유가 있습니다.",
    en="The image is from before your change. Run the cell that you changed, and then the one that builds. "
    "Where the build fails, its last line says why.",
)


def commands_of(dockerfile: str) -> dict[str, list[str] | str]:
    """{"Cmd" or "Entrypoint": what the last such line says}: the words in exec form, the line in shell form."""
    text = re.sub(r"(?m)^[ \t]*#.*\n", "", dockerfile)
    said: dict[str, list[str] | str] = {}
    for line in re.sub(r"\\[ \t]*\n", "", text).splitlines():
        instruction, _, rest = line.strip().partition(" ")
        if instruction.upper() in ("CMD", "ENTRYPOINT"):
            said[instruction.capitalize()] = _words(rest)
    return said


def _words(said: str) -> list[str] | str:
    try:
        words = json.loads(said)
    except ValueError:
        return said
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else said


def is_of_a_shell(command: list[str]) -> bool:
    """Whether it is a shell that is given a line with `-c`, as the shell form has it."""
    shell = bool(command) and command[0].rsplit("/", 1)[-1] in SHELLS
    return shell and any(re.fullmatch(r"-[a-z]*c", word) for word in command[1:3])


def require_script(engine: EngineView, image: str, path: str, written: object) -> str:
    """The script at `path` in an image; fails where it is not (any more) what the learner has written."""
    with engine.experiment(image) as look:
        file = read_file(engine, look.id, path)
    text = file.text if file else ""
    require(
        not isinstance(written, str) or text.strip() == written.strip(),
        expected=Text(
            ko=f"지금의 스크립트가 `{path}`인 이미지", en=f"an image with the script as it is now in `{path}`"
        ),
        seen=Text(ko=f"`{image}`의 `{path}`: {text!r}", en=f"`{path}` of `{image}`: {text!r}"),
        hint=_BUILD_AGAIN,
    )
    return text


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
def started(
    engine: EngineView, image: str, files: Mapping[str, str] | None = None
) -> Iterator[tuple[Experiment, Experiment]]:
    """Two containers of a learner's image, as `docker run -d IMAGE` makes them: one to stop, one to compare with.

    `files` are put in the place of the image's own ({path: text}). The `error` of one says why it does not run.
    """
    with engine.experiment(image) as other, engine.experiment(image) as trial:
        for each in (other, trial):
            for path, text in (files or {}).items():
                each.replace(path, text)
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
