"""Grading on the engine that is there: a disposable one plays the machine's, with the grader as its root.

Never on the engine of the machine that these tests run on: section 5 removes every container, whoever's it is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from course.engine import Access, Engine, outer, uids
from course.engine import Limits as EngineLimits
from course.engine.images import KERNEL, tag
from course.notebook import solved

# A kernel's container has limits; where a machine has both versions, v2 has no controllers for them.
WITH_LIMITS: Literal["v1", "v2"] = "v1" if Path("/sys/fs/cgroup/freezer").is_dir() else "v2"


class Machine(Engine):
    """An engine with a folder that it and its root on the machine see under the same path."""

    def __init__(self, room: Path, suite: str) -> None:
        limits = EngineLimits(memory="3g", disk="2g")
        super().__init__(suite=suite, limits=limits, purpose="test", cgroup=WITH_LIMITS)
        self.room = room

    @property
    def root(self) -> int:
        """The uid that is root in it."""
        return uids.first_uid(self._slot)

    def _settings(self, server: dict[str, bytes] | None) -> dict[str, Any]:
        settings = super()._settings(server)
        os.chown(self.room, self.root, self.root)
        (self.room / "sock").mkdir()
        (self.room / "sock").chmod(0o777)
        settings["HostConfig"]["Binds"] = [f"{self.room}/sock:/run/engine", f"{self.room}:{self.room}"]
        return settings

    def _docker_host(self) -> str:
        return f"unix://{self.room}/sock/docker.sock"


@pytest.fixture
def machine(suite: str) -> Iterator[Machine]:
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        room.chmod(0o755)
        machine = Machine(room, suite)
        with machine as access:
            _load(access, [KERNEL.tag, tag("base:trixie")])
            yield machine


def _load(access: Access, images: list[str]) -> None:
    here, there = outer.connect(timeout=200), access.client(timeout=200)
    try:
        for name in images:
            there.images.load(here.images.get(name).save(named=name))
    finally:
        here.close()
        there.close()


def grade(machine: Machine, work: Path) -> dict[str, Any]:
    """results.json of what the grader, as that machine's root, makes of a submission on that machine's engine."""
    assert machine.access
    command = [
        sys.executable,
        "-m",
        "course",
        "grade",
        str(work),
        "--engine",
        "host",
        "--out",
        f"{machine.room}/out",
    ]
    done = subprocess.run(
        [*_as(machine.root), *command],
        cwd=machine.room,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path[1:]),
            "DOCKER_HOST": machine.access.docker_host,
            "XDG_RUNTIME_DIR": str(machine.room),
            "HOME": str(machine.room),
            "COURSE_LANG": "en",
        },
        capture_output=True,
        text=True,
        timeout=280,
    )
    print(done.stdout[-3000:], done.stderr[-3000:])
    assert done.returncode == 0, done.stdout + done.stderr
    [results] = (machine.room / "out").rglob("results.json")
    found: dict[str, Any] = json.loads(results.read_text())
    return found


def _as(uid: int) -> list[str]:
    """Somebody who may read everything, such as this checkout, and is else as good as nobody."""
    reading = "+dac_read_search"
    who = [f"--reuid={uid}", f"--regid={uid}", "--clear-groups"]
    return ["setpriv", *who, f"--inh-caps={reading}", f"--ambient-caps={reading}"]


def test_removing_every_container_keeps_every_point(machine: Machine) -> None:
    work = machine.room / "learner/05-cleanup.ipynb"
    work.parent.mkdir()
    work.write_text(json.dumps(solved("cleanup", "en")))
    result = grade(machine, work.parent)
    assert result["engine"]["kind"] == "host"
    assert (result["score"], result["max_score"]) == (12, 12), result
