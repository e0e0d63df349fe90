"""Whether the images that an engine began with are still what they were, file by file.

Their names say nothing (anyone can give them to another image) and their ids not enough: a learner who is root in
the engine can mount the folder that images lie in, and write into it. What the kernel notes of a change nobody can
take back.
"""

from __future__ import annotations

from typing import Any

import docker

from course.engine import outer
from course.engine.errors import EngineError
from course.engine.executing import run_inside

# From outside of the engine's namespaces, as the uid of its root, whose files these are. A layer is its files, and
# what overlay2 finds them by: `link`, `lower`, and a link in the folder `l`. What cannot be looked at was closed by
# somebody; what is gone was removed.
PRINT_CHANGED = """
since=$1; shift
[ -x /data/docker/overlay2 ] || echo /data/docker/overlay2
for layer; do
    LC_ALL=C find "$layer"/{diff,link,lower} "$layer/../l/$(< "$layer/link")" -newerct "@$since" 2>&1
done 2>/dev/null | grep -v 'No such file'
true
"""


def layers_of(client: Any, images: list[str]) -> list[str]:
    """The folders on the engine's side in which those images' layers lie."""
    found: list[str] = []
    for image in images:
        data = (client.api.inspect_image(image).get("GraphDriver") or {}).get("Data") or {}
        folders = [data.get("UpperDir", ""), *data.get("LowerDir", "").split(":")]
        found += [folder.removesuffix("/diff") for folder in folders if folder]
    return list(dict.fromkeys(found))


def changed_since(container: str, address: str | None, layers: list[str], since: str) -> list[str]:
    """What was changed in the layers since that moment (seconds since 1970), of the engine in `container`.

    Raises EngineError when nobody can look there.
    """
    client = outer.connect(address)
    try:
        environment = client.api.inspect_container(container)["Config"]["Env"]
        uid = next(each.partition("=")[2] for each in environment if each.startswith("ENGINE_UID="))
        command = ["bash", "-c", PRINT_CHANGED, "bash", since, *layers]
        printed = run_inside(client.api, container, command, user=f"{uid}:{uid}")
    except docker.errors.DockerException as error:
        raise EngineError(f"the engine container {container} does not answer: {error}") from error
    finally:
        client.close()
    return printed.splitlines()
