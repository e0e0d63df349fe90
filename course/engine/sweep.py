"""Remove what a process that was killed left behind, and nothing else."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress

import docker
import requests

from course.engine import outer
from course.engine.errors import EngineError
from course.engine.removal import remove_container
from course.engine.state import OWNER_FILE, SCRATCH, state_root

UNOWNED_SECONDS = 3600
"""After this long a folder without an owner's name is nobody's."""


def sweep(client: docker.DockerClient) -> set[int]:
    """Remove orphaned containers and state folders; returns the slots that are in use."""
    ours = client.api.containers(all=True, filters={"label": [outer.LABEL, outer.OWNER]})
    taken = set()
    for each in ours:
        slot = each["Labels"].get(f"{outer.LABEL}.slot")
        if outer.is_orphan(each["Labels"][outer.OWNER]):
            # Somebody else may be sweeping too; and what does not go now is for the next sweep.
            with suppress(docker.errors.APIError, requests.RequestException):
                remove_container(client, each["Id"])
        elif slot is not None:
            taken.add(int(slot))
    _sweep_folders(taken)
    return taken


def sweep_up() -> None:
    """The same, where nothing depends on it: what cannot be removed now is for the next time."""
    with suppress(EngineError, docker.errors.DockerException, requests.RequestException):
        client = outer.connect()
        try:
            sweep(client)
        finally:
            client.close()


def _sweep_folders(taken: set[int]) -> None:
    for folder in state_root().iterdir():
        engines = folder.name.isdigit()
        if not (engines or folder.name.startswith(SCRATCH)) or (engines and int(folder.name) in taken):
            continue
        with suppress(OSError):  # just being removed
            owner = folder / OWNER_FILE
            nobodys = time.time() - folder.stat().st_mtime > UNOWNED_SECONDS  # else it is just being made
            if outer.is_orphan(owner.read_text()) if owner.exists() else nobodys:
                shutil.rmtree(folder, ignore_errors=True)
