"""The namespaces of a container's main process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from course.language import Text, same


class Namespaces(Mapping[str, int]):
    """{`pid`: inode, `net`: inode, …}, as /proc/<pid>/ns has them; the same inode is the same namespace."""

    def __init__(self, container: str, inodes: Mapping[str, int]) -> None:
        self.container = container
        # `pid_for_children` and `time_for_children` speak of processes to come, not of this one.
        self._inodes = {kind: inode for kind, inode in inodes.items() if not kind.endswith("_for_children")}

    def __getitem__(self, kind: str) -> int:
        return self._inodes[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._inodes)

    def __len__(self) -> int:
        return len(self._inodes)

    def shared_with(self, other: Namespaces) -> set[str]:
        """The kinds of namespace that both are in."""
        return {kind for kind, inode in self.items() if other.get(kind) == inode}

    def describe(self) -> Text:
        """All of them, by kind."""
        return same(f"{self.container}: " + ", ".join(f"{kind} {self[kind]}" for kind in sorted(self)))

    def __repr__(self) -> str:
        return self.describe().en
