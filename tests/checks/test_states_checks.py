"""Section 1: each exercise done right, done another way, and with the mistakes people really make."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from learners import Learner, blank_work_gets_a_hint, nginx

from course.checks import NO_ANSWER, all_checks
from course.engine import Access
from course.personal import Learner as Personal
from course.personal import learner_id
from graders import requirements

COUNTER = "shell sh -c 'n=0; while :; do n=$((n+1)); echo $n; sleep 0.2; done'"
BUSY = "docker run -d --name busy-box shell sh -c 'while :; do :; done'"
CREATED = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0, "started": False}
BOTH = {"Running": True, "Paused": True}
ALLOWED = {"top": True, "logs": True, "exec": False, "stop": True, "rm": False}
CODES = {"stop-box": 0, "kill-box": 137}
MINE = Personal.of(learner_id())
STOP_AND_KILL = nginx("stop-box") + nginx("kill-box")


@dataclass
class Case:
    """What a learner did and answered; the hint it gets, or none for a pass."""

    check: str
    about: str
    did: str
    answer: Any = NO_ANSWER
    hint: str = ""
    seen: str = ""

    def __str__(self) -> str:
        return f"{self.check}: {self.about}"


CASES = [
    Case("create", "done", "docker create --name first-box nginx"),
    Case("create", "the long command", "docker container create --name=first-box nginx:latest nginx -v"),
    Case(
        "create",
        "run instead",
        "docker run -d --name first-box nginx",
        hint="also starts",
        seen="first-box: running",
    ),
    Case(
        "create",
        "passed, then started",
        "docker create --name first-box nginx; docker start first-box",
        hint="already started. If this check passed before you started it, this step is done",
    ),
    Case(
        "create",
        "the name after the image",
        "docker create nginx --name first-box",
        hint="Options stand before the image's name",
        seen="`--name first-box`",
    ),
    Case(
        "create",
        "run, and an option after the image",
        "docker run --name first-box nginx -d",
        hint="Run `docker rm first-box`, then `docker create …`",
    ),
    Case(
        "create",
        "started and stopped",
        "docker create --name first-box nginx; docker start first-box; docker stop first-box",
        hint="does not become `created` again",
        seen="create → start → kill (signal 3)",
    ),
    Case(
        "create",
        "run of a missing command",
        "docker run --name first-box nginx no-such-command",
        hint="make it again. Run `docker rm first-box`, then `docker create …`",
        seen="no-such-command",
    ),
    Case(
        "create",
        "near name",
        "docker create --name first_box nginx",
        hint="`docker rename first_box first-box`",
        seen="first_box (created)",
    ),
    Case("create", "longer name", "docker create --name my-first-box nginx", hint="`my-first-box`"),
    Case(
        "create",
        "another image",
        "docker create --name first-box shell",
        hint="another image",
        seen="image shell",
    ),
    Case(
        "create",
        "removed",
        "docker create --name first-box nginx; docker rm first-box",
        hint="printed. Run `docker create …`.",
    ),
    Case("created-has", "all right", "true", CREATED),
    Case("created-has", "None for no IP", "true", CREATED | {"ip": None}),
    Case("created-has", "no answer", "true", hint="Fill in and run the cell above"),
    Case("created-has", "not filled in", "true", dict.fromkeys(CREATED, ...), hint="in the place of `...`"),
    Case(
        "created-has",
        "a pid",
        "true",
        CREATED | {"pid": 4711},
        hint="A process comes with the start",
        seen="4711",
    ),
    Case(
        "created-has",
        "an IP",
        "true",
        CREATED | {"ip": "172.17.0.2"},
        hint="IP address is given at the start",
    ),
    Case("created-has", "no network at all", "true", CREATED | {"networks": []}, hint="already has an entry"),
    Case("created-has", "log lines", "true", CREATED | {"log_lines": 3}, hint="what a process printed"),
    Case("created-has", "started", "true", CREATED | {"started": True}, hint="means never"),
    Case("created-has", "0 for False", "true", CREATED | {"started": 0}, hint="True or False"),
    Case("created-has", "quoted 0", "true", CREATED | {"pid": "0"}, hint="write `0` without quotes"),
    Case(
        "created-has", "quoted", "true", CREATED | {"started": "false"}, hint="write `False` without quotes"
    ),
    Case(
        "created-has", "another case", "true", CREATED | {"networks": ["Bridge"]}, hint="write `['bridge']`."
    ),
    Case("created-has", "half", "true", CREATED | {"networks": [...]}, hint="already has", seen=": [...]"),
    Case("created-has", "other keys", "true", {"PID": 0}, hint="Keep the keys"),
    Case("start", "done", "docker create --name first-box nginx; docker start first-box"),
    Case("start", "restarted", "docker create --name first-box nginx; docker restart first-box"),
    Case("start", "not started", "docker create --name first-box nginx", hint="Now start it"),
    Case(
        "start",
        "ended",
        "docker create --name first-box nginx true; docker start -a first-box",
        hint="has ended",
    ),
    Case(
        "start",
        "paused",
        "docker create --name first-box nginx; docker start first-box; docker pause first-box",
        hint="docker unpause first-box",
    ),
    Case(
        "start",
        "nothing there",
        "true",
        hint="Run `docker create …`, then `docker start …`.",
    ),
    Case(
        "start",
        "cannot be started",
        "docker create --name first-box nginx nope; docker start first-box",
        hint="could not be started; the error above says why. Run `docker rm first-box`, then",
    ),
    Case(
        "start",
        "replaced",
        "docker create --name first-box nginx; docker rm first-box; docker run -d --name first-box nginx",
        hint="`docker start` starts the container that is there. Run `docker rm -f first-box`, then `docker create",
        seen="made anew by `docker run`",
    ),
    Case(
        "start",
        "replaced, and then as it should be",
        "docker create --name first-box nginx; docker rm first-box; docker run -d --name first-box nginx;"
        "docker rm -f first-box; docker create --name first-box nginx; docker start first-box",
    ),
    Case(
        "start",
        "run first, then created",
        "docker run -d --name first-box nginx; docker rm -f first-box; docker create --name first-box nginx;"
        "docker start first-box",
    ),
    Case(
        "start",
        "another command",
        "docker create --name first-box nginx sleep 60; docker start first-box",
        hint="another command runs",
        seen="sleep 60",
    ),
    Case("run", "done", "docker run -d --name second-box nginx"),
    Case("run", "the command written out", "docker run -d --name second-box nginx nginx -g 'daemon off;'"),
    Case(
        "run",
        "another command",
        "docker run -d --name second-box nginx sleep 60",
        hint="another command runs. With nothing after the image's name, the image's own command runs: nginx. "
        "Run `docker rm -f second-box`, then `docker run -d …`.",
        seen="sleep 60",
    ),
    Case(
        "run",
        "-d after the image",
        "docker run --name second-box nginx -d",
        hint="Options stand before the image's name; what comes after it is the command to run in the "
        "container. Run `docker rm second-box`, then `docker run -d …`.",
        seen="`-d`",
    ),
    Case(
        "run",
        "all options after the image",
        "docker run nginx -d --name=second-box",
        hint="Options stand before the image's name",
        seen="`-d --name=second-box`",
    ),
    Case("run", "detach and a port", "docker run --detach -p 8080:80 --name second-box nginx"),
    Case("run", "only created", "docker create --name second-box nginx", hint="only created"),
    Case("run", "interrupted", "timeout -s INT 1.5 docker run --name second-box nginx", hint="Without `-d`"),
    Case(
        "run", "ended", "docker run -d --name second-box nginx true; docker wait second-box", hint="has ended"
    ),
    Case(
        "run",
        "--rm and gone",
        "docker run -d --rm --name second-box nginx; docker stop second-box",
        hint="removed",
    ),
    Case("run-events", "done", "docker run -d --name second-box nginx", ["create", "start"]),
    Case(
        "run-events",
        "attached",
        "timeout -s INT 1.5 docker run --name second-box nginx",
        ["create", "attach", "start"],
    ),
    Case("run-events", "capitals", "docker run -d --name second-box nginx", ["Create", "START"]),
    Case("run-events", "run", "docker run -d --name second-box nginx", ["run"], hint="no action called run"),
    Case("run-events", "order", "docker run -d --name second-box nginx", ["start", "create"], hint="order"),
    Case(
        "run-events",
        "the network's event too",
        "docker run -d --name second-box nginx",
        ["create", "connect", "start"],
        hint="--since 30m --until -1s --filter container=second-box | cut -d ' ' -f 1-3`",
    ),
    Case(
        "run-events",
        "a string",
        "docker run -d --name second-box nginx",
        "create, start",
        hint="a list of names",
        seen="'create, start'",
    ),
    Case("run-events", "unanswered", "docker run -d --name second-box nginx", ..., hint="Fill in and run"),
    Case(
        "run-events",
        "never started",
        "docker create --name second-box nginx",
        ["create"],
        hint="docker run -d",
    ),
    Case(
        "ps", "counts", "docker create --name aa nginx; docker run -d --name bb nginx", {"ps": 1, "ps_all": 2}
    ),
    Case(
        "ps",
        "names",
        "docker create --name aa nginx; docker run -d --name bb nginx; docker pause bb",
        {"ps": ["bb"], "ps_all": ["bb", "aa"]},
    ),
    Case("ps", "none", "true", {"ps": 0, "ps_all": 0}),
    Case("ps", "the heading", "docker run -d --name bb nginx", {"ps": 2, "ps_all": 2}, hint="heading"),
    Case("ps", "swapped", "docker create --name aa nginx", {"ps": 1, "ps_all": 0}, hint="Count again now"),
    Case(
        "ps",
        "wrong names",
        "docker create --name aa nginx",
        {"ps": [], "ps_all": ["bb"]},
        hint="Count again now",
    ),
    Case("missing-command", "done", "docker run --name typo-box shell no-such-command", [127, "created"]),
    Case("missing-command", "a capital", "docker run --name typo-box shell nope", [127, "Created"]),
    Case("missing-command", "-d", "docker run -d --name typo-box shell no-such-command", (127, "created")),
    Case(
        "missing-command",
        "a command that exists",
        "docker run --name typo-box shell true",
        [0, "exited"],
        hint="exists in the image",
        seen="typo-box: exited",
    ),
    Case(
        "missing-command",
        "create",
        "docker create --name typo-box shell nope",
        [127, "created"],
        hint="not `docker create`",
    ),
    Case(
        "missing-command",
        "126",
        "docker run --name typo-box shell /etc",
        [126, "created"],
        hint="cannot be executed",
    ),
    Case(
        "missing-command",
        "exited",
        "docker run --name typo-box shell nope",
        [127, "exited"],
        hint="never began",
    ),
    Case(
        "missing-command",
        "code 1",
        "docker run --name typo-box shell nope",
        [1, "created"],
        hint="docker run`: `print(_exit_code)` (in",
    ),
    Case(
        "missing-command",
        "half",
        "docker run --name typo-box shell nope",
        [127, ...],
        hint="place",
        seen="...:",
    ),
    Case(
        "missing-command",
        "a string code",
        "docker run --name typo-box shell nope",
        ["127", "created"],
        hint="write `127` without quotes",
    ),
    Case(
        "missing-command",
        "--rm",
        "docker run --rm --name typo-box shell nope",
        [127, "created"],
        hint="removed",
    ),
    Case(
        "missing-command", "one value", "docker run --name typo-box shell nope", 127, hint="square brackets"
    ),
    Case("pause", "done", "docker run -d --name second-box nginx; docker pause second-box", BOTH),
    Case(
        "pause",
        "another image",
        "docker run -d --name second-box shell sleep 60; docker pause second-box",
        BOTH,
        hint="another image",
    ),
    Case(
        "pause",
        "another command",
        "docker run -d --name second-box nginx sleep 60; docker pause second-box",
        BOTH,
        hint="another command runs",
    ),
    Case(
        "pause",
        "Running false",
        "docker run -d --name second-box nginx; docker pause second-box",
        BOTH | {"Running": False},
        hint="Paused is not ended",
    ),
    Case(
        "pause",
        "removed",
        "docker run -d --name second-box nginx; docker rm -f second-box",
        BOTH,
        hint="Run `docker run -d …`, then `docker pause …`.",
    ),
    Case(
        "pause",
        "SIGSTOP",
        "docker run -d --name second-box nginx; docker kill -s STOP second-box",
        BOTH,
        hint="STOP signal halts the process only",
    ),
    Case(
        "pause",
        "stopped",
        "docker run -d --name second-box nginx; docker stop second-box",
        BOTH,
        hint="stop is not pause",
    ),
    Case(
        "pause",
        "unpaused",
        "docker run -d --name second-box nginx; docker pause second-box; docker unpause second-box",
        BOTH,
        hint="unpaused it already",
    ),
    Case(
        "pause",
        "running",
        "docker run -d --name second-box nginx",
        BOTH,
        hint="Run `docker pause …`",
    ),
    Case(
        "unpause",
        "paused",
        f"docker run -d --name counter-box {COUNTER}; docker pause counter-box",
        hint="now unpause it",
    ),
    Case("unpause", "never", f"docker run -d --name counter-box {COUNTER}", hint="never paused"),
    Case(
        "unpause",
        "stop and start",
        f"docker run -d --name counter-box {COUNTER}; docker stop -t 0 counter-box; docker start counter-box",
        hint="loses the memory",
    ),
    Case(
        "unpause",
        "too short",
        f"docker run -d --name counter-box {COUNTER}; docker pause counter-box; docker unpause counter-box",
        hint="about two seconds",
    ),
    Case(
        "unpause",
        "only a commit",
        f"docker run -d --name counter-box {COUNTER}; docker commit counter-box",
        hint="never paused",
    ),
    Case(
        "unpause",
        "paused, then restarted",
        f"docker run -d --name counter-box {COUNTER}; docker pause counter-box; sleep 1.1; "
        "docker unpause counter-box; docker restart -t 0 counter-box",
        hint="loses the memory",
    ),
    Case(
        "unpause",
        "an older container of that name",
        f"docker run -d --name counter-box {COUNTER}; docker pause counter-box; sleep 1.1; "
        f"docker unpause counter-box; docker rm -f counter-box; docker run -d --name counter-box {COUNTER}",
        hint="never paused",
    ),
    Case(
        "unpause",
        "prints nothing",
        "docker run -d --name counter-box shell sleep 60; "
        "docker pause counter-box; sleep 1.1; docker unpause counter-box",
        hint="one number a line",
    ),
    Case(
        "unpause",
        "ended",
        "docker run -d --name counter-box shell true; docker wait counter-box",
        hint="again",
    ),
    Case("paused-allowed", "all right", "true", ALLOWED),
    Case(
        "paused-allowed",
        "top refused",
        "true",
        ALLOWED | {"top": False},
        hint="Just looking does not need",
    ),
    Case("paused-allowed", "exec works", "true", ALLOWED | {"exec": True}, hint="could not run in a paused"),
    Case("paused-allowed", "stop refused", "true", ALLOWED | {"stop": False}, hint="then unpauses"),
    Case(
        "paused-allowed", "rm works", "true", ALLOWED | {"rm": True}, hint="paused container is a running one"
    ),
    Case("stop-kill", "done", f"{STOP_AND_KILL} docker stop stop-box; docker kill kill-box", CODES),
    Case(
        "stop-kill", "other order", f"{STOP_AND_KILL} docker kill kill-box; docker stop -t 3 stop-box", CODES
    ),
    Case(
        "stop-kill",
        "after a first try",
        f"{STOP_AND_KILL} docker stop stop-box kill-box; docker start kill-box; docker kill kill-box",
        CODES,
    ),
    Case(
        "stop-kill",
        "both stopped",
        f"{STOP_AND_KILL} docker stop stop-box kill-box",
        CODES,
        hint="`docker kill …`",
    ),
    Case(
        "stop-kill",
        "both killed",
        f"{STOP_AND_KILL} docker kill stop-box kill-box",
        CODES,
        hint="`docker stop …`",
    ),
    Case(
        "stop-kill",
        "rm -f",
        f"{STOP_AND_KILL} docker stop stop-box; docker rm -f kill-box",
        CODES,
        hint="Run `docker run -d --name kill-box nginx`, then `docker kill …`.",
    ),
    Case("stop-kill", "still running", STOP_AND_KILL, CODES, hint="Run `docker stop …`."),
    Case(
        "stop-kill",
        "one still running",
        f"{STOP_AND_KILL} docker stop stop-box",
        CODES,
        hint="Run `docker kill …`.",
    ),
    Case(
        "stop-kill",
        "one paused",
        f"{STOP_AND_KILL} docker stop stop-box; docker pause kill-box",
        CODES,
        hint="Run `docker kill …`.",
    ),
    Case(
        "stop-kill",
        "only created",
        "docker create --name stop-box nginx",
        CODES,
        hint="Run `docker start stop-box`, then `docker stop …`.",
    ),
    Case(
        "stop-kill",
        "could not be started",
        "docker run --name stop-box nginx nope",
        CODES,
        hint="Run `docker rm -f stop-box`, then `docker run -d --name stop-box nginx`, then `docker stop …",
    ),
    Case(
        "stop-kill",
        "swapped",
        f"{STOP_AND_KILL} docker stop stop-box; docker kill kill-box",
        {"stop-box": 137, "kill-box": 0},
        hint="wrong way round",
    ),
    Case(
        "stop-kill",
        "the textbook's states",
        f"{STOP_AND_KILL} docker stop stop-box; docker kill kill-box",
        {"stop-box": "stopped", "kill-box": "killed"},
        hint="only ExitCode differs",
    ),
    Case(
        "revive", "done", "docker run -d --name kill-box nginx; docker kill kill-box; docker start kill-box"
    ),
    Case(
        "revive",
        "restart",
        "docker run -d --name kill-box nginx; docker kill kill-box; docker restart kill-box",
    ),
    Case(
        "revive",
        "twice",
        "docker run -d --name kill-box nginx; " + "docker kill kill-box; docker start kill-box;" * 2,
    ),
    Case("exit-code", "done", f"docker run --name end-box shell sh -c 'exit {MINE.exit_code}'"),
    Case(
        "exit-code", "bash, detached", f"docker run -d --name end-box shell bash -c 'exit {MINE.exit_code}'"
    ),
    Case(
        "exit-code",
        "another image",
        f"docker run --name end-box nginx sh -c 'exit {MINE.exit_code}'",
        hint="another image",
    ),
    Case(
        "exit-code",
        "without a shell",
        f"docker run --name end-box shell exit {MINE.exit_code}",
        hint="a command inside a shell",
        seen="executable file not found",
    ),
    Case("exit-code", "an empty command", "docker run --name end-box shell ''", hint="or never started"),
    Case("exit-code", "nothing there", "true", hint="docker run --name end-box"),
    Case(
        "exit-code",
        "another's number",
        f"docker run --name end-box shell sh -c 'exit {MINE.exit_code + 100}'",
        hint="is not your number",
        seen=f"exit code {MINE.exit_code + 100}",
    ),
    Case(
        "exit-code", "still running", "docker run -d --name end-box shell sleep 60", hint="This one has not"
    ),
    Case(
        "exit-code",
        "by a signal",
        "docker run -d --name end-box shell sleep 60; docker kill end-box",
        hint="has to end by itself",
    ),
    Case("exit-code", "created", "docker create --name end-box shell true", hint="or never started"),
    Case(
        "revive",
        "still dead",
        "docker run -d --name kill-box nginx; docker kill kill-box",
        hint="as the kill left it. Now start it again. Run `docker start …`.",
    ),
    Case(
        "revive",
        "made anew",
        "docker run -d --name kill-box nginx; docker kill kill-box; docker rm kill-box; "
        "docker run -d --name kill-box nginx",
        hint="make another. Run `docker kill kill-box`, then `docker start …`.",
    ),
    Case(
        "revive",
        "made anew and ended",
        "docker run -d --name kill-box nginx; docker kill kill-box; docker rm kill-box; "
        f"{nginx('kill-box')} docker stop kill-box",
        hint="make another. Run `docker start kill-box`, then `docker kill kill-box`, then `docker start …",
    ),
    Case(
        "revive",
        "stopped, not killed",
        f"{nginx('kill-box')} docker stop kill-box",
        hint="Run `docker start kill-box`, then `docker kill kill-box`, then `docker start …",
    ),
    Case("revive", "nothing there", "true", hint="Run `docker run -d --name kill-box nginx`, then"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_verdict(learner: Learner, case: Case) -> None:
    learner.sh(case.did)
    verdict = learner.check(f"states-{case.check}", case.answer)
    wanted = "failed" if case.hint else "passed"
    assert verdict.verdict == wanted, verdict
    assert case.hint in verdict.hint
    assert case.seen in verdict.seen
    assert verdict.score == (0 if case.hint else verdict.points)
    korean = [
        text for text in (verdict.hint, verdict.expected) if any("가" <= letter <= "힣" for letter in text)
    ]
    assert not korean


def test_an_answer_stands_beside_the_real_value(learner: Learner) -> None:
    learner.sh("docker run -d --name second-box nginx; docker pause second-box")
    verdict = learner.check("states-pause", BOTH | {"Running": False})
    assert verdict.answered and "answered" not in verdict.to_json()
    assert (verdict.to_json()["expected"], verdict.to_json()["seen"]) == (
        '"Running": True',
        '"Running": False',
    )
    assert not learner.check("states-pause", {}).answered
    assert not learner.check("states-run").answered


def test_no_hint_holds_braces_which_a_notebook_cell_would_eat() -> None:
    for check in all_checks():
        assert "{{" not in check.file.read_text(encoding="utf-8"), check.file
    assert "{{" not in Path(requirements.__file__).read_text(encoding="utf-8")


def test_docker_py_is_as_good_as_the_command_line(learner: Learner) -> None:
    docker = learner.client
    box = docker.containers.create("nginx", name="first-box")
    assert learner.check("states-create").verdict == "passed"
    box.start()
    assert learner.check("states-start").verdict == "passed"
    second = docker.containers.run("nginx", name="second-box", detach=True)
    assert learner.check("states-run").verdict == "passed"
    second.pause()
    assert learner.check("states-pause", BOTH).verdict == "passed"


def cpu_time(learner: Learner) -> tuple[float, int]:
    """As the notebook of this section reads it."""
    container = learner.client.containers.get("busy-box")
    stats = container.stats(stream=False, one_shot=True)
    used = stats["cpu_stats"]["cpu_usage"]["total_usage"]
    if not used:
        rows = container.top(ps_args="-eo pid,cputimes")["Processes"]
        used = sum(int(seconds) for _, seconds in rows) * 10**9
    return datetime.fromisoformat(stats["read"]).timestamp(), int(used)


def start_busy_box(learner: Learner) -> tuple[float, int]:
    """Run it until it has used CPU time that counts; returns that reading."""
    learner.sh(BUSY)
    deadline = time.monotonic() + 20
    while not (reading := cpu_time(learner))[1]:
        assert time.monotonic() < deadline
    return reading


def test_cpu_stands_still(learner: Learner) -> None:
    early = start_busy_box(learner)
    assert "docker pause" in learner.check("states-pause-cpu", [early, early]).hint
    learner.sh("sleep 0.5; docker pause busy-box")
    first = cpu_time(learner)
    learner.sh("sleep 1")
    second = cpu_time(learner)
    samples = [first, second]
    assert learner.check("states-pause-cpu", samples).verdict == "passed"
    (begun, used), (ended, _) = samples
    mistakes = {
        "Read both after `docker": [early, second],
        "A value that grew": [[begun, used], [ended, used + 1]],
        "one reading, written down twice": [first, first],
        "read again too soon": [first, [begun + 0.3, used]],
        "belong to another container": [[begun, 5], [ended, 5]],
        "not percent": [[begun, 0], [ended, 0]],
        "cpu_time": ["0.00%", "0.00%"],
        "as it is": [used, used],
        "square brackets": used,
    }
    for hint, answer in mistakes.items():
        verdict = learner.check("states-pause-cpu", answer)
        assert verdict.verdict == "failed" and hint in verdict.hint
    learner.sh("docker unpause busy-box")
    assert "unpaused it already" in learner.check("states-pause-cpu", samples).hint


def test_counting_goes_on_after_a_pause(learner: Learner) -> None:
    learner.sh(f"docker run -d --name counter-box {COUNTER}; sleep 0.5; docker pause counter-box; sleep 1.1")
    learner.sh("docker unpause counter-box")
    verdict = learner.check("states-unpause")
    assert verdict.verdict == "passed" and "the memory was kept" in verdict.told


JUNK = [None, True, 0, -1, 1e308, "", "…", [], [None], [1, 2], [[1], [2]], {}, {"ps": []}, {"": {}}, [{}, {}]]


@pytest.mark.parametrize(
    "name", ["created-has", "run-events", "ps", "missing-command", "pause", "pause-cpu", "stop-kill"]
)
def test_whatever_one_answers_there_is_a_verdict(learner: Learner, name: str) -> None:
    learner.sh("docker run -d --name second-box nginx; docker run --name typo-box shell nope")
    if name.startswith("pause"):
        learner.sh(f"docker pause second-box; {BUSY}; docker pause busy-box")
    if name == "stop-kill":
        learner.sh(f"{STOP_AND_KILL} docker stop stop-box; docker kill kill-box")
    known = {"created-has": CREATED, "pause": BOTH, "stop-kill": CODES, "ps": {"ps": 1, "ps_all": 2}}.get(
        name, {}
    )
    junk = [*JUNK, *(dict.fromkeys(known, value) for value in JUNK if known)]
    for answer in junk:
        if answer == known:
            continue
        verdict = learner.check(f"states-{name}", answer)
        assert verdict.verdict == "failed", (answer, verdict)


def test_blank_work_gets_a_hint_everywhere(engine: Access) -> None:
    blank_work_gets_a_hint("states", engine)


def test_hints_for_an_engine_on_which_little_happened(engine: Access) -> None:
    learner = Learner(engine)
    nothing = learner.check("states-create")
    assert nothing.seen == "there are no containers at all"
    assert nothing.hint == "Run `docker create …`."
    learner.sh("docker create nginx")
    assert learner.check("states-create").hint == "Run `docker create …`."
    learner.sh("docker run -d --name renamed nginx; docker rename renamed kill-box")
    assert "never killed" in learner.check("states-revive").hint
