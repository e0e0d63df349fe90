"""Section 5, cleanup: what removing a container takes away, and what it leaves."""

import math
from collections.abc import Sequence
from typing import Any

from course.checks import Text, eventually, fail, predicted, require, same, shape, shown, tell, wrong
from course.personal import Learner
from course.views import ContainerView, EngineView, Event, History, Image, MissingImage, Volume
from course.views.files import File, changed_at, read_file
from course.views.leftovers import EXERCISE_IMAGES, Leftovers, kinds_made, left_behind
from graders.kept import (
    first_prune,
    is_anonymous,
    may_have_held,
    removed_at,
    require_own_word,
    volumes_of,
)
from graders.requirements import in_turn

SIGKILL = 9
LINGERS = ["sleep", "600"]

GIVEN_CELL = Text(
    ko="이 연습을 준비하는 셀을 다시 실행한 다음 다시 해 보세요.",
    en="Run the cell that prepares this exercise again, then try once more.",
)


@shape("docker rm NAME", "docker ps -a")
def test_rm_allowed(engine: EngineView, answer: Any) -> None:
    """ko: 어떤 상태의 컨테이너를 `docker rm`으로 지울 수 있는지 맞힙니다.
    en: You say in which states `docker rm` can remove a container.
    """
    truth = {
        "created": _removable(engine),
        "running": _removable(engine, "start"),
        "paused": _removable(engine, "start", "pause"),
        "exited": _removable(engine, "start", "kill"),
    }
    not_ended = Text(
        ko="끝나지 않은 컨테이너를 `-f` 없이 지우면 엔진이 뭐라고 하는지 해 보세요.",
        en="Remove one that has not ended, without `-f`, and see what the engine says.",
    )
    hints = {
        "created": Text(
            ko="시작한 적이 없으니 돌고 있는 프로세스도 없습니다. `pebble-new`로 해 보세요.",
            en="It was never started, so no process is running. Try it with `pebble-new`.",
        )
        + GIVEN_CELL,
        "running": not_ended,
        "paused": Text(
            ko="일시 중지된 컨테이너는 끝난 것이 아닙니다. `pebble-ice`로 해 보세요.",
            en="A paused container has not ended. Try it with `pebble-ice`.",
        ),
        "exited": Text(
            ko="프로세스가 끝났으니 지킬 것이 없습니다. `pebble-done`으로 해 보세요.",
            en="Its process has ended, so there is nothing to protect. Try it with `pebble-done`.",
        )
        + GIVEN_CELL,
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko="네 상태의 컨테이너를 새로 만들어 지워 보았습니다. 실행 중인 것과 일시 중지된 것은 엔진이 "
            "409로 거절했습니다.",
            en="Four new containers, one in each state, were put to the test: the engine refused to remove "
            "the running and the paused one (409).",
        )
    )


def _removable(engine: EngineView, *steps: str) -> bool:
    """Whether a container that was brought there goes without force."""
    with engine.experiment("shell", LINGERS) as trial:
        for step in steps:
            getattr(trial.api, step)(trial.id)
        if "kill" in steps:
            trial.api.wait(trial.id, timeout=10)
        return not trial.refuses(trial.api.remove_container)


@shape("docker stop NAME", "docker rm NAME", "docker rm -f NAME")
def test_rm_force(engine: EngineView, answer: Any) -> None:
    """ko: `polite-diary`는 멈춘 다음에, `forced-diary`는 강제로 지우고, 무엇이 저장되었는지 적습니다.
    en: You remove `polite-diary` after stopping it and `forced-diary` by force, and say which saved its page.
    """
    polite, forced = (_removed_diary(engine, name) for name in ("polite-diary", "forced-diary"))
    _require_polite(polite)
    _require_forced(forced)
    truth = {name: _page(engine, name) is not None for name in ("polite-diary", "forced-diary")}
    look = Text(
        ko="볼륨 `diaries`에 어떤 파일이 있는지 보세요. 바로 다음 셀이 보여 줍니다.",
        en="See which files are in the volume `diaries`: the next cell shows them.",
    )
    hints = {
        "polite-diary": Text(
            ko="`docker stop`은 SIGTERM을 보내고 기다립니다.", en="`docker stop` sends SIGTERM and waits."
        )
        + look,
        "forced-diary": Text(
            ko="`docker rm -f`는 SIGTERM을 보내지 않습니다. 처음부터 SIGKILL이라서 저장할 틈이 없습니다.",
            en="`docker rm -f` sends no SIGTERM. It is SIGKILL at once, which leaves no time to save.",
        )
        + look,
    }
    predicted(answer, truth, hints)
    killed = next(signal.at for signal in forced.signals if signal.number == SIGKILL)
    seconds = max(forced.deaths[-1].at - killed, 0)
    tell(
        Text(
            ko="`polite-diary`는 저장하고 종료 코드 0으로 끝났습니다. `forced-diary`는 SIGKILL을 받고 "
            f"{seconds:.2f}초 만에 아무것도 저장하지 못한 채 끝났습니다.",
            en="`polite-diary` saved its page and ended with exit code 0. `forced-diary` was dead "
            f"{seconds:.2f} s after SIGKILL, with nothing saved.",
        )
    )


def _removed_diary(engine: EngineView, name: str) -> History:
    bearers = engine.journal.bearers(name)
    gone = Text(ko=f"돌다가 지워진 `{name}`", en=f"`{name}`, which ran and was removed")
    if not bearers:
        fail(expected=gone, seen=_no_record(name), hint=GIVEN_CELL)
    require(
        bearers[-1].removed,
        expected=gone,
        seen=bearers[-1],
        hint=Text(
            ko=f"`{name}` 컨테이너가 아직 있습니다. 연습에 적힌 방법으로 지우세요.",
            en=f"`{name}` is still there. Remove it the way the exercise says.",
        ),
    )
    return bearers[-1]


def _no_record(name: str) -> Text:
    return Text(ko=f"엔진의 기록에 `{name}` 컨테이너가 없습니다", en=f"the engine has no record of `{name}`")


def _require_polite(history: History) -> None:
    expected = Text(
        ko="`docker stop`으로 끝나고 `docker rm`으로 지워진 `polite-diary`",
        en="`polite-diary`, ended by `docker stop` and removed with `docker rm`",
    )
    by_force = history.got_signal(SIGKILL) and not history.stops
    require(
        not by_force,
        expected=expected,
        seen=history,
        hint=Text(
            ko="강제로 끝났습니다(SIGKILL). `docker rm -f`나 `docker kill`이 아니라 `docker stop`으로 먼저 "
            "멈춘 다음 지워야 합니다.",
            en="It was ended by force (SIGKILL). Do not use `docker rm -f` or `docker kill`: stop it with "
            "`docker stop` first, then remove it.",
        )
        + GIVEN_CELL,
    )
    require(
        history.deaths and history.deaths[-1].exit_code == 0,
        expected=expected,
        seen=history,
        hint=Text(
            ko="스스로 정리하고 끝나지 못했습니다(종료 코드가 0이 아님). 유예 시간을 줄이지 말고 `docker "
            "stop`을 쓰세요.",
            en="It did not end by itself (its exit code is not 0). Use `docker stop` without shortening the "
            "grace period.",
        )
        + GIVEN_CELL,
    )


def _require_forced(history: History) -> None:
    others = [signal for signal in history.signals if signal.number != SIGKILL]
    require(
        history.got_signal(SIGKILL) and history.deaths and not others and not history.stops,
        expected=Text(
            ko="kill (signal 9) → die → destroy, 다른 시그널 없이",
            en="kill (signal 9) → die → destroy, with no other signal",
        ),
        seen=history,
        hint=Text(
            ko="`forced-diary`는 먼저 멈추지 말고, 돌고 있는 채로 `docker rm -f` 한 번으로 지우세요.",
            en="Do not stop `forced-diary` first. Remove it while it is running, with a single `docker rm "
            "-f`.",
        )
        + GIVEN_CELL,
    )


def _page(engine: EngineView, name: str) -> File | None:
    """The page that a diary saved, or none."""
    if "diaries" not in _volume_names(engine):
        fail(
            expected=Text(ko="볼륨 `diaries`", en="the volume `diaries`"),
            seen=_volumes_seen(engine),
            hint=Text(
                ko="볼륨 `diaries`가 지워졌습니다. 검사할 때까지 남겨 두세요.",
                en="The volume `diaries` was removed. Keep it until it has been checked.",
            )
            + GIVEN_CELL,
        )
    binds = engine.client.api.create_host_config(binds=["diaries:/pages:ro"])
    with engine.experiment("shell", LINGERS, host_config=binds) as trial:
        return read_file(engine, trial.id, f"/pages/{name}")


def _volume_names(engine: EngineView) -> set[str]:
    return {volume.name for volume in engine.volumes()}


def _volumes_seen(engine: EngineView) -> Text:
    names = ", ".join(sorted(volume.name for volume in engine.volumes() if not volume.anonymous))
    return Text(ko=f"이름 있는 볼륨: {names or '없음'}", en=f"named volumes: {names or 'none'}")


@shape("docker run --rm --name NAME --volume VOLUME:PATH --volume PATH IMAGE COMMAND")
def test_auto_remove(engine: EngineView, answer: Any) -> None:
    """ko: `one-shot`을 `--rm`으로 실행하고, 끝난 뒤에 무엇이 남는지 적습니다.
    en: You run `one-shot` with `--rm`, and say what is left when it has ended.
    """
    history = _ended_one_shot(engine)
    named, anonymous = _one_shot_volumes(engine, history)
    there = _volume_names(engine)
    require(
        anonymous not in there,
        expected=Text(
            ko="끝나면서 저절로 지워진 `one-shot`", en="a `one-shot` that was removed when it ended"
        ),
        seen=Volume({"Name": anonymous, "Driver": "local"}),
        hint=Text(
            ko="`docker rm`으로 직접 지웠습니다. 그러면 익명 볼륨이 남습니다. 이번에는 `--rm`을 붙여 다시 "
            "실행하고, 지우는 일은 엔진에 맡기세요. (docker-py에서도 `detach=True` 없이 쓴 `remove=True`는 "
            "`docker rm`과 같습니다.)",
            en="You removed it yourself with `docker rm`, and that leaves the anonymous volume. Run it again "
            "with `--rm`, and let the engine remove it. (In docker-py, `remove=True` without `detach=True` "
            "is the same as `docker rm`.)",
        ),
    )
    require(
        named in there,
        expected=Text(ko=f"남아 있는 볼륨 `{named}`", en=f"the volume `{named}`, still there"),
        seen=_volumes_seen(engine),
        hint=Text(
            ko="이름 있는 볼륨까지 지워졌습니다. `one-shot`을 다시 실행하고, 볼륨은 검사할 때까지 남겨 "
            "두세요.",
            en="The named volume was removed as well. Run `one-shot` again, and keep its volume until it has "
            "been checked.",
        ),
    )
    truth = {
        "container": "one-shot" in engine.names(),
        "named": named in there,
        "anonymous": anonymous in there,
        "anonymous_rm": _anonymous_survives(engine, with_volumes=False),
        "anonymous_rm_v": _anonymous_survives(engine, with_volumes=True),
    }
    predicted(answer, truth, _LEFT_HINTS)
    tell(
        Text(
            ko=f"`one-shot`과 익명 볼륨(`{anonymous[:12]}…`)은 사라졌고 이름 있는 볼륨(`{named}`)은 "
            "남았습니다. `docker rm`만 했다면 익명 볼륨도 남았을 것입니다.",
            en=f"`one-shot` and its anonymous volume `{anonymous[:12]}…` are gone; the named volume `{named}` "
            "stayed. A plain `docker rm` would have left the anonymous one too.",
        )
    )


_LEFT_HINTS = {
    "container": Text(
        ko="`--rm`의 뜻이 바로 이것입니다. `docker ps -a`를 보세요.",
        en="This is what `--rm` is for. See `docker ps -a`.",
    ),
    "named": Text(
        ko="이름을 붙였다는 것은 나중에 다시 쓰겠다는 뜻입니다. `docker volume ls`를 보세요.",
        en="A volume gets a name so that it can be used again. See `docker volume ls`.",
    ),
    "anonymous": Text(
        ko="`--rm`은 익명 볼륨을 컨테이너의 일부로 봅니다. `docker events`에서 볼륨의 `destroy`를 찾으세요.",
        en="`--rm` treats an anonymous volume as part of the container. Look for a volume's `destroy` in "
        "`docker events`.",
    ),
    "anonymous_rm": Text(
        ko="`docker rm`은 `--rm`과 다릅니다. `docker volume ls --filter dangling=true`를 앞뒤로 비교해 "
        "보세요.",
        en="`docker rm` is not `--rm`. Compare `docker volume ls --filter dangling=true` before and after.",
    ),
    "anonymous_rm_v": Text(
        ko="`docker rm`의 `-v`가 무엇을 하는지 `docker rm --help`에서 읽어 보세요.",
        en="Read in `docker rm --help` what its `-v` does.",
    ),
}


def _ended_one_shot(engine: EngineView) -> History:
    """The history of a `one-shot` that is gone."""
    wanted = Text(
        ko="`--rm`으로 실행되어 끝나고 사라진 `one-shot`",
        en="a `one-shot` that was run with `--rm`, has ended and is gone",
    )
    if not engine.journal.bearers("one-shot"):
        fail(
            expected=wanted,
            seen=_no_record("one-shot"),
            hint=Text(
                ko="아직 실행하지 않았습니다. 이름은 `--name one-shot`으로 정합니다.",
                en="It has not been run yet. `--name one-shot` sets its name.",
            ),
        )
    # The engine may still be at it when whoever started it has gone on.
    history = eventually(lambda: engine.journal.bearers("one-shot")[-1], lambda seen: seen.removed, seconds=2)
    if not history.removed:
        box = engine.container("one-shot")
        fail(expected=wanted, seen=box, hint=_still_there_hint(box))
    require(
        history.started,
        expected=wanted,
        seen=history,
        hint=Text(
            ko="시작하지 못한 채 지워졌습니다. `docker run`이 출력한 오류를 읽어 보세요. 명령은 `true`이고, "
            "이름 있는 볼륨의 왼쪽은 `/`로 시작하지 않는 이름입니다.",
            en="It was removed without ever being started. Read the error that `docker run` printed: the "
            "command is `true`, and the left side of a named volume is a name, which does not begin with `/`.",
        ),
    )
    return history


def _still_there_hint(box: ContainerView) -> Text:
    if box.host_config.get("AutoRemove"):
        return Text(
            ko="아직 돌고 있습니다. `docker stop one-shot`으로 끝내면 엔진이 지웁니다.",
            en="It is still running. End it with `docker stop one-shot`, and the engine removes it.",
        )
    return Text(
        ko="`--rm` 없이 실행해서 끝난 뒤에도 남아 있습니다. `docker rm -f -v one-shot`으로 지우고 `--rm`을 "
        "붙여 다시 실행하세요. `--rm`도 옵션이니 이미지 이름 앞에 적습니다.",
        en="It was run without `--rm`, so it stayed. Remove it with `docker rm -f -v one-shot`, then run it "
        "again with `--rm`. Like all options, `--rm` goes before the image's name.",
    )


def _one_shot_volumes(engine: EngineView, history: History) -> tuple[str, str]:
    """The names of its named and of its anonymous volume."""
    volumes = volumes_of(engine, history)
    named = [name for name in volumes.values() if not is_anonymous(name)]
    anonymous = [name for name in volumes.values() if is_anonymous(name)]
    listed = ", ".join(f"{name[:24]} → {path}" for path, name in sorted(volumes.items()))
    require(
        named and anonymous,
        expected=Text(
            ko="이름 있는 볼륨과 익명 볼륨을 하나씩 쓴 `one-shot`",
            en="a `one-shot` with a named volume and an anonymous one",
        ),
        seen=Text(
            ko=f"`one-shot`의 볼륨: {listed or '없음'}", en=f"volumes of `one-shot`: {listed or 'none'}"
        ),
        hint=Text(
            ko="볼륨마다 `--volume`을 한 번씩 적습니다. 이름 있는 볼륨은 `이름:경로`, 익명 볼륨은 경로만 "
            "적습니다.",
            en="Each volume takes a `--volume` of its own: `NAME:PATH` for a named volume, only the path for "
            "an anonymous one.",
        ),
    )
    return named[0], anonymous[0]


def _anonymous_survives(engine: EngineView, *, with_volumes: bool) -> bool:
    """Whether an anonymous volume is still there after its container was removed."""
    with engine.experiment("shell", LINGERS, volumes=["/scratch"]) as trial:
        volume = trial.look().volumes()[0].name
        trial.api.remove_container(trial.id, v=with_volumes)
    survived = volume in _volume_names(engine)
    if survived:
        engine.client.api.remove_volume(volume)
    return survived


ATTIC = ("attic-created", "attic-ended", "attic-treasure", "attic-frozen", "attic-busy")


@shape("docker container prune --force --filter label!=LABEL")
def test_prune(engine: EngineView, answer: Any) -> None:
    """ko: 라벨 `keep`이 있는 것은 남기고 prune을 한 번 실행한 다음, 무엇이 사라졌는지 적습니다.
    en: You run prune once, keeping what has the label `keep`, and list what is gone.
    """
    attic = _latest(engine, ATTIC)
    gone = _gone_by_prune(engine, attic)
    expected = Text(
        ko="`attic-created`와 `attic-ended`만 prune으로 사라진 다락방",
        en="an attic from which a prune took only `attic-created` and `attic-ended`",
    )
    if gone != ["attic-created", "attic-ended"]:
        fail(expected=expected, seen=_gone(gone), hint=_attic_hint(gone))
    require(
        first_prune(engine, attic.values()) is not None,
        expected=expected,
        seen=attic["attic-ended"],
        hint=Text(
            ko="하나씩 지웠습니다. 이 연습에서는 `docker container prune` 한 번으로 지우세요.",
            en="You removed them one by one. Use a single `docker container prune` here.",
        )
        + GIVEN_CELL,
    )
    _require_names(answer, gone)
    tell(
        Text(
            ko=f"prune 한 번에 사라진 것은 {', '.join(gone)}입니다. 라벨이 있는 `attic-treasure`와 끝나지 "
            "않은 `attic-frozen`, `attic-busy`는 남았습니다.",
            en=f"One prune took {' and '.join(gone)}. `attic-treasure`, which has the label, stayed, and so "
            "did `attic-frozen` and `attic-busy`, which have not ended.",
        )
    )


def _latest(engine: EngineView, names: Sequence[str]) -> dict[str, History]:
    """The latest bearer of each name."""
    latest = {}
    for name in names:
        bearers = engine.journal.bearers(name)
        if not bearers:
            fail(
                expected=Text(ko=f"`{name}`이라는 컨테이너", en=f"a container `{name}`"),
                seen=_no_record(name),
                hint=GIVEN_CELL,
            )
        latest[name] = bearers[-1]
    return latest


def _gone_by_prune(engine: EngineView, histories: dict[str, History]) -> list[str]:
    """Which of them were gone when the first prune ended; without a prune, which are gone now."""
    until = first_prune(engine, histories.values()) or math.inf
    removals = {name: removed_at(history) for name, history in histories.items()}
    late = [history for history in histories.values() if (history.created_at or 0.0) > until]
    require(
        not late,
        expected=Text(ko="prune하기 전에 준비한 컨테이너", en="containers that were there before the prune"),
        seen=late[0] if late else "",
        hint=Text(
            ko="prune 다음에 다시 만든 컨테이너는 prune이 남긴 것이 아닙니다.",
            en="What was made again after the prune was not spared by it.",
        )
        + GIVEN_CELL,
    )
    return [name for name, at in removals.items() if at is not None and at <= until]


def _gone(names: Sequence[str]) -> Text:
    return Text(ko=f"사라진 것: {', '.join(names) or '없음'}", en=f"gone: {', '.join(names) or 'none'}")


def _attic_hint(gone: list[str]) -> Text:
    if not gone:
        return Text(
            ko="아직 아무것도 지우지 않았습니다. prune에 `--force`와 `--filter`를 붙여 실행하세요. "
            "실행했는데도 그대로라면 필터가 아무것도 고르지 않은 것입니다.",
            en="Nothing has been removed yet. Run prune with `--force` and `--filter`. If you did, your "
            "filter matched nothing.",
        )
    if gone == ["attic-treasure"]:
        return (
            Text(
                ko="반대로 되었습니다. `label=`은 그 라벨이 있는 것을 **지웁니다**. 필터는 남길 것이 아니라 "
                "지울 것을 고릅니다.",
                en="It is the wrong way round: `label=` **removes** those with the label. A filter picks "
                "what goes, not what stays.",
            )
            + GIVEN_CELL
        )
    if {"attic-frozen", "attic-busy"} & set(gone):
        return (
            Text(
                ko="끝나지 않은 컨테이너까지 지웠습니다. prune은 그런 것을 지우지 않으니 `docker rm -f`나 "
                "`docker stop`을 쓴 것입니다.",
                en="You removed some that had not ended. A prune leaves those alone, so you must have used "
                "`docker rm -f` or `docker stop`.",
            )
            + GIVEN_CELL
        )
    if "attic-treasure" in gone:
        return (
            Text(
                ko="라벨 `keep`이 있는 `attic-treasure`까지 사라졌습니다. 그 라벨이 **없는** 것만 고르는 "
                "필터를 붙이세요.",
                en="`attic-treasure`, which has the label `keep`, is gone too. Add the filter that picks "
                "those **without** it.",
            )
            + GIVEN_CELL
        )
    return (
        Text(
            ko="일부만 지워졌습니다. 필터는 라벨 하나면 됩니다.",
            en="Only some of them are gone. One filter, on the label, is enough.",
        )
        + GIVEN_CELL
    )


def _require_names(answer: Any, gone: list[str]) -> None:
    named = sorted({str(name).strip() for name in answer}) if isinstance(answer, list) else answer
    if named == sorted(gone):
        return
    if not isinstance(named, list):
        hint = Text(
            ko='이름의 리스트로 답하세요. 예: `["attic-busy", …]`',
            en='Answer with a list of names: `["attic-busy", …]`.',
        )
    elif "attic-created" not in named:
        hint = Text(
            ko="prune은 '중지된' 것만 지우지 않습니다. 한 번도 시작하지 않은 것은 어떻게 되었나요?",
            en="A prune does not only remove what is stopped. What happened to the one that was never "
            "started?",
        )
    elif "attic-frozen" in named:
        hint = Text(
            ko="일시 중지된 컨테이너는 끝난 것이 아니라서 prune이 지우지 않습니다.",
            en="A paused container has not ended, so a prune does not remove it.",
        )
    else:
        hint = Text(
            ko="`docker ps -a --filter name=attic`에 아직 보이는 것은 사라지지 않았습니다.",
            en="Whatever `docker ps -a --filter name=attic` still shows is not gone.",
        )
    wrong(shown(gone), shown(answer), answer, hint)


@shape("docker container prune --force --filter until=MOMENT")
def test_until(engine: EngineView, answer: Any) -> None:
    """ko: `until`을 붙여 prune하고, 먼저 만든 것과 나중에 만든 것 중 무엇이 사라지는지 적습니다.
    en: You prune with `until`, and say whether the earlier or the later container is gone.
    """
    tea = _latest(engine, ("tea-early", "tea-late"))
    early, late = tea["tea-early"], tea["tea-late"]
    created = late.created_at or 0.0
    require(
        early.deaths and early.deaths[-1].at > created > (early.created_at or 0.0),
        expected=Text(
            ko="`tea-late`보다 먼저 만들고 나중에 끝난 `tea-early`",
            en="a `tea-early` that was created before `tea-late` and ended after it",
        ),
        seen=early,
        hint=GIVEN_CELL,
    )
    gone = _gone_by_prune(engine, tea)
    if gone != ["tea-early"]:
        fail(
            expected=Text(ko="`until={between}`으로 한 prune", en="a prune with `until={between}`"),
            seen=_gone(gone),
            hint=_until_hint(gone),
        )
    require(
        first_prune(engine, tea.values()) is not None,
        expected=Text(ko="prune으로 사라진 `tea-early`", en="a `tea-early` that a prune took away"),
        seen=early,
        hint=Text(
            ko="직접 지웠습니다. 이 연습에서는 prune과 `until`로 지우세요.",
            en="You removed it by hand. Use prune with `until` here.",
        )
        + GIVEN_CELL,
    )
    truth = {"tea-early": True, "tea-late": False}
    age = Text(
        ko="둘 중 늦게 **끝난** 것은 `tea-early`, 늦게 **만든** 것은 `tea-late`입니다. 어느 쪽이 사라졌는지 "
        "`docker ps -a --filter name=tea`로 보세요.",
        en="`tea-early` **ended** last, `tea-late` was **created** last. See which one is gone: `docker ps "
        "-a --filter name=tea`.",
    )
    predicted(answer, truth, dict.fromkeys(truth, age))
    seconds = early.deaths[-1].at - created
    tell(
        Text(
            ko=f"`tea-early`는 `tea-late`를 만들고 {seconds:.1f}초 뒤에 끝났는데도 사라졌습니다. `until`은 "
            "만든 시각을 봅니다.",
            en=f"`tea-early` ended {seconds:.1f} s after `tea-late` was created, but `tea-early` is gone: "
            "`until` looks at the creation time.",
        )
    )


def _until_hint(gone: list[str]) -> Text:
    if not gone:
        return Text(
            ko="둘 다 그대로입니다. `--filter until={between}`을 붙여 prune을 실행하세요. 실행했는데도 "
            "그대로라면 `between`이 옛날 값이니, 두 컨테이너를 만드는 셀부터 다시 실행하세요.",
            en="Both are still there. Run prune with `--filter until={between}`. If you did, `between` is an "
            "old value: start again with the cell that makes the two.",
        )
    if len(gone) == 2:
        return (
            Text(
                ko="둘 다 사라졌습니다. 필터가 없거나, `until`의 시각이 둘을 만든 뒤입니다(`until=1s`는 '1초 "
                "전보다 오래된 것'입니다).",
                en="Both are gone. Either there was no filter, or the moment in `until` is after both "
                "creations (`until=1s` means older than a second).",
            )
            + GIVEN_CELL
        )
    return GIVEN_CELL


@shape(
    "docker run -d --name NAME --volume VOLUME:PATH --volume /tmp/FOLDER:PATH IMAGE COMMAND",
    "docker exec NAME sh -c 'echo WORD > FILE'",
    "docker rm -f NAME",
)
def test_survives(engine: EngineView, answer: Any, learner: Learner) -> None:
    """ko: 볼륨과 바인드 마운트에 적은 여러분의 단어가 `memo-keeper`를 지우고 다시 만들어도 남아 있습니다.
    en: Your word, in a volume and in a bind mount, outlives the removal of `memo-keeper`.
    """
    box = engine.container("memo-keeper", _FOUR_STEPS)
    _require_mounts(box)
    removal = _removed_before(engine, box)
    files = {
        place: read_file(engine, box.id, path)
        for place, path in (
            ("layer", "/word.txt"),
            ("volume", "/memo/word.txt"),
            ("bind", "/desk/word.txt"),
        )
    }
    changes = []
    for place, path in (("volume", "/memo/word.txt"), ("bind", "/desk/word.txt")):
        file = files[place]
        if file is None:
            fail(
                expected=Text(ko=f"`{path}` 안의 여러분의 단어", en=f"your word in `{path}`"),
                seen=Text(ko=f"`{path}` 파일이 없습니다", en=f"there is no `{path}`"),
                hint=_lost_hint(engine, box, place),
            )
        require_own_word(file, path, learner)
        changes.append(_changed_at(engine, box, path) or 0.0)
        require(
            changes[-1] <= removal,
            expected=Text(
                ko=f"지우기 **전에** 쓴 `{path}`", en=f"a `{path}` that was written **before** the removal"
            ),
            seen=Text(ko="새 컨테이너를 만든 뒤에 쓴 파일", en="a file that was written afterwards"),
            hint=Text(
                ko="다시 만든 뒤에 또 쓰면 살아남았는지 알 수 없습니다. 지금 `memo-keeper`를 지우고 다시 "
                "만들기만 하세요.",
                en="If you write it again afterwards, nobody knows whether it survived. Now only remove "
                "`memo-keeper` and make it again.",
            ),
        )
    _require_layer_written(engine, box, since=min(changes))
    truth = {place: file is not None and file.written_at <= removal for place, file in files.items()}
    predicted(answer, truth, _KEPT_HINTS)
    tell(
        Text(
            ko=f"여러분의 단어(`{learner.word}`)는 컨테이너를 지우고 다시 만들어도 볼륨과 바인드 마운트에 "
            "남았고, 레이어에서는 사라졌습니다.",
            en=f"`{learner.word}` outlived its container in the volume and in the bind mount. In the layer it "
            "is gone.",
        )
    )


def _require_layer_written(engine: EngineView, box: ContainerView, since: float) -> None:
    """What was never there has not been lost; asked of those that were there when the other files were written."""
    bearers = [history for history in engine.journal.bearers("memo-keeper") if history.id != box.id]
    earlier = [history for history in bearers if (removed_at(history) or 0.0) >= since]
    require(
        any(may_have_held(history, "word.txt", ("/memo", "/desk")) for history in earlier),
        expected=Text(
            ko="지우기 전의 `memo-keeper`에도 있던 `/word.txt`",
            en="a `/word.txt` that the `memo-keeper` before the removal had",
        ),
        seen=Text(
            ko="지운 `memo-keeper`의 레이어에 `/word.txt`를 쓴 기록이 없습니다",
            en="no record of writing `/word.txt` to the layer of the `memo-keeper` that was removed",
        ),
        hint=Text(
            ko="레이어에는 쓴 적이 없으니, 지금 없다고 해서 사라진 것은 아닙니다. 볼륨과 바인드 마운트에만 "
            "썼다면 지금 `docker exec`로 `/word.txt`에도 쓰고, `memo-keeper`를 지운 다음, 똑같은 명령으로 "
            "다시 만드세요.",
            en="It was never written to the layer, so its absence now does not show that it was lost. If you "
            "wrote only to the volume and the bind mount, write `/word.txt` as well with `docker exec`, "
            "remove `memo-keeper`, and make it again with exactly the same command.",
        ),
    )


def _changed_at(engine: EngineView, box: ContainerView, path: str) -> float | None:
    """When a file in one of its mounts was last changed."""
    folder, name = path.rsplit("/", 1)
    mounts = {mount["Destination"]: mount["Source"] for mount in box.attributes.get("Mounts") or []}
    return changed_at(engine, mounts[folder], name)


_KEPT_HINTS = {
    "layer": Text(
        ko="새 컨테이너는 이미지에서 새 레이어로 시작합니다. `docker exec memo-keeper cat /word.txt`를 해 "
        "보세요.",
        en="A new container starts with a new layer on its image. Try `docker exec memo-keeper cat "
        "/word.txt`.",
    ),
    "volume": Text(
        ko="볼륨은 컨테이너의 것이 아니라 엔진의 것입니다. `docker exec memo-keeper cat /memo/word.txt`를 해 "
        "보세요.",
        en="A volume belongs to the engine, not to the container. Try `docker exec memo-keeper cat "
        "/memo/word.txt`.",
    ),
    "bind": Text(
        ko="바인드 마운트는 엔진이 있는 컴퓨터의 폴더입니다. `docker exec memo-keeper cat /desk/word.txt`를 "
        "해 보세요.",
        en="A bind mount is a folder of the machine the engine runs on. Try `docker exec memo-keeper cat "
        "/desk/word.txt`.",
    ),
}


_FOUR_STEPS = Text(
    ko="연습의 네 단계를 차례로 하세요: 실행하고, 쓰고, 지우고, 다시 만들기. 이름은 `--name memo-keeper`로 "
    "정합니다.",
    en="Do the four steps of the exercise in order: run it, write, remove it, make it again. `--name "
    "memo-keeper` sets its name.",
)


def _require_mounts(box: ContainerView) -> None:
    mounts = {mount.get("Destination"): mount for mount in box.attributes.get("Mounts") or []}
    listed = ", ".join(
        f"{path} ({mount.get('Type')} {str(mount.get('Name') or mount.get('Source'))[:24]})"
        for path, mount in sorted(mounts.items())
    )
    seen = Text(
        ko=f"memo-keeper의 마운트: {listed or '없음'}", en=f"mounts of memo-keeper: {listed or 'none'}"
    )
    again = in_turn("docker rm -f memo-keeper")
    anonymous = [volume.mountpoint for volume in box.volumes() if volume.anonymous]
    memo, desk = mounts.get("/memo"), mounts.get("/desk")
    require(
        memo is not None and memo.get("Type") == "volume",
        expected=Text(ko="`/memo`에 붙은 이름 있는 볼륨", en="a named volume at `/memo`"),
        seen=seen,
        hint=again
        + Text(
            ko="그리고 볼륨을 연결해 다시 만드세요. `이름:/memo`처럼 왼쪽에 이름을, 오른쪽에 경로를 적습니다.",
            en="Then make it again with the volume: the name on the left, the path on the right, as in "
            "`NAME:/memo`.",
        ),
    )
    require(
        memo is not None and memo.get("Source") not in anonymous,
        expected=Text(ko="`/memo`에 붙은 이름 있는 볼륨", en="a named volume at `/memo`"),
        seen=seen,
        hint=Text(
            ko="익명 볼륨입니다. 다시 만든 컨테이너는 새 익명 볼륨을 받아서 전에 쓴 것을 찾지 못합니다. "
            "`이름:/memo`처럼 이름을 붙이세요.",
            en="This is an anonymous volume. A container made again gets a new one and cannot find what you "
            "wrote before. Give the volume a name, as in `NAME:/memo`.",
        )
        + again,
    )
    require(
        desk is not None and desk.get("Type") == "bind",
        expected=Text(ko="`/desk`에 붙은 바인드 마운트", en="a bind mount at `/desk`"),
        seen=seen,
        hint=again
        + Text(
            ko="그리고 바인드 마운트를 연결해 다시 만드세요. 왼쪽이 `/tmp/`로 시작하는 경로여야 합니다. "
            "이름을 적으면 볼륨이 됩니다.",
            en="Then make it again with the bind mount: the left side has to be a path that begins with "
            "`/tmp/`. With a name it would be a volume.",
        ),
    )


def _removed_before(engine: EngineView, box: ContainerView) -> float:
    """When the `memo-keeper` before this one was removed."""
    earlier = [history for history in engine.journal.bearers("memo-keeper") if history.id != box.id]
    ends = [event.at for history in earlier for event in history.events if event.action == "destroy"]
    made = engine.journal.of(box.id)
    require(
        ends,
        expected=Text(
            ko="한 번 지우고 다시 만든 `memo-keeper`", en="a `memo-keeper` that was removed and made again"
        ),
        seen=made,
        hint=Text(
            ko="아직 지운 적이 없습니다. `docker restart`나 `docker stop`으로는 레이어도 그대로 남습니다. "
            "지운 다음, 같은 명령으로 다시 만드세요.",
            en="It has never been removed. `docker restart` and `docker stop` keep even the layer. Remove "
            "it, then make it again with the same command.",
        ),
    )
    return max(ends)


def _lost_hint(engine: EngineView, box: ContainerView, place: str) -> Text:
    if place == "volume" and _volume_was_removed(engine, box):
        return Text(
            ko="볼륨까지 지워졌습니다. 이름 있는 볼륨은 컨테이너와 함께 지우지 마세요. 지금 `docker exec`로 "
            "파일을 쓰고, `memo-keeper`만 지운 다음, 다시 만드세요.",
            en="The volume was removed too. Keep the named volume when you remove its container. Write the "
            "file now with `docker exec`, remove only `memo-keeper`, and make it again.",
        )
    return Text(
        ko="처음 `memo-keeper`에서 이 파일을 쓰지 않았거나, 다시 만들 때 다른 볼륨이나 폴더를 연결했습니다. "
        "지금 `docker exec`로 파일을 쓰고, 지운 다음, 똑같은 명령으로 다시 만드세요.",
        en="Either the first `memo-keeper` did not write this file, or this one has another volume or "
        "folder. Write the file now with `docker exec`, remove the container, and make it again with exactly "
        "the same command.",
    )


def _volume_was_removed(engine: EngineView, box: ContainerView) -> bool:
    """Whether the volume of an earlier `memo-keeper` was removed before this one was made."""
    earlier = [history for history in engine.journal.bearers("memo-keeper") if history.id != box.id]
    used = {volumes_of(engine, history).get("/memo") for history in earlier[-1:]}
    since = removed_at(earlier[-1]) if earlier else None
    return any(event.id in used and event.at >= (since or 0.0) for event in engine.journal.removed("volume"))


@shape("docker commit NAME IMAGE", "docker run --rm IMAGE ls -l PATH")
def test_commit(engine: EngineView, answer: Any, learner: Learner) -> None:
    """ko: 실행 중인 `clay-pot`을 이미지 `pottery`로 커밋하고, 그 안에 무엇이 들어 있는지 적습니다.
    en: You commit the running `clay-pot` as the image `pottery`, and say what is in it.
    """
    image = _pottery(engine)
    history, commit = _committed(engine, image)
    with engine.experiment(image.id, LINGERS) as trial:
        layer = read_file(engine, trial.id, "/clay.txt")
        volume = read_file(engine, trial.id, "/vol/clay.txt")
    if layer is None:
        fail(
            expected=Text(ko="`pottery` 안의 `/clay.txt`", en="`/clay.txt` in `pottery`"),
            seen=image,
            hint=Text(
                ko="레이어에 파일을 쓰기 전에 커밋했습니다. ",
                en="It was committed before the file was written.",
            )
            + GIVEN_CELL,
        )
    require_own_word(layer, "/clay.txt", learner)
    paused = any(
        pause.for_commit and pause.since <= commit.at <= (pause.until or math.inf)
        for pause in history.paused_intervals()
    )
    truth = {"layer": True, "volume": volume is not None, "paused": paused}
    predicted(answer, truth, _COMMIT_HINTS)
    tell(
        Text(
            ko=f"`pottery`에는 레이어의 `{learner.word}`만 들어 있고 볼륨의 것은 없습니다. "
            + (
                "커밋하는 동안 `clay-pot`은 얼어 있었습니다."
                if paused
                else "이번에는 얼리지 않고 커밋했습니다."
            ),
            en=f"`pottery` holds the `{learner.word}` of the layer, and nothing of the volume. "
            + (
                "`clay-pot` was frozen meanwhile."
                if paused
                else "This time it was committed without a freeze."
            ),
        )
    )


_COMMIT_HINTS = {
    "layer": Text(
        ko="커밋은 레이어를 이미지로 만듭니다. `docker run --rm pottery cat /clay.txt`를 해 보세요.",
        en="A commit turns the layer into an image. Try `docker run --rm pottery cat /clay.txt`.",
    ),
    "volume": Text(
        ko="볼륨은 레이어가 아닙니다. `docker run --rm pottery ls -l /vol`을 해 보세요.",
        en="A volume is not part of the layer. Try `docker run --rm pottery ls -l /vol`.",
    ),
    "paused": Text(
        ko="`docker events`에서 `clay-pot`의 `commit` 앞뒤를 보세요. 실행 중이 아닌 컨테이너나 "
        "`--pause=false`로 한 커밋은 얼지 않습니다.",
        en="Look in `docker events` at what comes before and after the `commit` of `clay-pot`. A container "
        "that is not running, or is committed with `--pause=false`, is not frozen.",
    ),
}


def _pottery(engine: EngineView) -> Image:
    try:
        return engine.image("pottery")
    except MissingImage:
        there = ", ".join(left_behind(engine).images)
        fail(
            expected=Text(ko="`pottery`라는 이미지", en="an image named `pottery`"),
            seen=Text(
                ko=f"여러분이 만든 이미지: {there or '없음'}", en=f"images you made: {there or 'none'}"
            ),
            hint=Text(
                ko="컨테이너 이름 다음에 이미지의 이름을 적어야 합니다. 적지 않으면 이름 없는 이미지가 "
                "만들어집니다. 태그(`:…`)는 붙이지 마세요.",
                en="The image's name goes after the container's. If you leave it out, the image has no name. "
                "Do not add a tag (`:…`).",
            ),
        )


def _committed(engine: EngineView, image: Image) -> tuple[History, Event]:
    """The history of the `clay-pot` of which the image was made, and when it was."""
    for history in engine.journal.bearers("clay-pot"):
        for event in history.events:
            if event.action == "commit" and history.said(event, "imageID") == image.id:
                return history, event
    fail(
        expected=Text(ko="`clay-pot`을 커밋한 `pottery`", en="a `pottery` committed from `clay-pot`"),
        seen=image,
        hint=Text(
            ko="다른 컨테이너를 커밋했거나 이미지에 이름만 붙였습니다. `docker image rm pottery`로 지우고 "
            "`clay-pot`을 커밋하세요.",
            en="It was committed from another container, or the name was only tagged onto an image. Remove "
            "it with `docker image rm pottery`, then commit `clay-pot`.",
        ),
    )


@shape(
    "docker rm -f -v NAME...",
    "docker volume rm NAME...",
    "docker network prune --force",
    "docker image rm NAME...",
)
def test_empty(engine: EngineView) -> None:
    """ko: 여러분이 만든 컨테이너, 볼륨, 네트워크, 이미지가 엔진에 하나도 남아 있지 않습니다.
    en: None of the containers, volumes, networks and images you made is left on the engine.
    """
    made = kinds_made(engine.journal.events)
    empty = Text(
        ko="이미지 `nginx`와 `shell`만 있는 엔진",
        en="an engine with only the images `nginx` and `shell`",
    )
    missing = [words for kind, words in _KINDS.items() if kind not in made]
    require(
        not missing,
        expected=Text(
            ko="컨테이너, 볼륨, 네트워크, 이미지를 만들었다가 모두 지운 엔진",
            en="an engine on which containers, volumes, networks and images were made, and all removed",
        ),
        seen=Text(
            ko=f"만들어진 적이 없는 것: {', '.join(words.ko for words in missing)}",
            en=f"never made: {', '.join(words.en for words in missing)}",
        ),
        hint=Text(
            ko="치울 것이 있어야 치울 수 있습니다. 이 노트북의 셀들을 위에서부터 실행하세요.",
            en="There has to be something to clean up. Run this notebook's cells from the top.",
        ),
    )
    left = left_behind(engine)
    require(left.nothing, expected=empty, seen=left, hint=_left_hint(left))
    lost = sorted(EXERCISE_IMAGES.difference(*engine.image_names().values()))
    require(
        not lost,
        expected=empty,
        seen=Text(ko=f"없어진 이미지: {', '.join(lost)}", en=f"images that are gone: {', '.join(lost)}"),
        hint=Text(
            ko="`nginx`와 `shell`은 남겨 두어야 했습니다. 다음 노트북에도 필요하니 `course reset`으로 새 "
            "엔진을 받으세요. 다음 노트북은 바로 시작할 수 있고, 이 검사는 이 노트북을 처음부터 실행한 뒤에 "
            "다시 할 수 있습니다.",
            en="`nginx` and `shell` had to stay. The next notebook needs them, so get a new engine with "
            "`course reset`. You can go on to the next notebook at once; for this check, run this notebook "
            "from its beginning first.",
        ),
    )
    count = len(engine.journal.created())
    tell(
        Text(
            ko=f"만든 컨테이너 {count}개를 비롯해 볼륨, 네트워크, 이미지까지 하나도 남지 않았습니다.",
            en=f"Of the {count} containers that were made, and of all volumes, networks and images, nothing "
            "is left.",
        )
    )


_KINDS = {
    "container": Text(ko="컨테이너", en="containers"),
    "volume": Text(ko="볼륨", en="volumes"),
    "network": Text(ko="네트워크", en="networks"),
    "image": Text(ko="이미지", en="images"),
}


def _left_hint(left: Leftovers) -> Text:
    """What to do about each kind that is left, those first that hold on to others."""
    hint = same("")
    alive = [box for box in left.containers if box.running]
    if alive:
        hint += Text(
            ko="끝나지 않은 컨테이너(`running`, `paused`)는 prune이 지우지 않습니다. `-f`로 지우세요.",
            en="A prune does not remove containers that have not ended (`running`, `paused`): remove them "
            "with `-f`.",
        )
    elif left.containers:
        hint += Text(
            ko="끝났거나 시작하지 않은 컨테이너는 `docker ps -a`에만 보입니다.",
            en="Containers that have ended or were never started show only in `docker ps -a`.",
        )
    if any(not volume.anonymous for volume in left.volumes):
        hint += Text(
            ko="`docker volume prune`은 Docker 23.0부터 익명 볼륨만 지웁니다. 이름 있는 볼륨은 `docker "
            "volume rm`으로 지우세요.",
            en="From Docker 23.0 on, `docker volume prune` removes only anonymous volumes; remove named ones "
            "with `docker volume rm`.",
        )
    elif left.volumes:
        hint += Text(
            ko="`docker rm`이 남긴 익명 볼륨이 있습니다. `docker volume prune --force`로 지우세요.",
            en="There are anonymous volumes that `docker rm` left behind. `docker volume prune --force` "
            "removes them.",
        )
    if left.networks:
        hint += Text(
            ko="컨테이너를 지워도 네트워크는 남습니다. `docker network rm`이나 `docker network prune "
            "--force`로 지우세요.",
            en="Networks outlive their containers. Remove them with `docker network rm` or `docker network "
            "prune --force`.",
        )
    if left.images:
        hint += Text(
            ko="여러분이 만든 이미지는 `docker image rm`으로, 이름 없는 것은 `docker image prune --force`로 "
            "지우세요.",
            en="Remove images you made with `docker image rm`, and those without a name with `docker image "
            "prune --force`.",
        )
    return Text(ko=hint.ko.strip(), en=hint.en.strip())
