"""What the exercises of several sections ask of a container or an answer."""

from typing import Any

from course.checks import Text, require, shown
from course.views import ContainerView, EngineView

SIGSTOP = 19

RUNNING = Text(ko="실행 중(`running`)인 컨테이너", en="a container that is `running`")


def require_running(box: ContainerView) -> None:
    """Fail unless it runs and is not paused, with the command that gets it there."""
    hints = {
        "created": Text(
            ko=f"만들기만 했습니다. `docker start {box.name}`로 시작하세요.",
            en=f"It was only created. Start it with `docker start {box.name}`.",
        ),
        "paused": Text(
            ko=f"일시 중지 중입니다. `docker unpause {box.name}`로 푸세요.",
            en=f"It is paused: `docker unpause {box.name}`.",
        ),
    }
    ended = Text(
        ko=f"끝났습니다. 이유는 `docker logs {box.name}`를 보고, `docker start {box.name}`로 시작하세요.",
        en=f"It has ended; `docker logs {box.name}` may say why. Start it again: `docker start {box.name}`.",
    )
    require(box.status == "running", expected=RUNNING, seen=box, hint=hints.get(box.status, ended))


def require_paused(engine: EngineView, box: ContainerView) -> None:
    """Fail unless it is paused by the engine: a STOP signal is no pause."""
    history = engine.journal.of(box.id)
    pause = Text(ko=f"`docker pause {box.name}`를 실행하세요.", en=f"Run `docker pause {box.name}`.")
    if history.got_signal(SIGSTOP) and not history.was_paused:
        hint = Text(
            ko="STOP 신호는 프로세스만 멈추고, 엔진은 여전히 `running`이라고 합니다. "
            f"`docker kill -s CONT {box.name}` 다음에 `docker pause {box.name}`를 실행하세요.",
            en="The STOP signal halts the process only; to the engine it is still `running`. "
            f"`docker kill -s CONT {box.name}`, then `docker pause {box.name}`.",
        )
    elif box.running and history.was_paused:
        hint = Text(ko="일시 중지를 이미 풀었습니다.", en="You have unpaused it already.") + pause
    elif box.running:
        hint = pause
    else:
        hint = Text(
            ko="멈춘(stop) 컨테이너는 일시 중지한 것이 아닙니다. "
            f"`docker start {box.name}` 다음에 `docker pause {box.name}`를 실행하세요.",
            en="A container that does not run cannot be paused: stop is not pause. "
            f"`docker start {box.name}`, then `docker pause {box.name}`.",
        )
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
