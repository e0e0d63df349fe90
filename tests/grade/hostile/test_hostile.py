"""Hostile notebooks, graded for real: what they must not reach, what they may cost, and how long they may take."""

import io
import json
import re
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import pytest
from hostile.attack import AFTER, BEFORE, EVERY_RIGHT, HONEST, Attack
from hostile.outside import OUTSIDE
from hostile.overload import OVERLOAD
from rich.console import Console

from course.engine import Access, Engine, outer, uids
from course.formats.verdicts import verdicts_table
from course.grade import Result, grade_submission
from course.grade.display import complaints, summary
from course.grade.results import MACHINE_REASONS
from course.language import Text
from notebooks import hand_in, said

pytestmark = pytest.mark.spread

ATTACKS = OUTSIDE | OVERLOAD
SECONDS = 150
"""Longer than this no attack may hold a grader up, on a machine with other work to do."""


@dataclass
class Machine:
    """What is on a machine on which others' work is graded too."""

    room: Path
    word: str
    port: int
    process: int
    neighbour: Access
    visitors: list[str] = field(default_factory=list)
    """Who came to the server on 127.0.0.1."""

    def whereabouts(self) -> str:
        """Python that tells an attack what it looks for."""
        known = {
            "secret": str(self.room / "secret"),
            "room": str(self.room),
            "neighbour": self.neighbour.docker_host,
            "port": self.port,
            "process": self.process,
            "every_right": EVERY_RIGHT,
        }
        assigned = "\n".join(f"{name} = {value!r}" for name, value in known.items())
        return f'{assigned}\n\ndef escaped():\n    print("ESC" "APED")\n'

    def contents(self) -> dict[str, bytes]:
        return {str(file): file.read_bytes() for file in sorted(self.room.rglob("*")) if file.is_file()}


@pytest.fixture(scope="session")
def machine(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A room with secrets that anybody may read and write, another learner's engine, a server and a process."""
    room, word = tmp_path_factory.mktemp("room"), secrets.token_hex(16)
    for name in ("secret", "bob/01-states.ipynb", "out/bob/results.json", "gradebook.db"):
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text(json.dumps({"score": 23, "secret": word}))
        (room / name).chmod(0o666)
    server = socket.create_server(("127.0.0.1", 0))
    with (
        Engine(suite=suite, purpose="test") as neighbour,
        subprocess.Popen(["sleep", "3600"], env={"SECRET": word}) as process,
    ):
        made = Machine(room, word, server.getsockname()[1], process.pid, neighbour)
        threading.Thread(target=_serve, args=(server, made.visitors), daemon=True).start()
        yield made
        process.kill()
    server.close()


def _serve(server: socket.socket, visitors: list[str]) -> None:
    while True:
        try:
            connection, where = server.accept()
        except OSError:
            return
        visitors.append(str(where))
        connection.close()


@contextmanager
def nothing_left(accesses: list[Access]) -> Iterator[None]:
    """Of the engines used in the `with`, and of their kernels, nothing stays on this machine."""
    before = _containers()
    yield
    assert _containers() == before
    assert accesses
    for access in accesses:
        assert not access.folder.exists()
        assert str(access.folder) not in Path("/proc/self/mountinfo").read_text()
        first = uids.first_uid(int(access.folder.name))
        assert not [one for one in psutil.process_iter(["uids"]) if first <= _uid(one) <= first + 65536]


def _uid(process: psutil.Process) -> int:
    found = process.info["uids"]
    return found.real if found else -1


def _containers() -> set[str]:
    client = outer.connect()
    try:
        mine = client.api.containers(all=True, filters={"label": f"{outer.OWNER}={outer.owner()}"})
    finally:
        client.close()
    return {each["Id"] for each in mine}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(name: str, suite: str, machine: Machine, tmp_path: Path) -> None:
    attack = ATTACKS[name]
    setup = f"from course import check, learner\n\nme = learner()\n{machine.whereabouts()}"
    work = {**HONEST, "states-code-01": setup, "states-ps-work": attack.cell}
    submission = hand_in(tmp_path / "mallory", work, attack.lang)
    contents, settings = machine.contents(), _settings()
    accesses: list[Access] = []

    @contextmanager
    def engine() -> Iterator[Access]:
        with Engine(suite=suite, purpose="test") as access:
            accesses.append(access)
            yield access

    began = time.monotonic()
    with nothing_left(accesses):
        result = grade_submission(
            submission, tmp_path / "out", engine_factory=engine, lang=attack.lang, limits=attack.limits
        )
    assert time.monotonic() - began < SECONDS

    assert isinstance(result, Result), result
    _it_reached_nothing(machine, contents, tmp_path / "out")
    assert _settings() == settings
    _it_cost_no_more_than_it_may(attack, result)
    _it_is_told(attack, result, tmp_path / "out/mallory/01-states.ipynb")
    _it_prints_plainly(result)


def _settings() -> dict[str, str]:
    """Settings of the kernel that a learner may try to change."""
    names = (
        "vm/swappiness",
        "kernel/printk",
        "kernel/core_pattern",
        "kernel/hostname",
        "net/ipv4/ip_forward",
    )
    return {name: Path("/proc/sys", name).read_text() for name in names}


def _it_reached_nothing(machine: Machine, contents: dict[str, bytes], out: Path) -> None:
    assert machine.contents() == contents
    assert machine.visitors == []
    assert psutil.pid_exists(machine.process) and psutil.Process(machine.process).status() == "sleeping"
    for file in out.rglob("*"):
        assert not file.is_file() or machine.word not in file.read_text(), file
    client = machine.neighbour.client(timeout=20)
    assert client.containers.list(all=True) == []
    client.close()
    of_the_machine = outer.connect(timeout=20)
    assert of_the_machine.ping()
    of_the_machine.close()


def _it_cost_no_more_than_it_may(attack: Attack, result: Result) -> None:
    verdicts = {verdict.check: verdict for verdict in result.verdicts}
    assert len(verdicts) == 14
    points = {check: verdicts[check].score or 0 for check in (BEFORE | AFTER)}
    kept = BEFORE | AFTER if attack.costs == "nothing" else BEFORE
    assert points | kept == points, [verdicts[check] for check in kept]
    # It earns nothing by what it does.
    assert result.score == sum(points.values())
    if attack.costs in ("nothing", "cells"):
        assert result.unchecked == []
    if attack.costs == "engine":
        assert {verdict.reason for verdict in result.verdicts[-5:]} <= set(MACHINE_REASONS)


def _it_is_told(attack: Attack, result: Result, executed: Path) -> None:
    notebook = nbformat.read(executed, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}
    assert "ESCAPED" not in "".join(map(said, cells.values()))
    told = [said(cells["states-ps-work"]), *(f"{one.seen} {one.hint}" for one in result.unchecked)]
    told += [one.text for cell in cells.values() for one in cell.outputs if one.get("name") == "stderr"]
    for wanted in attack.says:
        pattern = _pattern(wanted.of(attack.lang)) if isinstance(wanted, Text) else wanted
        assert re.search(pattern, "\n".join(told), re.IGNORECASE), (pattern, told)


def _it_prints_plainly(result: Result) -> None:
    """Nothing that a learner wrote plays with the terminal of whoever reads the results."""
    console = Console(file=io.StringIO(), width=200)
    console.print(verdicts_table(result.verdicts, result.lang), summary([result], result.lang))
    assert isinstance(console.file, io.StringIO)
    printed = "".join([console.file.getvalue(), *complaints([result], result.lang)])
    assert all(one.isprintable() or one == "\n" for one in printed)


def _pattern(sentence: str) -> str:
    """Of a sentence in which values have still to be filled in."""
    return re.sub(r"\\{\w+\\}", ".*", re.escape(sentence))
