"""Running one check through pytest, in this process, without leaving a trace in it."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course.checks.answers import NO_ANSWER
from course.checks.catalog import Check
from course.checks.vocabulary import CheckFailed, told
from course.engine import Access
from course.language import Text
from course.personal import Learner
from course.views import EngineView

# What no check uses; each costs time, prints, or reaches into the process (hooks, handlers, paths).
_UNUSED = (
    *("assertion", "cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml"),
    *("legacypath", "logging", "monkeypatch", "pastebin", "pytester", "python_path", "recwarn", "reports"),
    *("setuponly", "setupplan", "skipping", "stepwise", "subtests", "terminal", "terminalprogress"),
    *("threadexception", "tmpdir", "unittest", "unraisableexception", "warnings"),
)
_SETTINGS = Path(__file__).with_name("pytest.ini")

# pytest keeps state that belongs to the process (environment, standard streams).
_one_at_a_time = threading.RLock()


class CheckCrashed(Exception):
    """pytest could not run the check at all; the message is what it printed."""


class _Looking:
    """The plugin through which a check gets its engine, its answer and its learner, and says how it ended."""

    def __init__(self, access: Access, answer: Any, learner: Learner) -> None:
        self._access = access
        self._answer = answer
        self._learner = learner
        self.finished = False
        self.error: BaseException | None = None
        self.interrupted = False

    @pytest.fixture
    def engine(self) -> Iterator[EngineView]:
        """The learner's engine."""
        with EngineView(self._access) as engine:
            yield engine

    @pytest.fixture
    def answer(self, request: pytest.FixtureRequest) -> Any:
        """The value given to the check cell: plain JSON."""
        if self._answer is NO_ANSWER:
            raise CheckFailed(expected=_ANSWER_EXPECTED, seen=_ANSWER_MISSING, hint=_ANSWER_HINT, blank=True)
        return self._answer

    @pytest.fixture
    def learner(self) -> Learner:
        """The values of whoever did this work."""
        return self._learner

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        self.finished = self.finished or call.when == "call"
        if call.excinfo is not None and self.error is None:
            self.error = call.excinfo.value
        return (yield)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        self.error = self.error or excinfo.value
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.error is None:
            self.error = CheckCrashed(report.longreprtext)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.interrupted = isinstance(excinfo.value, KeyboardInterrupt)


_ANSWER_EXPECTED = Text(ko="검사에 넘긴 답", en="an answer, handed to the check")
_ANSWER_MISSING = Text(ko="아직 답하지 않았습니다", en="not answered yet")
_ANSWER_HINT = Text(
    ko='위 셀을 먼저 채우고 실행한 다음, 답을 두 번째 값으로 넘기세요: `check("…", 답)`',
    en='Fill in and run the cell above first, then hand over your answer: `check("…", answer)`.',
)


def run_in_pytest(
    check: Check, access: Access, answer: Any, learner: Learner
) -> tuple[BaseException | None, list[Text]]:
    """(what ended the check, None when it passed; what it told). Raises KeyboardInterrupt."""
    looking = _Looking(access, answer, learner)
    sentences: list[Text] = []
    token = told.set(sentences)
    try:
        with _untouched_process() as printed:
            code = pytest.main([*_options(), f"{check.file}::{check.function}"], plugins=[looking])
    finally:
        told.reset(token)
    if looking.interrupted:
        raise KeyboardInterrupt
    if looking.error is None and not looking.finished:
        return CheckCrashed(f"pytest ended with {code!r} before it ran {check.id}:\n{printed.getvalue()}"), []
    return looking.error, sentences


def _options() -> list[str]:
    unused = [part for name in _UNUSED for part in ("-p", f"no:{name}")]
    root = f"--rootdir={_SETTINGS.parent}"
    return [*unused, "-c", str(_SETTINGS), root, "--noconftest", "--import-mode=importlib"]


@contextlib.contextmanager
def _untouched_process() -> Iterator[io.StringIO]:
    """Leave environment, module path and standard streams as they were; yields what was printed."""
    printed = io.StringIO()
    with _one_at_a_time:
        variables = {key: value for key, value in os.environ.items() if key.startswith("PYTEST_")}
        path = list(sys.path)
        for key in variables:
            del os.environ[key]
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                yield printed
        finally:
            for key in [key for key in os.environ if key.startswith("PYTEST_")]:
                del os.environ[key]
            os.environ.update(variables)
            sys.path[:] = path
