"""Section 3, signals: what ends a container, how long that takes, and what the record says of it."""

import re
import signal
from typing import Any

from course.checks import (
    Text,
    eventually,
    fail,
    is_number,
    predicted,
    require,
    shape,
    shown,
    tell,
    wrong,
)
from course.personal import Learner
from course.views import ContainerView, EngineView, History
from course.views.files import File, layer_changed_at, read_file
from graders.ending import (
    SIGHUP,
    SIGKILL,
    SIGQUIT,
    SIGTERM,
    last_life,
    require_ended,
    require_stopped,
    seconds_to_end,
    sent,
)
from graders.requirements import in_turn, require_as_given, require_container, require_running

# What is for the learner to find stands in hints with an ellipsis; what a given cell ran stands there whole.
RUN_TIDY = "docker run -d --name tidy-nginx nginx"
RUN_PLAIN = "docker run -d --name plain-init --init shell sleep 3600"
RUN_DEAF = "docker run -d --name deaf-sleep shell sleep 3600"
RUN_SLOW = "docker run -d --name slow-stop shell sleep 3600"
RUN_QUICK = "docker run -d --name quick-kill shell sleep 3600"
RUN_WALLED = "docker run -d --name walled-in shell sleep 3600"
OUTSIDE_STEPS = (
    RUN_WALLED,
    "docker exec walled-in kill -9 1",
    "docker top walled-in -eo pid,args",
    "docker run --rm --pid host shell kill -9 PID",
)
RUN_WEB = "docker run -d --name reload-web nginx"
THREE_WORKERS = (
    "docker exec reload-web sed -i 's/worker_processes 2/worker_processes 3/' /etc/nginx/nginx.conf"
)
RUN_FROZEN = ("docker run -d --name frozen-nginx nginx", "docker pause frozen-nginx")
RUN_HUNGRY = (
    "docker run -d --name hungry-dd -m 32m --oom-score-adj 1000 shell dd if=/dev/zero of=/dev/null bs=1500M "
    "count=1"
)
RUN_CALM = "docker run -d --name calm-sleep shell sleep 3600"
MAKING = {"tidy-nginx": RUN_TIDY, "plain-init": RUN_PLAIN, "deaf-sleep": RUN_DEAF}

SAVED = "/saved.txt"
GRACE = 2
"""What short-grace is given, in seconds."""
DEFAULT_GRACE = 10
OVERHEAD = 8.0
"""How much longer than the engine a busy machine's docker command may take, in seconds."""
A_WORD = re.compile(r"[a-z]+-[a-z]+-\d{3}")


@shape("docker stop -t SECONDS NAME NAME NAME", "docker ps -a --filter name=NAME")
def test_codes(engine: EngineView, answer: Any) -> None:
    """ko: `tidy-nginx`, `plain-init`, `deaf-sleep`을 `docker stop`으로 끝내고, 세 종료 코드를 맞힙니다.
    en: You end `tidy-nginx`, `plain-init` and `deaf-sleep` with `docker stop`, and say their exit codes.
    """
    codes = {}
    for name in MAKING:
        box, life = _stopped(engine, name)
        _require_as_made(box, life)
        codes[name] = box.exit_code
    predicted(answer, codes, _CODE_HINTS)
    tell(
        Text(
            ko="같은 명령인데 끝은 셋 다 다릅니다: 스스로 끝남(`0`), SIGTERM으로 죽은 자식의 코드로 "
            "끝남(`143` = 128 + 15), SIGKILL로 죽음(`137` = 128 + 9).",
            en="One command, three endings: by itself (`0`), with the code of a child that SIGTERM killed "
            "(`143` = 128 + 15), killed by SIGKILL (`137` = 128 + 9).",
        )
    )


_CODE_HINTS = {
    "tidy-nginx": Text(
        ko="nginx는 시그널로 죽은 것이 아니라, 시그널을 처리하고 스스로 끝났습니다.",
        en="nginx did not die of the signal: it handled it and then ended by itself.",
    ),
    "plain-init": Text(
        ko="`sleep`은 핸들러가 없어 SIGTERM(15번)으로 죽었습니다. 128에 시그널 번호를 더하세요. init은 "
        "자식의 코드로 끝납니다.",
        en="`sleep` has no handler and died of SIGTERM, number 15. Add the signal's number to 128: the init "
        "ends with its child's code.",
    ),
    "deaf-sleep": Text(
        ko="PID 1이 SIGTERM을 처리하지 않아 결국 SIGKILL(9번)로 죽었습니다. 128에 시그널 번호를 더하세요.",
        en="This PID 1 did not handle SIGTERM, and in the end it died of SIGKILL, number 9. Add that to 128.",
    ),
}


def _stopped(engine: EngineView, name: str) -> tuple[ContainerView, History]:
    """One of the three, ended by docker stop, and its last life."""
    stop = "docker stop …"
    box = require_container(engine, name, MAKING[name], stop)
    require_ended(box, stop, MAKING[name])
    life = last_life(engine, box)
    require_stopped(box, life, in_turn(f"docker rm -f {name}", MAKING[name], "sleep 1", stop))
    return box, life


def _require_as_made(box: ContainerView, life: History) -> None:
    """Fail where the container is another than the notebook's: its end would teach something else."""
    first = SIGQUIT if box.name == "tidy-nginx" else SIGTERM
    signals = [first, SIGKILL] if box.name == "deaf-sleep" else [first]
    require(
        sent(life) == signals,
        expected=Text(
            ko=f"`{box.name}`에 보낸 시그널: {signals}", en=f"signals sent to `{box.name}`: {signals}"
        ),
        seen=life,
        hint=Text(
            ko="노트북의 명령과 다르게 만들었거나, 준비되기 전에 멈췄거나, 다른 시그널도 보냈습니다.",
            en="It was not made with the notebook's command, was stopped before it was ready, or got other "
            "signals too.",
        )
        + in_turn(f"docker rm -f {box.name}", MAKING[box.name], "sleep 1", "docker stop …"),
    )


@shape('journal("NAME")', "docker events --since 30m --until -1s --filter container=NAME --filter event=kill")
def test_journal(engine: EngineView, answer: Any) -> None:
    """ko: `docker stop`이 세 컨테이너에 보낸 시그널의 번호를 기록에서 순서대로 읽습니다.
    en: You read from the record, in order, which signals `docker stop` sent to the three containers.
    """
    truth = {name: sent(_stopped(engine, name)[1]) for name in MAKING}
    answers = answer if isinstance(answer, dict) else {}
    hints = {name: _signals_hint(name, answers.get(name), truth[name]) for name in truth}
    read = {name: _as_numbers(value, truth.get(name)) for name, value in answers.items()}
    predicted(read or answer, truth, hints)
    tell(
        Text(
            ko=f"stop이 보내는 첫 시그널은 STOPSIGNAL입니다: nginx에는 {truth['tidy-nginx'][0]}번, 나머지에는 "
            f"{truth['deaf-sleep'][0]}번. 9번은 끝나지 않은 쪽에만 갔습니다.",
            en=f"The first signal that stop sends is the STOPSIGNAL: number {truth['tidy-nginx'][0]} to "
            f"nginx, {truth['deaf-sleep'][0]} to the others. Only the one that did not end got a 9.",
        )
    )


def _as_numbers(value: Any, true: list[int] | None) -> Any:
    """A list of signals with names (`SIGTERM`, `TERM`) as numbers; anything else as it is."""
    if not isinstance(value, list) or true is None:
        return value
    return [_number(item) for item in value]


def _number(item: Any) -> Any:
    name = str(item).strip().upper()
    name = name if name.startswith("SIG") else f"SIG{name}"
    if isinstance(item, str) and name in signal.Signals.__members__:
        return int(signal.Signals[name])
    return item


def _signals_hint(name: str, own: Any, true: list[int]) -> Text:
    if is_number(own) and own in true:
        return Text(
            ko=f"시그널이 {len(true)}개입니다. 하나가 아니라 리스트로 모두 적으세요.",
            en=f"It sent {len(true)} signals. Write a list of all, not a single number.",
        )
    if name == "tidy-nginx" and _as_numbers(own, true) == [SIGTERM]:
        return Text(
            ko='15는 교과서의 답입니다. `journal("tidy-nginx")`의 `kill` 줄에 적힌 번호를 보세요. '
            "이 이미지에는 STOPSIGNAL이 적혀 있습니다.",
            en="15 is the textbook's answer. Look at the number in the `kill` line of "
            '`journal("tidy-nginx")`: '
            "this image has a STOPSIGNAL of its own.",
        )
    if isinstance(own, list) and len(own) < len(true):
        return Text(
            ko=f'`kill` 이벤트는 {len(true)}개입니다. `journal("{name}")`에서 모두 적으세요.',
            en=f'There are {len(true)} `kill` events. List them all from `journal("{name}")`.',
        )
    return Text(
        ko=f'`journal("{name}")`의 `kill` 줄에 나오는 `signal` 번호를 위에서부터 적으세요.',
        en=f'List the `signal` numbers in the `kill` lines of `journal("{name}")`, from the top.',
    )


@shape('seconds("docker stop NAME")', 'seconds("docker kill NAME")')
def test_seconds(engine: EngineView, answer: Any) -> None:
    """ko: `slow-stop`의 stop과 `quick-kill`의 kill에 걸린 시간을 재고, 엔진의 기록과 비교합니다.
    en: You measure how long it takes to stop `slow-stop` and kill `quick-kill`, and compare with the record.
    """
    lives = {"stop": _stopped_slowly(engine), "kill": _killed_quickly(engine)}
    spans = {key: seconds_to_end(life) for key, life in lives.items()}
    answers = answer if isinstance(answer, dict) and set(answer) == set(spans) else {}
    if not answers:
        predicted(answer, spans, dict.fromkeys(spans, _MEASURE))
    for key, span in spans.items():
        value = answers[key]
        good = is_number(value) and value > 0 and 0.8 * span - 0.1 <= value <= span + OVERHEAD
        if not good:
            expected = f'"{key}": ≈ {span:.1f}'
            wrong(expected, f'"{key}": {shown(value)}', value, _measure_hint(key, answers, spans))
    gap = lives["stop"].gap_between_signals
    tell(
        Text(
            ko=f"stop은 {answers['stop']:.1f}초, kill은 {answers['kill']:.1f}초. stop의 시간은 거의 모두 "
            f"기다린 시간입니다: 기록에서 두 시그널 사이가 {gap:.1f}초입니다.",
            en=f"stop took {answers['stop']:.1f} s, kill {answers['kill']:.1f} s. Nearly all of stop's time "
            f"was waiting: in the record, its two signals are {gap:.1f} s apart.",
        )
    )


_MEASURE = Text(
    ko='두 번의 `seconds("docker …")`가 돌려준 값을 담으세요.',
    en='Use the values that the two `seconds("docker …")` return.',
)

_MEASURE_ANEW = Text(
    ko="`slow-stop`과 `quick-kill`을 만드는 위의 셀을 다시 실행한 다음, 두 시간을 다시 재세요.",
    en="Run the cell above that makes `slow-stop` and `quick-kill` again, then measure both again.",
)


def _measure_hint(key: str, answers: dict[str, Any], spans: dict[str, float]) -> Text:
    value = answers[key]
    numbers = all(is_number(each) for each in answers.values())
    if numbers and answers["stop"] < answers["kill"]:
        return Text(ko="두 값이 서로 바뀌었습니다.", en="You have the two the wrong way round.")
    if value == 0:
        return Text(
            ko="kill도 0초는 아닙니다. `seconds(...)`가 돌려준 값을 소수점까지 그대로 담으세요.",
            en="Even kill takes some time. Use what `seconds(...)` returns, with its decimals.",
        )
    return (
        Text(
            ko="기록에 남은 시간과 맞지 않습니다. 이미 끝난 컨테이너를 쟀을지도 모릅니다.",
            en="It does not fit the record; perhaps the container had ended before you measured.",
        )
        + _MEASURE_ANEW
    )


def _stopped_slowly(engine: EngineView) -> History:
    stop = "docker stop …"
    box = require_container(engine, "slow-stop", RUN_SLOW, stop)
    require_ended(box, stop, RUN_SLOW)
    life = last_life(engine, box)
    require_stopped(box, life, _MEASURE_ANEW)
    gap = life.gap_between_signals or 0.0
    require(
        sent(life) == [SIGTERM, SIGKILL] and gap > DEFAULT_GRACE - 1,
        expected=Text(
            ko="옵션 없는 `docker stop`: 시그널 15, 기본 유예 시간, 시그널 9",
            en="a `docker stop` without options: signal 15, the default grace period, signal 9",
        ),
        seen=Text(ko=f"{life} (시그널 사이 {gap:.1f}초)", en=f"{life} ({gap:.1f} s between the signals)"),
        hint=Text(
            ko="이번에는 기본값을 재야 하므로 `-t`나 다른 옵션 없이 멈추세요.",
            en="Here you measure the default: stop it without `-t` or any other option.",
        )
        + _MEASURE_ANEW,
    )
    return life


def _killed_quickly(engine: EngineView) -> History:
    kill = "docker kill …"
    box = require_container(engine, "quick-kill", RUN_QUICK, kill)
    require_ended(box, kill, RUN_QUICK)
    life = last_life(engine, box)
    require(
        sent(life) == [SIGKILL] and not life.stops,
        expected=Text(ko="`docker kill`로 끝난 `quick-kill`", en="`quick-kill`, ended by `docker kill`"),
        seen=life,
        hint=Text(ko="다른 방법으로 끝났습니다.", en="It was ended in another way.") + _MEASURE_ANEW,
    )
    return life


@shape(
    "docker run -d --name NAME --stop-timeout SECONDS IMAGE COMMAND",
    "docker stop NAME",
)
def test_grace(engine: EngineView) -> None:
    """ko: 유예 시간을 2초로 정해 만든 `short-grace`를 옵션 없는 `docker stop`으로 끝냅니다.
    en: `short-grace`, made with a grace period of 2 seconds, is ended by `docker stop` without options.
    """
    making = "docker run -d …"
    stop = "docker stop …"
    box = require_container(engine, "short-grace", making, stop)
    timeout = box.config.get("StopTimeout")
    require_ended(box, stop, making)
    life = last_life(engine, box)
    gap = life.gap_between_signals or 0.0
    require(
        timeout == GRACE,
        expected=Text(
            ko=f"`Config.StopTimeout`이 {GRACE}인 컨테이너",
            en=f"a container whose `Config.StopTimeout` is {GRACE}",
        ),
        seen=Text(
            ko=f"StopTimeout: {'없음(기본값)' if timeout is None else timeout}, {life}",
            en=f"StopTimeout: {'not set (default)' if timeout is None else timeout}; {life}",
        ),
        hint=_timeout_hint(timeout, gap),
    )
    anew = in_turn("docker rm -f short-grace", making, stop)
    require_stopped(box, life, anew)
    require(
        sent(life)[-2:] == [SIGTERM, SIGKILL],
        expected=Text(ko="시그널 15, 2초 뒤에 시그널 9", en="signal 15, and signal 9 two seconds later"),
        seen=life,
        hint=Text(
            ko="유예 시간이 다 가기 전에 끝났습니다. 이번에는 SIGTERM을 처리하지 않는 `sleep 3600`이 PID "
            "1이어야 합니다(이미지 `shell`, `--init` 없이).",
            en="It ended before the grace period was over. Here PID 1 has to be `sleep 3600`, which does not "
            "handle SIGTERM (image `shell`, no `--init`).",
        ),
    )
    require(
        GRACE - 0.5 < gap < GRACE + 4,
        expected=Text(ko="두 시그널 사이 2초", en="2 seconds between the two signals"),
        seen=Text(ko=f"{life} (시그널 사이 {gap:.1f}초)", en=f"{life} ({gap:.1f} s between the signals)"),
        hint=Text(
            ko="`docker stop -t`는 컨테이너에 정해 둔 값보다 우선합니다. 옵션 없이 멈추세요.",
            en="`docker stop -t` overrides what the container has. Stop it without options.",
        )
        + anew,
    )
    tell(
        Text(
            ko=f"설정은 {GRACE}초이고, 기록에서 시그널 15와 9 사이는 {gap:.2f}초입니다. 한도가 컨테이너에 "
            "저장되어 있었습니다.",
            en=f"It is set to {GRACE} s, and in the record 9 came {gap:.2f} s after 15: the limit is stored "
            "in the container.",
        )
    )


def _timeout_hint(timeout: int | None, gap: float) -> Text:
    anew = Text(
        ko="`docker rm -f short-grace` 다음에 `docker run`의 옵션으로 정하세요. 옵션은 이미지 이름 앞에 "
        "적습니다.",
        en="`docker rm -f short-grace`, then set it with an option of `docker run`, before the image name.",
    )
    if timeout is None and 0 < gap < DEFAULT_GRACE - 1:
        return (
            Text(
                ko="`docker stop -t`는 그 한 번만 바꿉니다. 여기서는 컨테이너를 만들 때 정해야 합니다.",
                en="`docker stop -t` changes that one stop only. Here it has to be set at creation.",
            )
            + anew
        )
    if timeout is None:
        return Text(ko="유예 시간을 정하지 않았습니다.", en="No grace period was set.") + anew
    return Text(ko=f"{timeout}초로 정했습니다.", en=f"You set {timeout} s.") + anew


@shape(
    "trap FUNCTION SIGNAL",
    "COMMAND &",
    "wait",
    "docker run -d --name NAME -e WORD=YOUR-WORD IMAGE bash -c SCRIPT",
    "docker stop NAME",
)
def test_handler(engine: EngineView, learner: Learner) -> None:
    """ko: `docker stop`을 받은 `word-saver`가 유예 시간 안에 여러분의 단어를 `/saved.txt`에 저장하고 끝납니다.
    en: Asked to stop, `word-saver` saves your word in `/saved.txt` within the grace period, and ends.
    """
    stop = "docker stop …"
    making = "docker run -d --name word-saver -e WORD=YOUR-WORD shell bash -c {quoted(script)}"
    box = require_container(engine, "word-saver", making, "sleep 1", stop)
    require_ended(box, stop, making)
    life = last_life(engine, box)
    require(life.signals, expected=_HANDLED, seen=_with_log(box), hint=_ENDED_EARLY)
    require_stopped(box, life, in_turn("docker rm -f word-saver", making, "sleep 1", stop))
    require(SIGKILL not in sent(life), expected=_HANDLED, seen=life, hint=_unheard_hint(box))
    saved = read_file(engine, box.id, SAVED)
    require(
        box.exit_code == 0,
        expected=_HANDLED,
        seen=_with_log(box),
        hint=_exit_hint(box, saved),
    )
    _require_word(box, saved, learner)
    _require_saved_in_time(engine, box, life)
    took = seconds_to_end(life)
    tell(
        Text(
            ko=f"SIGTERM을 받고 {took:.1f}초 만에 단어를 저장하고(`{learner.word}`) 스스로 끝났습니다(종료 "
            "코드 0, SIGKILL 없음).",
            en=f"Within {took:.1f} s of SIGTERM it saved `{learner.word}` and ended by itself (exit code 0, "
            "no SIGKILL).",
        )
    )


_HANDLED = Text(
    ko="SIGTERM을 받아 저장하고 종료 코드 0으로 끝난 컨테이너",
    en="a container that got SIGTERM, saved, and ended with exit code 0",
)
_AGAIN = Text(
    ko="`script`를 고치고 그 셀을 실행한 뒤, `docker rm -f word-saver`를 하고 다시 만들어 멈추세요.",
    en="Fix `script`, run its cell, then `docker rm -f word-saver`, make it again and stop it.",
)
_ENDED_EARLY = (
    Text(
        ko="멈추기 전에 스크립트가 먼저 끝났습니다. `sleep 3600 &`로 백그라운드로 보냈다면 다음 줄에서 "
        "`wait`로 기다려야 합니다. 오류가 있었다면 위의 로그에 나옵니다.",
        en="The script ended before anybody asked it to stop. Once `sleep 3600 &` is in the background, the "
        "next line has to be `wait`. If there was an error, it is in the log above.",
    )
    + _AGAIN
)


def _with_log(box: ContainerView) -> Text:
    lines = "; ".join(text for _, text in box.log_lines()[-3:]) or "-"
    seen = box.describe()
    return Text(ko=f"{seen.ko}, 로그: {lines}", en=f"{seen.en}; its log: {lines}")


def _unheard_hint(box: ContainerView) -> Text:
    """Why SIGTERM was not handled in time, as far as the script can tell."""
    words = " ".join(box.command)
    if "trap" not in words:
        why = Text(
            ko="스크립트에 `trap`이 없어서, PID 1인 bash가 SIGTERM을 무시했습니다.",
            en="There is no `trap` in the script, and bash as PID 1 ignored SIGTERM.",
        )
    elif "wait" not in words:
        why = Text(
            ko="bash는 포그라운드의 `sleep`이 끝나야 trap을 실행합니다. `sleep 3600 &`로 백그라운드로 보내고 "
            "`wait`로 기다리세요.",
            en="bash runs a trap only after the `sleep` in the foreground has ended. Put it in the "
            "background with `sleep 3600 &`, and `wait`.",
        )
    else:
        why = Text(
            ko="유예 시간 안에 끝나지 못했습니다. 핸들러가 `exit`로 끝나는지, `trap`이 `wait`보다 앞에 "
            "있는지, 만들자마자 멈춘 것은 아닌지(`sleep 1`) 보세요.",
            en="It was not done within the grace period. Does the handler end with `exit`, does `trap` come "
            "before `wait`, and did the script get a moment (`sleep 1`) before you stopped it?",
        )
    return why + _AGAIN


def _exit_hint(box: ContainerView, saved: File | None) -> Text:
    """Why the exit code is not 0: a handler that ran has left a file or a line in the log."""
    if box.exit_code != 128 + SIGTERM:
        why = Text(ko="핸들러의 마지막은 `exit 0`이어야 합니다.", en="The handler has to end with `exit 0`.")
    elif saved is not None or box.log_lines():
        why = Text(
            ko="핸들러는 실행되었지만 `exit 0`으로 끝나지 않았습니다. 143은 시그널에 깨어난 `wait`의 종료 "
            "코드입니다.",
            en="The handler did run, but without `exit 0` at its end. 143 is the code of the `wait` that the "
            "signal woke.",
        )
    else:
        why = Text(
            ko="핸들러가 실행된 흔적이 없습니다. SIGTERM에 대한 `trap`이 없거나, `trap`이 준비되기 "
            "전에(`sleep 1`) 멈추면 이렇게 143으로 죽습니다.",
            en="There is no sign that the handler ran. Without a `trap` for SIGTERM, or stopped before it "
            "was set (`sleep 1`), it dies of it, with 143.",
        )
    return why + _AGAIN


def _require_word(box: ContainerView, saved: File | None, learner: Learner) -> None:
    expected = Text(ko=f"`{SAVED}`에 `{learner.word}`", en=f"`{learner.word}` in `{SAVED}`")
    if saved is None:
        fail(
            expected=expected,
            seen=Text(ko=f"`{SAVED}`가 없습니다", en=f"there is no `{SAVED}`"),
            hint=Text(
                ko=f"`save`가 실행되지 않았거나 다른 곳에 썼습니다. 단어를 `{SAVED}`에 쓰고 끝나야 합니다.",
                en=f"`save` was not run, or wrote somewhere else. It has to write the word into `{SAVED}`.",
            )
            + _AGAIN,
        )
    word = saved.text.strip()
    if A_WORD.fullmatch(word):
        hint = Text(
            ko="다른 사람의 단어입니다. 코드를 함께 보는 것은 좋지만 값은 여러분의 것이어야 합니다. "
            "`print(learner())`로 여러분의 단어를 보세요.",
            en="This is somebody else's word. Looking at code together is fine, but the value has to be your "
            "own: see `print(learner())`.",
        )
    elif not word:
        hint = Text(
            ko="`$WORD`가 비어 있었습니다. 이미지 이름 앞에 `-e WORD=단어`를 적으세요.",
            en="`$WORD` was empty. Write `-e WORD=YOUR-WORD` before the image's name.",
        )
    else:
        hint = Text(
            ko="여러분의 단어가 아닙니다. `print(learner())`에 나오는 `word`만, 그대로 저장하세요.",
            en="This is not your word. Save the `word` that `print(learner())` shows, and nothing else.",
        )
    require(word == learner.word, expected=expected, seen=shown(saved.text), hint=hint + _WITH_YOURS)


_WITH_YOURS = Text(
    ko="`docker rm -f word-saver`를 한 뒤 여러분의 단어로 다시 만들어 멈추세요.",
    en="Then `docker rm -f word-saver`, make it again with your word, and stop it.",
)


def _require_saved_in_time(engine: EngineView, box: ContainerView, life: History) -> None:
    """The engine may record a signal a moment after it has sent it, so a second of slack."""
    asked = life.signals[0].at
    changed = layer_changed_at(engine, box, SAVED) or 0.0
    require(
        changed >= asked - 1,
        expected=Text(
            ko="SIGTERM을 받은 **다음에** 쓴 파일", en="a file that was written after SIGTERM arrived"
        ),
        seen=Text(
            ko=f"{asked - changed:.0f}초 전에 쓴 파일",
            en=f"a file written {asked - changed:.0f} s before",
        ),
        hint=Text(
            ko="시작할 때 미리 쓰지 말고, 핸들러 안에서 저장하세요.",
            en="Save it in the handler, not beforehand.",
        )
        + _AGAIN,
    )


@shape("docker stop -t SECONDS NAME", "docker cp NAME:/saved.txt - | tar -xO")
def test_hasty(engine: EngineView, answer: Any) -> None:
    """ko: 저장에 3초가 걸리는 `hasty-save`를 유예 시간 1초로 멈추고, 무엇이 남는지 맞힙니다.
    en: `hasty-save` needs 3 seconds to save but gets only 1; you say what is left.
    """
    stop = "docker stop -t …"
    making = "docker run -d --name hasty-save shell bash -c {quoted(half_saver)}"
    box = require_container(engine, "hasty-save", making, "sleep 1", stop)
    require_ended(box, stop, making)
    life = last_life(engine, box)
    anew = in_turn("docker rm -f hasty-save", making, "sleep 1", stop)
    require_stopped(box, life, anew)
    require(
        sent(life) == [SIGTERM, SIGKILL],
        expected=Text(
            ko="저장을 마치기 전에 끝난 유예 시간",
            en="a grace period that is over before everything is saved",
        ),
        seen=life,
        hint=Text(
            ko="저장을 마칠 시간을 다 주었습니다. 이번에는 유예 시간을 1초로 줄여야 합니다.",
            en="You gave it all the time it needed. Cut the grace period down to 1 second this time.",
        )
        + anew,
    )
    file = read_file(engine, box.id, SAVED)
    truth = {"exit_code": box.exit_code, "saved": file.lines if file else []}
    hints = {
        "exit_code": Text(
            ko='핸들러는 `exit 0`까지 가지 못했습니다. 무엇이 끝냈는지 `journal("hasty-save")`에서 보세요.',
            en='The handler never got as far as `exit 0`. `journal("hasty-save")` shows what ended it.',
        ),
        "saved": Text(
            ko="1초 안에 실행된 줄까지만 저장됩니다. `docker cp hasty-save:/saved.txt - | tar -xO`로 읽어 "
            "줄의 리스트로 적으세요.",
            en="Only what ran within that second is saved. Read it with `docker cp hasty-save:/saved.txt - | "
            "tar -xO` and write a list of its lines.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"파일에는 {shown(truth['saved'])}만 있습니다. 핸들러가 있어도 유예 시간보다 오래 걸리면 "
            "저장이 도중에 끊깁니다.",
            en=f"The file holds only {shown(truth['saved'])}: even with a handler, a save that takes longer "
            "than the grace period is cut off halfway.",
        )
    )


@shape(
    "docker exec NAME kill -9 1",
    "docker top NAME -eo pid,args",
    "docker run --rm --pid host IMAGE kill -9 PID",
)
def test_outside(engine: EngineView, answer: Any) -> None:
    """ko: `walled-in`의 PID 1에 SIGKILL을 안에서, 그다음 엔진을 거치지 않고 밖에서 보냅니다.
    en: You send SIGKILL to PID 1 of `walled-in` from inside, then from outside, bypassing the engine.
    """
    box = require_container(engine, "walled-in", *OUTSIDE_STEPS)
    box = eventually(box.reload, lambda now: not now.running, seconds=1.0)
    life = last_life(engine, box)
    _require_killed_past_engine(box, life)
    require_as_given(engine, box, RUN_WALLED)
    require(
        any(event.action == "exec_start" for event in life.events),
        expected=Text(
            ko="먼저 안에서, 그다음 밖에서 보낸 SIGKILL", en="a SIGKILL from inside, then one from outside"
        ),
        seen=life,
        hint=Text(
            ko="안에서 보낸 적이 없습니다. 순서대로 다시 해 보세요.",
            en="None was sent from inside. Do it again, in this order.",
        )
        + _WALLED_ANEW,
    )
    truth = {
        "after_inside": _status_after_kill_from_inside(engine),
        "after_outside": box.status,
        "exit_code": box.exit_code,
        "kill_events": len(life.signals),
    }
    answers = {
        key: value.strip().lower() if isinstance(value, str) and value != "..." else value
        for key, value in (answer if isinstance(answer, dict) else {}).items()
    }
    predicted(answers or answer, truth, _OUTSIDE_HINTS)
    tell(
        Text(
            ko="안에서 보낸 SIGKILL은 PID 1에 전달되지 않았고, 밖에서 보낸 SIGKILL은 바로 죽였습니다(종료 "
            f"코드 {box.exit_code}, `kill` 이벤트 0개).",
            en="From inside, SIGKILL never reached PID 1; from outside it killed at once (exit code "
            f"{box.exit_code}, no `kill` event).",
        )
    )


_WALLED_ANEW = in_turn("docker rm -f walled-in", *OUTSIDE_STEPS)
_OUTSIDE_HINTS = {
    "after_inside": Text(
        ko="`docker exec walled-in kill -9 1` 다음에 `docker ps -a --filter name=walled-in`으로 상태를 "
        "보세요. 다시 하려면 `walled-in`을 만드는 셀부터 실행하세요.",
        en="After `docker exec walled-in kill -9 1`, look at `docker ps -a --filter name=walled-in`. To try "
        "again, begin with the cell that makes `walled-in`.",
    ),
    "after_outside": Text(
        ko="지금의 상태입니다. Docker가 쓰는 상태 이름으로 적으세요(Killed라는 상태는 없습니다).",
        en="It is the state it is in now, by Docker's name for it (there is no state called Killed).",
    ),
    "exit_code": Text(
        ko="`docker inspect walled-in | grep ExitCode`를 보세요. SIGKILL은 9번입니다.",
        en="See `docker inspect walled-in | grep ExitCode`. SIGKILL is number 9.",
    ),
    "kill_events": Text(
        ko='`journal("walled-in")`에서 마지막 `start` 다음의 `kill` 줄만 세세요. 안에서 실행한 `kill -9 1`은 '
        "엔진이 보낸 시그널이 아니므로 `kill` 이벤트를 남기지 않습니다.",
        en='Count only the `kill` lines after the last `start` in `journal("walled-in")`. Your `kill -9 1` '
        "from inside is no signal of the engine and leaves no `kill` event.",
    ),
}


def _require_killed_past_engine(box: ContainerView, life: History) -> None:
    expected = Text(
        ko="엔진을 거치지 않은 SIGKILL로 끝난 `walled-in`",
        en="`walled-in`, ended by a SIGKILL that bypassed the engine",
    )
    if box.status != "exited":
        hint = Text(
            ko="아직 살아 있습니다. `docker top walled-in -eo pid,args`에 나온 PID로, `--pid host` "
            "컨테이너에서, `-9`로 보냈는지 확인하세요. 같은 PID 네임스페이스 안에서(`docker exec`, `--pid "
            "container:`) 보낸 시그널은 전달되지 않습니다.",
            en="It is still alive. The PID has to be the number that `docker top walled-in -eo pid,args` "
            "shows, the signal `-9`, and the sender a container with `--pid host`. A signal from inside the "
            "same PID namespace (`docker exec`, `--pid container:`) is not delivered.",
        )
        fail(expected=expected, seen=box, hint=hint)
    require(
        not life.signals,
        expected=expected,
        seen=life,
        hint=Text(
            ko="`kill` 이벤트가 있으니 엔진이 보낸 시그널입니다(`docker kill`, `docker stop`). 이번에는 "
            "도우미 컨테이너에서 보내세요.",
            en="There is a `kill` event, so the engine sent it (`docker kill`, `docker stop`). This time "
            "send it from the helper container.",
        )
        + _WALLED_ANEW,
    )
    require(
        box.exit_code == 128 + SIGKILL,
        expected=expected,
        seen=box,
        hint=Text(
            ko="SIGKILL이 아닌 다른 이유로 끝났습니다. `kill -9`로 보냈는지 확인하세요.",
            en="Something other than SIGKILL ended it. Was it `kill -9`?",
        )
        + _WALLED_ANEW,
    )


def _status_after_kill_from_inside(engine: EngineView) -> str:
    with engine.experiment("shell", ["sleep", "600"]) as trial:
        trial.start()
        trial.exec(["kill", "-9", "1"])
        return eventually(trial.look, lambda box: not box.running, seconds=0.3).status


@shape("docker kill -s SIGNAL NAME", "docker top NAME -eo pid,ppid,args")
def test_reload(engine: EngineView, answer: Any) -> None:
    """ko: `docker kill`로 HUP을 보내면 `reload-web`이 끝나지 않고 설정을 다시 읽습니다.
    en: Sent HUP with `docker kill`, `reload-web` reads its configuration again without ending.
    """
    hup = "docker kill …"
    box = require_container(engine, "reload-web", RUN_WEB, THREE_WORKERS, hup)
    history = engine.journal.of(box.id)
    _require_not_restarted(box, history, hup)
    require_running(box, RUN_WEB)
    # While old workers make room for new ones there may be three for a moment, whatever the file says.
    workers = eventually(lambda: _workers(box), lambda rows: len(rows) == _begun_last(box) == 3, seconds=1.5)
    require(
        history.got_signal(SIGHUP),
        expected=Text(ko="`kill` 이벤트(시그널 1)", en="a `kill` event with signal 1"),
        seen=history,
        hint=_no_hup_hint(workers),
    )
    require(
        len(workers) == _begun_last(box) == 3,
        expected=Text(ko="설정대로 worker 3개", en="3 workers, as configured"),
        seen=box.top(),
        hint=Text(
            ko="HUP은 받았지만 설정 파일이 아직 그대로였습니다. 파일을 바꾼 다음에 보내야 합니다.",
            en="It got the HUP, but the configuration was still the old one. Change the file first, then "
            "send it.",
        )
        + in_turn(THREE_WORKERS, hup),
    )
    truth = {
        "workers": len(workers),
        "same_master": len(history.starts) == 1,
        "die_events": len(history.deaths),
    }
    predicted(answer, truth, _RELOAD_HINTS)
    pids = ", ".join(str(row) for row in workers)
    tell(
        Text(
            ko=f"master(pid {box.pid})는 그대로이고 worker {len(workers)}개({pids})는 새것입니다. `kill`은 "
            "있고 `die`는 없습니다.",
            en=f"The master (pid {box.pid}) stayed, the {len(workers)} workers ({pids}) are new. There is a "
            "`kill` and no `die`.",
        )
    )


_RELOAD_HINTS = {
    "workers": Text(
        ko="`docker top reload-web -eo pid,ppid,args`에서 worker process 줄을 세세요. 옛 worker가 끝나는 데 "
        "잠깐 걸립니다.",
        en="Count the worker lines of `docker top reload-web -eo pid,ppid,args`. Old workers take a moment "
        "to end.",
    ),
    "same_master": Text(
        ko="앞뒤로 본 `docker top`에서 master의 PID를 비교하세요. 답은 True 또는 False입니다.",
        en="Compare the master's PID in `docker top` before and after. The answer is True or False.",
    ),
    "die_events": Text(
        ko='`journal("reload-web")`에서 `die` 줄을 세세요. 컨테이너는 계속 실행 중입니다.',
        en='Count the `die` lines of `journal("reload-web")`. The container keeps running.',
    ),
}


def _no_hup_hint(workers: list[int]) -> Text:
    if len(workers) == 3:
        return Text(
            ko="nginx는 설정을 다시 읽었지만, 시그널이 안에서 왔습니다(`nginx -s reload`). 좋은 방법이지만 "
            "엔진의 기록에는 남지 않습니다. 이번에는 `docker kill`의 `-s`로도 보내 보세요.",
            en="nginx has read it again, but the signal came from inside (`nginx -s reload`). That works "
            "well and leaves no `kill` event. This time send it with `-s` of `docker kill`, too.",
        )
    return Text(
        ko="엔진은 HUP을 보낸 적이 없습니다. `docker kill`의 `-s`로 시그널을 고르세요.",
        en="The engine has sent no HUP. Choose the signal with `-s` of `docker kill`.",
    )


def _workers(box: ContainerView) -> list[int]:
    """The PIDs of nginx' workers, without those that are on their way out."""
    rows = [row for row in box.top().children_of(box.pid) if "worker process" in row.args]
    return [row.pid for row in rows if "shutting down" not in row.args]


def _begun_last(box: ContainerView) -> int:
    """How many workers nginx says it began when it last read its configuration."""
    lines = [text for _, text in box.log_lines()]
    last = max((at for at, text in enumerate(lines) if text.endswith("start worker processes")), default=0)
    return sum("start worker process " in text for text in lines[last:])


def _require_not_restarted(box: ContainerView, history: History, hup: str) -> None:
    ended = Text(
        ko="다시 시작해도 설정을 새로 읽지만, 그동안 접속이 끊깁니다(`die` 이벤트).",
        en="A restart reads the configuration too, but cuts every connection (a `die` event).",
    )
    if not box.running:
        ended = Text(
            ko="nginx가 끝났습니다. HUP이 아닌 시그널이었습니다. `-s`가 없으면 SIGKILL입니다.",
            en="nginx has ended: the signal was not HUP. Without `-s` it is SIGKILL.",
        )
    require(
        not history.died,
        expected=Text(ko="끝난 적이 없는 컨테이너", en="a container that has never ended"),
        seen=history,
        hint=ended + in_turn("docker rm -f reload-web", RUN_WEB, THREE_WORKERS, hup),
    )


@shape("docker stop NAME", 'journal("NAME")')
def test_paused(engine: EngineView, answer: Any) -> None:
    """ko: 일시 중지한 `frozen-nginx`를 그대로 `docker stop`으로 멈추고, 엔진이 한 일을 순서대로 적습니다.
    en: You stop `frozen-nginx` while it is paused, and note what the engine did, in order.
    """
    stop = "docker stop …"
    box = require_container(engine, "frozen-nginx", *RUN_FROZEN, stop)
    require_ended(box, stop, *RUN_FROZEN)
    life = last_life(engine, box)
    making, pause = RUN_FROZEN
    anew = in_turn("docker rm -f frozen-nginx", making, "sleep 1", pause, stop)
    require_stopped(box, life, anew)
    frozen = any(pause.since < life.signals[0].at <= (pause.until or 0) for pause in life.paused_intervals())
    require(
        frozen,
        expected=Text(ko="일시 중지된 채로 받은 시그널", en="a signal that came while it was paused"),
        seen=life,
        hint=Text(
            ko="멈출 때 일시 중지되어 있지 않았습니다. `docker unpause`를 먼저 할 필요는 없습니다.",
            en="It was not paused when it was stopped. There is no need for `docker unpause` first.",
        )
        + anew,
    )
    steps = _after_pause(life)
    truth = {"actions": steps, "exit_code": box.exit_code}
    hints = {
        "actions": _actions_hint(answer, steps),
        "exit_code": Text(
            ko="nginx는 일시 중지가 풀린 뒤에 시그널을 처리했습니다. `docker inspect frozen-nginx | grep "
            "ExitCode`",
            en="nginx handled the signal once it was unpaused: `docker inspect frozen-nginx | grep ExitCode`.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"{' → '.join(steps)}: 엔진이 일시 중지를 풀었고, nginx는 {seconds_to_end(life):.1f}초 만에 "
            f"정리하고 끝났습니다(종료 코드 {box.exit_code}).",
            en=f"{' → '.join(steps)}: the engine unpaused it, and within {seconds_to_end(life):.1f} s nginx "
            f"had cleaned up and ended (exit code {box.exit_code}).",
        )
    )


def _actions_hint(answer: Any, steps: list[str]) -> Text:
    own = answer.get("actions") if isinstance(answer, dict) else None
    if isinstance(own, list) and sorted(map(str, own)) == sorted(steps):
        return Text(
            ko="순서를 다시 보세요. 시그널을 먼저 보내 두어야 깨어나자마자 처리할 수 있습니다.",
            en="Look at the order again: the signal is sent first, to be handled at the moment of waking.",
        )
    return Text(
        ko="마지막 `pause` 다음의 `kill`, `unpause`, `die`를 일어난 순서대로 모두 적으세요(`stop`은 빼고).",
        en="Write all of `kill`, `unpause`, `die` that follow the last `pause`, in order (leave out `stop`).",
    )


def _after_pause(life: History) -> list[str]:
    """kill, unpause and die as they came after the last pause, each once: some engines log an unpause "
    "twice."""
    actions = life.actions
    rest = actions[len(actions) - actions[::-1].index("pause") :]
    return list(dict.fromkeys(action for action in rest if action in ("kill", "unpause", "die")))


@shape("docker kill NAME", "docker inspect NAME | grep -E 'ExitCode|OOMKilled'", 'journal("NAME")')
def test_oom(engine: EngineView, answer: Any) -> None:
    """ko: 메모리가 모자라 죽은 `hungry-dd`와 `docker kill`로 끝난 `calm-sleep`을 구별할 값을 읽습니다.
    en: You read what tells `hungry-dd`, which ran out of memory, from `calm-sleep`, ended by `docker kill`.
    """
    truths = [_eaten_up(engine), _killed_calmly(engine)]
    if not isinstance(answer, list) or len(answer) != 2:
        fail(
            expected=Text(ko="`[hungry, calm]`", en="`[hungry, calm]`"),
            seen=shown(answer),
            hint=Text(
                ko="딕셔너리 두 개를 채우고, 검사 셀은 그대로 두세요.",
                en="Fill in the two dicts and leave the check cell as it is.",
            ),
        )
    for name, own, truth in zip(("hungry-dd", "calm-sleep"), answer, truths, strict=True):
        predicted(own, truth, _oom_hints(name), label=f"{name.partition('-')[0]}: ")
    own_limit = truths[0]["oom_killed"]
    tell(
        Text(
            ko="둘 다 137이지만, `kill` 이벤트는 `calm-sleep`에만 있습니다. `hungry-dd`는 엔진이 아니라 "
            "커널이 죽였습니다"
            + ("(컨테이너 자신의 메모리 한도)." if own_limit else "(엔진 전체의 메모리 한도)."),
            en="Both have 137, but only `calm-sleep` has a `kill` event. It was the kernel, not the engine, "
            "that killed "
            "`hungry-dd` " + ("(the container's own limit)." if own_limit else "(the whole engine's limit)."),
        )
    )


def _ending(box: ContainerView, life: History) -> dict[str, Any]:
    return {"exit_code": box.exit_code, "kill_events": len(life.signals), "oom_killed": box.oom_killed}


def _eaten_up(engine: EngineView) -> dict[str, Any]:
    anew = ("docker rm -f hungry-dd", RUN_HUNGRY)
    box = require_container(engine, "hungry-dd", RUN_HUNGRY)
    box = eventually(box.reload, lambda now: not now.running, seconds=10)
    life = last_life(engine, box)
    require(
        box.status == "exited" and box.exit_code == 128 + SIGKILL and not life.signals,
        expected=Text(
            ko="메모리가 모자라 커널이 죽인 `hungry-dd`",
            en="`hungry-dd`, killed by the kernel for lack of memory",
        ),
        seen=life if life.signals else box,
        hint=Text(
            ko="메모리 때문에 죽은 것이 아닙니다. 그 셀을 다시 실행하고, 끝날 때까지 기다리세요.",
            en="It did not die for lack of memory. Run its cell again, and wait until it has ended.",
        )
        + in_turn(*anew),
    )
    return _ending(box, life)


def _killed_calmly(engine: EngineView) -> dict[str, Any]:
    kill = "docker kill …"
    box = require_container(engine, "calm-sleep", RUN_CALM, kill)
    require_ended(box, kill, RUN_CALM)
    life = last_life(engine, box)
    require(
        sent(life) == [SIGKILL] and not life.stops,
        expected=Text(ko="`docker kill`로 끝난 `calm-sleep`", en="`calm-sleep`, ended by `docker kill`"),
        seen=life,
        hint=Text(
            ko="stop은 시그널을 둘 보내므로 기록이 달라집니다. 이번에는 kill로 끝내세요.",
            en="stop sends two signals, so the record would be different. Use kill this time.",
        )
        + in_turn("docker rm -f calm-sleep", RUN_CALM, kill),
    )
    return _ending(box, life)


def _oom_hints(name: str) -> dict[str, Text]:
    return {
        "exit_code": Text(
            ko=f"`docker inspect {name} | grep ExitCode`를 보세요.",
            en=f"See `docker inspect {name} | grep ExitCode`.",
        ),
        "kill_events": Text(
            ko=f'`journal("{name}")`에서 마지막 `start` 다음의 `kill` 줄만 세세요. `kill` 이벤트는 엔진이 '
            "보낸 시그널만 기록합니다.",
            en=f'Count the `kill` lines after the last `start` in `journal("{name}")`. A `kill` event '
            "records only what the engine sent.",
        ),
        "oom_killed": Text(
            ko=f"짐작하지 말고 `docker inspect {name} | grep OOMKilled`로 읽으세요. 컨테이너 자신의 한도에 "
            "걸렸을 때만 `true`입니다.",
            en=f"Do not guess, read `docker inspect {name} | grep OOMKilled`. It is `true` only where the "
            "container's own limit was reached.",
        ),
    }
