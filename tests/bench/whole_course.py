"""How long the whole solved course takes to grade on one engine, beside its docker commands in a plain script.

    python tests/bench/whole_course.py [--suite trixie]

The script holds the `!` lines and the %%bash cells of the same notebooks, with the learner's own values put in;
lines that need a Python variable are left out of it and counted.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

from course import syllabus
from course.engine import DEFAULT_SUITE, Engine
from course.grade import Result, grade_submission
from course.notebook import solved
from course.personal import Learner

OWN_VALUE = re.compile(r"\{me\.(\w+)\}")
PYTHON = re.compile(r"(?<![$\\{])\{[a-z_][\w.]*\}")


def graded(folder: Path, suite: str) -> Result:
    """The whole course, solved, graded on one engine."""
    with Engine(suite=suite, purpose="bench") as access:
        result = grade_submission(
            folder, folder.parent / "out", engine_factory=lambda: contextlib.nullcontext(access)
        )
    assert isinstance(result, Result), result
    return result


def script_of(section: str, me: Learner) -> tuple[list[str], int]:
    """(the shell lines of a section's solved notebook, how many were left out)."""
    lines: list[str] = []
    left_out = 0
    for cell in solved(section, "en").cells:
        if cell.cell_type != "code":
            continue
        if cell.source.startswith(("%%bash", "%%sh")):
            lines.append(cell.source.partition("\n")[2])
            continue
        for line in cell.source.replace("\\\n", " ").splitlines():
            if line.startswith("!"):
                command = OWN_VALUE.sub(lambda match: str(getattr(me, match[1])), line[1:])
                if PYTHON.search(command):
                    left_out += 1
                else:
                    lines.append(command.replace("{{", "{").replace("}}", "}"))
    return lines, left_out


def scripted(me: Learner, suite: str) -> tuple[float, int, int]:
    """(seconds of the plain script on an engine of its own, its lines, lines left out)."""
    parts = [script_of(section.id, me) for section in syllabus.sections()]
    text = "\n".join(line for lines, _ in parts for line in lines)
    with Engine(suite=suite, purpose="bench") as access, tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        subprocess.run(
            ["bash", "-c", text],
            cwd=folder,
            env=os.environ | access.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=1200,
            check=False,
        )
        seconds = time.monotonic() - began
    return seconds, text.count("\n") + 1, sum(left_out for _, left_out in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default=DEFAULT_SUITE)
    suite = parser.parse_args().suite
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "whole")
        folder.mkdir()
        for section in syllabus.sections():
            name = syllabus.released(section.id, "ko").name
            (folder / name).write_text(json.dumps(solved(section.id, "ko")), encoding="utf-8")
        result = graded(folder, suite)
    checking = sum(verdict.seconds for verdict in result.verdicts)
    print(
        f"graded on one engine ({result.engine.version}): {result.score}/{result.max_score} points, ", end=""
    )
    print(f"{result.seconds:.1f} s, {checking:.1f} s of it in {len(result.verdicts)} checks")
    for section in syllabus.sections():
        missed = [
            one.check for one in result.verdicts if one.section == section.id and one.score != one.points
        ]
        print(f"  {section.id}: {', '.join(missed) or 'all points'}")
    seconds, lines, left_out = scripted(Learner.of("whole"), suite)
    print(f"the same docker commands in a plain script: {seconds:.1f} s ({lines} lines, {left_out} left out)")
    print(f"ratio: {result.seconds / seconds:.2f}")


if __name__ == "__main__":
    main()
