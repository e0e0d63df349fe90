"""Checks that end in every way a check can end."""

import sys
import warnings
from typing import Any

from course.checks import Text, fail, needs, require, same, tell
from course.views import EngineView


def test_passes(engine: EngineView) -> None:
    """ko: 통과하는 검사입니다.
    en: A check
        that passes.
    """
    require(engine.client.ping(), expected=same("pong"), seen="nothing", hint=same("start it"))
    tell(Text(ko="엔진이 대답했습니다.", en="The engine has answered."))


def test_fails(engine: EngineView) -> None:
    """ko: 실패하는 검사입니다.
    en: A check that fails."""
    tell(same("never shown"))
    fail(expected=Text(ko="참", en="truth"), seen=engine.container("sample-box"), hint=same("try `again`"))


def test_shows_all(engine: EngineView) -> None:
    """ko: 본 것을 모두 보여 줍니다.
    en: Everything that was seen is shown."""
    fail(expected=same("little"), seen="x" * 20_000 + "END", hint=same("less"))


def test_crashes(engine: EngineView) -> None:
    """ko: 고장 난 검사입니다.
    en: A broken check."""
    raise KeyError("secret detail")


def test_asserts(engine: EngineView) -> None:
    """ko: 맨 assert가 있는 검사입니다.
    en: A check with a bare assert."""
    assert 1 == 2


def test_exits(engine: EngineView) -> None:
    """ko: 끝내 버리는 검사입니다.
    en: A check that exits."""
    sys.exit(3)


def test_is_interrupted(engine: EngineView) -> None:
    """ko: 중단되는 검사입니다.
    en: A check that is interrupted."""
    raise KeyboardInterrupt


@needs("sample-passes")
def test_depends(engine: EngineView) -> None:
    """ko: 앞의 검사가 필요합니다.
    en: A check that needs another."""


def test_top(engine: EngineView) -> None:
    """ko: 실행 중이어야 합니다.
    en: A check that asks for processes."""
    engine.container("sample-box").top()


def test_answer(answer: Any) -> None:
    """ko: 답을 그대로 보여 줍니다.
    en: Shows the answer."""
    fail(expected=same(""), seen=answer, hint=same("-"))


def test_talks(engine: EngineView) -> None:
    """ko: 떠드는 검사입니다.
    en: A check that talks."""
    print("to stdout")
    print("to stderr", file=sys.stderr)
    warnings.warn("a warning", stacklevel=1)


def test_lasts(engine: EngineView) -> None:
    """ko: 엔진이 사라질 때까지 봅니다.
    en: A check that looks until the engine is gone."""
    while True:
        engine.names()
