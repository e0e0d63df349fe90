"""Fixtures for tests that need an engine: always a real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.engine import DEFAULT_SUITE, SUITES, Access, Engine, build_images


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--suite",
        choices=list(SUITES),
        default=DEFAULT_SUITE,
        help="Debian suite that the tests' engines come from",
    )


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest) -> str:
    """The suite of this run; its images are built when they are missing."""
    chosen: str = request.config.getoption("--suite")
    build_images([chosen])
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
