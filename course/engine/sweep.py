"""Remove what a process that was killed left behind, and nothing else."""

from __future__ import annotations

import shutil
from contextlib import suppress

import docker

from course.engine import outer
from course.engine.removal import remove_container
from course.engine.state import OWNER_FILE, state_root


def sweep(client: docker.DockerClient) -> set[int]:
    """Remove orphaned containers and state folders; returns the slots that are in use."""
    ours = client.api.containers(all=True, filters={"label": [outer.LABEL, outer.OWNER]})
    taken = set()
    for each in ours:
        slot = each["Labels"].get(f"{outer.LABEL}.slot")
        if outer.is_orphan(each["Labels"][outer.OWNER]):
            with suppress(docker.errors.APIError):  # somebody else may be sweeping too
                remove_container(client, each["Id"])
        elif slot is not None:
            taken.add(int(slot))
    _sweep_folders(taken)
    return taken


def _sweep_folders(taken: set[int]) -> None:
    for folder in state_root().iterdir():
        if not folder.name.isdigit() or int(folder.name) in taken:
            continue
        with suppress(OSError):  # not written yet, or just being removed: then it is in use
            if outer.is_orphan((folder / OWNER_FILE).read_text()):
                shutil.rmtree(folder, ignore_errors=True)
