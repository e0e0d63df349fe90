"""How long the whole solved course takes to grade on one engine, beside its docker commands in a plain script.

    python tests/bench/whole_course.py [--suite trixie]

Both run the same cells of the same notebooks, one section after the other on one engine, and both remove what is
left after a section. The script is a plain Python process of this machine for each section: no sandbox, no kernel,
no messages, no checks. It is measured twice, for in a notebook each `!` line waits 0.1 s for its terminal to close
(pexpect's delayafterclose), which is IPython's and not the course's: with a plain subprocess, and as in a notebook.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course import syllabus
from course.engine import DEFAULT_SUITE, SUITES, Access, Engine
from course.grade import Result, grade_submission
from course.notebook import solved

SCRIPT = """
import json, os, sys
from IPython.core.interactiveshell import InteractiveShell
sys.stdout = open(os.devnull, "w")
shell = InteractiveShell.instance()
shell.system = getattr(shell, sys.argv[1])
for cell in json.load(sys.stdin):
    shell.run_cell(cell)
"""
NAME = "whole"


@contextmanager
def emptied(access: Access) -> Iterator[Access]:
    """The engine, and no container, volume, network or image of a section's on it afterwards."""
    client = access.client()
    try:
        before = {tag for image in client.images.list() for tag in image.tags}
        yield access
        for container in client.containers.list(all=True):
            container.remove(force=True, v=True)
        client.volumes.prune(filters={"all": True})
        client.networks.prune()
        for tag in {tag for image in client.images.list() for tag in image.tags} - before:
            client.images.remove(tag, force=True)
    finally:
        client.close()


def graded(folder: Path, suite: str) -> Result:
    """The whole course, solved, graded on one engine."""
    with Engine(suite=suite, purpose="bench") as access:
        result = grade_submission(folder, folder.parent / "out", engine_factory=lambda: emptied(access))
    assert isinstance(result, Result), result
    return result


def scripted(suite: str, system: str) -> tuple[float, int]:
    """(seconds that the cells without a check take as a plain script on an engine, how many cells).

    `system`: the method of IPython's shell that runs `!` lines.
    """
    number, seconds = 0, 0.0
    with Engine(suite=suite, purpose="bench") as access:
        for section in syllabus.sections():
            cells = [
                cell.source
                for cell in solved(section.id, "ko").cells
                if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")
            ]
            number += len(cells)
            began = time.monotonic()
            with emptied(access), tempfile.TemporaryDirectory() as folder:
                subprocess.run(
                    [sys.executable, "-c", SCRIPT, system],
                    cwd=folder,
                    env=os.environ | access.environment() | {"COURSE_LEARNER": NAME},
                    input=json.dumps(cells).encode(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=600,
                    check=True,
                )
            seconds += time.monotonic() - began
    return seconds, number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default=DEFAULT_SUITE, choices=SUITES)
    suite = parser.parse_args().suite
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, NAME)
        folder.mkdir()
        for section in syllabus.sections():
            name = syllabus.released(section.id, "ko").name
            (folder / name).write_text(json.dumps(solved(section.id, "ko")), encoding="utf-8")
        result = graded(folder, suite)
    checking = sum(verdict.seconds for verdict in result.verdicts)
    print(f"graded ({result.engine.version}): {result.score}/{result.max_score} points, ", end="")
    print(f"{result.seconds:.1f} s, {checking:.1f} s of it in {len(result.verdicts)} checks")
    for one in result.verdicts:
        if one.score != one.points:
            print(f"  {one.check}: {one.seen}")
    for how, system in (("plain", "system_raw"), ("a notebook's", "system_piped")):
        seconds, number = scripted(suite, system)
        ratio = f"ratio {result.seconds / seconds:.2f}"
        print(f"the same {number} cells in a script, `!` {how}: {seconds:.1f} s, {ratio}")


if __name__ == "__main__":
    main()
