"""How long an engine takes to be ready and to be gone.

    python tests/bench/engine_start.py [--suite trixie] [-n 20]

Ready means: with its images, answering, its journal subscribed. Prints the medians; the goal is 0.8 s on two cores.
"""

from __future__ import annotations

import argparse
import statistics
import time

from course.engine import DEFAULT_SUITE, SUITES, Engine, build_images


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", default=DEFAULT_SUITE, choices=SUITES)
    parser.add_argument("-n", type=int, default=20)
    options = parser.parse_args()
    build_images([options.suite], report=print)
    for what, seconds in zip(("ready", "gone"), measure(options.n, options.suite), strict=True):
        print(
            f"{what}: median {statistics.median(seconds):.3f} s, "
            f"{min(seconds):.3f} to {max(seconds):.3f} s ({options.suite}, n={options.n})"
        )


if __name__ == "__main__":
    main()
