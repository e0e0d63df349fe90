"""How a command in another terminal asks the running lab for something: a Unix socket in its engine's folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from course.engine import Access
from course.engine.outer import ENVIRONMENT_KEY
from course.engine.state import state_root
from course.lab.errors import LabError
from course.language import Text

SOCKET = "lab.sock"
RESET = b"reset\n"
ANSWER_SECONDS = 60

NO_LAB = Text(
    ko="실행 중인 실습 환경이 없습니다. 다른 터미널에서 `course lab`을 먼저 실행하세요.",
    en="no lab is running. Run `course lab` in another terminal first.",
)
MANY_LABS = Text(
    ko="실습 환경이 여러 개 실행 중입니다({folders}). 그중 하나의 JupyterLab 터미널에서 실행하거나, "
    "COURSE_ENGINE에 그 폴더를 적으세요.",
    en="several labs are running ({folders}). Run this in the JupyterLab terminal of one of them, "
    "or put its folder into COURSE_ENGINE.",
)
NO_ANSWER = Text(
    ko="실습 환경이 {seconds}초 안에 대답하지 않았습니다 ({why}). `course lab`을 끝내고 다시 시작하세요.",
    en="the lab did not answer within {seconds} s ({why}). End `course lab` and start it again.",
)
NOT_RENEWED = Text(
    ko="새 엔진을 시작하지 못해 실습 환경이 끝났습니다: {why}",
    en="a new engine could not be started, so the lab has ended: {why}",
)


class Door:
    """The lab's side: hears one request at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / SOCKET
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self._path))
        self._socket.listen(4)

    def __enter__(self) -> Door:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def hear(self, seconds: float, reset: Callable[[], None]) -> None:
        """Wait that long for a request; call `reset` if there is one, and answer when it is done.

        What `reset` raises is told to whoever asked, and raised.
        """
        self._socket.settimeout(seconds)
        try:
            caller, _ = self._socket.accept()
        except TimeoutError:
            return
        with caller:
            caller.settimeout(5)
            try:
                asked = caller.recv(64)
            except OSError:
                return
            if asked != RESET:
                return
            try:
                reset()
            except Exception as error:
                _say(caller, {"error": str(error)})
                raise
            _say(caller, {"error": None})


def find_lab() -> Access:
    """The lab to talk to: COURSE_ENGINE's, else the only one of this user. Raises LabError or EngineError."""
    if os.environ.get(ENVIRONMENT_KEY):
        return Access.from_environment()
    folders = [path.parent for path in state_root().glob(f"*/{SOCKET}") if _opens(path)]
    if not folders:
        raise LabError(NO_LAB)
    if len(folders) > 1:
        raise LabError(MANY_LABS.format(folders=", ".join(map(str, folders))))
    return Access.load(folders[0])


def ask_for_reset(folder: Path) -> None:
    """Have the lab put a new engine in place; returns when it answers. Raises LabError when that fails."""
    try:
        with _connected(folder / SOCKET) as lab:
            lab.sendall(RESET)
            answer = b"".join(iter(lambda: lab.recv(4096), b""))
        error = json.loads(answer)["error"]
    except (FileNotFoundError, ConnectionRefusedError):
        raise LabError(NO_LAB) from None
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise LabError(NO_ANSWER.format(seconds=ANSWER_SECONDS, why=failure)) from failure
    if error:
        raise LabError(NOT_RENEWED.format(why=error))


def _opens(path: Path) -> bool:
    """False for the socket of a lab that was killed."""
    try:
        _connected(path).close()
    except OSError:
        return False
    return True


def _connected(path: Path) -> socket.socket:
    lab = socket.socket(socket.AF_UNIX)
    lab.settimeout(ANSWER_SECONDS)
    try:
        lab.connect(str(path))
    except OSError:
        lab.close()
        raise
    return lab


def _say(caller: socket.socket, answer: dict[str, str | None]) -> None:
    try:
        caller.sendall(json.dumps(answer).encode())
    except OSError:
        return  # whoever asked has gone
