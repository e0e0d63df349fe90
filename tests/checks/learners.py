"""A learner at work on a real engine."""

from __future__ import annotations

import os
import subprocess
from typing import Any

from course.checks import NO_ANSWER, Verdict, all_checks, run_check
from course.engine import Access


def until_it_has(process: str, name: str) -> str:
    """A command line that waits until a command that begins like that runs in the container `name`.

    PID 1 does not hear a signal before it has a handler for it: `docker stop` then kills after ten seconds. nginx
    has its handlers when it has workers, and tini when it has a child.
    """
    runs = f"docker top {name} -eo pid,args | grep -q '^[0-9]* *{process}'"
    return f'timeout 20 sh -c "until {runs}; do sleep 0.1; done";'


def nginx(name: str) -> str:
    """Command lines that run nginx in a container of that name and wait until it handles signals."""
    return f"docker run -d --name {name} nginx; {until_it_has('nginx: worker', name)}"


class Learner:
    """Someone with a shell and docker-py, who asks for verdicts."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.client: Any = access.client()

    def sh(self, command: str) -> str:
        """Run a command line as a notebook cell would; whether it fails is not looked at."""
        environment = os.environ | self.access.environment()
        done = subprocess.run(
            command, shell=True, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout + done.stderr

    def check(self, check_id: str, answer: object = NO_ANSWER) -> Verdict:
        return run_check(check_id, self.access, answer=answer, lang="en")

    def clean(self) -> None:
        for container in self.client.containers.list(all=True):
            container.remove(force=True, v=True)


def passes(verdict: Verdict, told: str = "") -> None:
    """It has passed, and tells what that has proved."""
    assert verdict.verdict == "passed", verdict
    assert verdict.told and told in verdict.told, verdict


def fails(verdict: Verdict, hint: str, seen: str = "") -> None:
    """It has failed with these words."""
    assert verdict.verdict == "failed", verdict
    assert hint in verdict.hint, verdict
    assert seen in verdict.seen, verdict


def blank_work_gets_a_hint(section: str, engine: Access) -> None:
    """Each check of the section fails on an engine on which nothing was done, and says what to do."""
    for check in all_checks():
        if check.section == section:
            verdict = run_check(check.id, engine, lang="ko", answer=NO_ANSWER)
            assert (verdict.verdict, verdict.score) == ("failed", 0)
            assert verdict.expected and verdict.seen and verdict.hint
