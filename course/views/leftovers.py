"""Everything on an engine that somebody made: what cleaning up has to take away."""

from __future__ import annotations

from dataclasses import dataclass

from course.language import Text
from course.views.container import ContainerView
from course.views.engine import EngineView
from course.views.events import Event
from course.views.volume import Volume

EXERCISE_IMAGES = frozenset({"nginx:latest", "shell:latest"})
"""What every engine of the course begins with."""
DOCKERS_OWN_NETWORKS = frozenset({"bridge", "host", "none"})
_MAKES_IMAGES = ("create", "tag", "pull", "load", "import", "build")


@dataclass(frozen=True)
class Leftovers:
    """What is there now, besides what an engine begins with."""

    containers: list[ContainerView]
    volumes: list[Volume]
    networks: list[str]
    images: list[str]
    """Their names, or the short ids of those without one."""

    @property
    def nothing(self) -> bool:
        return not (self.containers or self.volumes or self.networks or self.images)

    def describe(self) -> Text:
        """All of it, kind by kind."""
        kinds = (
            ("컨테이너", "containers", [f"{box.name} ({box.status})" for box in self.containers]),
            ("볼륨", "volumes", [_short(volume) for volume in self.volumes]),
            ("네트워크", "networks", self.networks),
            ("이미지", "images", self.images),
        )
        there = [(ko, en, ", ".join(names)) for ko, en, names in kinds if names]
        if not there:
            return Text(ko="아무것도 없습니다", en="nothing")
        return Text(
            ko="; ".join(f"{ko}: {names}" for ko, _, names in there),
            en="; ".join(f"{en}: {names}" for _, en, names in there),
        )


def left_behind(engine: EngineView) -> Leftovers:
    """What stands on the engine that was not there at its start.

    On the machine's own engine only what the journal saw being made counts: the rest is not the learner's.
    """
    api = engine.client.api
    made = _Made(engine.journal.events) if engine.access.kind == "host" else None
    networks = [row for row in api.networks() if row["Name"] not in DOCKERS_OWN_NETWORKS]
    return Leftovers(
        containers=[box for box in engine.containers() if not made or box.id in made.containers],
        volumes=[volume for volume in engine.volumes() if not made or volume.name in made.volumes],
        networks=sorted(row["Name"] for row in networks if not made or row["Id"] in made.networks),
        images=sorted(
            name
            for id, names in engine.image_names().items()
            for name in _names(id, names, ours=id in engine.access.images.values())
            if not made or {name, id} & made.images
        ),
    )


def kinds_made(events: list[Event]) -> set[str]:
    """Which of container, volume, network and image were ever made in those events."""
    made = _Made(events)
    kinds = {
        "container": made.containers,
        "volume": made.volumes,
        "network": made.networks,
        "image": made.images - EXERCISE_IMAGES,
    }
    return {kind for kind, ids in kinds.items() if ids}


class _Made:
    """The ids (of images: names too) of what was made, whether or not it is still there."""

    def __init__(self, events: list[Event]) -> None:
        def created(type: str) -> set[str]:
            return {event.id for event in events if event.type == type and event.action == "create"}

        self.containers = created("container")
        self.volumes = created("volume")
        self.networks = created("network")
        # A commit without a name is told by the container's event alone (26.1).
        commits = {event.attributes.get("imageID", "") for event in events if event.action == "commit"}
        named = [event.name for event in events if event.type == "image" and event.action in _MAKES_IMAGES]
        # 20.10 leaves `:latest` out.
        tags = {name if ":" in name.rpartition("/")[2] else f"{name}:latest" for name in named if name}
        self.images = (commits | tags) - {""}


def _names(id: str, names: list[str], ours: bool) -> list[str]:
    """The names of an image, the short id where it has none; of `ours`, those that no engine begins with."""
    short = id.removeprefix("sha256:")[:12]
    return [name for name in names if name not in EXERCISE_IMAGES] if ours else names or [short]


def _short(volume: Volume) -> str:
    return f"{volume.name[:12]}…" if volume.anonymous else volume.name
