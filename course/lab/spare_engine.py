"""An engine for whoever starts this: `python -m course.lab.spare_engine`, until its standard input ends.

Writes one line of JSON: `{"environment": {…}}` with the variables that point at the engine, or `{"fault": {"ko": …,
"en": …}}`. Whatever ends the process that holds the other end of standard input, the engine goes with it.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

from course.engine import DEFAULT_SUITE, Access, EngineError
from course.lab.choosing import choose_engine


def main() -> None:
    """Start an engine of the lab's suite, say where it is, and remove it at the end."""
    try:
        engine = choose_engine("disposable", "lab", _suite())
        access = engine.start()
    except EngineError as error:
        _say({"fault": {"ko": error.text.ko, "en": error.text.en}})
        return
    try:
        _say({"environment": access.environment()})
        sys.stdin.read()
    finally:
        engine.stop()


def _suite() -> str:
    """The suite of the lab that this is asked from."""
    with suppress(EngineError):
        access = Access.from_environment()
        if access.kind == "disposable":
            return access.suite
    return DEFAULT_SUITE


def _say(told: dict[str, dict[str, str]]) -> None:
    with suppress(BrokenPipeError):  # who asked has ended already
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
