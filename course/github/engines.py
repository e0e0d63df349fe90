"""Which engine a runner can grade on."""

from __future__ import annotations

import sys
from typing import Literal

from docker.errors import DockerException
from requests.exceptions import RequestException

from course.engine import EngineError
from course.github.runner import is_runner
from course.lab.choosing import Kind, choose_engine
from course.language import Text, current_language

INSTEAD = Text(
    ko="쓰고 버리는 엔진을 시작할 수 없어서({why}) 이 컴퓨터의 엔진에서 채점합니다. 채점이 끝나면 버려지는 "
    "컴퓨터여야 합니다.",
    en="no disposable engine can be started here ({why}), so this machine's own is used. The machine has to be one "
    "that is thrown away afterwards.",
)


def usable(wanted: Literal["auto", "disposable", "host"], suite: str) -> Kind:
    """The kind to grade with; for `auto` a disposable engine is started once, to see whether it can be.

    Only a runner's own is an answer: a learner's `docker rm -f $(docker ps -aq)` spares nothing on it.
    """
    if wanted != "auto":
        return wanted
    if not is_runner():
        return "disposable"
    try:
        with choose_engine("disposable", "grade", suite):
            return "disposable"
    except (EngineError, DockerException, RequestException) as error:
        why = str(error).splitlines()[0]
        print(INSTEAD.format(why=why).of(current_language()), file=sys.stderr)
        return "host"
