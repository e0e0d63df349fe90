"""Small experiments and looks that checks of several sections need."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docker.errors import APIError

from course.checks import eventually
from course.views import ContainerView, EngineView, Experiment, Namespaces, NotRunning


@contextmanager
def running(engine: EngineView, first: str = "true", **host: Any) -> Iterator[Experiment]:
    """A container of the check's own that runs `first` and then stays; `host` is docker-py's host config."""
    config = engine.client.api.create_host_config(**host)
    with engine.experiment("shell", ["sh", "-c", f"{first}; exec sleep 60"], host_config=config) as trial:
        trial.start()
        yield trial


def namespaces_with(engine: EngineView, **host: Any) -> Namespaces:
    """The namespaces of a container that is made with these options."""
    with running(engine, **host) as trial:
        return namespaces_of(trial.look())


def namespaces_of(box: ContainerView) -> Namespaces:
    """The namespaces of its main process. Raises NotRunning.

    Looks again for a moment while inspect says that it runs: a reading can miss it when other processes end.
    """

    def look() -> Namespaces | None:
        try:
            return box.namespaces()
        except NotRunning as missed:
            if not isinstance(missed.seen, ContainerView) or not missed.seen.running:
                raise
            return None

    seen = eventually(look, lambda found: found is not None)
    return seen if seen is not None else box.namespaces()


def engine_namespaces(engine: EngineView) -> Namespaces:
    """Those of the engine's own place, as far as a container can be put there: not mnt and cgroup."""
    host = dict.fromkeys(("network_mode", "pid_mode", "ipc_mode", "uts_mode", "userns_mode"), "host")
    return namespaces_with(engine, **host)


def output(engine: EngineView, command: list[str], **host: Any) -> tuple[int, list[str]]:
    """(exit code, lines) of a command in a new container of the image `shell`."""
    config = engine.client.api.create_host_config(**host)
    with engine.experiment("shell", command, host_config=config) as trial:
        return trial.run()


def serves(engine: EngineView, url: str, **host: Any) -> bool:
    """Whether a web server answers at `url`, asked for a moment from a container with these options."""
    ask = (
        f"for n in 1 2 3 4; do timeout 3 wget -q -O /dev/null -T 2 {url} && exit 0; sleep 0.15; done; exit 1"
    )
    return output(engine, ["sh", "-c", ask], **host)[0] == 0


def can_join(engine: EngineView, **host: Any) -> bool:
    """Whether the engine starts a container with these options."""
    config = engine.client.api.create_host_config(**host)
    with engine.experiment("shell", ["true"], host_config=config) as trial:
        try:
            trial.start()
        except APIError:
            if not trial.look().error:  # 400 or 500, depending on the engine's version; the reason is noted
                raise
            return False
        return True
