"""Whether the same work gets the same verdicts each time: a solved class, graded over and over with workers.

    python tests/bench/same_verdicts.py [--section cleanup]... [--learners 30] [--times 3] [--workers N]

Everything in results.json is compared but seconds and what is another number in each run (ids, times, ports, PIDs).
Prints what differs, and how long each time took. Exit 1: something differs, or was not full marks.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from course import syllabus
from course.engine import DEFAULT_SUITE, SUITES, Engine, build_images
from course.grade import Result, Ungraded, crew, grade, hands
from course.notebook import solved

RUN_DEPENDENT = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{12,64}\b|\d+([.,:]\d+)*")
"""Ids of containers, and numbers."""


def hand_in(room: Path, sections: list[str], learners: int) -> list[Path]:
    """A folder for each learner, with the solved notebook of each section in it."""
    paths = [room / f"learner-{number:02d}" for number in range(1, learners + 1)]
    for path in paths:
        path.mkdir()
    for section in sections:
        notebook = json.dumps(solved(section, "ko"))
        for path in paths:
            (path / syllabus.released(section, "ko").name).write_text(notebook, encoding="utf-8")
    return paths


def comparable(result: Result | Ungraded) -> dict[str, Any]:
    """{check: all that its verdict says, without what depends on the run}; of an Ungraded, its sentence."""
    if isinstance(result, Ungraded):
        return {"": result.sentence}
    verdicts = {}
    for verdict in result.to_json()["verdicts"]:
        del verdict["seconds"]
        for said in ("seen", "told"):
            verdict[said] = RUN_DEPENDENT.sub("…", verdict[said])
        verdicts[verdict["check"]] = verdict
    return verdicts


def differences(first: Result | Ungraded, other: Result | Ungraded) -> list[str]:
    """A line for each check whose verdicts are not the same."""
    one, two = comparable(first), comparable(other)
    return [
        f"{first.submission} {check}:\n  {one.get(check)}\n  {two.get(check)}"
        for check in dict.fromkeys([*one, *two])
        if one.get(check) != two.get(check)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    known = [one.id for one in syllabus.sections()]
    parser.add_argument("--section", action="append", choices=known, help="default: cleanup")
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--workers", type=int, help="default: what this machine carries")
    parser.add_argument("--suite", default=DEFAULT_SUITE, choices=SUITES)
    options = parser.parse_args()
    build_images([options.suite], report=print)
    workers = hands(options.workers, options.learners, "disposable")
    runs: list[list[Result | Ungraded]] = []
    wrong: list[str] = []
    room = Path(tempfile.mkdtemp(prefix="same-verdicts-"))
    try:
        paths = hand_in(room, options.section or ["cleanup"], options.learners)
        with crew(workers) as graders:
            for number in range(options.times):
                began = time.monotonic()
                factory = partial(Engine, suite=options.suite, purpose="bench")
                runs.append(grade(paths, room / f"out-{number}", engine_factory=factory, crew=graders))
                seconds = time.monotonic() - began
                rate = 60 * options.learners / seconds
                print(f"{number + 1}: {seconds:.0f} s, {rate:.1f} a minute, {workers} workers", flush=True)
    finally:
        shutil.rmtree(room)
    for run in runs:
        for first, one in zip(runs[0], run, strict=True):
            wrong += differences(first, one)
            if isinstance(one, Ungraded) or one.score != one.max_score:
                wrong.append(f"{one.submission}: not full marks: {one}")
    print("\n".join(wrong) if wrong else "the same verdicts each time, all with full marks")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
