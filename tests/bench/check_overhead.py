"""How long a check takes beyond its Docker calls: `python tests/bench/check_overhead.py [--suite trixie] [-n 30]`.

A command and not a test, for a time depends on the machine. Prints the medians and exits 1 above the bound.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import requests

from course.checks import run_check
from course.engine import DEFAULT_SUITE, Engine

BOUND_MS = 100


class DockerCalls:
    """Adds up the time spent in HTTP requests; a streamed body (the journal's few lines) counts as the check's."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.number = 0
        self._send = requests.Session.send

    def __enter__(self) -> DockerCalls:
        calls = self

        def send(session: requests.Session, request: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return calls._send(session, request, **options)
            finally:
                calls.seconds += time.perf_counter() - began
                calls.number += 1

        requests.Session.send = send  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        requests.Session.send = self._send  # type: ignore[method-assign]


def measure(number: int, suite: str) -> float:
    """Median overhead in milliseconds; prints what it is made of."""
    with Engine(suite=suite, purpose="test") as access:
        client = access.client()
        client.containers.create("nginx", name="first-box")
        began = time.perf_counter()
        first = run_check("states-create", access)
        print(f"first check of the process: {1000 * (time.perf_counter() - began):.0f} ms ({first.verdict})")
        totals, overheads, calls = [], [], 0
        for _ in range(number):
            with DockerCalls() as docker:
                began = time.perf_counter()
                run_check("states-create", access)
                total = time.perf_counter() - began
            totals.append(total * 1000)
            overheads.append((total - docker.seconds) * 1000)
            calls = docker.number
        client.close()
    median = statistics.median(overheads)
    print(
        f"states-create, median of {number}: {statistics.median(totals):.1f} ms in all, {calls} Docker calls,"
    )
    print(f"overhead {median:.1f} ms (slowest {max(overheads):.1f} ms); the bound is {BOUND_MS} ms")
    return median


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default=DEFAULT_SUITE)
    parser.add_argument("-n", type=int, default=30)
    options = parser.parse_args()
    raise SystemExit(measure(options.n, options.suite) > BOUND_MS)
