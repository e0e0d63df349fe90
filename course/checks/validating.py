"""While nbgrader validates a notebook: an engine for this run alone, and checks that raise what they have to say.

nbgrader runs the whole notebook anew in a new kernel and takes a cell without an error for a pass. On the learner's
engine the containers of before would stand in its way, and its `docker container prune` would remove them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

from rich.console import Console
from rich.text import Text as Words

from course.engine.outer import ENVIRONMENT_KEY
from course.language import Text

EXECUTION_KEY = "NBGRADER_EXECUTION"
"""What nbgrader tells kernels: `validate`, or `autograde`."""
HELPER = "course.lab.spare_engine"
NOWHERE = "unix:///there/is/no/engine"
COLUMNS = 80
"""`nbgrader validate` cuts lines that are a little longer, and the dialog of its button does not break them."""
INDENT = "    "

NO_HELPER = Text(
    ko="이 노트북을 검사할 엔진을 시작하지 못했습니다. 터미널에서 `course doctor`를 실행해 보세요.",
    en="The engine for validating this notebook could not be started. Try `course doctor` in a terminal.",
)


class NotPassed(Exception):
    """What `check` raises where nbgrader validates; in a notebook it shows as its words alone."""

    def _render_traceback_(self) -> list[str]:
        return [part for line in str(self).splitlines() for part in _broken(line)]


@dataclass(frozen=True)
class OwnEngine:
    """The engine of this process."""

    helper: subprocess.Popen[bytes]
    """Removes the engine once this process, which holds the other end of its standard input, has ended."""
    fault: Text | None
    """Why there is no engine."""


def validating() -> bool:
    """Whether nbgrader is validating the notebook that runs here."""
    return os.environ.get(EXECUTION_KEY) == "validate"


@cache
def own_engine() -> OwnEngine:
    """Point this process, once, at a new engine that lives as long as it does.

    Where none can be started, docker reaches no engine at all from here: neither the learner's nor the machine's.
    """
    helper = subprocess.Popen(
        [sys.executable, "-m", HELPER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # a cell that is interrupted must not take it along
    )
    assert helper.stdout
    told = json.loads(helper.stdout.readline() or "{}")
    os.environ.pop(ENVIRONMENT_KEY, None)
    os.environ |= told.get("environment", {"DOCKER_HOST": NOWHERE})
    if "environment" in told:
        return OwnEngine(helper, None)
    return OwnEngine(helper, Text(**told["fault"]) if told else NO_HELPER)


def _broken(line: str) -> list[str]:
    """A line in pieces of so many columns, of which a Korean letter takes two."""
    width = COLUMNS - len(INDENT)
    first, *others = Words(line).wrap(Console(width=width), width)
    return [first.plain.rstrip(), *(INDENT + other.plain.strip() for other in others)]
