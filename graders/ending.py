"""How a container came to its end: the last life of it, and what was done to end it."""

from course.checks import Text, require
from course.views import ContainerView, EngineView, History
from graders.requirements import in_turn, require_options_first

SIGHUP, SIGQUIT, SIGKILL, SIGTERM = 1, 3, 9, 15


def last_life(engine: EngineView, box: ContainerView) -> History:
    """What happened to the container since it was last started."""
    return engine.journal.of(box.id).last_life


def sent(life: History) -> list[int]:
    """The numbers of the signals that the engine sent, in order."""
    return [signal.number for signal in life.signals]


def seconds_to_end(life: History) -> float:
    """From the first signal to the death; 0 where one of them is missing."""
    return life.deaths[-1].at - life.signals[0].at if life.signals and life.died else 0.0


def require_ended(box: ContainerView, end: str, *making: str) -> None:
    """Fail unless it has ended; `end` is the command that ends it, `making` are those that make it."""
    expected = Text(ko=f"끝난(`exited`) 컨테이너 `{box.name}`", en=f"`{box.name}`, `exited`")
    require_options_first(box, expected, *making)
    if box.status in ("running", "paused", "restarting"):
        hint = Text(ko="아직 끝나지 않았습니다.", en="It has not ended yet.") + in_turn(end)
    elif box.status == "created" and not box.error:
        hint = Text(ko="만들기만 했습니다.", en="It was only created.") + in_turn(
            f"docker start {box.name}", end
        )
    else:
        hint = Text(ko="시작하지 못했습니다.", en="It could not be started.") + in_turn(
            f"docker rm -f {box.name}", *making
        )
    require(box.status == "exited", expected=expected, seen=box, hint=hint)


def require_stopped(box: ContainerView, life: History, anew: Text) -> None:
    """Fail unless `docker stop` (or what does the same) ended its last life.

    `anew` says how to make it again and end it so: what is started again has two lives in one record.
    """
    require(
        life.stops and life.signals,
        expected=Text(ko=f"`docker stop`으로 끝난 `{box.name}`", en=f"`{box.name}`, ended by `docker stop`"),
        seen=life,
        hint=_not_stopped(life) + anew,
    )


def _not_stopped(life: History) -> Text:
    if life.got_signal(SIGKILL):
        return Text(
            ko="`docker kill`로 끝났습니다. kill은 곧바로 SIGKILL을 보내므로 정리할 기회를 주지 않습니다.",
            en="It was ended by `docker kill`, which sends SIGKILL at once and leaves no chance to tidy up.",
        )
    return Text(
        ko="`docker stop`을 받기 전에 끝났습니다.",
        en="It ended before any `docker stop`.",
    )
