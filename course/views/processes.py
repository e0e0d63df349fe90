"""The processes of a container, as `docker top` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.language import Text, same

PS_COLUMNS = "-eo pid,ppid,stat,args"


@dataclass(frozen=True)
class Process:
    """One row. `ppid` and `stat` are None where the engine's ps has no such column (busybox)."""

    pid: int
    ppid: int | None
    stat: str | None
    """As ps prints it. Never grade it: a frozen process is D on cgroup v1 and S on v2."""
    args: str

    def __str__(self) -> str:
        parent = "?" if self.ppid is None else self.ppid
        return f"pid {self.pid} (parent {parent}): {self.args}"


class ProcessTable:
    """The rows of `docker top`, columns found by their titles. Zombies are never among them."""

    def __init__(self, container: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.container = container
        columns = {title.upper(): number for number, title in enumerate(titles)}
        args = next(
            (columns[title] for title in ("CMD", "COMMAND", "ARGS") if title in columns), len(titles) - 1
        )
        self.processes = [
            Process(
                pid=int(row[columns["PID"]]),
                ppid=int(row[columns["PPID"]]) if "PPID" in columns else None,
                stat=row[columns["STAT"]] if "STAT" in columns else None,
                args=row[args],
            )
            for row in rows
        ]

    def __iter__(self) -> Iterator[Process]:
        return iter(self.processes)

    def __len__(self) -> int:
        return len(self.processes)

    def children_of(self, pid: int) -> list[Process]:
        """The processes whose parent is `pid`."""
        return [process for process in self.processes if process.ppid == pid]

    def describe(self) -> Text:
        """The rows, one after the other."""
        return same(f"{self.container}: " + "; ".join(str(process) for process in self.processes))

    def __repr__(self) -> str:
        return self.describe().en
