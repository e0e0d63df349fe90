"""Fixtures for tests that need an engine: always a real one."""

from __future__ import annotations

import faulthandler
import fcntl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.engine import DEFAULT_SUITE, SUITES, Access, Engine, build_images


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--suite",
        choices=list(SUITES),
        default=DEFAULT_SUITE,
        help="Debian suite that the tests' engines come from",
    )
    parser.addoption(
        "--cgroup",
        choices=["v1", "v2"],
        default="v2",
        help="cgroup version of the engines that golden submissions are graded on",
    )
    parser.addoption(
        "--corpora", action="store_true", help="all cheats and attacks through nbgrader too, which takes long"
    )
    parser.addoption("--shots", help="folder for pictures of the notebooks in JupyterLab, in both languages")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: looks at the whole machine, so no other test runs meanwhile")
    config.addinivalue_line("markers", "spread: shares no fixture, so workers may take the tests one by one")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares an engine or a lab stays on one worker: each file is a group, unless it is marked `spread`."""
    for item in items:
        if item.get_closest_marker("spread") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Workers run tests side by side, but for those marked `alone`; waiting is outside of time limits."""
    with _a_turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test with a longer time limit of its own is not ended by pyproject's faulthandler_timeout before that."""
    marker = item.get_closest_marker("timeout")
    if marker and marker.args and marker.args[0] >= float(item.config.getini("faulthandler_timeout")):
        faulthandler.dump_traceback_later(marker.args[0] + 60, exit=True, file=sys.__stderr__)


@contextmanager
def _a_turn(alone: bool) -> Iterator[None]:
    """Share the machine, or have it to oneself. Who waits for the latter holds up the others: nobody starves."""
    name = "container-lifecycle-tests"
    with (
        Path(tempfile.gettempdir(), f"{name}.gate").open("w") as gate,
        Path(tempfile.gettempdir(), f"{name}.turn").open("w") as turn,
    ):
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(turn, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest) -> str:
    """The suite of this run; its images are built when they are missing."""
    chosen: str = request.config.getoption("--suite")
    build_images([chosen])
    return chosen


@pytest.fixture(scope="session")
def cgroup(request: pytest.FixtureRequest) -> str:
    """The cgroup version of this run, where a test asks for it."""
    chosen: str = request.config.getoption("--cgroup")
    if chosen == "v1" and not Path("/sys/fs/cgroup/freezer").is_dir():
        pytest.skip("this machine has no cgroup v1")
    return chosen


@pytest.fixture(scope="module")
def shared_engine(suite: str) -> Iterator[Access]:
    """One engine for all tests of a module; each test uses names of its own."""
    with Engine(suite=suite, purpose="test") as access:
        yield access


@pytest.fixture
def engine(suite: str) -> Iterator[Access]:
    """An engine for one test."""
    with Engine(suite=suite, purpose="test") as access:
        yield access
