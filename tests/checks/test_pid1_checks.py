"""Section 2: other right ways, and mistakes that no golden submission makes."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

import pytest
from learners import Learner, blank_work_gets_a_hint, fails, nginx, passes, until_it_has

from course.engine import Access
from course.personal import learner as my_values

ME = my_values()
TWO_FACES = "docker run -d --name two-faces nginx;"
BEEHIVE = nginx("beehive")
KILL_THE_WORKERS = """docker exec beehive sh -c 'kill -9 $(ps -eo pid,args | grep "[w]orker" | cut -c 1-7)'"""
AFTER = {"status": "running", "workers": 2, "parent": 1}
DOOR = "mkfifo /tmp/door; sleep 1000 & read code < /tmp/door; exit $code"
LAST_BREATH = f"docker run -d --name last-breath shell sh -c {quote(DOOR)};"
FIRST = {"dash": "shell", "bash": "sleep", "busybox": "sleep", "bash_then": "shell"}
LONELY = "docker run -d --name lonely-nap shell sleep 1000; docker stop -t 1 lonely-nap;"
GUARDED = until_it_has("sleep", "guarded-nap")
NAPS = {"lonely-nap": 137, "guarded-nap": 143}
GRAVEYARD = "docker run -d --name graveyard shell sleep 1000;"
ZOMBIES = {"parent": 1, "ps": 1, "top": 0, "init": 0}
ORPHAN = "docker exec graveyard sh -c 'sleep 0.1 &';"
APP = """#!/bin/sh
trap 'echo "app: saving"; sleep 0.5; echo "app: saved"; exit 0' TERM
echo "app: ready"
while :; do sleep 0.1; done
"""
PRETENDER = """trap 'echo "app: saving"; sleep 0.5; echo "app: saved"; done=1' TERM
echo "app: ready"
until [ "$done" ]; do sleep 0.1; done
"""
OWN_END = f"echo {ME.word}\nexit {ME.exit_code}\n"
NGINX = "nginx -g 'daemon off;'"
WRAPPER = f"sh /app.sh &\ntrap 'kill $!' TERM\nwait\nwait\n{OWN_END}"


@pytest.fixture
def folder(learner: Learner, tmp_path: Path) -> Any:
    """A folder to build images in, as `swift-web`, `ready-web` and `relay`; they are gone afterwards."""
    yield tmp_path
    learner.clean()
    learner.sh("docker rmi swift-web ready-web relay")


def build(learner: Learner, folder: Path, name: str, dockerfile: str, **scripts: str) -> None:
    """Build it from a Dockerfile and scripts by their names without `.sh`."""
    folder.joinpath("Dockerfile").write_text(dockerfile)
    for script, text in scripts.items():
        folder.joinpath(f"{script}.sh").write_text(text)
    learner.sh(f"docker build -q -t {name} {folder}")


def numbers(learner: Learner) -> list[list[int]]:
    """The PIDs of two-faces, on the host and inside, as NSpid has them."""
    outside = [row[1] for row in learner.client.containers.get("two-faces").top()["Processes"]]
    files = " ".join(f"/proc/{pid}/status" for pid in outside)
    lines = learner.sh(f"docker run --rm --pid host shell grep -h NSpid {files}").splitlines()
    return [[int(number) for number in line.split()[1:]] for line in lines]


def test_pairs_in_any_order_and_other_mistakes_with_them(learner: Learner) -> None:
    learner.sh(TWO_FACES.replace("nginx", "nginx sh -c 'sleep 9 & exec nginx -g \"daemon off;\"'"))
    learner.sh(until_it_has("nginx: worker", "two-faces"))
    pairs = [
        pair
        for pair in numbers(learner)
        if "sleep" not in learner.sh(f"docker exec two-faces ps -p {pair[1]}")
    ]
    assert len(pairs) == 3
    passes(learner.check("pid1-numbers", pairs[::-1]), "NSpid in the kernel says the same")
    passes(learner.check("pid1-numbers", [tuple(map(float, pair)) for pair in pairs]))
    fails(learner.check("pid1-numbers", [pair[::-1] for pair in pairs]), "the wrong way round")
    (a, one), (b, two), (c, three) = pairs
    fails(learner.check("pid1-numbers", [[a, one], [b, three], [c, two]]), "paired wrongly")
    fails(learner.check("pid1-numbers", [*pairs, [a + 1000, 99]]), "not the numbers of the container")
    fails(learner.check("pid1-numbers", [[a, one], [b, two], [c, ...]]), "place of `...`", "...")
    fails(learner.check("pid1-numbers", [a, b, c]), "Write a list of pairs")
    rows = learner.client.containers.get("two-faces").top(ps_args="-eo pid,ppid")["Processes"]
    parent = {int(pid): int(ppid) for pid, ppid in rows}
    copied = [[parent[host], inner] for host, inner in pairs]
    fails(learner.check("pid1-numbers", copied), "You copied the column PPID")
    copied = [[host, int(inner != 1)] for host, inner in pairs]
    fails(learner.check("pid1-numbers", copied), "You copied the column PPID")
    fails(learner.check("pid1-numbers", dict(pairs)), "Write a list of pairs")


def test_workers_may_die_of_any_signal_and_all_at_once(learner: Learner) -> None:
    learner.sh(f"{BEEHIVE} {KILL_THE_WORKERS}")
    passes(learner.check("pid1-worker", AFTER), "4 workers were started")
    fails(learner.check("pid1-worker", AFTER | {"parent": 0}), "the master that started")
    fails(learner.check("pid1-worker", AFTER | {"workers": "2"}), "without quotes")
    fails(learner.check("pid1-worker", AFTER | {"status": ...}), "place of `...`")
    passes(learner.check("pid1-worker", AFTER | {"status": " Running"}))
    learner.sh("docker pause beehive")
    fails(learner.check("pid1-worker", AFTER), "docker unpause beehive")


def test_a_reload_is_no_dead_worker_and_one_may_still_die_after_it(learner: Learner) -> None:
    learner.sh(f"{BEEHIVE} docker exec beehive nginx -s reload")
    fails(learner.check("pid1-worker", AFTER), "told to read its configuration again")
    learner.sh(KILL_THE_WORKERS)
    passes(learner.check("pid1-worker", AFTER), "4 workers were started")


def test_a_reload_from_outside_is_no_dead_worker(learner: Learner) -> None:
    learner.sh(f"{BEEHIVE} docker kill -s HUP beehive")
    fails(learner.check("pid1-worker", AFTER), "No worker has died", "signal 1")


def test_a_restart_is_no_dead_worker(learner: Learner) -> None:
    learner.sh(f"{BEEHIVE} docker restart beehive")
    fails(learner.check("pid1-worker", AFTER), "It was PID 1 that died")


@pytest.mark.parametrize(
    ("did", "hint"),
    [
        (f"docker exec last-breath sh -c 'echo {ME.exit_code} | tee /tmp/door'", ""),
        (f"docker exec last-breath bash -c 'printf \"{ME.exit_code}\\n\" > /tmp/door'", ""),
        ("docker exec last-breath kill 1", "let that shell write"),
        ("docker exec last-breath sh -c 'echo 0 > /tmp/door'", "0 is not your number"),
        ("docker exec last-breath sh -c 'echo my number > /tmp/door'", "stands in braces"),
        ("docker exec last-breath sh -c 'echo exit 7 > /tmp/door'", "write the number alone"),
        (
            "echo 7 | docker exec -i last-breath sh -c 'cat > /tmp/n; cat /tmp/n > /tmp/door'",
            "7 is not your number",
        ),
        ("docker cp /etc/hostname last-breath:/tmp/door", "puts another file in its place"),
        ("docker kill last-breath; docker start last-breath", "let that shell write"),
    ],
)
def test_ways_to_end_pid_1(learner: Learner, did: str, hint: str) -> None:
    learner.sh(f"{LAST_BREATH} docker exec last-breath sh -c 'until [ -p /tmp/door ]; do :; done'; {did}")
    verdict = learner.check("pid1-life", answer=False)
    fails(verdict, hint) if hint else passes(verdict, "went with it")


def test_whether_a_child_survives_is_a_bool(learner: Learner) -> None:
    learner.sh(f"{LAST_BREATH} sleep 1; docker exec last-breath sh -c 'echo {ME.exit_code} > /tmp/door'")
    fails(learner.check("pid1-life", "False"), "without quotes")
    fails(learner.check("pid1-life", 0), "after PID 1 has ended")
    fails(learner.check("pid1-life"), "Fill in")


def test_shells_by_any_spelling_of_the_answer(learner: Learner) -> None:
    passes(
        learner.check("pid1-shells", {key: f" {value.title()} " for key, value in FIRST.items()}),
        "only dash stays",
    )
    fails(learner.check("pid1-shells", FIRST | {"bash": "bash"}), "gives its place")
    fails(learner.check("pid1-shells", list(FIRST.values())), "Keep the keys")


@pytest.mark.parametrize(
    ("last", "hint"),
    [
        (f"CMD exec {NGINX}", "still goes through a shell"),
        ('ENTRYPOINT ["nginx", "-g", "daemon off;"]', ""),
        ('CMD ["tini", "--", "nginx", "-g", "daemon off;"]', ""),
        ('STOPSIGNAL SIGTERM\nCMD ["nginx", "-g", "daemon off;"]', ""),
        (f'SHELL ["/bin/bash", "-c"]\nCMD {NGINX}', "still goes through a shell"),
        (f'CMD ["sh", "-c", "exec {NGINX}"]', "still goes through a shell"),
        ('CMD ["sh", "-c", "trap \'exit 0\' QUIT; nginx -g \'daemon off;\' & wait"]', "it was PID 1 alone"),
        ("", "what `nginx` hands down"),
        ("ENV A=1", "what `nginx` hands down"),
        (f'ENTRYPOINT ["sh", "-c"]\nCMD ["{NGINX}"]', "PID 1 is still a shell"),
        (f'CMD ["bash", "-c", "{NGINX}; true"]', "PID 1 is still a shell"),
        ('CMD ["nginx", "-g", "\'daemon off;\'"]', "without single quotes"),
        ('CMD ["sleep", "1000"]', "No nginx runs"),
        ('CMD ["/etc/nginx", "-g", "daemon off;"]', "every word stands in double quotes"),
    ],
)
def test_last_lines_of_a_dockerfile(learner: Learner, folder: Path, last: str, hint: str) -> None:
    build(learner, folder, "swift-web", f"FROM nginx\n{last}\n")
    verdict = learner.check("pid1-exec-form", f"FROM nginx\n{last}\n")
    fails(verdict, hint) if hint else passes(verdict, "it ended with 0")


EXEC_FORM = 'CMD ["nginx", "-g", "daemon off;"]'


@pytest.mark.parametrize(
    ("now", "hint"),
    [
        (f"FROM nginx\n# in exec form\n  cmd {EXEC_FORM[4:]}", ""),
        ('FROM nginx\nCMD ["nginx", \\\n# so that it stays\n  "-g", "daemon off;"]', ""),
        (f"FROM shell\nCMD true\nFROM nginx\nCMD sleep 9\n{EXEC_FORM}", ""),
        (f"FROM nginx\nCMD {NGINX}", "from before your change"),
        ('FROM nginx\nCMD ["nginx"]', "from before your change"),
        (f"FROM nginx\nENTRYPOINT {EXEC_FORM[4:]}", "from before your change"),
        (f"FROM nginx\nCDM {EXEC_FORM[4:]}", "what `nginx` hands down"),
    ],
)
def test_an_image_of_an_earlier_dockerfile(learner: Learner, folder: Path, now: str, hint: str) -> None:
    build(learner, folder, "swift-web", f"FROM nginx\n{EXEC_FORM}\n")
    verdict = learner.check("pid1-exec-form", now)
    fails(verdict, hint) if hint else passes(verdict)


def test_nginx_itself_under_another_name(learner: Learner) -> None:
    learner.sh("docker tag nginx swift-web")
    fails(learner.check("pid1-exec-form", "FROM nginx\n"), "what `nginx` hands down")
    learner.sh("docker rmi swift-web")


def test_an_image_that_was_not_built_or_under_another_name(learner: Learner, folder: Path) -> None:
    fails(learner.check("pid1-exec-form", "FROM nginx\n"), "gives the name", "nginx")
    broken = 'FROM nginx\nCOPY nowhere /\nCMD ["nginx"]\n'
    build(learner, folder, "swift-web", broken)
    fails(learner.check("pid1-exec-form", broken), "Where the build failed")
    build(learner, folder, "swiftweb", "FROM nginx\n")
    fails(learner.check("pid1-exec-form", "FROM nginx\n"), "slightly off: `swiftweb`")
    learner.sh("docker rmi swiftweb")


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ('echo "prepared: $(date)" && exec nginx -g "daemon off;"', ""),
        ('echo "prepared: it"; nginx -g "daemon off;" & trap "kill $!" QUIT; wait $!; wait $!', ""),
        ('echo "prepared: it"\nexec sh -c "nginx -g \'daemon off;\'"', "but to another shell"),
        ('exec echo "prepared: it"\nnginx -g "daemon off;"', "stands on the line that prepares"),
        ('echo "prepared: it"; trap "exit 0" QUIT; nginx -g "daemon off;" & wait', "it was PID 1 alone"),
        ('echo "prepared: it"\nexec nginx', "use no `&`"),
        ('echo "prepared: it"\nexecute nginx -g "daemon off;"', "put one word before them"),
        ('exec nginx -g "daemon off;"', "The line that prepares did not run"),
    ],
)
def test_start_scripts(learner: Learner, folder: Path, lines: str, hint: str) -> None:
    recipe = 'FROM nginx\nCOPY start.sh /\nCMD ["sh", "/start.sh"]\n'
    build(learner, folder, "ready-web", recipe, start=f"{lines}\n")
    verdict = learner.check("pid1-script", f"{lines}\n")
    fails(verdict, hint) if hint else passes(verdict, "The shell prepared first")


def test_scripts_that_were_changed_after_the_build(learner: Learner, folder: Path) -> None:
    recipe = 'FROM nginx\nCOPY start.sh /\nCMD ["sh", "/start.sh"]\n'
    build(learner, folder, "ready-web", recipe, start=f'echo "prepared: it"\n{NGINX}\n')
    fails(learner.check("pid1-script", f'echo "prepared: it"\nexec {NGINX}\n'), "from before your change")
    recipe = 'FROM shell\nCOPY app.sh wrapper.sh /\nCMD ["sh", "/wrapper.sh"]\n'
    build(learner, folder, "relay", recipe, app=APP, wrapper=WRAPPER)
    fails(learner.check("pid1-wrapper", f"{WRAPPER}# more\n"), "from before your change", "wait")
    passes(learner.check("pid1-wrapper", WRAPPER))


def test_init_that_was_started_again_and_other_ends(learner: Learner) -> None:
    learner.sh(f"{LONELY} docker run -d --init --name guarded-nap shell sleep 1000; docker kill guarded-nap")
    fails(learner.check("pid1-init", NAPS), "`docker kill` sends SIGKILL at once")
    learner.sh(f"docker start guarded-nap; {GUARDED} docker stop guarded-nap")
    passes(learner.check("pid1-init", NAPS), "as tini's child with 143")
    fails(learner.check("pid1-init", NAPS | {"lonely-nap": 143}), "it was SIGKILL (9)")
    fails(learner.check("pid1-init", NAPS | {"guarded-nap": "143"}), "without quotes")
    fails(learner.check("pid1-init", [137, 143]), "Keep the keys")
    learner.sh("docker start lonely-nap")
    fails(learner.check("pid1-init", NAPS), "It was not stopped yet", "lonely-nap: running")
    learner.sh("docker rm -f guarded-nap")
    fails(learner.check("pid1-init", NAPS), "There was a `guarded-nap`, but it was removed")


@pytest.mark.parametrize(
    ("guarded", "hint"),
    [
        ("--entrypoint sleep shell 1000", ""),
        ("shell sleep 999", "cannot be compared"),
        ("shell sh -c 'trap \"exit 143\" TERM; sleep 1000 & wait'", "cannot be compared"),
        ("nginx sleep 1000", "`nginx`: SIGQUIT"),
    ],
)
def test_what_runs_under_init(learner: Learner, guarded: str, hint: str) -> None:
    learner.sh(
        f"{LONELY} docker run -d --init --name guarded-nap {guarded}; {GUARDED} docker stop guarded-nap"
    )
    verdict = learner.check("pid1-init", NAPS)
    fails(verdict, hint) if hint else passes(verdict)


@pytest.mark.parametrize(
    ("did", "hint"),
    [
        (f"docker run -d --name under-tini nginx tini {NGINX}", "Without `--` tini takes the options"),
        (f"docker run -d --name under-tini nginx tini -g -v -- {NGINX}", ""),
        ("docker run -d --name under-tini nginx tini -- sh -c \"exec nginx -g 'daemon off;'\"", ""),
        (f'docker run -d --name under-tini nginx tini -- "{NGINX}"', "is looked for by that name"),
        ("docker run -d --name under-tini nginx tini -- sleep 1000", "The child of tini is not"),
        (f"docker run -d --name under-tini nginx tiny -- {NGINX}", "could not be started"),
        ("docker run -d --name under-tini nginx tini nginx", "nginx went into the background"),
        ("docker run -d --name under-tini nginx tini -- nginx; sleep 1", "nginx went into the background"),
        ("docker run -d --name under-tini nginx tini -- nginx -g daemon off;", "`daemon off;` is one word"),
        (f"docker run -d nginx --name under-tini tini -- {NGINX}", "Options stand before"),
        (f"docker create --name under-tini nginx tini -- {NGINX}", "It was only created"),
    ],
)
def test_ways_to_put_nginx_under_tini(learner: Learner, did: str, hint: str) -> None:
    learner.sh(did)
    verdict = learner.check("pid1-tini")
    fails(verdict, hint) if hint else passes(verdict, "`Init` is off")


def test_several_zombies_and_what_one_says_of_them(learner: Learner) -> None:
    learner.sh(f"{GRAVEYARD} {ORPHAN} {ORPHAN}")
    passes(learner.check("pid1-zombie", ZOMBIES | {"ps": 2}), "2 with PPID 1")
    fails(learner.check("pid1-zombie", ZOMBIES), "Count the rows")
    fails(learner.check("pid1-zombie", ZOMBIES | {"parent": 0}), "lost its parent")
    learner.sh(f"docker restart -t 0 graveyard; {ORPHAN}")
    passes(learner.check("pid1-zombie", ZOMBIES))


def test_graveyards_in_which_nothing_stays(learner: Learner) -> None:
    learner.sh(GRAVEYARD.replace("--name", "--init --name") + ORPHAN)
    fails(learner.check("pid1-zombie", ZOMBIES), "In `graveyard` PID 1 has to be `sleep`", "docker-init")
    learner.sh(f"docker rm -f graveyard; {GRAVEYARD} docker exec graveyard sh -c 'sleep 1000 &'")
    fails(learner.check("pid1-zombie", ZOMBIES), "docker exec graveyard kill PID")
    learner.sh("docker exec graveyard sh -c 'kill $(pidof sleep | cut -d \" \" -f 1)'")
    passes(learner.check("pid1-zombie", ZOMBIES))


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        (
            f"trap 'kill $app; wait $app; echo {ME.word}; exit {ME.exit_code}' TERM\nsh /app.sh & app=$!\nwait",
            "",
        ),
        (f"sh /app.sh &\ntrap 'kill $!' TERM\nwhile kill -0 $!; do wait $!; done\n{OWN_END}", ""),
        (
            f"trap 'kill -TERM $!' TERM\nsh /app.sh &\nwhile [ -e /proc/$! ]; do sleep 0.1; done\n{OWN_END}",
            "",
        ),
        (f"sh /app.sh &\n{OWN_END}", "It ended as soon as it started"),
        (f"sh /app.sh &\nwait\n{OWN_END}", "Set a `trap` before"),
        (f"sh /app.sh &\ntrap '{OWN_END}' TERM\nwait\n", "See that the trap does `kill -TERM`"),
        (
            f"sh /app.sh &\ntrap 'kill -9 $!' TERM\nwait\nwait\n{OWN_END}",
            "See that the trap does `kill -TERM`",
        ),
        (f"sh /app.sh &\ntrap true TERM\nwait\nwait\n{OWN_END}", "the trap passes the signal on"),
        (f"sh /app.sh &\ntrap 'kill $!; sleep 0.3' TERM\nwait\n{OWN_END}", "wait once more"),
        (f"sh /app.sh &\ntrap 'kill $!' TERM\nwait\nwait\necho {ME.word}\n", "without `exit`"),
        (
            f"sh /app.sh &\ntrap 'echo {ME.word}; kill $!' TERM\nwait\nwait\nexit {ME.exit_code}\n",
            "printed too early",
        ),
        (f"sh /app.sh &\ntrap 'kill $!' TERM\nwait\nwait\nexit {ME.exit_code}\n", "nothing was printed"),
        (f"sh /app.sh &\ntrap 'kill $!' TERM\nwait\nwait\necho word\nexit {ME.exit_code}\n", "not your word"),
        (f"sh /app.sh &\ntrap 'kill $!' SIGTERM\nwait\nwait\n{OWN_END}", "without the SIG before it"),
        (f"{PRETENDER}{OWN_END}", "The script printed the app's lines"),
        (
            "sh /app.sh &\ntrap 'kill $!' TERM\nwait\nwait\necho {me.word}\nexit {me.exit_code}\n",
            "an `f` before",
        ),
        ("syntax (error", "It ended as soon as it started"),
    ],
)
def test_wrappers(learner: Learner, folder: Path, lines: str, hint: str) -> None:
    recipe = 'FROM shell\nCOPY app.sh wrapper.sh /\nCMD ["sh", "/wrapper.sh"]\n'
    build(learner, folder, "relay", recipe, app=APP, wrapper=lines)
    verdict = learner.check("pid1-wrapper", lines)
    fails(verdict, hint) if hint else passes(verdict, "your script let the app save")


JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "…",
    [],
    [None],
    [1, 2],
    [[1], [2]],
    [[[1], 2]],
    {},
    {"": {}},
]


@pytest.mark.parametrize(
    ("name", "did", "keys"),
    [
        ("numbers", TWO_FACES, ()),
        ("worker", f"{BEEHIVE} {KILL_THE_WORKERS}", tuple(AFTER)),
        (
            "init",
            f"{LONELY} docker run -d --init --name guarded-nap shell sleep 1000; docker stop -t 1 guarded-nap",
            tuple(NAPS),
        ),
        ("zombie", f"{GRAVEYARD} {ORPHAN}", tuple(ZOMBIES)),
    ],
)
def test_whatever_one_answers_there_is_a_verdict(
    learner: Learner, name: str, did: str, keys: tuple[str, ...]
) -> None:
    learner.sh(did)
    few = JUNK[:3] if name == "zombie" else JUNK  # each of its looks is an experiment
    for answer in [*JUNK, *(dict.fromkeys(keys, value) for value in few if keys)]:
        assert learner.check(f"pid1-{name}", answer).verdict == "failed", answer


def test_blank_work_gets_a_hint_everywhere(engine: Access) -> None:
    blank_work_gets_a_hint("pid1", engine)
