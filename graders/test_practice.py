"""Section 6, practice: one container's whole life, then a service that loses data, repaired."""

from typing import Any

from docker.errors import NotFound

from course.checks import (
    Text,
    answered,
    eventually,
    fail,
    is_number,
    predicted,
    require,
    same,
    shape,
    shown,
    tell,
    wrong,
)
from course.checks.answers import UNANSWERED
from course.personal import Learner
from course.views import ContainerView, EngineView, Event, Experiment, History
from course.views.inside import ask_from_inside
from course.views.twins import Twin, ask, twins
from graders.ending import SIGKILL
from graders.kept import is_anonymous, volumes_mounted
from graders.requirements import in_turn, require_container
from graders.shop import (
    BUILD_SHOP,
    GRACE,
    RUN_SHOP,
    RUN_WITH_OPTION,
    RUN_WITH_VOLUME,
    ordered,
    require_ended_well,
    require_kept,
    require_open,
    require_saved,
    require_shop,
)

LIFE = ("create", "start", "pause", "unpause", "stop", "destroy")
"""What the engine records of the eight steps."""
COMMANDS = {
    "create": "docker create --name lifecycle-test nginx",
    "start": "docker start lifecycle-test",
    "pause": "docker pause lifecycle-test",
    "unpause": "docker unpause lifecycle-test",
    "stop": "docker stop lifecycle-test",
    "destroy": "docker rm lifecycle-test",
}


@shape("docker create --name NAME IMAGE", "docker COMMAND NAME", "docker inspect NAME | grep '\"Status\"'")
def test_lifecycle(engine: EngineView, answer: Any) -> None:
    """ko: `lifecycle-test`가 여덟 단계를 차례로 거쳐 지워졌고, 단계마다 상태를 적었습니다.
    en: `lifecycle-test` went through the eight steps in order and is gone; you noted its state after each.
    """
    _require_predicted(answer)
    _require_whole_life(engine)
    noted = answer
    if isinstance(answer, dict):
        noted = {key: value.lower() if isinstance(value, str) else value for key, value in answer.items()}
        if noted.get("rm") in ("", "none"):
            noted["rm"] = None
    predicted(noted, _states_of_a_life(engine), _STATE_HINTS)
    tell(
        Text(
            ko="엔진의 기록도 같습니다: create → start → pause → unpause → stop → destroy. 지운 컨테이너는 "
            "이 기록에만 남아 있습니다.",
            en="The engine's record says the same: create → start → pause → unpause → stop → destroy. A "
            "container that was removed exists only in that record.",
        )
    )


def _require_predicted(answer: Any) -> None:
    """Fail at a placeholder before the container is looked for: the prediction comes first."""
    for key, value in answer.items() if isinstance(answer, dict) else ():
        if value == UNANSWERED:
            wrong("", f'"{key}": ...', value, _LOOK_AGAIN)


def _require_whole_life(engine: EngineView) -> None:
    whole = same(" → ".join(LIFE))
    bearers = engine.journal.bearers("lifecycle-test")
    if not bearers:
        require_container(engine, "lifecycle-test", COMMANDS["create"])  # tells of near names, too
    history = bearers[-1]
    image = next(
        (event.attributes.get("image", "") for event in history.events if event.action == "create"), ""
    )
    ours = {engine.access.images.get("nginx", "")}
    require(
        image.partition(":")[0] == "nginx" and engine.journal.images_called("nginx") <= ours,
        expected=Text(ko="`nginx` 이미지로 만든 컨테이너", en="a container of the image `nginx`"),
        seen=Text(ko=f"이미지 `{image}`", en=f"image `{image}`"),
        hint=Text(ko="다른 이미지입니다.", en="This is another image.") + _begin_anew(COMMANDS["create"]),
    )
    lacking = _first_lacking(history)
    if lacking:
        fail(expected=whole, seen=history, hint=_lacking_hint(lacking, history))
    require(
        history.removed,
        expected=whole,
        seen=history,
        hint=Text(ko="아직 남아 있습니다.", en="It is still there.") + in_turn(COMMANDS["destroy"]),
    )


def _first_lacking(history: History) -> str | None:
    """The first of the steps that is not among its actions, in order; None when all are."""
    actions = [action for action in history.actions if action != "pause" or history.was_paused]
    at = 0
    for step in LIFE:
        if step not in actions[at:]:
            return step
        found = actions.index(step, at)
        if step == "unpause" and "kill" in actions[at:found]:
            return step  # a stop thaws a frozen container by itself; that is not the learner's unpause
        at = found + 1
    return None


def _lacking_hint(step: str, history: History) -> Text:
    if step == "stop" and history.died:
        why = Text(
            ko="`docker stop`이 아닌 방법으로 끝났습니다(`docker kill`이나 `docker rm -f`).",
            en="It ended without `docker stop` (by `docker kill` or `docker rm -f`).",
        )
        return why + _begin_anew(*COMMANDS.values())
    if step == "unpause" and history.died:
        why = Text(
            ko="`docker unpause`를 건너뛰었습니다. 일시 중지된 컨테이너를 멈추면 엔진이 대신 풀어 줍니다.",
            en="You skipped `docker unpause`. If you stop a paused container, the engine unpauses it for you.",
        )
        return why + _begin_anew(*COMMANDS.values())
    command = COMMANDS[step]
    if step != "destroy" and (history.died or history.removed):
        why = Text(
            ko=f"순서대로 보면 `{command}` 단계가 빠졌습니다. 처음부터 다시 하세요.",
            en=f"In the order of the steps, `{command}` is missing. Start again from the beginning.",
        )
        return why + _begin_anew(*COMMANDS.values())
    return Text(ko="다음 단계가 남았습니다.", en="The next step is missing.") + in_turn(command)


def _begin_anew(*commands: str) -> Text:
    return in_turn("docker rm -f lifecycle-test", *commands)


def _states_of_a_life(engine: EngineView) -> dict[str, str | None]:
    """The state after each of the steps, of a container of the check's own."""
    states: dict[str, str | None] = {}
    with engine.experiment("nginx") as trial:
        api = trial.api
        states["create"] = trial.look().status
        for step, act in {
            "start": api.start,
            "pause": api.pause,
            "unpause": api.unpause,
            "stop": api.stop,
        }.items():
            act(trial.id)
            states[step] = trial.look().status
        api.remove_container(trial.id)
        states["rm"] = _status_or_none(trial)
    return states


def _status_or_none(trial: Experiment) -> str | None:
    try:
        return trial.look().status
    except NotFound:
        return None


_LOOK_AGAIN = Text(
    ko="`docker inspect lifecycle-test | grep '\"Status\"'`로 그 단계 바로 뒤의 상태를 확인하세요.",
    en="Check its state right after that step with `docker inspect lifecycle-test | grep '\"Status\"'`.",
)
_STATE_HINTS = {
    "create": Text(ko="아직 시작하지 않았습니다.", en="It has not been started yet.") + _LOOK_AGAIN,
    "start": _LOOK_AGAIN,
    "pause": _LOOK_AGAIN,
    "unpause": Text(
        ko="일시 중지를 풀면 그 전의 상태로 돌아갑니다.", en="Once unpaused, it is what it was before."
    )
    + _LOOK_AGAIN,
    "stop": Text(
        ko="교과서의 Stopped는 Docker의 상태 이름이 아닙니다.",
        en="The textbook's Stopped is not one of Docker's states.",
    )
    + _LOOK_AGAIN,
    "rm": Text(
        ko="`docker rm` 뒤에는 컨테이너가 없어서 상태도 없습니다. `None`이라고 적으세요.",
        en="After `docker rm` there is no container, and so no state. Write `None`.",
    ),
}

QUICK = ("docker create --name quick-clock nginx", "docker start quick-clock")
DEAF = ("docker run -d --name deaf-clock shell sleep 600", "docker stop -t 2 deaf-clock")
SLACK = 0.5
"""Seconds by which a measured time may be off, rounded or read off a screen."""


@shape('took["KEY"] = timed("docker COMMAND NAME")')
def test_times(engine: EngineView, answer: Any) -> None:
    """ko: 네 명령의 시간을 쟀고, 그 시간이 엔진의 기록과 어긋나지 않습니다.
    en: You measured the four commands, and the times do not contradict the engine's record.
    """
    keys = ("start", "pause", "stop", "stop-deaf")
    _require_seconds(answer, keys)
    quick = _measured(engine, "quick-clock", ("pause", "unpause", "stop"), *QUICK)
    _require_thawed(quick)
    deaf = _measured(engine, "deaf-clock", ("stop",), *DEAF)
    grace = _grace(deaf)
    begun = _before(quick, quick.starts[-1])
    paused = next(
        event.at for event in quick.events if event.action == "pause" and event.at > quick.starts[-1]
    )
    thawed = next(event.at for event in quick.events if event.action == "unpause" and event.at > paused)
    end = max(quick.deaths[-1].at, quick.stops[-1])
    spans = {  # at least, at most: the engine's record of what came before and after
        "start": (0.0, paused - begun),
        "pause": (0.0, thawed - quick.starts[-1]),
        "stop": (quick.deaths[-1].at - quick.signals[-1].at, end - thawed),
        "stop-deaf": (grace, max(deaf.deaths[-1].at, deaf.stops[-1]) - _before(deaf, deaf.signals[-2].at)),
    }
    for key in keys:
        _require_between(key, answer[key], *spans[key])
    tell(
        Text(
            ko=f"같은 `docker stop`인데 nginx는 {answer['stop']:.2f}초, 시그널을 처리하지 않는 PID 1은 "
            f"{answer['stop-deaf']:.2f}초 걸렸습니다. 시간은 PID 1이 정합니다.",
            en=f"The same `docker stop` took {answer['stop']:.2f} s for nginx and {answer['stop-deaf']:.2f} s "
            "for a PID 1 that handles no signals: PID 1 decides.",
        )
    )


def _require_seconds(answer: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(answer, dict) or set(answer) != set(keys):
        predicted(answer, dict.fromkeys(keys), {})
    for key in keys:
        if not is_number(answer[key]) or answer[key] <= 0:
            wrong(
                f'"{key}": > 0',
                f'"{key}": {shown(answer[key])}',
                answer[key],
                Text(
                    ko=f'잰 시간을 초 단위 숫자로 담으세요: `took["{key}"] = timed("…")`',
                    en=f'Put in the seconds you measured, as a number: `took["{key}"] = timed("…")`.',
                ),
                beside_truth=False,
            )


def _measured(engine: EngineView, name: str, steps: tuple[str, ...], *making: str) -> History:
    """What happened to the container; fails unless its last life has those steps and has ended."""
    box = require_container(engine, name, *making)
    history = engine.journal.of(box.id)
    missing = [step for step in ("start", *steps) if step not in history.last_life.actions]
    if missing:
        fail(
            expected=Text(
                ko=f"`{name}`에서 차례로: {', '.join(('start', *steps))}",
                en=f"`{name}`, in order: {', '.join(('start', *steps))}",
            ),
            seen=history,
            hint=in_turn(*(f"docker {step} {name}" for step in missing))
            + Text(
                ko="시간은 그 명령을 `timed`로 실행해서 잽니다.",
                en="To measure the time, run the command with `timed`.",
            ),
        )
    return history


def _require_thawed(quick: History) -> None:
    """Fail where it was still paused when it was stopped: the engine thaws it then, and the stop is another."""
    last = quick.last_life
    thawed = next(event.at for event in last.events if event.action == "unpause")
    require(
        last.signals and thawed < last.signals[0].at,
        expected=same("quick-clock: start → pause → unpause → stop"),
        seen=last,
        hint=Text(
            ko="멈추기 전에 `docker unpause`로 풀지 않았습니다. 컨테이너를 만드는 셀부터 다시 실행하세요.",
            en="You did not undo the pause with `docker unpause` before the stop. Begin again with the cell "
            "that makes the containers.",
        ),
    )


def _grace(deaf: History) -> float:
    """Seconds between the two signals of the stop; fails where the engine did not have to wait."""
    last = deaf.last_life
    gap = last.gap_between_signals
    if gap is None or gap < 1:
        fail(
            expected=Text(
                ko="유예 시간(1초 이상)을 다 쓰고 SIGKILL로 끝난 `deaf-clock`",
                en="a `deaf-clock` that used up its grace period (a second or more) and got SIGKILL",
            ),
            seen=last,
            hint=Text(
                ko="`docker kill`이나 `-t 0`은 기다리지 않습니다.", en="`docker kill` and `-t 0` do not wait."
            )
            + in_turn("docker start deaf-clock", "docker stop -t 2 deaf-clock"),
        )
    return gap


def _before(history: History, moment: float) -> float:
    """When the last thing before that moment happened to it."""
    return max((event.at for event in history.events if event.at < moment), default=moment)


def _require_between(key: str, seconds: float, least: float, most: float) -> None:
    label = f'"{key}"'
    require(
        seconds + SLACK >= least,
        expected=Text(ko=f"{label}: 적어도 {least:.1f} (초)", en=f"{label}: {least:.1f} s or more"),
        seen=same(f"{label}: {shown(seconds)}"),
        hint=Text(
            ko="엔진의 기록을 보면 더 오래 걸렸습니다. 이미 멈춘 컨테이너를 다시 멈추면 금방 끝납니다. "
            "컨테이너를 만드는 셀부터 다시 실행하고, 명령마다 한 번씩만 재세요.",
            en="By the engine's record it took longer. Stopping what has already stopped is quick. Run the "
            "cell that makes the containers again, and measure each command only once.",
        ),
    )
    require(
        seconds <= most + SLACK,
        expected=Text(ko=f"{label}: 길어야 {most:.1f} (초)", en=f"{label}: {most:.1f} s at most"),
        seen=same(f"{label}: {shown(seconds)}"),
        hint=Text(
            ko="엔진의 기록을 보면 그렇게 오래 걸렸을 수 없습니다. 단위가 초인지(밀리초가 아닌지), 다른 "
            "명령의 시간은 아닌지 보세요.",
            en="By the engine's record it cannot have taken that long. Is it in seconds (not milliseconds), "
            "and is it that command's time?",
        ),
    )


COFFEE_MILL = ["sh", "-c", "echo beans > /beans; sleep 600 & while :; do :; done"]
_CPU_SECONDS = 15.0
"""How long to wait for a busy loop to have used a second of CPU, on a machine that is busy itself."""


@shape("docker top NAME -eo pid,rss,cputimes", "docker cp NAME:/FILE -")
def test_resources(engine: EngineView, answer: Any) -> None:
    """ko: created, running, paused, exited에서 프로세스, 메모리, CPU, 파일이 어떻게 되는지 맞힙니다.
    en: You say what happens to processes, memory, CPU and a file while created, running, paused and exited.
    """
    states = ("created", "running", "paused", "exited")
    form = Text(
        ko="네 상태마다 값 네 개의 리스트 [프로세스 수, 메모리, CPU, 파일]",
        en="for each of the four states a list of four values: [processes, memory, CPU grows, file]",
    )
    proper = isinstance(answer, dict) and set(answer) == set(states)
    require(
        proper and all(isinstance(row, list) and len(row) == 4 for row in answer.values()),
        expected=form,
        seen=shown(answer),
        hint=Text(
            ko="`usage`의 틀은 그대로 두고 `...`만 바꾸세요.",
            en="Keep `usage` as it is, and replace only each `...`.",
        ),
    )
    _require_all_filled(answer)
    truth = _usage(engine)
    for state in states:
        for column, (mine, true) in enumerate(zip(answer[state], truth[state], strict=True)):
            answered(mine, true, _USAGE_HINTS[column](state), f'"{state}", {_COLUMNS[column]}: ')
    processes = truth["paused"][0]
    tell(
        Text(
            ko=f"같은 명령을 방금 실행해 보니, 일시 중지한 동안 프로세스 {processes}개와 메모리는 그대로이고 "
            "CPU만 멈췄습니다. 끝난 뒤에는 파일만 남았습니다.",
            en=f"The same command, run just now: while paused, {processes} processes and their memory stayed "
            "and only the CPU stood still; after the end, only the file was left.",
        )
    )


def _require_all_filled(answer: dict[str, list[Any]]) -> None:
    """Fail at a placeholder before an experiment of some seconds is begun for it."""
    for state, row in answer.items():
        for column, value in zip(_COLUMNS, row, strict=True):
            if value == UNANSWERED:
                wrong("", f'"{state}", {column}: ...', value, _USAGE_HINTS[0](state))


_COLUMNS = ("processes", "memory", "CPU grows", "file")
_USAGE_HINTS = (
    lambda state: Text(
        ko="`created`와 `exited`에는 프로세스가 없습니다. 일시 중지는 프로세스를 끝내지 않습니다. `sh`가 "
        "`sleep` 하나를 더 띄운다는 것도 세세요.",
        en="There are no processes in `created` and `exited`, and pausing ends none. Also count the `sleep` "
        "that `sh` starts.",
    ),
    lambda state: Text(
        ko="메모리는 프로세스의 것입니다. 프로세스가 살아 있으면 얼어 있어도 메모리를 차지합니다. 앞 셀이 "
        "보여 주는 `memory`를 보세요.",
        en="Memory belongs to processes: while they live, even frozen, they hold it. See `memory` in what "
        "the cell above printed.",
    ),
    lambda state: Text(
        ko="CPU 시간은 프로세스가 돌 때만 늡니다. 얼어 있는 반복문은 돌지 않습니다. 앞 셀이 보여 주는 `CPU "
        "+`를 보세요.",
        en="CPU time grows only while a process runs; a frozen loop does not. See `CPU +` in what the cell "
        "above printed.",
    ),
    lambda state: Text(
        ko="`/beans`는 시작한 다음에 쓰고, 레이어의 파일은 프로세스가 끝나도 `docker rm`까지 남습니다. "
        "`docker cp`로 꺼내 보세요.",
        en="`/beans` is written after the start, and a file in the layer stays until `docker rm`, even after "
        "the processes have ended. Try `docker cp`.",
    ),
)


def _usage(engine: EngineView) -> dict[str, list[Any]]:
    with engine.experiment("shell", COFFEE_MILL) as trial:
        usage = {"created": _used(trial, grows=False)}
        trial.start()
        usage["running"] = _used(trial, grows=_grows(trial, _CPU_SECONDS))
        trial.pause()
        usage["paused"] = _used(trial, grows=_grows(trial, 1.5))
        trial.api.unpause(trial.id)
        trial.api.kill(trial.id)
        eventually(trial.look, lambda box: not box.running)
        usage["exited"] = _used(trial, grows=False)
    return usage


def _used(trial: Experiment, grows: bool) -> list[Any]:
    rows = _rows(trial)
    return [len(rows), sum(int(row[1]) for row in rows) > 0, grows, _has_beans(trial)]


def _rows(trial: Experiment) -> list[list[str]]:
    if not trial.look().running:
        return []
    return list(trial.api.top(trial.id, ps_args="-eo pid,rss")["Processes"] or [])


def _grows(trial: Experiment, seconds: float) -> bool:
    first = trial.look().cpu_total()
    return eventually(lambda: trial.look().cpu_total(), lambda now: now > first, seconds) > first


def _has_beans(trial: Experiment) -> bool:
    try:
        trial.api.get_archive(trial.id, "/beans")[0].close()
    except NotFound:
        return False
    return True


@shape(
    "trap 'COMMANDS; exit CODE' SIGNAL",
    "docker build -t IMAGE FOLDER",
    "docker run -d --name NAME IMAGE",
)
def test_stops(engine: EngineView) -> None:
    """ko: `shop`은 `docker stop`을 받으면 2초 안에 주문을 장부에 적고 종료 코드 0으로 스스로 끝납니다.
    en: On `docker stop`, `shop` writes its orders to the book and ends by itself within 2 s, with exit code 0.
    """
    box = require_shop(engine)
    with twins(engine, box) as pair, pair.one() as twin, twins(engine, box) as others, others.one() as other:
        other.start()
        twin.start()
        require_open(twin)
        word = ordered(twin)
        ended = twin.stop(GRACE)
        seconds = require_ended_well(box, ended, engine.journal.of(twin.id))
        _require_runs_on(other)
        require_saved(box, twin, ended, word)
    tell(
        Text(
            ko=f"여러분의 `shop`과 같은 컨테이너를 새로 실행해 멈췄더니, 시그널 하나로 {seconds:.2f}초 만에 "
            "종료 코드 0으로 끝났고, 멈추기 직전의 주문도 장부에 있었습니다.",
            en=f"A new container like your `shop` ended {seconds:.2f} s after one signal, with exit code 0, "
            "and the order placed just before was in the book.",
        )
    )


def _require_runs_on(other: Twin) -> None:
    """Fail where one that nobody told to stop has ended as well."""
    require(
        other.look().running,
        expected=Text(
            ko="`docker stop`까지 계속 도는 서비스", en="a service that runs on until `docker stop`"
        ),
        seen=other.look(),
        hint=Text(
            ko="아무도 멈추지 않은 `shop`도 끝났습니다. 시간이 지나면 스스로 끝나는 부분을 지우세요.",
            en="A `shop` that nobody stopped has ended as well. Take out what ends it after a time.",
        ),
    )


@shape(
    "docker run -d --name NAME -v VOLUME:/FOLDER IMAGE",
    "docker exec NAME order WORD",
    "docker stop NAME; docker rm NAME",
)
def test_keeps(engine: EngineView, learner: Learner) -> None:
    """ko: `shop`을 지우고 새로 만들어도, 멈추기 직전의 주문까지 남아 있습니다.
    en: When `shop` is removed and made again, even an order placed just before the stop is still there.
    """
    box = require_shop(engine, RUN_WITH_VOLUME)
    with twins(engine, box) as pair:
        with pair.one() as twin:
            twin.start()
            require_open(twin)
            word = ordered(twin)
            require_saved(box, twin, twin.stop(GRACE), word)
            twin.stop(GRACE)
        require_kept(box, pair, word)
    _require_deployed(engine, box)
    _require_own_word(engine, box, learner)
    tell(
        Text(
            ko=f"컨테이너는 바뀌었지만 `{learner.word}` 주문은 남아 있습니다. 멈추기 직전에 넣은 주문도 잃지 "
            "않았습니다.",
            en=f"The container is a new one, but the order `{learner.word}` is still there. The order placed "
            "just before the stop was not lost either.",
        )
    )


def _require_deployed(engine: EngineView, box: ContainerView) -> None:
    """Fail unless the container took the place of an older `shop` that kept its orders in the same volume."""
    older = [history for history in engine.journal.bearers("shop") if history.id != box.id]
    replaced = {history.id for history in older if history.started and history.removed}
    named = {volume.name for volume in box.volumes() if not volume.anonymous}
    had_it = {id for id in replaced if named & volumes_mounted(engine, {id})}
    before = sorted(name for name in volumes_mounted(engine, replaced) if not is_anonymous(name))
    hint = (
        Text(
            ko=f"전의 `shop`은 주문을 다른 볼륨({', '.join(before)})에 두었습니다. 같은 볼륨으로 다시 실행하세요.",
            en=f"The `shop` before kept its orders in another volume ({', '.join(before)}). Run it again with "
            "the same one.",
        )
        if before
        else Text(
            ko="볼륨을 연결한 뒤로 아직 배포하지 않았습니다. 지우고 같은 옵션으로 다시 실행하세요.",
            en="It has not been deployed since it has the volume. Remove it and run it again with the same "
            "options.",
        )
    )
    require(
        had_it if named else replaced,  # a folder of the host leaves no trace in the journal
        expected=Text(
            ko="전의 `shop`을 지우고 같은 볼륨으로 새로 만든 `shop`",
            en="a `shop` that was made again with the same volume after the one before was removed",
        ),
        seen=engine.journal.of(box.id),
        hint=hint + in_turn("docker stop shop", "docker rm shop"),
    )


def _require_own_word(engine: EngineView, box: ContainerView, learner: Learner) -> None:
    def found(pattern: str) -> bool:
        return ask(engine.client.api, box.id, f"orders | grep -q {pattern}") == 0

    if found(f"-xF -e '{learner.word}'"):
        return
    seen: object = Text(ko="목록에 그 단어가 없음", en="the word is not among them")
    hint = Text(
        ko="배포하기 전에 여러분의 단어를 주문하세요: `docker exec shop order {me.word}`",
        en="Before you deploy, order your own word: `docker exec shop order {me.word}`",
    )
    if found(f"-F -e '{learner.word}'"):
        seen = Text(ko="그 단어에 다른 글자가 붙은 주문", en="an order with more in it than that word")
        hint = (
            Text(
                ko="주문 하나가 그 단어만이어야 합니다.", en="One order has to be that word and nothing else."
            )
            + hint
        )
    elif found("-xE '[$]?[{]?me[.]word[}]?'"):
        seen = Text(ko="값이 아니라 `me.word`라는 글자", en="the letters `me.word`, not the value")
        hint = Text(
            ko="값이 들어가지 않았습니다. `!`로 시작하는 줄에서 `{me.word}`처럼 중괄호로 감싸고, `me = "
            "learner()`를 먼저 실행하세요. 그 단어를 주문한 다음 다시 배포하세요.",
            en="The value was not inserted. In a line that begins with `!`, put it in braces, `{me.word}`, "
            "and run `me = learner()` first. Order that word, and deploy again.",
        )
    elif found("-xE '[a-z]+-[a-z]+-[0-9]{3}'"):
        seen = Text(ko="다른 사람의 단어", en="somebody else's word")
        hint = Text(
            ko="이것은 다른 사람의 값입니다. `print(learner())`로 여러분의 단어를 확인하고, 그 단어로 주문한 "
            "다음 다시 배포하세요.",
            en="This is somebody else's value. `print(learner())` shows yours. Order that word, and deploy "
            "again.",
        )
    elif killed := _killed_before(engine, box):
        seen = killed
        hint = Text(
            ko="전의 `shop`을 SIGKILL로 끝냈기 때문에(`docker rm -f`, `docker kill`) 아무것도 저장되지 "
            "않았습니다. 단어를 다시 주문하고, 이번에는 `docker stop` 다음에 `docker rm`으로 배포하세요.",
            en="The `shop` before was ended by SIGKILL (`docker rm -f`, `docker kill`), so nothing was "
            "saved. Order your word again, and deploy with `docker stop` and then `docker rm`.",
        )
    fail(
        expected=Text(
            ko=f"`shop`의 주문 목록에 `{learner.word}`", en=f"`{learner.word}` among the orders of `shop`"
        ),
        seen=seen,
        hint=hint,
    )


def _killed_before(engine: EngineView, box: ContainerView) -> History | None:
    """The `shop` whose place this one took, where SIGKILL ended it without a stop before."""
    older = [
        history for history in engine.journal.bearers("shop") if history.id != box.id and history.started
    ]
    if not older:
        return None
    signals = older[-1].last_life.signals
    return older[-1] if [signal.number for signal in signals] == [SIGKILL] else None


ORPHANS = 3
_MAKE_ORPHANS = "; ".join(["(sleep 0.2 > /dev/null 2>&1 &)"] * ORPHANS)
_COUNT_ZOMBIES = """
zombies() { grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l; }
sleep 0.3
for look in 1 2 3 4 5 6 7 8 9 10; do [ $(zombies) = 0 ] && exit 0; sleep 0.2; done
exit $(zombies)
"""


@shape("docker run -d --name NAME OPTION -v VOLUME:/FOLDER IMAGE", 'ENTRYPOINT ["INIT", "--"]')
def test_reaps(engine: EngineView) -> None:
    """ko: `shop`에서 부모를 잃은 프로세스가 끝나도 좀비가 남지 않고, 배포해도 주문을 잃지 않습니다.
    en: Processes in `shop` that lose their parent and end do not stay as zombies; a deployment loses no orders.
    """
    box = require_shop(engine, RUN_WITH_OPTION)
    with twins(engine, box) as pair:
        with pair.one() as twin:
            twin.start()
            require_open(twin)
            _require_no_zombies(engine, twin)
            word = ordered(twin)
            ended = twin.stop(GRACE)
            require_ended_well(box, ended, engine.journal.of(twin.id))
            require_saved(box, twin, ended, word)
            twin.stop(GRACE)
        require_kept(box, pair, word)
    _require_deployed(engine, box)
    tell(
        Text(
            ko=f"여러분의 `shop`과 같은 컨테이너에서 고아 {ORPHANS}개가 끝났는데 좀비는 하나도 남지 "
            "않았습니다. PID 1이 회수했습니다. 주문도 모두 남았습니다.",
            en=f"{ORPHANS} orphans ended in a container like your `shop`, and no zombie was left: its PID 1 "
            "reaps. No order was lost either.",
        )
    )


def _require_no_zombies(engine: EngineView, twin: Twin) -> None:
    """Fail unless the twin's PID 1 reaps orphans.

    A shell of ours among its processes makes and counts them: its own is the learner's, and may say anything.
    """
    zombies, _ = ask_from_inside(engine, twin.look(), ["sh", "-c", f"{_MAKE_ORPHANS}\n{_COUNT_ZOMBIES}"])
    require(
        zombies == 0,
        expected=Text(
            ko=f"고아 {ORPHANS}개가 끝난 뒤 좀비 0개", en=f"no zombie after {ORPHANS} orphans have ended"
        ),
        seen=Text(ko=f"좀비 {zombies}개", en=f"{zombies} zombies"),
        hint=Text(
            ko="PID 1이 회수하지 않습니다. `docker exec shop ps -eo pid,ppid,stat,args`에서 STAT이 Z인 줄을 "
            "보세요. 자식을 회수하는 init을 PID 1로 두어야 합니다. `docker run`의 옵션을 써도 되고, 이미지 "
            "안의 `/usr/bin/tini`를 써도 됩니다.",
            en="PID 1 does not reap: see the rows with STAT Z in `docker exec shop ps -eo "
            "pid,ppid,stat,args`. PID 1 has to be an init that reaps: use an option of `docker run`, or "
            "`/usr/bin/tini` in the image.",
        ),
    )


CASE_NAMES = ("old-shop", "shop")


@shape("docker rm -f NAME", "docker volume rm VOLUME", "docker rmi IMAGE")
def test_clean(engine: EngineView) -> None:
    """ko: `shop`을 실행했고, 이제 그 컨테이너, 볼륨, 이미지가 하나도 남지 않았습니다.
    en: `shop` was run, and nothing is left of its containers, volumes and images.
    """
    created = [event for event in engine.journal.created() if _of_the_case(event)]
    ran = [history for history in engine.journal.bearers("shop") if history.started]
    require(
        ran,
        expected=Text(ko="실행한 적이 있는 `shop`", en="a `shop` that was run"),
        seen=Text(ko="`shop`은 실행된 적이 없음", en="`shop` never ran"),
        hint=Text(ko="치우기 전에 먼저 6.5부터 6.7까지 해 보세요.", en="Do 6.5 to 6.7 before tidying up.")
        + in_turn(BUILD_SHOP, RUN_SHOP),
    )
    ids = {event.id for event in created} | {history.id for history in ran}
    left = [box for box in engine.containers() if box.id in ids]
    require(
        not left,
        expected=_NOTHING,
        seen=Text(ko=f"남은 컨테이너: {_names(left)}", en=f"containers left: {_names(left)}"),
        hint=in_turn(*(f"docker rm -f {box.name}" for box in left)),
    )
    _require_no_volumes(engine, ids)
    built = engine.journal.images_called("shop")
    images = sorted(name for image, names in engine.image_names().items() if image in built for name in names)
    require(
        not images,
        expected=_NOTHING,
        seen=Text(ko=f"남은 이미지: {', '.join(images)}", en=f"images left: {', '.join(images)}"),
        hint=in_turn(f"docker rmi {' '.join(images)}"),
    )
    volumes = len(volumes_mounted(engine, ids))
    tell(
        Text(
            ko=f"컨테이너 {len(ids)}개와 볼륨 {volumes}개가 있었고, 이제 하나도 없습니다.",
            en=f"There were {len(ids)} containers and {volumes} volumes; now there are none.",
        )
    )


_NOTHING = Text(
    ko="컨테이너도 볼륨도 이미지도 남지 않은 상태", en="no container, volume or image of the case left"
)


def _of_the_case(event: Event) -> bool:
    return event.name in CASE_NAMES or event.attributes.get("image", "").partition(":")[0] == "shop"


def _names(boxes: list[ContainerView]) -> str:
    return ", ".join(f"{box.name} ({box.status})" for box in boxes)


def _require_no_volumes(engine: EngineView, ids: set[str]) -> None:
    """Fail where a volume that one of the containers had mounted is still there."""
    mounted = volumes_mounted(engine, ids)
    left = sorted(
        (volume for volume in engine.volumes() if volume.name in mounted), key=lambda volume: volume.name
    )
    named = [volume.name for volume in left if not volume.anonymous]
    hint = Text(
        ko="`docker rm`은 이름 있는 볼륨을 지우지 않습니다(`-v`는 익명 볼륨만 지웁니다).",
        en="`docker rm` removes no named volume (`-v` removes only anonymous ones).",
    ) + in_turn(f"docker volume rm {' '.join(named)}")
    if not named:
        hint = Text(
            ko="익명 볼륨은 컨테이너를 지울 때 `docker rm -v`라고 해야 함께 지워집니다. 이제는 `docker "
            "volume ls`에 나오는 긴 이름을 `docker volume rm` 뒤에 적어 지우세요.",
            en="An anonymous volume is removed with its container only by `docker rm -v`. Now use `docker "
            "volume rm` with the long name that `docker volume ls` shows.",
        )
    words = [volume.describe() for volume in left]
    ko, en = ", ".join(text.ko for text in words), ", ".join(text.en for text in words)
    require(not left, expected=_NOTHING, seen=Text(ko=f"남은 것: {ko}", en=f"left: {en}"), hint=hint)
