"""Section 2, pid1: who is PID 1 in a container, and what depends on it."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from course.checks import (
    Text,
    answered,
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
from course.views import ContainerView, EngineView, Image, NotRunning, Process, ProcessTable
from course.views.inside import (
    ask_from_inside,
    handles,
    pid_numbers,
    processes_inside,
    run_programs,
    zombies,
)
from graders.built import (
    CANNOT_RUN,
    SHELLS,
    Ending,
    commands_of,
    is_of_a_shell,
    require_built,
    require_built_from,
    require_ended_by_stop,
    require_script,
    started,
    stop,
)
from graders.ending import last_life
from graders.requirements import (
    in_turn,
    require_as_given,
    require_container,
    require_options_first,
    require_running,
)

SIGHUP, SIGTERM = 1, 15
NO_NUMBER = 2  # what dash ends with when `exit` is given something else
# What is for the learner to find stands in hints with an ellipsis; what a given cell ran stands there whole.
RUN_TWO_FACES = ("docker run -d --name two-faces nginx",)
RUN_BEEHIVE = ("docker run -d --name beehive nginx",)
LAST_BREATH = "mkfifo /tmp/door; sleep 1000 & read code < /tmp/door; exit $code"
RUN_LAST_BREATH = (f"docker run -d --name last-breath shell sh -c '{LAST_BREATH}'",)
RUN_LONELY = ("docker run -d --name lonely-nap shell sleep 1000", "docker stop -t 2 lonely-nap")
RUN_GUARDED = ("docker run …", "docker stop …")
RUN_UNDER_TINI = ("docker run -d --name under-tini nginx …",)
RUN_GRAVEYARD = ("docker run -d --name graveyard shell sleep 1000",)


@shape("docker top NAME", "docker run --rm --pid host shell grep NSpid /proc/PID/status")
def test_numbers(engine: EngineView, answer: Any) -> None:
    """ko: `two-faces`의 nginx 프로세스 셋을 `[호스트 PID, 컨테이너 PID]`로 짝짓습니다.
    en: You pair the PIDs of the three nginx processes of `two-faces`: `[on the host, in the container]`.
    """
    box = require_container(engine, "two-faces", *RUN_TWO_FACES)
    require_running(box, *RUN_TWO_FACES)
    nginx = {process.pid for process in box.top() if "nginx" in process.args}
    require(
        nginx,
        expected=Text(ko="`two-faces`에서 돌고 있는 nginx", en="an nginx that runs in `two-faces`"),
        seen=box.top(),
        hint=in_turn("docker rm -f two-faces", *RUN_TWO_FACES),
    )
    truth = {host: inner for host, inner in pid_numbers(engine, box).items() if host in nginx}
    if not _is_pairs(answer):
        wrong("[[PID, PID], [PID, PID], [PID, PID]]", shown(answer), answer, _PAIRS_FORM, beside_truth=False)
    for number in (number for pair in answer for number in pair):
        if not is_number(number):
            wrong(
                "[[PID, PID], [PID, PID], [PID, PID]]", shown(answer), number, _PAIRS_FORM, beside_truth=False
            )
    named = {(host, inner) for host, inner in answer}
    if named != set(truth.items()):
        fail(
            expected=Text(
                ko=f"지금 `two-faces`에 있는 nginx 프로세스 {len(truth)}개의 두 번호, NSpid 그대로",
                en=f"both numbers of the {len(truth)} nginx processes that are in `two-faces` now, as NSpid "
                "has them",
            ),
            seen=shown(answer),
            hint=_pairs_hint(
                named, truth, {process.ppid or 0 for process in box.top() if process.pid in nginx}
            ),
        )
    listed = ", ".join(f"{host} = {inner}" for host, inner in sorted(truth.items()))
    tell(
        Text(
            ko=f"커널의 NSpid와 같습니다: {listed}. 프로세스는 하나이고 보는 곳마다 번호가 다릅니다.",
            en=f"NSpid in the kernel says the same: {listed}. One process, with a number for each place it is "
            "seen from.",
        )
    )


_PAIRS_FORM = Text(
    ko="`[호스트 PID, 컨테이너 PID]` 쌍의 리스트로, 따옴표 없이 숫자로 적으세요.",
    en="Write a list of pairs `[PID on the host, PID in the container]`, all of them numbers without quotes.",
)


def _is_pairs(answer: object) -> bool:
    return (
        isinstance(answer, list)
        and bool(answer)
        and all(isinstance(pair, list) and len(pair) == 2 for pair in answer)
    )


def _pairs_hint(named: set[tuple[int, int]], truth: dict[int, int], parents: set[int]) -> Text:
    """`parents`: the PPIDs of the nginx processes, on the host."""
    hosts, inners = {pair[0] for pair in named}, {pair[1] for pair in named}
    if {(host, inner) for inner, host in named} == set(truth.items()):
        return Text(
            ko="두 번호의 순서가 바뀌었습니다. 호스트의 PID(`docker top`)가 먼저입니다.",
            en="You have the two the wrong way round: the PID on the host (`docker top`) comes first.",
        )
    if named < set(truth.items()):
        return Text(
            ko="맞지만 다 적지 않았습니다. master 하나와 worker 둘입니다.",
            en="Right, but not all of them: there are a master and two workers.",
        )
    if hosts == parents or inners == {0, 1}:
        return Text(
            ko="PPID 열을 옮겼습니다. 그것은 부모의 번호입니다. 프로세스 자신의 번호는 그 왼쪽의 PID 열에 "
            "있습니다.",
            en="You copied the column PPID, which has the parent's number. A process's own is in the column "
            "PID, to the left of it.",
        )
    if inners == {1, 2, 3}:
        return Text(
            ko="1, 2, 3은 교과서의 번호입니다. `docker exec two-faces ps -eo pid,ppid,args`로 진짜 번호를 "
            "보세요.",
            en="1, 2, 3 are the textbook's numbers. See the real ones: `docker exec two-faces ps -eo "
            "pid,ppid,args`.",
        )
    if hosts == set(truth) and inners == set(truth.values()):
        return Text(
            ko="번호는 다 맞는데 짝이 섞였습니다. 호스트 PID마다 `NSpid` 줄을 읽으면 둘째 숫자가 컨테이너 "
            "PID입니다.",
            en="All numbers are right, but paired wrongly. Read the line `NSpid` of each host PID: its "
            "second number is the PID in the container.",
        )
    if hosts == set(truth):
        return Text(
            ko="호스트의 PID는 맞습니다. 짝의 둘째 숫자는 같은 프로세스를 컨테이너 안에서 본 번호, 곧 "
            "`NSpid` 줄의 둘째 숫자입니다.",
            en="The PIDs on the host are right. The second of a pair is the number of the same process "
            "inside the container: the second number of its line `NSpid`.",
        )
    return Text(
        ko="지금 도는 컨테이너의 번호가 아닙니다. 컨테이너를 다시 만들면 호스트 PID도 달라지니 다시 "
        "읽으세요. `docker exec`로 넣은 `ps`는 nginx가 아닙니다.",
        en="These are not the numbers of the container that runs now. A container made again has other host "
        "PIDs: read them again. The `ps` that `docker exec` put in is not nginx.",
    )


@shape("docker exec NAME ps -eo pid,ppid,args", "docker exec NAME kill PID")
def test_worker(engine: EngineView, answer: Any) -> None:
    """ko: `beehive`의 worker 하나가 죽은 뒤의 상태, worker의 수, worker의 PPID를 맞힙니다.
    en: One worker of `beehive` dies; you say what the status, the number of workers and their PPID are then.
    """
    box = require_container(engine, "beehive", *RUN_BEEHIVE, "docker exec beehive …")
    replaced = Text(
        ko="worker 하나가 죽었고, 컨테이너는 계속 실행 중",
        en="one worker has died, and the container runs on",
    )
    history = engine.journal.of(box.id)
    again = in_turn("docker rm -f beehive", *RUN_BEEHIVE)
    require(
        not (box.running and history.got_signal(SIGHUP)),
        expected=replaced,
        seen=history,
        hint=_RELOADED + again,
    )
    require(
        not history.signals and (box.running or not history.started),
        expected=replaced,
        seen=history,
        hint=Text(
            ko="죽은 것은 PID 1입니다. `docker kill`과 `docker stop`은 PID 1에게 가고, `kill 1`과 `killall "
            "nginx`도 PID 1을 죽입니다. worker의 PID를 `ps`로 찾아 컨테이너 안에서 `kill`하세요. 먼저",
            en="It was PID 1 that died: `docker kill` and `docker stop` go to PID 1, and `kill 1` and "
            "`killall nginx` kill it as well. Find the PID of a worker with `ps`, and `kill` that inside the "
            "container. But first:",
        )
        + again,
    )
    require_running(box, *RUN_BEEHIVE)
    require_as_given(engine, box, *RUN_BEEHIVE)
    # A worker takes a moment to die, and the master another one to replace it.
    hive = eventually(lambda: _look_into(engine, box), _Hive.has_replaced)
    now = hive.workers
    require(
        hive.has_replaced(),
        expected=replaced,
        seen=hive.table,
        hint=_RELOADED
        if hive.reloaded
        else Text(
            ko="worker가 아직 하나도 죽지 않았습니다. `docker exec beehive`로 컨테이너 안에서 `kill`을 "
            "실행하세요. PID는 안에서 본 번호여야 합니다.",
            en="No worker has died yet. Run `kill` inside the container, by way of `docker exec beehive`, "
            "with the PID as it is seen inside.",
        ),
    )
    look = Text(
        ko="`docker exec beehive ps -eo pid,ppid,args`로 지금의 worker들을 보세요.",
        en="Look at the workers there are now: `docker exec beehive ps -eo pid,ppid,args`.",
    )
    truth = {"status": box.reload().status, "workers": len(now), "parent": now[0].ppid if now else None}
    hints = {
        "status": Text(
            ko="컨테이너의 상태를 정하는 것은 PID 1입니다. worker는 PID 1이 아닙니다.",
            en="It is PID 1 that decides the container's state, and a worker is not PID 1.",
        ),
        "workers": Text(ko="master가 무엇을 했을까요?", en="What did the master do?") + look,
        "parent": Text(
            ko="새 worker를 시작한 것은 master입니다.", en="It was the master that started the new one."
        )
        + look,
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"worker는 지금까지 {len(hive.born)}개 시작되었고 {len(now)}개가 살아 있습니다. 컨테이너는 "
            "그대로 돌고 있습니다.",
            en=f"{len(hive.born)} workers were started so far and {len(now)} are alive, while the container "
            "just went on.",
        )
    )


_RELOADED = Text(
    ko="죽은 worker가 없습니다. 설정을 다시 읽는 시그널(HUP, `nginx -s reload`)을 받은 master가 worker를 "
    "모두 새것으로 바꾼 것입니다. worker의 PID를 `ps`로 찾아 컨테이너 안에서 그 프로세스만 `kill`하세요.",
    en="No worker has died: told to read its configuration again (HUP, `nginx -s reload`), the master "
    "exchanged all of them. Find the PID of a worker with `ps`, and `kill` that one process inside the "
    "container.",
)


@dataclass(frozen=True)
class _Hive:
    """The processes of an nginx container, and what nginx wrote of its workers."""

    table: ProcessTable
    born: list[int]
    """The PIDs of all workers that nginx says it started, in order; after a reload those from then on."""
    reloaded: bool

    @property
    def workers(self) -> list[Process]:
        return [process for process in self.table if "nginx: worker" in process.args]

    def has_replaced(self) -> bool:
        """Whether a worker came later than the first ones, of whom nginx wrote before anybody else could."""
        alive = [worker.pid for worker in self.workers]
        return 2 <= len(alive) < len(self.born) and bool(set(alive) - set(self.born[: len(alive)]))


def _look_into(engine: EngineView, box: ContainerView) -> _Hive:
    # Not by `started_at`: where the engine notes that after the process has begun, the first lines are older.
    table, before = processes_inside(engine, box), box.finished_at
    lines = [text for when, text in box.log_lines() if before is None or when > before]
    reloads = [number for number, text in enumerate(lines) if text.endswith(", reconfiguring")]
    since = lines[reloads[-1] :] if reloads else lines
    born = [int(found[1]) for text in since if (found := re.search(r"start worker process (\d+)", text))]
    return _Hive(table, born, bool(reloads))


@shape("docker exec NAME sh -c 'echo NUMBER > FILE'")
def test_life(engine: EngineView, answer: Any, learner: Learner) -> None:
    """ko: `last-breath`의 PID 1이 여러분의 번호(`me.exit_code`)로 끝나고, 자식이 살아남는지 맞힙니다.
    en: PID 1 of `last-breath` ends with your number (`me.exit_code`); you say whether its child survives.
    """
    box = require_container(engine, "last-breath", *RUN_LAST_BREATH)
    again = in_turn("docker rm -f last-breath", *RUN_LAST_BREATH)
    ended = Text(
        ko=f"PID 1이 스스로 끝난 컨테이너, 종료 코드 {learner.exit_code}",
        en=f"a container whose PID 1 ended by itself, exit code {learner.exit_code}",
    )
    has_door = not box.running or box.paused or _has_door(engine, box)
    box = box.reload()  # it may have been about to end
    require(
        has_door or not box.running,
        expected=ended,
        seen=box,
        hint=Text(
            ko="`/tmp/door`가 이제 파이프가 아닙니다. `docker cp`는 파이프에 써 넣는 것이 아니라 그 자리에 "
            "다른 파일을 둡니다. 그래서 PID 1은 아무도 쓸 수 없는 파이프를 끝없이 기다립니다.",
            en="`/tmp/door` is no pipe any more. `docker cp` does not write into a pipe, it puts another "
            "file in its place; and PID 1 waits for ever at a pipe that nobody can write to.",
        )
        + again,
    )
    require(
        box.status == "exited",
        expected=ended,
        seen=box,
        hint=Text(
            ko="PID 1이 아직 `/tmp/door`에서 숫자를 기다립니다. 이 파일은 컨테이너 **안**에 있으니, `docker "
            "exec`로 안에서 셸을 실행해 그 셸이 쓰게 하세요.",
            en="PID 1 still waits at `/tmp/door` for a number. That file is **inside** the container: with "
            "`docker exec` run a shell there, and let that shell write.",
        ),
    )
    require_as_given(engine, box, *RUN_LAST_BREATH)
    history = engine.journal.of(box.id)
    require(
        not history.last_life.signals,
        expected=ended,
        seen=history,
        hint=Text(
            ko="시그널로 끝났습니다. 이번에는 PID 1이 숫자를 읽고 스스로 끝나야 합니다.",
            en="A signal ended it. This time PID 1 has to read a number and end by itself.",
        )
        + again,
    )
    require(
        box.exit_code == learner.exit_code, expected=ended, seen=_with_log(box), hint=_not_yours(box) + again
    )
    answered(
        answer,
        _child_outlives_pid_1(engine),
        Text(
            ko="방금 다른 컨테이너로 해 보았습니다. PID 1이 끝난 뒤 호스트에서 그 `sleep`을 찾아보세요: "
            "`docker run --rm --pid host shell ps -eo pid,args`",
            en="It was tried just now with another container. Look on the host for that `sleep` after PID 1 "
            "has ended: `docker run --rm --pid host shell ps -eo pid,args`.",
        ),
    )
    tell(
        Text(
            ko=f"PID 1이 {box.exit_code}번으로 끝나자 컨테이너도 {box.exit_code}번으로 끝났고, `sleep 1000`도 "
            "함께 사라졌습니다.",
            en=f"PID 1 ended with {box.exit_code}, so the container did, and `sleep 1000` went with it.",
        )
    )


def _has_door(engine: EngineView, box: ContainerView) -> bool:
    try:
        return ask_from_inside(engine, box, ["test", "-p", "/proc/1/root/tmp/door"])[0] == 0
    except NotRunning:  # it ended since it was looked at
        return True


def _not_yours(box: ContainerView) -> Text:
    code = box.exit_code
    if code == NO_NUMBER and any(text.endswith(": exit") for _, text in box.log_lines()):
        return Text(
            ko="`exit`라는 단어까지 써 넣었습니다. `exit`는 PID 1이 스스로 하니 숫자만 쓰세요.",
            en="You wrote the word `exit` as well. PID 1 does that itself: write the number alone.",
        )
    if code == NO_NUMBER:
        return Text(
            ko="셸의 `exit`가 읽은 것은 숫자가 아니었습니다. `!` 줄에서 파이썬의 값은 중괄호에 넣어 "
            "`{me.exit_code}`로 적습니다.",
            en="What `exit` of the shell read was no number. In a `!` line a value of Python stands in "
            "braces: `{me.exit_code}`.",
        )
    return Text(
        ko=f"{code}번은 여러분의 번호가 아닙니다. 다른 사람의 답을 옮겨 왔다면 이번에는 직접 해 보세요. "
        "여러분의 번호는 `print(learner())`로 볼 수 있습니다.",
        en=f"{code} is not your number. If it is from somebody else, no harm done: try it yourself. "
        "`print(learner())` shows your number.",
    )


def _child_outlives_pid_1(engine: EngineView) -> bool:
    with engine.experiment("shell", ["sh", "-c", LAST_BREATH]) as trial:
        trial.start()
        rows = eventually(lambda: trial.look().top(), lambda rows: _sleeps(rows))
        pids = [process.pid for process in _sleeps(rows)]
        trial.exec(["sh", "-c", "echo 0 > /tmp/door"])
        eventually(trial.look, lambda box: not box.running)
        return any(pid in engine.access.read_namespaces(pids) for pid in pids)


def _sleeps(rows: ProcessTable) -> list[Process]:
    return [process for process in rows if process.args == "sleep 1000"]


@shape("docker run -d --name NAME shell COMMAND", "docker exec NAME ps -eo pid,ppid,args")
def test_shells(engine: EngineView, answer: Any) -> None:
    """ko: 셸에게 `-c`로 명령을 주면 셸과 명령 가운데 누가 PID 1이 되는지 맞힙니다.
    en: You say who becomes PID 1 when a shell is given a command with `-c`: the shell or the command.
    """
    truth = {
        "dash": _first_process(engine, "dash", "-c", "sleep 1000"),
        "bash": _first_process(engine, "bash", "-c", "sleep 1000"),
        "busybox": _first_process(engine, "busybox", "sh", "-c", "sleep 1000"),
        "bash_then": _first_process(engine, "bash", "-c", "sleep 1000; true"),
    }
    look = Text(
        ko="아래 셀을 실행해 번호가 1인 줄을 보세요.",
        en="Run the cell below and look at the line that begins with 1.",
    )
    gives_place = Text(
        ko="이 셸은 명령이 하나뿐이면 자기 자리를 내줍니다.",
        en="This shell gives its place to a single command.",
    )
    hints = {
        "dash": Text(ko="dash는 자식을 만들고 기다립니다.", en="dash makes a child and waits for it.") + look,
        "bash": gives_place + look,
        "busybox": gives_place + look,
        "bash_then": Text(
            ko="`sleep`이 끝난 뒤에 `true`를 실행할 셸이 남아 있어야 합니다.",
            en="After `sleep` somebody has to be left to run `true`.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko="네 컨테이너를 방금 실행해 보았습니다. dash만 명령 하나에도 남고, 할 일이 남으면 bash도 "
            "남습니다.",
            en="Four containers, run just now, say the same: only dash stays for a single command, and with "
            "more to do bash stays too.",
        )
    )


def _first_process(engine: EngineView, *command: str) -> str:
    """Who is PID 1 once `sleep 1000` runs: `sleep`, or the `shell` that was given it."""
    with engine.experiment("shell", list(command)) as trial:
        trial.start()
        box = trial.look()
        rows = eventually(box.top, _sleeps)  # bash is still bash for a moment
        return "sleep" if any(process.pid == box.pid for process in _sleeps(rows)) else "shell"


@shape('CMD ["PROGRAM", "ARGUMENT", "ARGUMENT"]', "docker build -t NAME FOLDER")
def test_exec_form(engine: EngineView, answer: Any) -> None:
    """ko: exec form으로 적은 여러분의 이미지 `swift-web`의 nginx가 `docker stop`에 바로 종료 코드 0으로 끝납니다.
    en: The nginx of your image `swift-web`, in exec form, ends at once on `docker stop`, with exit code 0.
    """
    image = require_built(engine, "swift-web")
    require_built_from(image, answer)
    words = Text(
        ko="exec form은 셸을 거치지 않습니다. 단어마다 큰따옴표로 나누고, `daemon off;`는 작은따옴표 없이 한 "
        "단어로 적으세요.",
        en="The exec form uses no shell: every word stands in double quotes of its own, and `daemon off;` is "
        "one word, without single quotes.",
    )
    ending = _end_of_nginx(engine, "swift-web", words)
    _require_exec_form(engine, image, answer)
    tell(
        Text(
            ko=f"여러분의 이미지로 해 보았습니다. PID 1은 `{_first(ending)}`이고, {ending.seconds:.1f}초 만에 "
            "0으로 끝났습니다.",
            en=f"Tried with your image: PID 1 is `{_first(ending)}`, and it ended with 0 within "
            f"{ending.seconds:.1f} s.",
        )
    )


def _require_exec_form(engine: EngineView, image: Image, dockerfile: object) -> None:
    """Fail where the image is nginx's own, or where a shell is asked to give its place to nginx."""
    expected = Text(ko="exec form으로 적은 `CMD`", en="a `CMD` in exec form")
    names_none = isinstance(dockerfile, str) and not commands_of(dockerfile)
    require(
        image.id != engine.image("nginx").id and not names_none,
        expected=expected,
        seen=Text(ko="`nginx` 이미지의 `CMD` 그대로", en="the `CMD` of the image `nginx` as it is"),
        hint=Text(
            ko="`nginx` 이미지의 `CMD`를 물려받았을 뿐입니다. Dockerfile의 마지막 줄을 지우지 말고, 그 "
            "`CMD`를 exec form으로 적어 빌드하세요.",
            en="That is only what `nginx` hands down. Do not take the last line out of the Dockerfile: write "
            "its `CMD` in exec form, and build.",
        ),
    )
    require(
        not is_of_a_shell(image.full_command),
        expected=expected,
        seen=shown(image.full_command),
        hint=Text(
            ko="잘 끝나기는 합니다. 셸이 nginx에게 자기 자리를 내주었기 때문인데, 명령은 아직 셸을 거칩니다. "
            "그 셸이 자리를 내주는지에 기대지 않도록, 셸 없이 JSON 배열로 적으세요.",
            en="It does end well, since the shell gives its place to nginx; but the command still goes "
            "through a shell. So as not to depend on what that shell does, write a JSON array, without a "
            "shell.",
        ),
    )


@shape("exec COMMAND")
def test_script(engine: EngineView, answer: Any) -> None:
    """ko: `ready-web`의 스크립트가 준비를 마친 뒤, nginx가 `docker stop`에 바로 스스로 끝납니다.
    en: The script of `ready-web` prepares, and nginx then ends by itself at once on `docker stop`.
    """
    require_built(engine, "ready-web")
    script = require_script(engine, "ready-web", "/start.sh", answer)
    words = Text(
        ko="nginx 줄의 단어들은 처음 그대로 두고, 그 앞에 한 단어만 더하세요. 줄 전체를 따옴표로 묶으면 셸은 "
        "그런 이름의 프로그램을 찾습니다.",
        en="Leave the words of the nginx line as they were and put one word before them. With quotes around "
        "all of it, a program of that whole name is looked for.",
    )
    ending = _end_of_nginx(
        engine, "ready-web", words, _EXEC_TOO_EARLY if _gives_up(script) else _IN_BACKGROUND
    )
    require(
        any(line.startswith("prepared: ") for line in ending.lines),
        expected=Text(
            ko="준비하는 줄의 출력 `prepared: …`", en="what the preparing line prints, `prepared: …`"
        ),
        seen=shown(ending.lines[:3]),
        hint=Text(
            ko="준비하는 줄이 실행되지 않았습니다. 그 줄은 남겨 두고 nginx 줄만 고치세요. `exec` 뒤의 줄은 "
            "실행되지 않으니 `exec`는 마지막에 옵니다.",
            en="The line that prepares did not run. Keep it, and change the line of nginx alone. What stands "
            "after an `exec` is never run, so `exec` comes last.",
        ),
    )
    tell(
        Text(
            ko=f"셸이 먼저 준비를 했고(`{ending.lines[0]}`), PID 1은 `{_first(ending)}`입니다. "
            f"{ending.seconds:.1f}초 만에 0으로 끝났습니다.",
            en=f"The shell prepared first (`{ending.lines[0]}`), and PID 1 is `{_first(ending)}`. It ended "
            f"with 0 within {ending.seconds:.1f} s.",
        )
    )


_IN_BACKGROUND = Text(
    ko="nginx가 백그라운드로 갔고, 할 일이 없어진 PID 1이 끝나면서 컨테이너도 끝났습니다. `daemon off;`를 "
    "남겨 두고 `&`는 쓰지 마세요.",
    en="nginx went into the background, PID 1 had nothing left to do and ended, and the container with it. "
    "Keep `daemon off;`, and use no `&`.",
)
_EXEC_TOO_EARLY = Text(
    ko="`exec`가 준비하는 줄에 있습니다. 셸이 그 명령에게 자리를 내주었으니 그 명령이 끝날 때 컨테이너도 "
    "끝나고, 다음 줄은 실행되지 않습니다. 자리를 물려받을 것은 nginx입니다.",
    en="The `exec` stands on the line that prepares. The shell gave its place to that command, so the "
    "container ended with it and the next line was never run. It is nginx that has to take the place.",
)


def _gives_up(script: str) -> bool:
    """Whether an `exec` of it names something else than nginx."""
    lines = [line.strip() for line in script.splitlines()]
    return any(line.startswith("exec ") and "nginx" not in line for line in lines)


def _first(ending: Ending) -> str:
    return next((process.args for process in ending.before if process.pid == 1), "?")


def _end_of_nginx(engine: EngineView, image: str, words: Text, gone: Text = _IN_BACKGROUND) -> Ending:
    """How a container of that image ends; fails unless nginx runs in it and ends by itself, in time, with 0.

    `words`: how its command is written, where nginx does not start; `gone`: why it ends at once with 0.
    """
    well = Text(
        ko="nginx가 돌고, `docker stop`에 SIGKILL 없이 종료 코드 0으로 끝나는 컨테이너",
        en="a container in which nginx runs, and which ends on `docker stop` with exit code 0, without "
        "SIGKILL",
    )
    with started(engine, image) as (trial, other):
        box = eventually(trial.look, lambda box: not box.running or _has_nginx(box))
        try:
            ending = stop(engine, trial, other) if _has_nginx(box) else None
        except NotRunning:
            ending = None
        if ending is None:
            box = trial.look()
            fail(expected=well, seen=_with_log(box), hint=_no_nginx_hint(box, words, gone))
    require(
        not ending.killed and ending.after.exit_code == 0,
        expected=well,
        seen=ending,
        hint=_slow_hint(_first(ending), ending.after),
    )
    require_ended_by_stop(ending)
    require(
        _nginx_ended_by_itself(ending),
        expected=Text(
            ko="`docker stop`을 전달받고 스스로 끝나는 nginx",
            en="an nginx that is told to stop, and ends by itself",
        ),
        seen=ending,
        hint=Text(
            ko=f"종료 코드는 0이지만 PID 1(`{_first(ending)}`)만 끝났습니다. nginx는 시그널을 받지 못한 채, "
            "PID 1이 끝날 때 커널이 보낸 SIGKILL로 죽었습니다. 시그널은 nginx가 받아야 합니다.",
            en=f"The exit code is 0, but it was PID 1 alone that ended (`{_first(ending)}`). nginx got no "
            "signal: it died of the SIGKILL that the kernel sends when PID 1 has ended. It is nginx that has "
            "to get the signal.",
        ),
    )
    return ending


def _nginx_ended_by_itself(ending: Ending) -> bool:
    """Whether the master wrote that it exits, as it does last of all."""
    masters = [process.pid for process in ending.before if process.args.startswith("nginx: master")]
    return any(line.endswith(f" {pid}#{pid}: exit") for pid in masters for line in ending.lines)


def _no_nginx_hint(box: ContainerView, words: Text, gone: Text) -> Text:
    if box.status == "exited" and box.exit_code == 0:
        return gone
    none = Text(
        ko="이 이미지의 컨테이너에는 nginx가 돌고 있지 않습니다.",
        en="No nginx runs in a container of this image.",
    )
    return none + words


def _has_nginx(box: ContainerView) -> bool:
    # All three: a master that has not started its workers yet may not have its signal handlers either.
    try:
        return sum("nginx: " in process.args for process in box.top()) >= 3
    except NotRunning:  # it ended since it was looked at
        return False


def _with_log(box: ContainerView) -> Text:
    last, seen = "; ".join(text for _, text in box.log_lines()[-2:]), box.describe()
    return Text(ko=f"{seen.ko} · 출력: {last}", en=f"{seen.en} · it printed: {last}") if last else seen


def _slow_hint(first: str, after: ContainerView) -> Text:
    word = first.split()[0].rsplit("/", 1)[-1]
    gives_a_line = is_of_a_shell(first.split())
    if gives_a_line and not is_of_a_shell(after.full_command):
        return Text(
            ko=f"스크립트의 셸은 자리를 내주었지만 또 다른 셸(`{first}`)에게 내주었습니다. `sh -c` 없이 "
            "nginx에게 바로 내주세요.",
            en=f"The script's shell gave its place, but to another shell (`{first}`). Give it to nginx "
            "itself, without `sh -c`.",
        )
    if gives_a_line:
        return Text(
            ko=f"PID 1이 아직 셸입니다(`{first}`). `CMD`를 대괄호로 적지 않으면 Docker가 앞에 `/bin/sh -c`를 "
            "붙입니다. 대괄호 안에 `sh`와 `-c`를 직접 적어도 마찬가지입니다.",
            en=f"PID 1 is still a shell (`{first}`). Without brackets Docker puts `/bin/sh -c` before your "
            "`CMD`; writing `sh` and `-c` into the brackets yourself makes no difference.",
        )
    if word in SHELLS:
        return Text(
            ko=f"PID 1이 아직 스크립트를 읽는 셸입니다(`{first}`). 셸은 nginx가 끝나기를 기다릴 뿐 시그널을 "
            "넘겨주지 않습니다. nginx가 셸의 자리를 물려받게 하세요.",
            en=f"PID 1 is still the shell that reads the script (`{first}`). It only waits for nginx and "
            "passes no signal on. Let nginx take the shell's place.",
        )
    return Text(
        ko=f"PID 1은 `{first}`이고, 종료 코드가 {after.exit_code}입니다. nginx가 종료 시그널을 받고 스스로 "
        "끝나야 합니다.",
        en=f"PID 1 is `{first}`, and the exit code was {after.exit_code}. nginx has to get the stop signal "
        "and end by itself.",
    )


@shape("docker run -d --init --name NAME IMAGE COMMAND", "docker stop NAME", "docker inspect NAME")
def test_init(engine: EngineView, answer: Any) -> None:
    """ko: `guarded-nap`을 `--init`으로 실행해 `docker stop`으로 끝내고, `lonely-nap`과 종료 코드를 비교합니다.
    en: `guarded-nap` runs under `--init` and is stopped; you compare its exit code with `lonely-nap`'s.
    """
    lonely = require_container(engine, "lonely-nap", *RUN_LONELY)
    guarded = require_container(engine, "guarded-nap", *RUN_GUARDED)
    under_init = Text(
        ko="`--init`으로 실행해 `docker stop`으로 끝낸 `guarded-nap`",
        en="`guarded-nap`, run under `--init` and ended by `docker stop`",
    )
    require_options_first(guarded, under_init, *RUN_GUARDED)
    again = in_turn("docker rm -f guarded-nap", *RUN_GUARDED)
    require(
        guarded.host_config.get("Init"),
        expected=under_init,
        seen=_with_init(guarded),
        hint=Text(
            ko="`--init` 없이 만들었습니다. 만든 뒤에는 바꿀 수 없고, `--init`은 이미지 이름 **앞**에 "
            "적습니다.",
            en="It was made without `--init`. That cannot be changed afterwards, and `--init` stands "
            "**before** the image's name.",
        )
        + again,
    )
    require(
        not lonely.host_config.get("Init"),
        expected=Text(ko="`--init` 없이 실행한 `lonely-nap`", en="`lonely-nap`, run without `--init`"),
        seen=_with_init(lonely),
        hint=Text(
            ko="비교하려면 `lonely-nap`에서는 `sleep`이 PID 1이어야 합니다.",
            en="To compare them, `sleep` has to be PID 1 in `lonely-nap`.",
        )
        + in_turn("docker rm -f lonely-nap", *RUN_LONELY),
    )
    require_as_given(engine, lonely, RUN_LONELY[0])
    require(
        guarded.image_id == lonely.image_id and guarded.full_command == lonely.full_command,
        expected=Text(
            ko="`lonely-nap`과 이미지도 명령도 같은 `guarded-nap`",
            en="`guarded-nap`, with the image and the command of `lonely-nap`",
        ),
        seen=_with_init(guarded),
        hint=Text(
            ko="이미지나 명령이 `lonely-nap`과 다르면 두 종료 코드를 비교할 수 없습니다. 이미지마다 `docker "
            "stop`이 보내는 시그널도 다를 수 있습니다(`nginx`는 SIGQUIT).",
            en="With another image or command than in `lonely-nap` the two exit codes cannot be compared. An "
            "image may even have another signal that `docker stop` sends (`nginx`: SIGQUIT).",
        )
        + again,
    )
    for box, end in ((lonely, "docker stop -t 2 lonely-nap"), (guarded, "docker stop …")):
        _require_stopped(engine, box, end)
    truth = {box.name: box.exit_code for box in (lonely, guarded)}
    hints = {
        "lonely-nap": Text(
            ko="PID 1인 `sleep`은 SIGTERM을 처리하지 않아서, 기다리는 시간이 지난 뒤 SIGKILL(9)로 끝났습니다.",
            en="As PID 1, `sleep` does not handle SIGTERM: when the grace time was over it was SIGKILL (9) "
            "that ended it.",
        ),
        "guarded-nap": Text(
            ko="`sleep`은 이제 PID 1이 아니므로, 전달받은 SIGTERM(15)에 기본 동작대로 죽습니다.",
            en="`sleep` is not PID 1 now: passed SIGTERM (15), it dies of it, as is the default.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"같은 `sleep`인데 PID 1일 때는 {lonely.exit_code}, tini의 자식일 때는 "
            f"{guarded.exit_code}입니다.",
            en=f"The same `sleep`: as PID 1 it ends with {lonely.exit_code}, as tini's child with "
            f"{guarded.exit_code}.",
        )
    )


def _with_init(box: ContainerView) -> Text:
    words, seen, init = " ".join(box.command), box.describe(), box.host_config.get("Init")
    return Text(ko=f"{seen.ko}, Init {init}, 명령 `{words}`", en=f"{seen.en}; Init {init}; command `{words}`")


def _require_stopped(engine: EngineView, box: ContainerView, end: str) -> None:
    life = last_life(engine, box)
    stopped = Text(ko=f"`docker stop`으로 끝난 `{box.name}`", en=f"`{box.name}`, ended by `docker stop`")
    if box.running or not life.signals:
        hint = Text(ko="아직 `docker stop`을 하지 않았습니다.", en="It was not stopped yet.")
    else:
        hint = Text(
            ko="`docker kill`은 SIGTERM 없이 바로 SIGKILL을 보냅니다.",
            en="`docker kill` sends SIGKILL at once, without SIGTERM.",
        )
    commands = (end,) if box.running else (f"docker start {box.name}", end)
    require(
        box.status == "exited" and life.stops and life.got_signal(SIGTERM),
        expected=stopped,
        seen=life if life.signals else box,
        hint=hint + in_turn(*commands),
    )


@shape("docker run -d --name NAME IMAGE tini -- COMMAND")
def test_tini(engine: EngineView) -> None:
    """ko: `--init` 없이 실행한 `under-tini`에서 tini가 PID 1이고, nginx의 master가 그 자식입니다.
    en: In `under-tini`, run without `--init`, tini is PID 1 and nginx's master is its child.
    """
    box = require_container(engine, "under-tini", *RUN_UNDER_TINI)
    # What cannot run, or goes into the background, ends a moment after `docker run` has returned.
    box = eventually(box.reload, lambda now: not now.running or _has_nginx(now))
    rows = _rows_of(engine, box)
    box = box.reload()
    again = in_turn("docker rm -f under-tini", *RUN_UNDER_TINI)
    wanted = Text(
        ko="PID 1은 tini, 그 자식은 nginx의 master, `Init`은 켜지 않음",
        en="PID 1 is tini, its child is nginx's master, and `Init` is not set",
    )
    require(
        not box.host_config.get("Init"),
        expected=wanted,
        seen=_with_init(box),
        hint=Text(
            ko="`--init`을 썼습니다. 이번에는 이미지 안의 `tini`를 명령으로 적습니다.",
            en="You used `--init`. This time the command names the `tini` that is in the image.",
        )
        + again,
    )
    ended = box.status == "exited" and not engine.journal.of(box.id).last_life.signals
    require(
        not (ended and box.exit_code == 0),
        expected=wanted,
        seen=_with_log(box),
        hint=_IN_BACKGROUND + again,
    )
    require(
        not (ended and "daemon" in box.command),
        expected=wanted,
        seen=_with_init(box),
        hint=Text(
            ko="`daemon off;`는 한 단어입니다. 따옴표가 없으면 셸은 빈칸에서 나누고 `;`에서 명령을 끝냅니다.",
            en="`daemon off;` is one word. Without quotes the shell splits it at the blank, and ends the "
            "command at the `;`.",
        )
        + again,
    )
    require(
        not (ended and box.exit_code <= max(CANNOT_RUN)),
        expected=wanted,
        seen=_with_log(box),
        hint=Text(
            ko="시작은 했지만 nginx가 돌지 못하고 끝났습니다. nginx는 `nginx` 이미지에 있습니다. `--`가 "
            "없으면 뒤의 옵션을 tini가 가져가고, `--` 뒤의 명령을 통째로 따옴표에 넣으면 그런 이름의 "
            "프로그램을 찾습니다.",
            en="It was started, but it ended and nginx does not run. nginx is in the image `nginx`. Without "
            "`--` tini takes the options for itself, and a command that stands in quotes as a whole is "
            "looked for by that name.",
        )
        + again,
    )
    require_running(box, *RUN_UNDER_TINI)
    first = next((process.args for process in rows if process.pid == 1), "")
    masters = [row.pid for row in rows.children_of(1) if row.args.startswith("nginx: master")]
    require(
        first.split()[:1]
        and first.split()[0].rsplit("/", 1)[-1].startswith("tini")
        and run_programs(engine, box, {1: "tini"}),
        expected=wanted,
        seen=rows,
        hint=Text(
            ko=f"PID 1이 tini가 아니라 `{first}`입니다. 이미지 이름 뒤에 적는 명령이 `tini`로 시작해야 합니다.",
            en=f"PID 1 is not tini but `{first}`. The command after the image's name has to begin with `tini`.",
        )
        + again,
    )
    require(
        masters and run_programs(engine, box, {masters[0]: "nginx"}),
        expected=wanted,
        seen=rows,
        hint=Text(
            ko="tini의 자식이 nginx의 master가 아닙니다. `--` 뒤에 nginx의 원래 명령을 셸 없이 그대로 "
            "적으세요.",
            en="The child of tini is not nginx's master. After `--` write nginx's own command as it is, "
            "without a shell.",
        )
        + again,
    )
    tell(
        Text(
            ko=f"`Init`은 꺼져 있는데 PID 1은 `{first}`입니다. 이미지의 `CMD`에 적어 두면 누가 실행하든 "
            "tini가 시그널을 전달하고 좀비를 회수합니다.",
            en=f"`Init` is off, yet PID 1 is `{first}`. Once that stands in an image's `CMD`, tini passes "
            "signals on and collects zombies, whoever runs it.",
        )
    )


def _rows_of(engine: EngineView, box: ContainerView) -> ProcessTable:
    try:
        return processes_inside(engine, box)
    except NotRunning:
        return ProcessTable(box.name, [], [])


@shape("docker exec NAME sh -c 'COMMAND &'", "docker exec NAME ps -eo pid,ppid,stat,args")
def test_zombie(engine: EngineView, answer: Any) -> None:
    """ko: `graveyard`에 좀비를 만들고, 누가 부모이고 어디에서 보이며 `--init`이면 어떤지 맞힙니다.
    en: You make a zombie in `graveyard`; you say who its parent is, where it shows, and what `--init` changes.
    """
    box = require_container(engine, "graveyard", *RUN_GRAVEYARD, "docker exec graveyard …")
    require_running(box, *RUN_GRAVEYARD)
    rows = eventually(lambda: processes_inside(engine, box), zombies)
    dead = zombies(rows)
    require(
        dead,
        expected=Text(ko="PID 1이 입양한 좀비(`Z`)", en="a zombie (`Z`) that PID 1 has adopted"),
        seen=rows,
        hint=_no_zombie_hint(box, rows),
    )
    truth = {
        "parent": dead[0].ppid,
        "ps": len(dead),
        "top": sum((process.stat or "").startswith("Z") for process in box.top()),
        "init": _zombies_under_init(engine),
    }
    hints = {
        "parent": Text(
            ko="`docker exec graveyard ps -eo pid,ppid,stat,args`의 PPID 열을 보세요. 부모를 잃은 프로세스는 "
            "누가 맡나요?",
            en="See the column PPID of `docker exec graveyard ps -eo pid,ppid,stat,args`. Who takes in a "
            "process that has lost its parent?",
        ),
        "ps": Text(
            ko="`STAT`이 `Z`인 줄을 세어 보세요: `docker exec graveyard ps -eo pid,ppid,stat,args`",
            en="Count the rows whose `STAT` is `Z`: `docker exec graveyard ps -eo pid,ppid,stat,args`.",
        ),
        "top": Text(
            ko="`docker top graveyard -eo pid,ppid,stat,args`를 실행해 보세요. `docker top`에 무엇이 빠져 "
            "있나요?",
            en="Try `docker top graveyard -eo pid,ppid,stat,args`. What is missing from `docker top`?",
        ),
        "init": Text(
            ko="tini는 입양한 프로세스가 끝나면 바로 `wait()`로 회수합니다. `clean-yard`에서 `ps`를 보세요.",
            en="tini collects what it has adopted with `wait()` as soon as it ends. See `ps` in `clean-yard`.",
        ),
    }
    predicted(answer, truth, hints)
    tell(
        Text(
            ko=f"안에서는 좀비 {len(dead)}개(PPID {dead[0].ppid})가 보이고 `docker top`에는 없습니다. 방금 "
            "`--init`으로 같은 일을 해 보니 하나도 남지 않았습니다.",
            en=f"From inside there are {len(dead)} with PPID {dead[0].ppid}, in `docker top` none; the same "
            "under `--init`, tried just now, left none.",
        )
    )


def _no_zombie_hint(box: ContainerView, rows: ProcessTable) -> Text:
    first = next((process.args for process in rows if process.pid == 1), "")
    if box.host_config.get("Init") or not first.startswith("sleep"):
        return Text(
            ko=f"이 컨테이너의 PID 1은 `{first}`이고, 이것은 좀비를 회수합니다. `graveyard`의 PID 1은 "
            "`sleep`이어야 합니다.",
            en=f"PID 1 of this container is `{first}`, which collects zombies. In `graveyard` PID 1 has to be "
            "`sleep`.",
        ) + in_turn("docker rm -f graveyard", *RUN_GRAVEYARD)
    if len(rows) > 1:
        return Text(
            ko="아직 살아 있는 프로세스가 있습니다. 끝나야 좀비가 됩니다. 기다리거나 `docker exec graveyard "
            "kill PID`로 끝낸 뒤 다시 검사하세요.",
            en="There is a process that still lives; it becomes a zombie when it ends. Wait, or end it with "
            "`docker exec graveyard kill PID`, and check again.",
        )
    return Text(
        ko="남은 프로세스가 없습니다. `docker exec graveyard sleep 1`처럼 바로 실행하면 그 부모(containerd의 "
        "shim)가 회수하고, 셸이 끝까지 기다려도 셸이 회수합니다. 셸이 `&`로 시작해 놓고 먼저 끝나야 고아가 "
        "됩니다.",
        en="Nothing is left. Run directly, as `docker exec graveyard sleep 1`, it is collected by its parent "
        "outside, and a shell that waits for it collects it too. It is an orphan only when the shell starts "
        "it with `&` and ends first.",
    )


def _zombies_under_init(engine: EngineView) -> int:
    settings = engine.client.api.create_host_config(init=True)
    with engine.experiment("shell", ["sleep", "1000"], host_config=settings) as trial:
        trial.start()
        trial.exec(["sh", "-c", "sleep 0.1 &"])  # its output is open until the orphan ends
        rows = eventually(
            lambda: processes_inside(engine, trial.look()),
            lambda rows: not zombies(rows) and not any("sleep 0.1" in process.args for process in rows),
            seconds=1,
        )
        return len(zombies(rows))


@shape("COMMAND & pid=$!", "trap 'kill -TERM $pid' TERM", "wait $pid")
def test_wrapper(engine: EngineView, learner: Learner, answer: Any) -> None:
    """ko: `relay`의 스크립트가 SIGTERM을 전달하고, 앱의 저장을 기다린 뒤 여러분의 단어와 번호로 끝납니다.
    en: The script of your `relay` passes SIGTERM on, lets the app save, and ends with your word and number.
    """
    require_built(engine, "relay")
    require_script(engine, "relay", "/wrapper.sh", answer)
    mark = secrets.token_hex(4)
    with started(engine, "relay", {"/app.sh": APP.format(mark=mark)}) as (trial, other):
        ready = f"app: ready {mark}"
        box = eventually(trial.look, lambda box: not box.running or _printed(box, ready))
        if not _printed(box, ready):
            _fail_without_app(box)
        try:
            traps = handles(engine, box, SIGTERM)
            ending = stop(engine, trial, other)
        except NotRunning:
            _fail_without_app(trial.look())
    ending = replace(ending, lines=_told_apart(ending.lines, mark))
    _require_forwarded(ending, traps)
    require_ended_by_stop(ending)
    _require_own_end(ending, learner)
    tell(
        Text(
            ko=f"여러분의 스크립트는 {ending.seconds:.1f}초 만에 앱의 저장을 마치고 `{learner.word}`까지 "
            f"출력한 뒤 종료 코드 {ending.after.exit_code}번으로 끝났습니다.",
            en=f"Within {ending.seconds:.1f} s your script let the app save, printed `{learner.word}` and "
            f"ended with {ending.after.exit_code}.",
        )
    )


APP = """#!/bin/sh
trap 'echo "app: saving {mark}"; sleep 0.5; echo "app: saved {mark}"; exit 0' TERM
echo "app: ready {mark}"
while :; do sleep 0.1; done
"""
"""The exercise's `app.sh`, with a mark that tells what it prints from what a script prints in its place."""


def _told_apart(lines: list[str], mark: str) -> list[str]:
    """What was printed, the app's lines without the mark; what only looks like them is the script's own."""
    return [
        line.removesuffix(f" {mark}")
        if line.endswith(f" {mark}")
        else line.replace("app: ", "wrapper.sh: app: ", 1)
        for line in lines
    ]


def _fail_without_app(box: ContainerView) -> NoReturn:
    if _printed(box, "app: ready"):
        fail(
            expected=Text(ko="`app.sh`가 출력한 `app: ready`", en="`app: ready`, printed by `app.sh`"),
            seen=_with_log(box),
            hint=Text(
                ko="앱의 출력을 스크립트가 대신 출력했습니다. 검사는 `app.sh`의 자리에 표시를 더한 같은 앱을 "
                "넣어 봅니다. 스크립트는 앱을 `sh /app.sh`로 시작해야 합니다.",
                en="The script printed the app's lines in its place. The check puts the same app there with "
                "a mark in what it prints: the script has to start it, with `sh /app.sh`.",
            ),
        )
    fail(
        expected=Text(
            ko="앱이 돌고 있는 컨테이너(`app: ready`)", en="a container in which the app runs (`app: ready`)"
        ),
        seen=_with_log(box),
        hint=Text(
            ko="시작하자마자 끝났거나 앱이 돌지 않습니다. `&`로 시작했다면 스크립트는 `wait`로 기다려야 "
            "하고, `app.sh`는 `sh /app.sh`로 시작합니다.",
            en="It ended as soon as it started, or the app does not run. After starting with `&` the script "
            "has to `wait`; `app.sh` is started with `sh /app.sh`.",
        ),
    )


def _printed(box: ContainerView, line: str) -> bool:
    return any(text.strip() == line for _, text in box.log_lines())


def _require_forwarded(ending: Ending, traps: bool) -> None:
    """Fail unless the app got SIGTERM and finished, before SIGKILL."""
    saved = Text(
        ko="SIGKILL이 오기 전에 앱이 저장을 마침(`app: saved`)",
        en="the app has saved (`app: saved`) before SIGKILL came",
    )
    said = " ".join(ending.lines)
    seen = ending.describe()
    seen = Text(ko=f"{seen.ko} · 출력: {said}", en=f"{seen.en} · it printed: {said}")
    if "app: saved" in ending.lines and not ending.killed:
        return
    if "app: saving" in ending.lines and not ending.killed:
        hint = Text(
            ko="시그널은 전달했지만 저장이 끝나기 전에 스크립트가 끝나, 앱도 함께 죽었습니다. `wait`는 "
            "trap이 걸린 시그널이 오면 앱이 끝나지 않았어도 돌아옵니다. 앱이 정말 끝날 때까지 한 번 더 "
            "기다리세요.",
            en="The signal was passed on, but the script ended before the app had saved, and took it along. "
            "When a trapped signal comes, `wait` returns even if the app still runs: wait once more, until "
            "it has really ended.",
        )
    elif any("bad trap" in line for line in ending.lines):
        hint = Text(
            ko="셸이 `trap`의 시그널 이름을 모릅니다(`bad trap`). 이 이미지의 `sh`인 dash는 앞의 SIG를 뺀 "
            "이름을 씁니다: `TERM`.",
            en="The shell does not know the signal of your `trap` (`bad trap`). dash, the `sh` of this "
            "image, has its name without the SIG before it: `TERM`.",
        )
    elif not traps:
        hint = Text(
            ko="PID 1인 셸이 SIGTERM을 처리하지 않습니다(`SigCgt`에 없음). 앱을 기다리기 전에 `trap`을 "
            "거세요.",
            en="The shell that is PID 1 does not handle SIGTERM (it is not in `SigCgt`). Set a `trap` before "
            "you wait for the app.",
        )
    elif any("kill: " in line for line in ending.lines):
        hint = Text(
            ko="trap은 실행되었지만 그 안의 `kill`이 실패했습니다(출력을 보세요). 큰따옴표 안의 변수는 "
            "trap을 거는 순간의 값으로 굳어집니다. 작은따옴표로 적으면 시그널이 왔을 때 읽습니다.",
            en="The trap ran, but the `kill` in it failed (see what it printed). In double quotes a variable "
            "is fixed when the trap is set; in single quotes it is read when the signal comes.",
        )
    elif ending.killed:
        hint = Text(
            ko="`trap`은 걸려 있지만 실행되지 못했습니다. 셸은 포그라운드 명령이 끝난 다음에야 trap을 "
            "실행합니다. 앱을 `&`로 시작하고 `wait`로 기다리세요. 이미 그렇게 했다면 trap이 앱에 시그널을 "
            "전달하는지 보세요.",
            en="There is a `trap`, but it had no chance: a shell runs it only after its foreground command "
            "has ended. Start the app with `&` and `wait` for it. If you do so already, see that the trap "
            "passes the signal on to the app.",
        )
    else:
        hint = Text(
            ko="SIGTERM이 오자 스크립트가 앱보다 먼저 끝나, 앱도 함께 죽었습니다. trap 안에서 앱의 "
            "PID(`$!`)로 `kill -TERM`을 하는지 보세요. 이미 그렇게 했다면 앱이 끝날 때까지 한 번 더 "
            "`wait`하세요. `wait`는 trap이 걸린 시그널이 오면 앱이 끝나지 않았어도 돌아옵니다.",
            en="On SIGTERM the script ended before the app, and took it along. See that the trap does `kill "
            "-TERM` with the app's PID (`$!`). If it does, `wait` once more until the app has ended: when a "
            "trapped signal comes, `wait` returns even if the app still runs.",
        )
    fail(expected=saved, seen=seen, hint=hint)


def _require_own_end(ending: Ending, learner: Learner) -> None:
    """Fail unless the script itself ended it, after the app, with the learner's word and number."""
    expected = Text(
        ko=f"`app: saved` 다음에 `{learner.word}`, 종료 코드 {learner.exit_code}",
        en=f"`{learner.word}` after `app: saved`, exit code {learner.exit_code}",
    )
    code, last = ending.after.exit_code, ending.lines[ending.lines.index("app: saved") + 1 :]
    printed = shown(ending.lines)
    seen = Text(ko=f"출력 {printed}, 종료 코드 {code}", en=f"it printed {printed}, exit code {code}")
    if learner.word in [line.strip() for line in last] and code == learner.exit_code:
        return
    if learner.word in [line.strip() for line in ending.lines] and not last:
        hint = Text(
            ko="여러분의 단어를 너무 일찍, 앱이 저장을 마치기 전에 출력했습니다. 앱이 끝나기를 기다린 "
            "**다음** 줄에서 출력하세요.",
            en="Your word was printed too early, before the app had saved. Print it **after** the line that "
            "waits for the app's end.",
        )
    elif any("{me." in line for line in last):
        hint = Text(
            ko='중괄호가 그대로 출력되었습니다. 스크립트의 따옴표 앞에 `f`를 붙이면(`f"""…`) 파이썬이 그 자리에 '
            "여러분의 값을 넣습니다.",
            en='The braces were printed as they stand. With an `f` before the quotes of the script (`f"""…`) '
            "Python puts your values there.",
        )
    elif not last and code == 0:
        hint = Text(
            ko="앱이 끝난 뒤에 스크립트가 한 일이 없습니다. `exec`로 자리를 내주면 그 뒤의 줄은 실행되지 "
            "않습니다.",
            en="After the app had ended the script did nothing. What stands after an `exec` is never run.",
        )
    elif not last:
        hint = Text(
            ko="앱이 끝난 뒤에 아무것도 출력하지 않고 끝났습니다. `exit`보다 앞에서 여러분의 단어를 `echo`로 "
            "출력하세요.",
            en="After the app had ended nothing was printed. Print your word with `echo`, before the `exit`.",
        )
    elif learner.word not in [line.strip() for line in last]:
        hint = Text(
            ko="출력한 것은 여러분의 단어가 아닙니다. 여러분의 단어는 `print(learner())`로 볼 수 있습니다. "
            "다른 사람의 스크립트를 옮겨 왔다면 단어와 번호를 여러분의 것으로 바꾸세요.",
            en="What it printed is not your word. `print(learner())` shows your word. If the script is "
            "somebody else's, put in your own word and number.",
        )
    else:
        hint = Text(
            ko="마지막 줄에서 `exit`로 여러분의 번호를 주세요. `exit`가 없으면 마지막 명령의 종료 코드로 "
            "끝납니다. 여러분의 번호는 `print(learner())`로 볼 수 있습니다.",
            en="On the last line, `exit` with your number; without `exit` a script ends with the exit code "
            "of its last command. `print(learner())` shows your number.",
        )
    fail(expected=expected, seen=seen, hint=hint)
