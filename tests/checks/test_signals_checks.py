"""Section 3: other right ways and other mistakes than the golden submissions hold."""

from __future__ import annotations

from shlex import quote
from typing import Any

import pytest
from learners import Learner, blank_work_gets_a_hint, fails, nginx, passes, until_it_has

from course.engine import Access
from course.notebook import solved
from course.personal import learner as current_learner

WORD = current_learner().word
THREE = (
    f"{nginx('tidy-nginx')} docker run -d --name plain-init --init shell sleep 3600;"
    f"docker run -d --name deaf-sleep shell sleep 3600; {until_it_has('sleep', 'plain-init')}"
)
CODES = {"tidy-nginx": 0, "plain-init": 143, "deaf-sleep": 137}
SIGNALS = {"tidy-nginx": [3], "plain-init": [15], "deaf-sleep": [15, 9]}
SAVE = 'save() { echo "$WORD" > /saved.txt; exit 0; };'
HANDLER = f"{SAVE} trap save TERM; sleep 3600 & wait"
HALF = "trap 'echo begin > /saved.txt; sleep 3; echo end >> /saved.txt; exit' TERM; sleep 3600 & wait"
OUTSIDE = {"after_inside": "running", "after_outside": "exited", "exit_code": 137, "kill_events": 0}
FROM_OUTSIDE = "docker run --rm --pid host shell kill -9 $(docker top walled-in -eo pid | tail -n 1);"
RELOADED = {"workers": 3, "same_master": True, "die_events": 0}
WEB = nginx("reload-web")
THREE_WORKERS = (
    "docker exec reload-web sed -i 's/worker_processes 2/worker_processes 3/' /etc/nginx/nginx.conf;"
)
FROZEN = f"{nginx('frozen-nginx')} docker pause frozen-nginx;"
HUNGRY = (
    "docker run -d --name calm-sleep shell sleep 3600; docker run -d --name hungry-dd -m 32m --oom-score-adj 1000 "
    "shell dd if=/dev/zero of=/dev/null bs=1500M count=1; docker wait hungry-dd;"
)


def saver(script: str, *options: str, word: str = WORD, shell: str = "bash") -> str:
    """Run it as word-saver, give it a moment, stop it."""
    run = (
        f"docker run -d --name word-saver -e WORD={word} {' '.join(options)} shell {shell} -c {quote(script)}"
    )
    return f"{run}; sleep 1; docker stop -t 1 word-saver"


def test_names_of_signals_are_as_good_as_numbers(learner: Learner) -> None:
    learner.sh(f"{THREE} docker stop -t 2 deaf-sleep plain-init; docker stop tidy-nginx")
    passes(learner.check("signals-codes", CODES))
    named = {"tidy-nginx": ["SIGQUIT"], "plain-init": ["term"], "deaf-sleep": ["TERM", "kill"]}
    passes(learner.check("signals-journal", named), "number 3 to nginx")
    fails(learner.check("signals-journal", SIGNALS | {"plain-init": [9]}), "from the top")
    fails(learner.check("signals-journal", SIGNALS | {"deaf-sleep": [9, 15]}), "from the top")
    fails(learner.check("signals-journal", SIGNALS | {"deaf-sleep": 15}), "not a single number")
    fails(learner.check("signals-journal", SIGNALS | {"plain-init": 15}), "its form is not: write `[15]`")


def test_a_container_made_in_another_way_ends_in_another_way(learner: Learner) -> None:
    learner.sh(f"{THREE} docker rm -f deaf-sleep; docker run -d --name deaf-sleep --init shell sleep 3600")
    learner.sh(f"{until_it_has('sleep', 'deaf-sleep')} docker stop -t 2 deaf-sleep plain-init tidy-nginx")
    fails(learner.check("signals-codes", CODES), "not made with the notebook's command", "kill (signal 15)")


def test_what_was_measured_has_to_fit_the_record(learner: Learner) -> None:
    learner.sh(
        "docker run -d --name slow-stop shell sleep 3600; docker run -d --name quick-kill shell sleep 3600"
    )
    learner.sh("docker stop slow-stop; docker kill quick-kill")
    passes(learner.check("signals-seconds", {"stop": 10.4, "kill": 0.3}), "waiting: in the record")
    passes(learner.check("signals-seconds", {"stop": 11, "kill": 1.5}))
    fails(learner.check("signals-seconds", {"stop": 10.4, "kill": 0}), "with its decimals")
    measured_ended = learner.check("signals-seconds", {"stop": 0.1, "kill": 0.05})
    fails(measured_ended, "does not fit the record")
    fails(measured_ended, "Run the cell above that makes `slow-stop` and `quick-kill` again")
    fails(learner.check("signals-seconds", {"stop": 0.1, "kill": 10.4}), "wrong way round")
    fails(learner.check("signals-seconds", {"stop": 10.4, "kill": ...}), "place of `...`")
    fails(learner.check("signals-seconds", 10.4), "Keep the keys")


def test_another_grace_period_than_asked_for(learner: Learner) -> None:
    learner.sh("docker run -d --name short-grace --stop-timeout 1 shell sleep 3600; docker stop short-grace")
    fails(learner.check("signals-grace"), "You set 1 s", "StopTimeout: 1")
    learner.sh("docker rm -f short-grace; docker run -d --name short-grace shell --stop-timeout 2 sleep 3600")
    fails(learner.check("signals-grace"), "Options stand before")


@pytest.mark.parametrize(
    ("script", "options", "shell"),
    [
        ("trap 'printf %s $WORD >/saved.txt; exit' TERM; while :; do sleep 0.1; done", (), "dash"),
        (f"{SAVE} trap save INT; sleep 3600 & wait", ("--stop-signal", "INT"), "bash"),
        (HANDLER, ("--init",), "sh"),
    ],
    ids=["dash and a loop", "another signal", "below an init"],
)
def test_other_handlers_that_save(
    learner: Learner, script: str, options: tuple[str, ...], shell: str
) -> None:
    learner.sh(saver(script, *options, shell=shell))
    passes(learner.check("signals-handler"), f"it saved `{WORD}`")


@pytest.mark.parametrize(
    ("script", "word", "hint"),
    [
        (HANDLER, "''", "`$WORD` was empty"),
        (HANDLER, f"x{WORD}", "somebody else's word"),
        (HANDLER, "hello", "This is not your word"),
        (HANDLER.replace("/saved.txt", "/save.txt"), WORD, "wrote somewhere else"),
        (HANDLER.replace("exit 0", "exit 1"), WORD, "has to end with `exit 0`"),
        (HANDLER.replace("exit 0", "sleep 5"), WORD, "not done within the grace period"),
        (HANDLER.replace("exit 0; ", ""), WORD, "did run, but without `exit 0`"),
        ("trap 'echo saving >&2' TERM; sleep 3600 & wait", WORD, "did run, but without `exit 0`"),
        ("save() {", WORD, "ended before anybody asked"),
    ],
    ids=[
        "empty",
        "somebody else's",
        "any word",
        "elsewhere",
        "exit 1",
        "too slow",
        "no exit",
        "only a log",
        "syntax error",
    ],
)
def test_handlers_that_do_not(learner: Learner, script: str, word: str, hint: str) -> None:
    learner.sh(saver(script, word=word))
    fails(learner.check("signals-handler"), hint)


def test_143_without_a_handler(learner: Learner) -> None:
    learner.sh(saver("sleep 3600", "--init"))
    fails(learner.check("signals-handler"), "no sign that the handler ran", "word-saver: exited")


def test_saving_beforehand_is_not_saving_when_asked(learner: Learner) -> None:
    early = 'echo "$WORD" > /saved.txt; trap "exit 0" TERM; sleep 3600 & wait'
    learner.sh(f"docker run -d --name word-saver -e WORD={WORD} shell bash -c {quote(early)}; sleep 3")
    learner.sh("docker stop -t 1 word-saver")
    fails(learner.check("signals-handler"), "not beforehand", "s before")


def test_no_time_at_all_saves_what_it_saves(learner: Learner) -> None:
    learner.sh(
        f"docker run -d --name hasty-save shell bash -c {quote(HALF)}; sleep 1; docker stop -t 1 hasty-save"
    )
    passes(learner.check("signals-hasty", {"exit_code": 137, "saved": ["begin"]}))
    fails(learner.check("signals-hasty", {"exit_code": 0, "saved": ["begin"]}), "never got as far")
    fails(learner.check("signals-hasty", {"exit_code": 137, "saved": "begin"}), "write `['begin']`")
    fails(learner.check("signals-hasty", {"exit_code": 137, "saved": ["end"]}), "a list of its lines")


def test_sigterm_from_outside_does_not_reach_a_deaf_pid_1_either(learner: Learner) -> None:
    learner.sh("docker run -d --name walled-in shell sleep 3600; docker exec walled-in kill -9 1")
    learner.sh(FROM_OUTSIDE.replace("-9", "-15"))
    fails(learner.check("signals-outside", OUTSIDE), "the signal `-9`", "walled-in: running")
    learner.sh(FROM_OUTSIDE)
    passes(learner.check("signals-outside", OUTSIDE | {"after_outside": "Exited"}), "never reached PID 1")
    fails(learner.check("signals-outside", OUTSIDE | {"after_inside": "exited"}), "docker ps -a")
    fails(learner.check("signals-outside", OUTSIDE | {"kill_events": 1}), "leaves no `kill` event")


def test_a_hup_before_the_file_was_changed_changes_nothing(learner: Learner) -> None:
    learner.sh(f"{WEB} docker kill -s HUP reload-web")
    fails(learner.check("signals-reload", RELOADED), "Change the file first")
    learner.sh(f"{THREE_WORKERS} docker kill --signal=1 reload-web")
    passes(learner.check("signals-reload", RELOADED), "the 3 workers")
    fails(learner.check("signals-reload", RELOADED | {"die_events": 1}), "The container keeps running")
    fails(learner.check("signals-reload", RELOADED | {"same_master": False}), "Compare the master's PID")


def test_stop_on_a_paused_container_with_what_people_note(learner: Learner) -> None:
    learner.sh(f"{FROZEN} docker stop frozen-nginx")
    thawed = {"actions": ["kill", "unpause", "die"], "exit_code": 0}
    passes(learner.check("signals-paused", thawed), "kill → unpause → die")
    fails(learner.check("signals-paused", thawed | {"actions": ["kill", "die"]}), "leave out `stop`")
    fails(learner.check("signals-paused", thawed | {"exit_code": 137}), "handled the signal once")
    learner.sh("docker start frozen-nginx; docker kill frozen-nginx")
    fails(learner.check("signals-paused", thawed), "Run `docker rm -f frozen-nginx`, then `docker run")


def test_out_of_memory_beside_a_kill(learner: Learner) -> None:
    learner.sh(f"{HUNGRY} docker kill calm-sleep")
    own = learner.client.containers.get("hungry-dd").attrs["State"]["OOMKilled"]
    hungry = {"exit_code": 137, "kill_events": 0, "oom_killed": own}
    calm = {"exit_code": 137, "kill_events": 1, "oom_killed": False}
    passes(learner.check("signals-oom", [hungry, calm]), "the kernel, not the engine")
    fails(learner.check("signals-oom", [hungry | {"oom_killed": not own}, calm]), "Do not guess", "hungry: ")
    uncounted = learner.check("signals-oom", [hungry, calm | {"kill_events": 0}])
    fails(uncounted, "after the last `start`", 'calm: "kill_events": 0')
    assert uncounted.expected == 'calm: "kill_events": 1'
    fails(learner.check("signals-oom", [calm, hungry]), "Count the `kill` lines", 'hungry: "kill_events": 1')
    fails(learner.check("signals-oom", hungry), "leave the check cell as it is")
    learner.sh(
        "docker rm -f hungry-dd; docker run -d --name hungry-dd shell sleep 3600; docker kill hungry-dd"
    )
    fails(learner.check("signals-oom", [hungry, calm]), "did not die for lack of memory", "kill (signal 9)")


def test_the_notebooks_journal_says_what_the_engine_has_forgotten(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in learner.access.environment().items():
        monkeypatch.setenv(name, value)
    tools: dict[str, Any] = {}
    exec(next(cell.source for cell in solved("signals", "en").cells if "def journal" in cell.source), tools)
    learner.sh("docker run -d --name walled-in shell sleep 3600; docker exec walled-in kill -9 1")
    capsys.readouterr()
    tools["journal"]("walled-in")
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()[1:]] == ["create", "start"]
    for _ in range(256):
        learner.client.api.top("walled-in")
    learner.sh("docker kill walled-in")
    tools["journal"]("walled-in")
    lines = capsys.readouterr().out.splitlines()
    assert "only its last 256 events" in lines[1]
    assert [line.split()[2] for line in lines[2:]] == ["kill", "die"]


JUNK: list[Any] = [None, True, 0, -1, 1e308, "", "…", [], [None], [1, 2], [[1], [2]], {}, {"": {}}, [{}, {}]]


@pytest.mark.parametrize("name", ["codes", "journal", "outside", "paused"])
def test_whatever_one_answers_there_is_a_verdict(learner: Learner, name: str) -> None:
    known: dict[str, dict[str, Any]] = {
        "codes": CODES,
        "journal": SIGNALS,
        "outside": OUTSIDE,
        "paused": {"actions": ["kill"], "exit_code": 0},
    }
    did = {
        "outside": f"docker run -d --name walled-in shell sleep 3600; docker exec walled-in true; {FROM_OUTSIDE}"
    }
    did |= {"paused": f"{FROZEN} docker stop frozen-nginx"}
    learner.sh(did.get(name, f"{THREE} docker stop -t 2 tidy-nginx plain-init deaf-sleep"))
    few = JUNK[:3] if name == "outside" else JUNK  # each of its looks is an experiment
    for answer in [*JUNK, *(dict.fromkeys(known[name], value) for value in few)]:
        assert learner.check(f"signals-{name}", answer).verdict == "failed", answer


def test_blank_work_gets_a_hint_everywhere(engine: Access) -> None:
    blank_work_gets_a_hint("signals", engine)
