"""Removing an engine's container, whatever state its own containers are in."""

from __future__ import annotations

from contextlib import suppress

import docker

from course.engine.executing import run_inside

REMOVAL_SECONDS = 30

# A process that is frozen by cgroup v1 does not even die of SIGKILL before it is thawed (it does on v2), so an
# engine with a paused container could not be removed. The files belong to the engine's root: taking them back
# needs no more than the right to chown.
THAW = """
mount -t cgroup -o freezer none /mnt && find /mnt -name freezer.state \
    -exec chown 0 {} + -exec sh -c 'for state; do echo THAWED > "$state"; done' thaw {} +
"""


def remove_container(client: docker.DockerClient, name: str) -> None:
    """Remove a container of ours and wait until it is gone; one that is gone already is fine.

    Raises docker.errors.APIError when the outer engine cannot remove it, and requests' ReadTimeout when it does not
    end in 30 s.
    """
    with suppress(docker.errors.NotFound):
        _thaw(client, name)
        try:
            client.api.remove_container(name, force=True, v=True)
        except docker.errors.APIError as error:
            if error.response is None or error.response.status_code != 409:  # 409: its removal is in progress
                raise
            client.api.wait(name, timeout=REMOVAL_SECONDS, condition="removed")


def _thaw(client: docker.DockerClient, name: str) -> None:
    details = client.api.inspect_container(name)
    if details["State"]["Running"] and "ENGINE_CGROUP=v1" in details["Config"]["Env"]:
        with suppress(docker.errors.APIError):  # it has just ended by itself
            run_inside(client.api, name, ["sh", "-c", THAW], user="0")
