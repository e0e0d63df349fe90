"""An engine's own images, file by file: ordinary use leaves them as they are, and any other change is seen."""

import io
from typing import Any

import pytest

from course.engine import Access

IN_THE_STORE = {"volumes": ["/data:/data"], "remove": True}


@pytest.fixture
def client(engine: Access) -> Any:
    client = engine.client()
    yield client
    client.close()


def test_ordinary_use_changes_nothing(engine: Access, client: Any) -> None:
    assert engine.layers and engine.changes_of_images() == []

    box = client.containers.run("nginx", detach=True)
    box.exec_run("rm /usr/bin/id")
    box.commit("mine")
    client.images.build(fileobj=io.BytesIO(b"FROM shell\nRUN rm /usr/bin/id\n"), tag="mine-too")
    client.containers.run("mine-too", "true", remove=True)
    box.remove(force=True)
    client.images.remove("mine")
    assert engine.changes_of_images() == []

    client.images.remove("nginx", force=True)
    assert engine.changes_of_images() == []


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("echo echo 0 > $0/diff/usr/bin/ps", "diff/usr/bin/ps"),
        ("rm $0/diff/usr/bin/id", "diff/usr/bin"),
        ("mv $0/diff $0/other; mkdir $0/diff", "diff"),
        ("echo > $0/lower", "lower"),
        ("chmod 0 /data/docker", "/data/docker/overlay2"),
        ("chmod 0 $0", "Permission denied"),
        ("touch -d 2000-01-01 $0/diff/usr", "diff/usr"),
    ],
    ids=["overwritten", "removed", "exchanged", "relinked", "closed", "layer-closed", "back-in-time"],
)
def test_any_other_change_is_seen(engine: Access, client: Any, change: str, seen: str) -> None:
    client.containers.run("shell", ["sh", "-c", change, engine.layers[-1]], **IN_THE_STORE)

    assert any(seen in line for line in engine.changes_of_images())
