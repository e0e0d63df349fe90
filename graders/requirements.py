"""What the exercises of several sections ask of a container or an answer."""

import shlex
from typing import Any

from course.checks import Text, eventually, fail, require, shown
from course.views import ContainerView, EngineView, NoSuchContainer, ProcessTable

SIGSTOP = 19

RUNNING = Text(ko="실행 중(`running`)인 컨테이너", en="a container that is `running`")


def in_turn(*commands: str) -> Text:
    """The sentence that has these commands run, one after the other."""
    if len(commands) == 1:
        return Text(ko=f"`{commands[0]}` 명령을 실행하세요.", en=f"Run `{commands[0]}`.")
    quoted = [f"`{command}`" for command in commands]
    return Text(ko=f"{', '.join(quoted)} 명령을 차례로 실행하세요.", en=f"Run {', then '.join(quoted)}.")


def require_container(engine: EngineView, name: str, *making: str) -> ContainerView:
    """The container of that name; fails with the commands that make it as the exercise wants it."""
    try:
        return engine.container(name, in_turn(*making))
    except NoSuchContainer:
        for box in engine.containers():
            words = f" {' '.join(box.command)} "
            if f" --name {name} " in words or f" --name={name} " in words:
                fail(
                    expected=Text(ko=f"이름이 `{name}`인 컨테이너", en=f"a container named `{name}`"),
                    seen=_with_command(box),
                    hint=OPTIONS_FIRST + in_turn(f"docker rm -f {box.name}", *making),
                )
        raise


OPTIONS_FIRST = Text(
    ko="옵션은 이미지 이름 앞에 적어야 합니다. 이미지 이름 뒤에 적은 것은 컨테이너 안에서 실행할 명령이 됩니다.",
    en="Options stand before the image's name; what comes after it is the command to run in the container.",
)


def require_options_first(box: ContainerView, expected: Text, *making: str) -> None:
    """Fail where an option stands after the image's name, so that it could not be started."""
    require(
        not (box.error and box.command and box.command[0].startswith("-")),
        expected=expected,
        seen=_with_command(box),
        hint=OPTIONS_FIRST + in_turn(f"docker rm {box.name}", *making),
    )


def _with_command(box: ContainerView) -> Text:
    words, seen = " ".join(box.command), box.describe()
    return Text(ko=f"{seen.ko}, 실행할 명령은 `{words}`", en=f"{seen.en}; the command to run is `{words}`")


def require_running(box: ContainerView, *making: str) -> None:
    """Fail unless it runs and is not paused, with what gets it there; `making` are the commands that make it."""
    require_options_first(box, RUNNING, *making)
    require(
        not (box.status == "created" and box.error),
        expected=RUNNING,
        seen=box,
        hint=Text(
            ko="시작하려고 했지만 시작하지 못했습니다. 이유는 위의 오류에 있습니다.",
            en="It could not be started; the error above says why.",
        )
        + in_turn(f"docker rm {box.name}", *making),
    )
    hints = {
        "created": Text(
            ko="만들기만 했습니다. 이제 시작할 차례입니다.",
            en="It was only created. Now start it.",
        ),
        "paused": Text(
            ko=f"일시 중지된 상태입니다. `docker unpause {box.name}`로 푸세요.",
            en=f"It is paused: `docker unpause {box.name}`.",
        ),
    }
    ended = Text(
        ko=f"끝난 컨테이너입니다. `docker logs {box.name}`로 이유를 확인한 뒤 다시 시작하세요.",
        en=f"It has ended; `docker logs {box.name}` may say why. Then start it again.",
    )
    require(box.status == "running", expected=RUNNING, seen=box, hint=hints.get(box.status, ended))


def require_paused(engine: EngineView, box: ContainerView) -> None:
    """Fail unless it is paused by the engine: a STOP signal is no pause."""
    history = engine.journal.of(box.id)
    pause = in_turn("docker pause …")
    if history.got_signal(SIGSTOP) and not history.was_paused:
        hint = Text(
            ko="STOP 시그널은 프로세스만 멈추고, 엔진은 여전히 `running`이라고 합니다.",
            en="The STOP signal halts the process only; to the engine it is still `running`.",
        ) + in_turn(f"docker kill -s CONT {box.name}", "docker pause …")
    elif box.running and history.was_paused:
        hint = Text(ko="일시 중지를 이미 풀었습니다.", en="You have unpaused it already.") + pause
    elif box.running:
        hint = pause
    else:
        hint = Text(
            ko="멈춘(stop) 컨테이너는 일시 중지한 것이 아닙니다.",
            en="A container that does not run cannot be paused: stop is not pause.",
        ) + in_turn(f"docker start {box.name}", "docker pause …")
    require(
        box.paused,
        expected=Text(
            ko="`docker pause`로 일시 중지한 컨테이너", en="a container that is paused by `docker pause`"
        ),
        seen=box,
        hint=hint,
    )


def require_image(engine: EngineView, box: ContainerView, image: str) -> None:
    """Fail unless it was made from that image, by whatever name."""
    require(
        box.image_id == engine.image(image).id,
        expected=Text(ko=f"`{image}` 이미지로 만든 컨테이너", en=f"a container of the image `{image}`"),
        seen=box,
        hint=Text(
            ko=f"다른 이미지입니다. `docker rm -f {box.name}`로 지우고 `{image}`로 다시 만드세요.",
            en=f"This is another image. `docker rm -f {box.name}`, then make it again from `{image}`.",
        ),
    )


def require_serving(box: ContainerView, *making: str) -> None:
    """Fail where a running container of the image `nginx` runs something else in nginx's place."""

    def serves(table: ProcessTable) -> bool:
        return any(process.args.startswith("nginx") for process in table)

    table = eventually(box.top, serves)
    require(
        serves(table),
        expected=Text(ko="`nginx`가 실행 중인 컨테이너", en="a container in which `nginx` runs"),
        seen=table,
        hint=Text(
            ko="이미지는 `nginx`이지만 다른 명령이 실행 중입니다. 이미지 이름 뒤에 아무것도 적지 않으면 "
            "이미지의 기본 명령인 nginx가 실행됩니다.",
            en="The image is `nginx`, but another command runs. With nothing after the image's name, the "
            "image's own command runs: nginx.",
        )
        + in_turn(f"docker rm -f {box.name}", *making),
    )


PROGRAMS = ("/bin", "/sbin", "/lib", "/usr")
"""Where programs are: an exercise that looks at one has no use for another in its place."""


def require_as_given(engine: EngineView, box: ContainerView, making: str) -> None:
    """Fail unless it is what the notebook's own command `making` makes: image, command and programs."""
    words = shlex.split(making)
    image = next(word for word in words if word in ("nginx", "shell"))
    command = words[words.index(image) + 1 :]
    theirs = engine.image(image)
    changed = [each["Path"] for each in engine.client.api.diff(box.id) or []]
    changed += [str(mount.get("Destination")) for mount in box.attributes.get("Mounts") or []]
    require(
        box.image_id == theirs.id
        and box.command == (command or theirs.command)
        and not box.config.get("Entrypoint")
        and not any(path.startswith(PROGRAMS) for path in changed),
        expected=Text(ko=f"`{making}`로 만든 컨테이너", en=f"a container made by `{making}`"),
        seen=_with_command(box),
        hint=Text(
            ko="이 컨테이너는 노트북에 있는 명령 그대로 만들어야 합니다.",
            en="This container has to be made by the notebook's own command, as it is.",
        )
        + in_turn(f"docker rm -f {box.name}", making),
    )


def require_pair(answer: Any, form: Text) -> None:
    """Fail unless the answer is a list of two values; `form` shows what they are."""
    require(
        isinstance(answer, list) and len(answer) == 2,
        expected=Text(ko=f"값 두 개의 리스트 {form.ko}", en=f"a list of two: {form.en}"),
        seen=shown(answer),
        hint=Text(
            ko=f"{form.ko} 순서로 두 값을 대괄호 안에 적으세요.",
            en=f"Write two values in square brackets: {form.en}.",
        ),
    )
