"""What a class costs: submissions in a minute beside stock nbgrader's, and for each one as the class grows.

    python tests/bench/whole_class.py [--section cleanup] [--sizes 1,10,50] [--against 20] [--workers N]

Every learner hands in the solved notebook of the section. Stock nbgrader gets the same cells, but nothing to check
(`True` in each check cell), no sandbox, and one engine for all, so whatever it takes more is not for doing more.
CPU and memory are those of the whole machine, so let nothing else run on it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from course import syllabus
from course.engine import DEFAULT_SUITE, SUITES, Engine, build_images
from course.grade import Result, crew, grade, hands
from course.notebook import solved

ASSIGNMENT = "lifecycle"
MIB = 2**20


@dataclass
class Cost:
    """Of the machine, for a class."""

    learners: int
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    """Bytes in use beyond what was in use before."""

    def __str__(self) -> str:
        each = f"{self.seconds / self.learners:.1f} s and {self.cpu_seconds / self.learners:.1f} CPU seconds each"
        whole = f"{self.seconds:.0f} s, {60 * self.learners / self.seconds:.1f} a minute"
        return f"{self.learners:3} submissions: {whole}, {each}, peak {self.peak_memory / MIB:.0f} MiB"


@contextmanager
def measured(learners: int) -> Iterator[Cost]:
    """The cost of what happens inside."""
    cost = Cost(learners)
    ended = threading.Event()
    before = psutil.virtual_memory().available

    def watch() -> None:
        while not ended.wait(0.2):
            cost.peak_memory = max(cost.peak_memory, before - psutil.virtual_memory().available)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    busy, began = _busy(), time.monotonic()
    try:
        yield cost
    finally:
        cost.seconds, cost.cpu_seconds = time.monotonic() - began, _busy() - busy
        ended.set()
        watcher.join()


def _busy() -> float:
    """Seconds that the machine's CPUs have worked."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def ours(learners: int, section: str, suite: str, workers: int) -> Cost:
    """`course grade` of a class. Raises SystemExit when somebody does not get full marks."""
    room = Path(tempfile.mkdtemp(prefix="whole-class-"))
    try:
        for number in range(learners):
            _hand_in(room / "work" / f"learner-{number:02d}", section)
        factory = partial(Engine, suite=suite, purpose="bench")
        with measured(learners) as cost, crew(workers) as graders:
            results = grade(sorted((room / "work").iterdir()), room, engine_factory=factory, crew=graders)
    finally:
        shutil.rmtree(room)
    for one in results:
        if not isinstance(one, Result) or one.score != one.max_score:
            raise SystemExit(f"not full marks, so the figures are worth nothing: {one}")
    return cost


def stock(learners: int, section: str, suite: str) -> Cost:
    """`nbgrader autograde` of the same class, with nothing of the course's in it."""
    with tempfile.TemporaryDirectory() as place, Engine(suite=suite, purpose="bench") as access:
        room = Path(place)
        (room / "nbgrader_config.py").write_text(
            "c = get_config()\nc.Execute.timeout = 120\nc.ClearSolutions.code_stub = {'python': ''}\n"
        )
        _hand_in(room / "source" / ASSIGNMENT, section, nothing_to_check=True)
        nbgrader = partial(
            subprocess.run,
            cwd=room,
            env=os.environ
            | access.environment()
            | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        made = nbgrader(["nbgrader", "generate_assignment", ASSIGNMENT])
        if made.returncode:
            raise SystemExit(made.stderr)
        for number in range(learners):
            _hand_in(
                room / "submitted" / f"learner-{number:02d}" / ASSIGNMENT, section, nothing_to_check=True
            )
        with measured(learners) as cost:
            graded = nbgrader(["nbgrader", "autograde", ASSIGNMENT])
        if graded.returncode:
            raise SystemExit(graded.stderr)
    return cost


def _hand_in(folder: Path, section: str, nothing_to_check: bool = False) -> None:
    notebook = solved(section, "ko")
    if nothing_to_check:
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                cell.source = "True"
                cell.metadata["nbgrader"].pop("checksum", None)
    folder.mkdir(parents=True)
    (folder / syllabus.released(section, "ko").name).write_text(json.dumps(notebook), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--section", default="cleanup", choices=[one.id for one in syllabus.sections()])
    parser.add_argument("--sizes", default="1,10,50", help="of the classes, by commas")
    parser.add_argument(
        "--against", type=int, default=20, help="size of the class that stock nbgrader grades, too"
    )
    parser.add_argument("--workers", type=int, help="default: what this machine carries")
    parser.add_argument("--suite", default=DEFAULT_SUITE, choices=SUITES)
    options = parser.parse_args()
    build_images([options.suite], report=print)
    sizes = [int(size) for size in options.sizes.split(",") if size]
    workers = hands(options.workers, max([*sizes, options.against]), "disposable")
    print(f"{options.section}, {workers} workers, on {os.cpu_count()} CPUs", flush=True)
    for size in sizes:
        print(ours(size, options.section, options.suite, workers), flush=True)
    if options.against:
        mine = ours(options.against, options.section, options.suite, workers)
        print(mine, flush=True)
        theirs = stock(options.against, options.section, options.suite)
        print(f"{theirs} (stock nbgrader)", flush=True)
        print(f"throughput: {theirs.seconds / mine.seconds:.1f} times stock nbgrader's")


if __name__ == "__main__":
    main()
