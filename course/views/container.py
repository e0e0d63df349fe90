"""One container, as inspect showed it at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docker.errors import APIError

from course.engine import Access
from course.language import Text
from course.views.errors import NotRunning
from course.views.namespaces import Namespaces
from course.views.processes import PS_COLUMNS, ProcessTable
from course.views.times import ago, moment
from course.views.volume import Volume

MOST_LINES = 2_000
"""Of a container's log, the last lines that are looked at; who prints more is up to no good."""


class ContainerView:
    """A snapshot; `reload()` takes a newer one. Every field comes from inspect, none from printed text."""

    def __init__(self, attributes: Mapping[str, Any], client: Any, access: Access) -> None:
        self.attributes = attributes
        self.seen_at = datetime.now(UTC)
        self._client = client
        self._access = access

    @property
    def id(self) -> str:
        return str(self.attributes["Id"])

    @property
    def name(self) -> str:
        return str(self.attributes["Name"]).removeprefix("/")

    @property
    def image(self) -> str:
        """The image as it was named at creation (`nginx`)."""
        return str(self.config["Image"])

    @property
    def image_id(self) -> str:
        return str(self.attributes["Image"])

    @property
    def config(self) -> Mapping[str, Any]:
        """inspect's Config (Cmd, Entrypoint, Env, StopSignal, …)."""
        return _mapping(self.attributes["Config"])

    @property
    def command(self) -> list[str]:
        """What is run in place of (or handed to) what the image runs: what stood after the image's name."""
        return [str(word) for word in self.config.get("Cmd") or []]

    @property
    def full_command(self) -> list[str]:
        """ENTRYPOINT and CMD, one after the other: what is run."""
        return [*map(str, self.config.get("Entrypoint") or []), *self.command]

    @property
    def host_config(self) -> Mapping[str, Any]:
        """inspect's HostConfig (Init, AutoRemove, PidMode, …)."""
        return _mapping(self.attributes["HostConfig"])

    @property
    def state(self) -> Mapping[str, Any]:
        """inspect's State."""
        return _mapping(self.attributes["State"])

    @property
    def status(self) -> str:
        """created, running, paused, restarting, removing, exited or dead."""
        return str(self.state["Status"])

    @property
    def running(self) -> bool:
        """State.Running, which stays true while paused."""
        return bool(self.state["Running"])

    @property
    def paused(self) -> bool:
        return bool(self.state["Paused"])

    @property
    def pid(self) -> int:
        """The main process, numbered from where the engine sits; 0 when there is none."""
        return int(self.state["Pid"])

    @property
    def exit_code(self) -> int:
        return int(self.state["ExitCode"])

    @property
    def error(self) -> str:
        """Why it could not be started, or an empty string."""
        return str(self.state["Error"])

    @property
    def oom_killed(self) -> bool:
        return bool(self.state["OOMKilled"])

    @property
    def created_at(self) -> datetime | None:
        return moment(self.attributes["Created"])

    @property
    def started_at(self) -> datetime | None:
        """When it was last started; None: never."""
        return moment(self.state["StartedAt"])

    @property
    def finished_at(self) -> datetime | None:
        """When it last ended; None: never. Stays after a new start."""
        return moment(self.state["FinishedAt"])

    @property
    def restart_count(self) -> int:
        return int(self.attributes.get("RestartCount", 0))

    @property
    def networks(self) -> dict[str, str]:
        """{network: IP address}; the address is empty while it does not run."""
        networks = self.attributes["NetworkSettings"].get("Networks") or {}
        return {name: str(entry.get("IPAddress") or "") for name, entry in networks.items()}

    def volumes(self) -> list[Volume]:
        """The volumes mounted in it, in the order of its mounts."""
        # Not by name: 28.5's inspect leaves out the Name of an anonymous volume.
        known = {row["Mountpoint"]: row for row in self._client.api.volumes()["Volumes"] or []}
        mounts = self.attributes.get("Mounts") or []
        return [Volume(known[mount["Source"]]) for mount in mounts if mount.get("Source") in known]

    def reload(self) -> ContainerView:
        """A newer snapshot of the same container id. Raises docker.errors.NotFound when it is gone."""
        return ContainerView(self._client.api.inspect_container(self.id), self._client, self._access)

    def top(self) -> ProcessTable:
        """Its processes, from the engine's side; zombies are never listed. Raises NotRunning."""
        answer = self._ps(PS_COLUMNS)
        return ProcessTable(self.name, answer["Titles"], answer["Processes"])

    def namespaces(self) -> Namespaces:
        """The namespaces of its main process. Raises NotRunning; EngineError when nobody can look there."""
        if not self.pid:
            raise NotRunning(self)
        inodes = self._access.read_namespaces([self.pid]).get(self.pid)
        if inodes is None:
            raise NotRunning(self.reload())
        return Namespaces(self.name, inodes)

    def log_lines(self, since: int | None = None) -> list[tuple[datetime, str]]:
        """(when the engine read it, line) of what it printed, from `since` (seconds since 1970) on.

        Of a log that is longer than 2,000 lines, those at its end.
        """
        raw = self._client.api.logs(self.id, timestamps=True, since=since, stream=False, tail=MOST_LINES)
        lines = [line.partition(" ") for line in raw.decode(errors="replace").splitlines()]
        return [(datetime.fromisoformat(when).astimezone(UTC), text) for when, _, text in lines if when]

    def cpu_total(self) -> int:
        """CPU time of its processes since it was started, in nanoseconds. Raises NotRunning.

        Where its cgroup has no CPU controller (v2 inside a hybrid host) ps says it, in whole seconds.
        """
        stats = self._client.api.stats(self.id, stream=False, one_shot=True)
        counted = int((stats.get("cpu_stats") or {}).get("cpu_usage", {}).get("total_usage", 0))
        return counted or sum(int(row[-1]) for row in self._ps("-eo pid,cputimes")["Processes"]) * 10**9

    def describe(self) -> Text:
        """One line, as a failing check shows it."""
        details = self._details()
        ko, en = ", ".join(part.ko for part in details), ", ".join(part.en for part in details)
        return Text(ko=f"{self.name}: {self.status} ({ko})", en=f"{self.name}: {self.status} ({en})")

    def __repr__(self) -> str:
        return self.describe().en

    def _ps(self, columns: str) -> dict[str, Any]:
        try:
            answer = self._client.api.top(self.id, ps_args=columns)
        except APIError:
            if not (now := self.reload()).running:  # 409 or 500, depending on the engine's version
                raise NotRunning(now) from None
            raise
        return {"Titles": answer["Titles"], "Processes": answer["Processes"] or []}

    def _details(self) -> list[Text]:
        details: list[Text] = []
        if self.running:
            details.append(Text(ko=f"pid {self.pid}", en=f"pid {self.pid}"))
            if self.started_at:
                when = ago(self.started_at, self.seen_at)
                details.append(Text(ko=f"{when.ko} 시작", en=f"started {when.en}"))
        elif self.started_at is None:
            details.append(Text(ko="시작된 적 없음", en="never started"))
        if not self.running and (self.started_at or self.exit_code):
            details.append(Text(ko=f"종료 코드 {self.exit_code}", en=f"exit code {self.exit_code}"))
        if not self.running and self.finished_at:
            when = ago(self.finished_at, self.seen_at)
            details.append(Text(ko=f"{when.ko} 종료", en=f"ended {when.en}"))
        if self.oom_killed:
            details.append(Text(ko="메모리 부족으로 종료됨", en="killed for lack of memory"))
        details.append(Text(ko=f"이미지 {self.image}", en=f"image {self.image}"))
        if self.error:
            details.append(Text(ko=f"오류: {self.error}", en=f"error: {self.error}"))
        return details


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
