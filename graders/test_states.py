"""Section 1, states: what a container is between `create` and its end."""

import math
from typing import Any

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
from course.personal import Learner
from course.views import ContainerView, EngineView, History, Pause
from graders.requirements import (
    RUNNING,
    in_turn,
    require_container,
    require_image,
    require_options_first,
    require_pair,
    require_paused,
    require_running,
    require_serving,
)

SIGKILL = 9
# What is for the learner to find stands in hints with an ellipsis; what a given cell ran stands there whole.
CREATE_FIRST = ("docker create …",)
RUN_SECOND = ("docker run -d …",)
RUN_TYPO = ("docker run …",)
RUN_BUSY = ("docker run -d --name busy-box shell sh -c 'while :; do :; done'",)
RUN_COUNTER = (
    "docker run -d --name counter-box shell sh -c 'n=0; while :; do n=$((n+1)); echo $n; sleep 0.2; done'",
)
CLOCK_SLACK = 0.2  # a line printed just before a pause may be read, and stamped, just after it


@shape("docker create --name NAME IMAGE")
def test_create(engine: EngineView) -> None:
    """ko: `first-box`라는 컨테이너를 `nginx` 이미지로 만들기만 하고, 시작하지 않습니다.
    en: You create a container `first-box` from the image `nginx`, and do not start it.
    """
    box = require_container(engine, "first-box", *CREATE_FIRST)
    created = Text(ko="한 번도 시작하지 않은 `created` 상태", en="`created`, and never started")
    require_options_first(box, created, *CREATE_FIRST)
    history = engine.journal.of(box.id)
    started = history.started or box.running
    require(not started, expected=created, seen=box if box.running else history, hint=_STARTED)
    require(
        box.status == "created" and not box.error,
        expected=created,
        seen=box,
        hint=Text(
            ko="시작하려다 실패한 컨테이너입니다. 다시 만드세요.",
            en="This container failed to start; make it again.",
        )
        + in_turn("docker rm first-box", *CREATE_FIRST),
    )
    require_image(engine, box, "nginx")
    tell(
        Text(
            ko="`first-box`는 있지만 프로세스는 아직 없습니다(`Pid` 0).",
            en="`first-box` exists, but it has no process yet (`Pid` 0).",
        )
    )


_STARTED = Text(
    ko="이미 시작했습니다. 시작하기 전에 이 검사를 통과했다면 이 단계는 끝났으니 다음으로 가세요. `docker "
    "run`은 만들고 곧바로 시작까지 하며, 한 번 시작한 컨테이너는 멈춰도 `created`로 돌아가지 않습니다. 아직 "
    "통과하지 못했다면",
    en="It is already started. If this check passed before you started it, this step is done: go on. `docker "
    "run` creates and also starts, and a container that was started once does not become `created` again by "
    "stopping it. If it has not passed yet:",
) + in_turn("docker rm -f first-box", *CREATE_FIRST)


@shape("docker inspect NAME | grep '\"FIELD\"'", "docker logs NAME")
def test_created_has(engine: EngineView, answer: Any) -> None:
    """ko: 만들기만 한 컨테이너에 무엇이 있고 무엇이 없는지 맞힙니다.
    en: You say what a container that was only created has, and what it lacks.
    """
    with engine.experiment("nginx") as trial:
        box = trial.look()
        truth = {
            "pid": box.pid,
            "ip": next(iter(box.networks.values()), ""),
            "networks": list(box.networks),
            "log_lines": len(box.log_lines()),
            "started": box.started_at is not None,
        }
    hints = {
        "pid": Text(
            ko="프로세스는 시작할 때 생깁니다. `docker inspect first-box | grep '\"Pid\"'`를 보세요.",
            en="A process comes with the start. See `docker inspect first-box | grep '\"Pid\"'`.",
        ),
        "ip": Text(
            ko='IP 주소는 시작할 때 받습니다. 없으면 빈 문자열 `""`입니다.',
            en='The IP address is given at the start. If there is none, write the empty string `""`.',
        ),
        "networks": Text(
            ko="네트워크가 전혀 없다고 하는 책도 있지만, `NetworkSettings.Networks`에는 IP 없는 항목이 이미 "
            "있습니다. `docker inspect`로 그 이름을 찾아 리스트로 적으세요.",
            en="Some books say that it has no network, but `NetworkSettings.Networks` already has an entry, "
            "without an IP. Find its name with `docker inspect` and write a list.",
        ),
        "log_lines": Text(
            ko="로그는 프로세스가 출력한 것입니다. `docker logs first-box`를 실행해 보세요.",
            en="A log is what a process printed. Try `docker logs first-box`.",
        ),
        "started": Text(
            ko="`State.StartedAt`이 0001년이면 시작한 적이 없다는 뜻입니다. 답은 True 또는 False입니다.",
            en="`State.StartedAt` in the year 1 means never. The answer is True or False.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko="방금 만든 다른 컨테이너도 같습니다: 네트워크 항목은 있고, 프로세스와 IP는 없습니다.",
            en="Another container, created just now, shows the same: a network entry, but no process and no IP.",
        )
    )


@shape("docker start NAME")
def test_start(engine: EngineView) -> None:
    """ko: `nginx` 이미지로 만든 `first-box`가 시작되어 지금 실행 중입니다.
    en: `first-box`, made from the image `nginx`, has been started and is running.
    """
    making = (*CREATE_FIRST, "docker start …")
    box = require_container(engine, "first-box", *making)
    require_image(engine, box, "nginx")
    _require_not_replaced(engine, box, *making)
    require_running(box, *making)
    require_serving(box, *making)
    history = engine.journal.of(box.id)
    require(
        history.created_at is not None and history.started,
        expected=same("create → start"),
        seen=history,
        hint=in_turn("docker rm -f first-box", *making),
    )
    tell(
        Text(
            ko=f"시작한 컨테이너에는 프로세스(pid {box.pid})와 IP가 있습니다.",
            en=f"A started container has a process (pid {box.pid}) and an IP.",
        )
    )


def _require_not_replaced(engine: EngineView, box: ContainerView, *making: str) -> None:
    """Fail where `docker run` made it after a `first-box` that only had to be started was removed.

    Only `docker run -d` leaves the output unattached (AttachStdout); create, start and docker-py's create do not.
    """
    earlier = [history for history in engine.journal.bearers("first-box") if history.id != box.id]
    waiting = [history for history in earlier if history.removed and not history.started]
    require(
        not waiting or box.config.get("AttachStdout"),
        expected=Text(
            ko="만들어 둔 바로 그 `first-box`를 시작한 것",
            en="the very `first-box` that was created, started",
        ),
        seen=Text(
            ko="만들기만 한 `first-box`는 지워졌고, 지금 것은 `docker run`으로 새로 만들었습니다",
            en="the `first-box` that was only created is gone; this one was made anew by `docker run`",
        ),
        hint=Text(
            ko="시작하려고 새로 만들 필요는 없습니다. `docker start`는 이미 있는 컨테이너를 시작합니다.",
            en="There is no need for a new one: `docker start` starts the container that is there.",
        )
        + in_turn("docker rm -f first-box", *making),
    )


@shape("docker run -d --name NAME IMAGE")
def test_run(engine: EngineView) -> None:
    """ko: `nginx` 이미지로 만든 `second-box`가 실행 중입니다.
    en: `second-box`, made from the image `nginx`, is running.
    """
    box = require_container(engine, "second-box", *RUN_SECOND)
    require_options_first(box, RUNNING, *RUN_SECOND)
    require_image(engine, box, "nginx")
    attached = any(event.action == "attach" for event in engine.journal.of(box.id).events)
    require(
        box.running or not attached,
        expected=RUNNING,
        seen=box,
        hint=Text(
            ko="`-d` 없이 실행하면 컨테이너가 터미널에 붙고, Ctrl-C나 셀 중단이 컨테이너까지 끝냅니다.",
            en="Without `-d` it is tied to your terminal, and Ctrl-C (or interrupting the cell) ends it.",
        )
        + in_turn("docker rm second-box", *RUN_SECOND),
    )
    require_running(box, *RUN_SECOND)
    require_serving(box, *RUN_SECOND)
    tell(
        Text(
            ko=f"만들어지고 곧바로 시작되었습니다. 프로세스는 pid {box.pid}입니다.",
            en=f"It was created and then started: its process is pid {box.pid}.",
        )
    )


@shape("docker events --since 30m --until -1s --filter container=NAME")
def test_run_events(engine: EngineView, answer: Any) -> None:
    """ko: `second-box`에 기록된 이벤트를 첫 `start`까지 순서대로 적습니다.
    en: You list the events recorded for `second-box`, in order, up to its first `start`.
    """
    history = engine.journal.of(require_container(engine, "second-box", *RUN_SECOND).id)
    require(
        history.started,
        expected=Text(ko="시작된 `second-box`", en="a `second-box` that was started"),
        seen=history,
        hint=in_turn("docker rm second-box", *RUN_SECOND),
    )
    truth = history.actions[: history.actions.index("start") + 1]
    named = [str(action).strip().lower() for action in answer] if isinstance(answer, list) else answer
    own = [action for action in named if action != "attach"] if isinstance(named, list) else named
    if own != truth:
        wrong(shown(truth), shown(answer), answer, _events_hint(own, truth))
    tell(
        Text(
            ko="`docker run`이라는 이벤트는 없습니다. 엔진에게 run은 create와 start를 차례로 하는 것입니다.",
            en="There is no event called `docker run`: for the engine it is create, then start.",
        )
    )


def _events_hint(own: object, truth: list[str]) -> Text:
    if not isinstance(own, list):
        return Text(
            ko='이벤트 이름의 리스트로 답하세요. 예: `["create", …]`',
            en='Answer with a list of names: `["create", …]`.',
        )
    if "run" in own:
        return Text(
            ko="엔진에는 run이라는 동작이 없습니다. `docker events`에는 run이 시킨 일들이 하나씩 나옵니다.",
            en="The engine has no action called run; `docker events` shows each step that run asked for.",
        )
    if sorted(own) == sorted(truth):
        return Text(ko="순서를 다시 보세요.", en="Look at the order again.")
    return Text(
        ko="컨테이너 이벤트만, 첫 `start`까지 적으세요(network connect는 네트워크의 이벤트입니다). `docker "
        "events --since 30m --until -1s --filter container=second-box | cut -d ' ' -f 1-3`",
        en="Only the container's events, up to the first `start` (network connect belongs to the network): "
        "`docker events --since 30m --until -1s --filter container=second-box | cut -d ' ' -f 1-3`.",
    )


@shape("docker ps -q | wc -l", "docker ps -aq | wc -l")
def test_ps(engine: EngineView, answer: Any) -> None:
    """ko: `docker ps`와 `docker ps -a`에 컨테이너가 몇 개 나오는지 셉니다.
    en: You count the containers that `docker ps` and `docker ps -a` list.
    """
    listed = {"ps": engine.names(all=False), "ps_all": engine.names()}
    answers = answer if isinstance(answer, dict) else {}
    lists = {key for key, value in answers.items() if isinstance(value, list)}
    truth = {key: names if key in lists else len(names) for key, names in listed.items()}
    with_heading = [len(names) + 1 for names in listed.values()]
    hint = _COUNTED_HEADING if list(answers.values()) == with_heading else _LISTED
    sorted_answer = {
        key: sorted(map(str, value)) if key in lists else value for key, value in answers.items()
    }
    predicted(sorted_answer or answer, truth, dict.fromkeys(truth, hint))
    tell(
        Text(
            ko="`docker ps`는 실행 중인 것(일시 중지 포함)만, `-a`는 끝났거나 만들기만 한 것도 보여 줍니다.",
            en="`docker ps` lists running containers (paused included); `-a` adds those that ended or were "
            "only created.",
        )
    )


_LISTED = Text(
    ko="지금 다시 세어 보세요: `docker ps`는 실행 중인 것만, `docker ps -a`는 모두 보여 줍니다. 그 사이에 "
    "컨테이너를 만들거나 지웠다면 답도 달라집니다.",
    en="Count again now: `docker ps` lists running containers, `docker ps -a` lists all. If you made or "
    "removed containers in between, the answer has changed.",
)
_COUNTED_HEADING = Text(
    ko="제목 줄까지 세었습니다. `docker ps -q | wc -l`은 제목 없이 셉니다.",
    en="You counted the heading as well; `docker ps -q | wc -l` counts without it.",
)


@shape("docker run --name NAME IMAGE COMMAND", "print(_exit_code)")
def test_missing_command(engine: EngineView, answer: Any) -> None:
    """ko: 없는 명령으로 `typo-box`를 실행하고, `docker run`의 종료 코드와 컨테이너의 상태를 적습니다.
    en: You run `typo-box` with a command that does not exist, and note run's exit code and the status.
    """
    box = require_container(engine, "typo-box", *RUN_TYPO)
    unstarted = Text(
        ko="시작하지 못해 `created`로 남은 컨테이너(종료 코드 127)",
        en="a container that could not start and stayed `created` (exit code 127)",
    )
    require(
        not engine.journal.of(box.id).started,
        expected=unstarted,
        seen=box,
        hint=Text(
            ko="실행한 명령이 이미지에 있어서 시작되었습니다. `sh -c`를 붙이면 `sh`가 실행되니, 없는 명령을 "
            "이미지 이름 바로 뒤에 적으세요.",
            en="What you ran exists in the image, so it started. With `sh -c` it is `sh` that runs: write "
            "the missing command right after the image's name.",
        )
        + in_turn("docker rm -f typo-box", *RUN_TYPO),
    )
    require_options_first(box, unstarted, *RUN_TYPO)
    require(
        box.error,
        expected=unstarted,
        seen=box,
        hint=Text(
            ko="아직 시작하려고 한 적이 없습니다. `docker create`가 아니라 `docker run`이어야 합니다.",
            en="Nobody has tried to start it yet: use `docker run`, not `docker create`.",
        )
        + in_turn("docker rm typo-box", *RUN_TYPO),
    )
    require(
        box.exit_code == 127,
        expected=unstarted,
        seen=box,
        hint=Text(
            ko="126은 파일은 있지만 실행할 수 없다는 뜻입니다. 이미지에 없는 이름을 쓰세요.",
            en="126 means that the file is there but cannot be executed. Use a name that the image does not "
            "have.",
        )
        + in_turn("docker rm typo-box", *RUN_TYPO),
    )
    require_pair(answer, Text(ko="[종료 코드, 상태]", en="[exit code, status]"))
    code, status = answer
    answered(
        code,
        box.exit_code,
        Text(
            ko="`docker run` 바로 다음 줄의 `print(_exit_code)`로 읽으세요(터미널에서는 `echo $?`). 숫자로 "
            "적습니다.",
            en="Read it on the line after `docker run`: `print(_exit_code)` (in a terminal `echo $?`), and "
            "write a number.",
        ),
    )
    answered(
        status.strip().lower() if isinstance(status, str) else status,
        box.status,
        Text(
            ko="끝난 것이 아니라 시작하지 못했습니다. `docker inspect typo-box | grep '\"Status\"'`를 보세요.",
            en="It did not end, it never began: see `docker inspect typo-box | grep '\"Status\"'`.",
        ),
    )
    tell(
        Text(
            ko=f"run의 create는 성공했고 start가 실패했습니다. 이유는 `State.Error`에 있습니다: {box.error}",
            en=f"run's create worked, its start failed. `State.Error` says why: {box.error}",
        )
    )


@shape("docker pause NAME", "docker inspect NAME | grep '\"Running\"'")
def test_pause(engine: EngineView, answer: Any) -> None:
    """ko: `second-box`를 `docker pause`로 일시 중지해 두고, `Running`과 `Paused`가 각각 무엇인지 적습니다.
    en: You pause `second-box` with `docker pause`, and say what `Running` and `Paused` are then.
    """
    making = (*RUN_SECOND, "docker pause …")
    box = require_container(engine, "second-box", *making)
    require_image(engine, box, "nginx")
    require_paused(engine, box)
    require_serving(box, *making)
    hint = Text(
        ko="`docker inspect second-box | grep -E '\"(Running|Paused)\"'`를 보세요. 일시 중지는 끝난 것이 "
        "아닙니다. 답은 True 또는 False입니다.",
        en="See `docker inspect second-box | grep -E '\"(Running|Paused)\"'`. Paused is not ended. The "
        "answers are True or False.",
    )
    truth = {"Running": box.running, "Paused": box.paused}
    predicted(answer, truth, dict.fromkeys(truth, hint))
    tell(
        Text(
            ko=f"일시 중지해도 `Running`입니다. 프로세스(pid {box.pid})는 메모리와 함께 남아 있습니다.",
            en=f"A paused container is still `Running`: its process (pid {box.pid}) and memory are there.",
        )
    )


@shape("docker pause NAME", "first = cpu_time(NAME)", "sleep(SECONDS)", "samples = [first, …]")
def test_pause_cpu(engine: EngineView, answer: Any) -> None:
    """ko: `busy-box`를 일시 중지하고 누적 CPU 사용 시간(나노초)을 두 번 읽어, 늘지 않음을 보입니다.
    en: You pause `busy-box` and read its total CPU time (nanoseconds) twice, to show that it does not grow.
    """
    box = require_container(engine, "busy-box", *RUN_BUSY, "docker pause …")
    require_paused(engine, box)
    require_pair(answer, Text(ko="[첫째 값, 둘째 값]", en="[first sample, second sample]"))
    seen = shown(answer)
    for sample in answer:
        if not _is_reading(sample):
            wrong("[> 0 s, > 0 ns]", seen, sample, _SAMPLE_HINT, beside_truth=False)
    _require_read_in_the_pause(answer, engine.journal.of(box.id))
    (_, first), (_, second) = answer
    now = box.cpu_total()
    require(
        first == second,
        expected=Text(ko=f"CPU 시간이 똑같은 두 값 ({now})", en=f"two samples with equal CPU time ({now})"),
        seen=seen,
        hint=Text(
            ko="값이 늘었다면 일시 중지하기 전에 읽은 것입니다. `docker pause busy-box`를 실행한 뒤에 두 번 "
            "다 다시 읽으세요.",
            en="A value that grew was read before the pause. Read both after `docker pause busy-box`.",
        ),
    )
    require(
        first == now,
        expected=Text(ko=f"엔진이 지금 알려 주는 값: {now}", en=f"what the engine says now: {now}"),
        seen=seen,
        hint=Text(
            ko="다른 컨테이너의 값이거나, 읽은 뒤에 다시 실행되었습니다. 지금 상태에서 두 번 다시 읽으세요.",
            en="These values belong to another container, or it ran again afterwards. Read both again now.",
        ),
    )
    tell(
        Text(
            ko=f"쉬지 않고 도는 반복문인데도 CPU 시간은 {now}ns에서 움직이지 않습니다.",
            en=f"It is an endless loop, yet its CPU time stays at {now} ns.",
        )
    )


_SAMPLE_HINT = Text(
    ko='둘 다 `cpu_time("busy-box")`로 읽고, 돌려받은 `[읽은 시각, CPU 시간]`을 그대로 담으세요. 퍼센트가 아니라 '
    "나노초입니다. CPU 시간이 0이면 `docker unpause`로 몇 초 돌린 뒤에 다시 일시 중지하고 읽으세요.",
    en='Read both with `cpu_time("busy-box")`, and keep the `[when, CPU time]` that it returns as it is: '
    "nanoseconds, not percent. Where the CPU time is 0, `docker unpause` it for some seconds, pause it again "
    "and read again.",
)


def _is_reading(sample: object) -> bool:
    """Whether it is what the notebook's `cpu_time` returns: [seconds since 1970, nanoseconds]."""
    return (
        isinstance(sample, list)
        and len(sample) == 2
        and all(is_number(value) and value > 0 for value in sample)
    )


def _require_read_in_the_pause(samples: list[list[float]], history: History) -> None:
    """Fail unless both were read while it was paused, at a distance in which a counter of seconds would move."""
    since = max((pause.since for pause in history.paused_intervals()), default=math.inf)
    earlier, later = sorted(when for when, _ in samples)
    require(
        earlier >= since - CLOCK_SLACK,
        expected=Text(ko="일시 중지한 뒤에 읽은 두 값", en="two samples read after the pause"),
        seen=Text(
            ko=f"일시 중지하기 {since - earlier:.1f}초 전에 읽은 값",
            en=f"a sample read {since - earlier:.1f} s before the pause",
        ),
        hint=Text(
            ko="`docker pause busy-box`를 실행한 뒤에 두 번 다 다시 읽으세요.",
            en="Read both after `docker pause busy-box`.",
        ),
    )
    distance = later - earlier
    twice = Text(
        ko="한 번 읽은 값을 두 번 적었습니다. 하나만으로는 늘지 않았는지 알 수 없습니다.",
        en="This is one reading, written down twice. A single one cannot show that nothing grew.",
    )
    close = Text(
        ko="너무 빨리 다시 읽었습니다.",
        en="You read again too soon.",
    )
    require(
        distance >= 1,
        expected=Text(ko="1초 이상 떨어진 두 번의 읽기", en="two readings, a second or more apart"),
        seen=Text(ko=f"두 번의 간격: {distance:.1f}초", en=f"between the two: {distance:.1f} s"),
        hint=(close if distance else twice)
        + Text(
            ko="읽고, `sleep(2)`로 기다리고, `cpu_time`으로 한 번 더 읽으세요.",
            en="Read, wait with `sleep(2)`, and read once more with `cpu_time`.",
        ),
    )


@shape("docker pause NAME", "sleep SECONDS", "docker unpause NAME")
def test_unpause(engine: EngineView) -> None:
    """ko: `counter-box`를 1초 이상 일시 중지했다가 풀면, 세던 숫자를 이어서 셉니다.
    en: `counter-box`, paused for a second or more and unpaused, goes on counting where it stopped.
    """
    making = (*RUN_COUNTER, "docker pause …", "sleep …", "docker unpause …")
    box = require_container(engine, "counter-box", *making)
    history = engine.journal.of(box.id)
    _require_unpaused(box, history)
    pause = _longest_pause(box, history)
    lines = eventually(lambda: _numbers(box, pause), lambda numbers: numbers["after"])
    require(
        lines["before"] and lines["after"],
        expected=Text(ko="일시 중지 앞뒤로 출력한 숫자", en="numbers printed before the pause and after it"),
        seen=shown(lines),
        hint=Text(
            ko="컨테이너는 숫자를 한 줄에 하나씩 출력해야 하고, 몇 줄 출력한 다음에 일시 중지해야 합니다. "
            "`docker logs counter-box`로 확인하세요.",
            en="The container has to print one number a line, and some of them before you pause it. Look at "
            "`docker logs counter-box`.",
        ),
    )
    last, following = lines["before"][-1], lines["after"][0]
    require(
        not lines["during"] and following == last + 1,
        expected=Text(
            ko=f"일시 중지한 동안에는 출력이 없고, {last} 다음은 {last + 1}",
            en=f"nothing during the pause, and {last + 1} after {last}",
        ),
        seen=shown(lines),
        hint=Text(
            ko="숫자가 하나씩 이어지지 않았습니다. 노트북의 명령 그대로 `counter-box`를 다시 만들어 보세요.",
            en="The numbers do not continue one by one. Make `counter-box` again, with the notebook's command.",
        ),
    )
    tell(
        Text(
            ko=f"{pause.seconds:.1f}초 동안 일시 중지했다가 풀었더니 {last} 다음에 {following}: 메모리는 "
            "그대로였습니다.",
            en=f"After a pause of {pause.seconds:.1f} s, {following} came after {last}: the memory was kept.",
        )
    )


def _require_unpaused(box: ContainerView, history: History) -> None:
    going_on = Text(
        ko="일시 중지했다가 다시 실행 중인 컨테이너", en="a container that was paused and runs again"
    )
    require(
        not box.paused,
        expected=going_on,
        seen=box,
        hint=Text(ko="이제 일시 중지를 풀 차례입니다.", en="It is paused; now unpause it."),
    )
    restarted = len(history.starts) > 1
    paused = any(_paused_since_start(pause, history) for pause in history.paused_intervals())
    require(
        not restarted or paused,
        expected=going_on,
        seen=history,
        hint=Text(
            ko="멈추고 다시 시작하면 메모리가 사라져 1부터 다시 셉니다. stop과 start 대신 `docker pause`와 "
            "`docker unpause`를 쓰세요.",
            en="Stopping and starting loses the memory: it counts from 1 again. Use `docker pause` and "
            "`docker unpause` instead of stop and start.",
        ),
    )
    require(
        box.running,
        expected=going_on,
        seen=box,
        hint=Text(ko="끝났거나 시작하지 못했으니 다시 만드세요.", en="It is not running; make it again.")
        + in_turn("docker rm -f counter-box", *RUN_COUNTER),
    )


def _paused_since_start(pause: Pause, history: History) -> bool:
    return not pause.for_commit and bool(history.starts) and pause.since > history.starts[-1]


def _longest_pause(box: ContainerView, history: History) -> Pause:
    pauses = [pause for pause in history.paused_intervals() if _paused_since_start(pause, history)]
    ended = [pause for pause in pauses if pause.seconds is not None]
    longest = max(ended, key=lambda pause: pause.seconds or 0, default=None)
    expected = Text(ko="1초 이상의 일시 중지", en="a pause of a second or more")
    if longest is None:
        fail(
            expected=expected,
            seen=history,
            hint=Text(ko="이 컨테이너는 일시 중지한 적이 없습니다.", en="This container was never paused.")
            + in_turn("docker pause …", "sleep …", "docker unpause …"),
        )
    require(
        (longest.seconds or 0) >= 1,
        expected=expected,
        seen=Text(ko=f"{box.name}: {longest.seconds:.1f}초", en=f"{box.name}: {longest.seconds:.1f} s"),
        hint=Text(
            ko="pause와 unpause 사이에 2초쯤 기다리세요: `sleep 2`",
            en="Wait about two seconds between pause and unpause: `sleep 2`.",
        ),
    )
    return longest


def _numbers(box: ContainerView, pause: Pause) -> dict[str, list[int]]:
    """What was printed in the last seconds before the pause, during and after it."""
    until = pause.until or 0.0
    lines = [(when.timestamp(), text.strip()) for when, text in box.log_lines(since=int(pause.since) - 3)]
    numbers = [(when, int(text)) for when, text in lines if text.isdecimal()]
    return {
        "before": [n for when, n in numbers if when < pause.since + CLOCK_SLACK],
        "during": [n for when, n in numbers if pause.since + CLOCK_SLACK <= when <= until - CLOCK_SLACK],
        "after": [n for when, n in numbers if when > until - CLOCK_SLACK],
    }


@shape("docker pause NAME", "docker COMMAND NAME")
def test_paused_allowed(engine: EngineView, answer: Any) -> None:
    """ko: 일시 중지한 컨테이너에 무엇을 할 수 있는지 맞힙니다.
    en: You say what you can still do with a paused container.
    """
    with engine.experiment("nginx") as trial:
        trial.start()
        trial.pause()
        api = trial.api
        refused = {
            "top": trial.refuses(api.top),
            "logs": trial.refuses(api.logs),
            "exec": trial.refuses(lambda id: api.exec_create(id, ["true"])),
            "rm": trial.refuses(api.remove_container),
            "stop": trial.refuses(lambda id: api.stop(id, timeout=0)),
        }
    truth = {key: not refused[key] for key in ("top", "logs", "exec", "stop", "rm")}
    look = Text(
        ko="보기만 하는 명령은 프로세스가 움직이지 않아도 됩니다.",
        en="Just looking does not need the process to run.",
    )
    hints = {
        "top": look,
        "logs": look,
        "exec": Text(
            ko="일시 중지된 컨테이너에서는 새 명령도 실행될 수 없어서 엔진이 거절합니다(409).",
            en="A new command could not run in a paused container, so the engine refuses it (409).",
        ),
        "stop": Text(
            ko="엔진은 시그널을 보낸 다음 일시 중지를 풀어 줍니다. 직접 해 보세요.",
            en="The engine sends the signal and then unpauses the container. Try it.",
        ),
        "rm": Text(
            ko="일시 중지한 컨테이너는 실행 중인 컨테이너입니다. `-f` 없이 지워지는지 해 보세요.",
            en="A paused container is a running one. Try to remove it without `-f`.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko="방금 일시 중지한 다른 컨테이너도 같습니다: 보는 명령과 stop은 되고, exec와 rm은 거절당합니다.",
            en="Another container, paused just now, shows the same: looking and stop work, exec and rm do not.",
        )
    )


@shape("docker stop NAME", "docker kill NAME", "docker inspect NAME | grep '\"ExitCode\"'")
def test_stop_kill(engine: EngineView, answer: Any) -> None:
    """ko: `stop-box`는 `docker stop`으로, `kill-box`는 `docker kill`로 끝내고, 두 종료 코드를 적습니다.
    en: You end `stop-box` with `docker stop` and `kill-box` with `docker kill`, and note both exit codes.
    """
    codes = {}
    for name in ("stop-box", "kill-box"):
        verb = name.removesuffix("-box")
        end, run = f"docker {verb} …", f"docker run -d --name {name} nginx"
        box = require_container(engine, name, run, end)
        ended = Text(ko=f"`docker {verb}` 명령으로 끝난 `{name}`", en=f"`{name}`, ended by `docker {verb}`")
        commands = [f"docker rm -f {name}", run, end]  # for one that could not be started, or is half gone
        if box.status in ("running", "paused"):
            commands = [end]
        elif box.status == "created" and not box.error:
            commands = [f"docker start {name}", end]
        require(box.status == "exited", expected=ended, seen=box, hint=in_turn(*commands))
        _require_ended_by(verb, box, engine.journal.of(box.id), ended)
        codes[name] = box.exit_code
    hint = Text(
        ko="상태는 둘 다 `exited`이고 ExitCode만 다릅니다. `docker inspect stop-box | grep '\"ExitCode\"'`와 "
        "`docker inspect kill-box | grep '\"ExitCode\"'`로 읽어 숫자로 적으세요.",
        en="Both are `exited`; only ExitCode differs. Read it with `docker inspect stop-box | grep "
        "'\"ExitCode\"'` and `docker inspect kill-box | grep '\"ExitCode\"'`, and write numbers.",
    )
    if isinstance(answer, dict) and codes == {
        "stop-box": answer.get("kill-box"),
        "kill-box": answer.get("stop-box"),
    }:
        hint = Text(ko="두 코드가 서로 바뀌었습니다.", en="You have the two the wrong way round.")
    predicted(answer, codes, dict.fromkeys(codes, hint))
    tell(
        Text(
            ko="stop은 nginx에 스스로 끝날 기회를 주었고, kill은 주지 않았습니다(128 + SIGKILL 9 = 137).",
            en="stop let nginx end by itself, kill did not (128 + SIGKILL 9 = 137).",
        )
    )


_ANOTHER_WAY = Text(ko="다른 방법으로 끝났습니다.", en="It was ended in another way.")
_NOT_SIGKILL = Text(
    ko="SIGKILL이 아닌 시그널을 받고 끝났습니다. `docker stop`이나 `-s`를 쓰지 말고 `docker kill`만 쓰세요.",
    en="It ended of another signal than SIGKILL. Use neither `docker stop` nor `-s`, only `docker kill`.",
)


def _require_ended_by(verb: str, box: ContainerView, history: History, ended: Text) -> None:
    by_stop, by_kill = bool(history.last_life.stops), history.last_life.got_signal(SIGKILL)
    require(
        by_stop if verb == "stop" else by_kill and not by_stop,
        expected=ended,
        seen=history,
        hint=(_NOT_SIGKILL if verb == "kill" and history.last_life.signals else _ANOTHER_WAY)
        + in_turn(f"docker start {box.name}", f"docker {verb} …"),
    )


@shape("docker run --name NAME IMAGE sh -c 'exit NUMBER'")
def test_exit_code(engine: EngineView, learner: Learner) -> None:
    """ko: `end-box`가 여러분의 번호(`me.exit_code`)를 종료 코드로 남기고 스스로 끝났습니다.
    en: `end-box` has ended by itself, with your own number (`me.exit_code`) as its exit code.
    """
    run = ("docker run --name end-box shell sh -c '…'",)
    box = require_container(engine, "end-box", *run)
    ended = Text(
        ko=f"시그널 없이 스스로 끝난 컨테이너, 종료 코드 {learner.exit_code}",
        en=f"a container that ended by itself, without a signal, exit code {learner.exit_code}",
    )
    require_options_first(box, ended, *run)
    require_image(engine, box, "shell")
    again = in_turn("docker rm -f end-box", *run)
    require(
        not (box.error and " ".join(box.command).split()[:1] == ["exit"]),
        expected=ended,
        seen=box,
        hint=Text(
            ko="`exit`는 프로그램 파일이 아니라 셸 안에 있는 명령이라서, 이미지에서 찾을 수 없습니다. 셸을 "
            "실행해 그 셸이 `exit`를 하게 하세요.",
            en="`exit` is no program of its own but a command inside a shell, so it is not found in the "
            "image. Run a shell, and let the shell do the `exit`.",
        )
        + again,
    )
    require(
        box.status == "exited",
        expected=ended,
        seen=box,
        hint=Text(
            ko="PID 1인 셸이 `exit`를 하면 컨테이너도 끝납니다. 아직 끝나지 않았거나 시작하지 못했습니다.",
            en="When the shell that is PID 1 calls `exit`, the container ends. This one has not, or never started.",
        )
        + again,
    )
    history = engine.journal.of(box.id)
    require(
        not history.last_life.signals,
        expected=ended,
        seen=history,
        hint=Text(
            ko="시그널을 받아 끝났습니다. 이번에는 프로세스가 스스로 끝나야 합니다.",
            en="A signal ended it. This time the process has to end by itself.",
        )
        + again,
    )
    require(
        box.exit_code == learner.exit_code,
        expected=ended,
        seen=box,
        hint=Text(
            ko=f"{box.exit_code}번은 여러분의 번호가 아닙니다. 예시의 번호나 다른 사람의 번호라면 이번에는 "
            "여러분의 번호로 해 보세요. 여러분의 번호는 `print(learner())`로 볼 수 있고, "
            "명령에는 `{me.exit_code}`라고 적으면 됩니다.",
            en=f"{box.exit_code} is not your number. If it is that of an example or of somebody else, use your own "
            "this time. `print(learner())` shows your number; in the command write `{me.exit_code}`.",
        )
        + again,
    )
    tell(
        Text(
            ko=f"스스로 끝난 컨테이너도 `exited`이고, 종료 코드는 PID 1이 정합니다: {box.exit_code}",
            en=f"A container that ends by itself is `exited` too. PID 1 chose the exit code: {box.exit_code}.",
        )
    )


@shape("docker start NAME")
def test_revive(engine: EngineView) -> None:
    """ko: kill로 끝난 바로 그 `kill-box`를 `docker start`로 다시 실행합니다.
    en: You get the same `kill-box` that was killed running again, with `docker start`.
    """
    making = ("docker run -d --name kill-box nginx", "docker kill kill-box", "docker start …")
    box = require_container(engine, "kill-box", *making)
    history = engine.journal.of(box.id)
    again = Text(
        ko="kill → die → start를 겪고 실행 중인 컨테이너", en="a running container after kill → die → start"
    )
    kills = [signal.at for signal in history.signals if signal.number == SIGKILL]
    if not kills:
        fail(expected=again, seen=history, hint=_not_killed_hint(engine, box, history))
    require(
        box.status != "exited",
        expected=again,
        seen=box,
        hint=Text(
            ko="kill로 끝난 채입니다. 이제 다시 시작할 차례입니다.",
            en="It is as the kill left it. Now start it again.",
        )
        + in_turn("docker start …"),
    )
    require_running(box, *making)
    deaths = [death.at for death in history.deaths if death.at > kills[0]]
    require(
        deaths and history.starts[-1] > deaths[0] and box.finished_at is not None,
        expected=again,
        seen=history,
        hint=in_turn("docker kill kill-box", "docker start …"),
    )
    tell(
        Text(
            ko="kill이 끝은 아닙니다. 같은 컨테이너가 다시 실행 중이고, `FinishedAt`에는 지난번에 끝난 "
            "시각이 남아 있습니다.",
            en="Killed is not gone: the same container is running, and `FinishedAt` still shows when it ended.",
        )
    )


def _not_killed_hint(engine: EngineView, box: ContainerView, history: History) -> Text:
    kill = ("docker kill kill-box", "docker start …")
    commands = in_turn(*kill) if box.running else in_turn("docker start kill-box", *kill)
    older = [bearer for bearer in engine.journal.bearers("kill-box") if bearer.id != history.id]
    if any(bearer.got_signal(SIGKILL) for bearer in older):
        return (
            Text(
                ko="이것은 새로 만든 컨테이너라서 kill된 적이 없습니다. kill된 컨테이너를 지우고 다시 만들 "
                "필요는 없습니다.",
                en="This is a new container, which was never killed. There is no need to remove a killed one "
                "and make another.",
            )
            + commands
        )
    return Text(ko="이 컨테이너는 kill된 적이 없습니다.", en="This container was never killed.") + commands
