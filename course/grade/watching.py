"""Watching a submission's two boxes, engine and kernel: which limits they met, and whether the engine lives.

A limit is told beside the cell that met it, because its own signs (a command that fails, a process that is gone)
do not name it. That changes no verdict, but for those of checks that find no engine any more.
"""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import docker
from docker.errors import DockerException
from nbformat import NotebookNode
from requests.exceptions import RequestException

from course.checks import NotChecked
from course.engine import Access, EngineError
from course.grade.limits import Limits
from course.language import Text

CGROUPS = Path("/sys/fs/cgroup")

MEMORY = Text(
    ko="{box}의 메모리 한도({most} MB)에 닿았습니다. 그 안의 프로세스가 강제로 끝났을 수 있습니다.",
    en="The memory limit of the {box} ({most} MB) was reached. Processes in it may have been killed.",
)
PROCESSES = Text(
    ko="{box}의 프로세스 수 한도({most}개)에 닿았습니다. 프로세스를 더 만들 수 없었습니다.",
    en="The limit of {most} processes of the {box} was reached. No more could be made.",
)
DISK = Text(
    ko="디스크 한도에 닿았습니다. 엔진과 셀의 폴더는 각각 정해진 만큼만 쓸 수 있습니다({engine}, {home}).",
    en="A disk limit was reached: engine and cells may write so much and no more ({engine}, {home}).",
)
ENDED = Text(
    ko="이 셀을 실행하는 동안 엔진이 끝났습니다. 다음 셀은 실행하지 않고, 다음 확인은 할 수 없습니다.",
    en="The engine ended while this cell ran. The cells after it are not run, the checks after it cannot be made.",
)
NOT_RUN = Text(
    ko="엔진이 끝나서 이 셀은 실행하지 않았습니다.",
    en="This cell was not run: the engine had ended.",
)
GONE = Text(
    ko="앞의 셀을 실행하는 동안 엔진이 끝났습니다.",
    en="The engine ended while an earlier cell ran.",
)
SILENT = Text(
    ko="앞의 셀을 실행한 뒤로 엔진이 {seconds}초가 지나도 응답하지 않습니다.",
    en="Since an earlier cell the engine has given no answer within {seconds} seconds.",
)
TOO_LONG = Text(
    ko="이 노트북의 확인에 주어진 {seconds}초가 다 되어 엔진을 끝냈습니다.",
    en="The {seconds} seconds for the checks of this notebook were used up, and the engine was ended.",
)
WHAT_TO_DO = Text(
    ko="이 앞의 점수는 그대로입니다. 다시 채점하세요. 또 같은 자리에서 끝나면 그 셀이 엔진을 멈추게 하는 것입니다. "
    "실행된 노트북에서 그 셀을 보세요.",
    en="The points before this stay. Grade it again: if it ends at the same place, that cell is what stops the "
    "engine. See the cell in the executed notebook.",
)

ENGINE, KERNEL = Text(ko="엔진", en="engine"), Text(ko="커널", en="kernel")
NEARLY = 1 << 20
"""Memory is given out in lots: who comes as near to the limit as this gets no more."""
FULL = "no space left on device"
EXHAUSTED = re.compile("resource temporarily unavailable|failed to create new os thread")


class Box:
    """One container of ours, and how often it came up against its limits."""

    def __init__(self, client: docker.DockerClient, name: str, called: Text) -> None:
        self._client = client
        self._name = name
        self._called = called
        details = client.api.inspect_container(name)
        limits = details["HostConfig"]
        self._memory: int = limits["Memory"] >> 20
        self._pids: int = limits["PidsLimit"]
        self.disk = next(iter(re.findall(r"size=(\w+)", (limits["Tmpfs"] or {}).get("/data", ""))), "-")
        """Room for what an engine stores, such as `512m`."""
        self._groups = _groups(details["Id"], details["State"]["Pid"])
        self._told = self._seen = self._counts()

    def look(self) -> None:
        """Take down what is to be seen of the limits; once the container has ended, nothing is."""
        now = self._counts()
        self._seen = (max(self._seen[0], now[0]), max(self._seen[1], now[1]))

    def limits_met(self) -> list[Text]:
        """A sentence for each limit that was met since this was asked before."""
        self.look()
        before, self._told = self._told, self._seen
        return self._sentences(self._seen[0] > before[0], self._seen[1] > before[1])

    def why_it_ended(self) -> list[Text] | None:
        """The limits that it died of, as far as one can tell; None while it runs. Raises EngineError."""
        try:
            state = self._client.api.inspect_container(self._name)["State"]
            if state["Running"]:
                return None
            words = self._client.api.logs(self._name, tail=200).decode(errors="replace").lower()
        except (DockerException, RequestException) as error:
            raise EngineError(f"the machine's engine does not tell how {self._name} is: {error}") from error
        return self._sentences(state["OOMKilled"], EXHAUSTED.search(words) is not None)

    def _sentences(self, memory: bool, processes: bool) -> list[Text]:
        said = [MEMORY.format(box=self._called, most=self._memory)] if memory else []
        return said + ([PROCESSES.format(box=self._called, most=self._pids)] if processes else [])

    def _counts(self) -> tuple[int, int]:
        """How often the limits of memory and processes were met; 0 where this machine does not show it."""
        memory = sum(map(_kills, self._groups))
        # On cgroup v1 it is counted in the group that wanted one more, not in the one whose limit it is.
        below = [file for group in self._groups for file in group.rglob("pids.events")]
        return memory, sum(_number(file, "max ") for file in below)


class Watch:
    """Looks at engine and kernel of one notebook, after each of its cells and before each of its checks."""

    def __init__(self, client: docker.DockerClient, access: Access, kernel: str, limits: Limits) -> None:
        self._client = client
        self._access = access
        self._limits = limits
        self._kernel = Box(client, kernel, KERNEL)
        # An engine that is the machine's own has no box.
        self._engine = Box(client, access.container, ENGINE) if access.container else None
        self._seconds_left = limits.checks
        self.ended: NotChecked | None = None
        """Why no more cells are run and no more checks made, once the engine has ended."""

    def after_cell(self, cell: NotebookNode) -> list[Text]:
        """What there is to tell about the cell that was just run. Raises EngineError."""
        told = self._kernel.limits_met()
        if FULL in str(cell.outputs).lower():
            told.append(
                DISK.format(engine=self._engine.disk if self._engine else "-", home=self._limits.home)
            )
        if self._engine is not None:
            told += self._engine.limits_met()
            if self.ended is None and (why := self._engine.why_it_ended()) is not None:
                self.ended = NotChecked("engine", sum(why, GONE), WHAT_TO_DO)
                told += [*why, ENDED]
        return told

    def before_kill(self) -> None:
        """Look at the kernel while it is still there."""
        self._kernel.look()

    @contextmanager
    def checking(self) -> Iterator[NotChecked | None]:
        """Make one check in this `with`, unless it is given why that cannot be done.

        A check that waits for an engine that never comes to an end does: the engine is ended when time is up.
        """
        if self.ended is None and (why := self._why_it_is_silent()) is not None:
            self.ended = NotChecked("engine", why, WHAT_TO_DO)
        if self.ended is not None:
            yield self.ended
            return
        began = time.monotonic()
        timer = threading.Timer(max(0.0, self._seconds_left), self._time_is_up)
        timer.start()
        try:
            yield None
        finally:
            timer.cancel()
            timer.join()
            self._seconds_left -= time.monotonic() - began

    def _why_it_is_silent(self) -> Text | None:
        """None when the engine answers, which may take a moment, as its end may."""
        deadline = time.monotonic() + self._limits.silence
        while not self._access.answers(self._limits.silence):
            if self._engine is not None and (why := self._engine.why_it_ended()) is not None:
                return sum(why, GONE)
            if time.monotonic() > deadline:
                return SILENT.format(seconds=f"{self._limits.silence:.0f}")
            time.sleep(0.1)
        return None

    def _time_is_up(self) -> None:
        self.ended = NotChecked("engine", TOO_LONG.format(seconds=f"{self._limits.checks:.0f}"), WHAT_TO_DO)
        if self._access.container is not None:
            with suppress(DockerException, RequestException):
                self._client.api.kill(self._access.container)


def _groups(container_id: str, pid: int) -> list[Path]:
    """The folders of a container's cgroups with the limits of memory and processes, where they are visible."""
    groups: list[Path] = []
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers in ("", "memory", "pids"):
                inside = [path, *map(str, Path(path).parents)]  # an engine moves itself into a group below
                group = next((each for each in inside if container_id in Path(each).name), "")
                groups.append(CGROUPS / controllers / group.lstrip("/"))
    return [group for group in groups if container_id in group.name]


def _kills(group: Path) -> int:
    """How often processes were killed for a group's own limit of memory, not for that of a group below."""
    at_most = _number(group / "memory.limit_in_bytes") - NEARLY  # cgroup v1
    if at_most > 0 and _number(group / "memory.max_usage_in_bytes") > at_most:
        return sum(_number(file, "oom_kill ") for file in group.rglob("memory.oom_control"))
    return _number(group / "memory.events.local", "oom ")  # v2


def _number(file: Path, key: str = "") -> int:
    """The number that a cgroup's file holds, or that stands behind a key in it; 0 without it."""
    with suppress(OSError, ValueError):
        return next(
            (int(line.removeprefix(key)) for line in file.read_text().splitlines() if line.startswith(key)), 0
        )
    return 0
