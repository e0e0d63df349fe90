"""How long an engine takes to be ready and to be gone, and how long a notebook waits for its engine and kernel.

    python tests/bench/engine_start.py [--suite trixie] [-n 20]

Ready means: with its images, answering, its journal subscribed. Prints the medians; the goal is 0.8 s on two cores.
A notebook waits until its first cell can be run, once at need and once after a notebook of 5 seconds, meanwhile the
next one's engine and kernel start.
"""

from __future__ import annotations

import argparse
import statistics
import time
from functools import partial

import nbformat

from course.engine import DEFAULT_SUITE, SUITES, Engine, build_images
from course.grade import Limits
from course.grade.ahead import Ahead
from course.personal import Learner


def measure(number: int, suite: str) -> tuple[list[float], list[float]]:
    """(seconds until ready, seconds until gone), one each for every engine."""
    ready, gone = [], []
    for _ in range(number):
        engine = Engine(suite=suite, purpose="bench")
        began = time.perf_counter()
        engine.start()
        ready.append(time.perf_counter() - began)
        began = time.perf_counter()
        engine.stop()
        gone.append(time.perf_counter() - began)
    return ready, gone


def waits(number: int, suite: str) -> tuple[list[float], list[float]]:
    """(seconds of waiting at need, seconds of waiting where it started ahead), one each for a pair of notebooks."""
    at_need, ahead = [], []
    factory = partial(Engine, suite=suite, purpose="bench")
    notebook = nbformat.v4.new_notebook()
    for _ in range(number):
        with Ahead() as stations:
            for measured, more in ((at_need, True), (ahead, False)):
                began = time.perf_counter()
                with stations.station(factory, Limits(), more) as station:
                    station.kernel.begin(notebook, "en", Learner.of("bench"), 0)
                    measured.append(time.perf_counter() - began)
                    time.sleep(5 * more)
    return at_need, ahead


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", default=DEFAULT_SUITE, choices=SUITES)
    parser.add_argument("-n", type=int, default=20)
    options = parser.parse_args()
    build_images([options.suite], report=print)
    names = ("ready", "gone", "a notebook waits, at need", "a notebook waits, started ahead")
    times = (*measure(options.n, options.suite), *waits(options.n, options.suite))
    for what, seconds in zip(names, times, strict=True):
        print(
            f"{what}: median {statistics.median(seconds):.3f} s, "
            f"{min(seconds):.3f} to {max(seconds):.3f} s ({options.suite}, n={options.n})"
        )


if __name__ == "__main__":
    main()
