"""Section 4: other right ways, and mistakes that no golden submission makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from learners import Learner

from course.checks import NO_ANSWER
from course.personal import learner as my_values
from graders.test_namespaces import RUN_SAFE

ME = my_values()
APP = "shell sh -c 'tail -f /dev/null; echo next step; exec sleep infinity'"
SURGEON = "docker run -d --name surgeon --pid container:stuck-app shell sleep 99;"
STUCK = f"docker run -d --name stuck-app {APP}; {SURGEON}"
QUIET = "docker run -d --name quiet-web nginx;"
HELPER = "docker run -d --name web-helper --network container:quiet-web shell sleep 99;"
SAFE = f"{RUN_SAFE}; "
TOWER = "docker run -d --name watch-tower --network host --pid host shell sleep 99; "
OPEN_SESAME = (
    "docker exec watch-tower sh -c "
    '"echo open sesame > /proc/$(docker top locked-safe -eo pid | tail -1)/root/root/secret"'
)
JOINED = {"net": True, "uts": False, "mnt": False, "pid": False, "ipc": False}
ALONE = {"still_running": True, "same_net": False, "reaches_web": False}
MAY_ENTER = {"left-room": False, "mail-room": True}
ENDS = {"stuck-app": 137, "surgeon": 137}


@dataclass
class Case:
    """What a learner did and answered; the hint it gets, or none for a pass."""

    check: str
    about: str
    did: str
    answer: Any = NO_ANSWER
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.check}: {self.about}"


CASES = [
    Case(
        "port",
        "another port",
        "docker run -d --name front-desk -p 8080:80 nginx",
        hint="Another port is open",
    ),
    Case(
        "port",
        "nothing listens",
        f"docker run -d --name front-desk -p {ME.port}:80 nginx sleep 99",
        hint="nothing listens on port 80",
    ),
    Case(
        "port",
        "the option after the image",
        f"docker run --name front-desk nginx -p {ME.port}:80",
        hint="Options stand before the image's name",
    ),
    Case(
        "port",
        "removed, and the new one was refused",
        "docker create --name front-desk nginx; docker rm front-desk; "
        "docker run --name front-desk -p me.port:80 nginx",
        hint="read the error that the cell printed. Add `-p OUTSIDE:INSIDE` to `docker run -d --name front-desk`, "
        "with the braces of `{me.port}`",
    ),
    Case(
        "hostname",
        "no command",
        f"docker run -d --name name-tag --hostname {ME.hostname} shell; docker wait name-tag",
        hint="The command is missing",
    ),
    Case(
        "hostname",
        "not put in",
        "docker run -d --name name-tag --hostname me.hostname shell sleep 99",
        hint="write `{me.hostname}`",
    ),
    Case(
        "files",
        "appended",
        "docker run -d --name left-room shell sleep 99; docker run -d --name right-room shell sleep 99; "
        f"docker exec left-room sh -c 'echo {ME.word} > /note.txt; echo {ME.word} >> /note.txt'",
        hint="with `>` and not `>>`",
    ),
    Case(
        "files",
        "another path",
        "docker run -d --name left-room shell sleep 99; docker run -d --name right-room shell sleep 99; "
        f"docker exec left-room sh -c 'echo {ME.word} > /tmp/note.txt'",
        hint="but at `/tmp/note.txt`",
    ),
    Case(
        "files",
        "copied in",
        f"docker run -d --name left-room shell sleep 99; docker run -d --name right-room shell sleep 99; "
        f"d=$(mktemp -d); echo {ME.word} > $d/note.txt; docker cp $d/note.txt left-room:/; "
        f"echo {ME.hostname} > $d/note.txt; docker cp $d/note.txt right-room:/; rm -r $d",
    ),
    Case(
        "ipc",
        "the other way round",
        "docker run -d --name mail-clerk --ipc shareable shell sleep 99; "
        "docker run -d --name mail-room --ipc container:mail-clerk shell sleep 99",
        MAY_ENTER,
        hint="It is the other way round",
    ),
    Case(
        "ipc",
        "a clerk of its own",
        "docker run -d --name mail-room --ipc shareable shell sleep 99; "
        "docker run -d --name mail-clerk --ipc shareable shell sleep 99",
        MAY_ENTER,
        hint="Each is in its own",
    ),
    Case(
        "join",
        "an owner that was made anew",
        f"{QUIET} {HELPER} docker rm -f quiet-web; {QUIET}",
        JOINED,
        hint="an older `quiet-web` that is gone",
    ),
    Case(
        "join",
        "an owner that was restarted",
        f"{QUIET} {HELPER} docker restart quiet-web",
        JOINED,
        hint="lets it follow",
    ),
    Case(
        "join",
        "the host's network",
        f"{QUIET} docker run -d --name web-helper --network host shell sleep 99",
        JOINED,
        hint="need to join one container",
    ),
    Case(
        "owner-restarts",
        "killed and started",
        f"{QUIET} {HELPER} docker kill quiet-web; docker start quiet-web",
        ALONE,
    ),
    Case("sidecar", "by number", f"{STUCK} docker exec surgeon sh -c 'kill -9 $(pidof tail)'"),
    Case(
        "sidecar",
        "from the host's PIDs",
        f"{STUCK} docker run --rm --pid host shell kill $(docker top stuck-app -eo pid,args | grep ' tail -f' | "
        "cut -d ' ' -f 1)",
    ),
    Case("sidecar", "restarted", f"{STUCK} docker restart -t 0 stuck-app", hint="ends or restarts"),
    Case("sidecar", "a signal to all", f"{STUCK} docker kill -s HUP stuck-app", hint="End one process only"),
    Case("owner-stops", "not yet", STUCK, ENDS, hint="Run `docker stop -t 2 stuck-app`"),
    Case(
        "host",
        "copied out",
        f"{SAFE} {TOWER} docker cp locked-safe:/root/secret - >/dev/null",
        "open sesame",
        hint="the engine opened it for you",
    ),
    Case(
        "host",
        "a list, as `x = !docker …` gives it",
        f"{SAFE} {TOWER} {OPEN_SESAME}",
        ["open sesame"],
        hint="this is a list: hand over `secret[0]`",
    ),
    Case(
        "host",
        "with the newline",
        f"{SAFE} {TOWER} {OPEN_SESAME}",
        "open sesame\n",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_verdict(learner: Learner, case: Case) -> None:
    learner.sh(case.did)
    verdict = learner.check(f"namespaces-{case.check}", case.answer)
    assert verdict.verdict == ("failed" if case.hint else "passed"), verdict
    assert case.hint in verdict.hint
    assert bool(verdict.told) == (verdict.verdict == "passed")


def test_a_number_to_be_measured_is_not_told(learner: Learner) -> None:
    verdict = learner.check("namespaces-user", {"inside": 0, "outside": 1000, "own_namespace": False})
    assert verdict.verdict == "failed" and "`uid_map` shows" in verdict.expected, verdict
    assert not re.search(r"\d{4,}", verdict.expected)


def test_the_processes_are_seen_as_the_sidecar_sees_them(learner: Learner) -> None:
    learner.sh(STUCK)
    assert learner.check("namespaces-sidecar").seen.startswith("surgeon: pid 1 (parent 0): sh -c")


JUNK = [None, True, "", [None], {"outside": []}]


def test_whatever_one_answers_there_is_a_verdict(learner: Learner) -> None:
    learner.sh(f"{SAFE} {TOWER}")
    for answer in JUNK:
        for name in ("user", "host"):
            assert learner.check(f"namespaces-{name}", answer).verdict == "failed", (name, answer)
