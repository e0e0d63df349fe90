"""Other ways to an engine: TCP with mutual TLS, and an engine that is there already."""

from __future__ import annotations

import os
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import docker
import pytest

from course.engine import Access, Engine, EngineError, HostEngine, outer, tls
from course.engine.executing import run_inside
from course.engine.outer import ENVIRONMENT_KEY


@pytest.fixture(scope="module")
def over_tcp(suite: str) -> Iterator[Access]:
    with Engine(suite=suite, reach="tcp", purpose="test") as access:
        yield access


def run(access: Access, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **access.environment()}
    return subprocess.run(command, env=environment, input=given, capture_output=True, text=True, timeout=60)


def test_docker_and_docker_py_reach_it_over_tls(over_tcp: Access) -> None:
    assert over_tcp.docker_host.startswith("tcp://127.0.0.1:")
    assert run(over_tcp, "docker", "run", "-i", "--rm", "shell", "cat", given="piped").stdout == "piped"
    client = over_tcp.client()
    assert client.containers.run("shell", ["echo", "hello"], remove=True) == b"hello\n"
    client.close()


def test_its_certificates_hold_under_strict_rules(over_tcp: Access) -> None:
    """As Python 3.13 and later apply them by default."""
    assert over_tcp.tls is not None
    strict = ssl.create_default_context(cafile=over_tcp.tls / "ca.pem")
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    strict.load_cert_chain(over_tcp.tls / "cert.pem", over_tcp.tls / "key.pem")
    address = over_tcp.docker_host.replace("tcp", "https") + "/version"
    assert b"ApiVersion" in urlopen(address, context=strict, timeout=10).read()


def test_without_a_certificate_nobody_is_let_in(over_tcp: Access) -> None:
    anyone = ssl._create_unverified_context()
    with pytest.raises((URLError, ssl.SSLError, ConnectionError)):
        urlopen(over_tcp.docker_host.replace("tcp", "https") + "/version", context=anyone, timeout=10).read()


def test_a_certificate_of_another_authority_is_refused(over_tcp: Access, tmp_path: Path) -> None:
    _, stranger = tls.make_certificates()
    tls.write_private(tmp_path / "tls", stranger)
    context = ssl._create_unverified_context()
    context.load_cert_chain(tmp_path / "tls/cert.pem", tmp_path / "tls/key.pem")
    with pytest.raises((URLError, ssl.SSLError, ConnectionError)):
        urlopen(over_tcp.docker_host.replace("tcp", "https") + "/version", context=context, timeout=10).read()


def test_its_keys_are_for_their_owner_only(over_tcp: Access) -> None:
    assert over_tcp.tls is not None
    assert {file.stat().st_mode & 0o777 for file in over_tcp.tls.iterdir()} == {0o600}


def test_its_containers_have_no_way_out(over_tcp: Access) -> None:
    """The engine container has a bridge for its listening socket; the engine in it has a network of its own."""
    client = over_tcp.client()
    routes = client.containers.run("shell", ["route", "-n"], network_mode="host", remove=True).decode()
    client.close()
    assert "\n0.0.0.0 " not in routes


@pytest.fixture
def as_host(engine: Access, monkeypatch: pytest.MonkeyPatch) -> docker.DockerClient:
    """A disposable engine in the part of the machine's own."""
    monkeypatch.setenv("DOCKER_HOST", engine.docker_host)
    client = engine.client()
    yield client
    client.close()


def names(client: docker.DockerClient) -> set[str]:
    return {container.name for container in client.containers.list(all=True)}


def test_the_host_engine_is_left_as_it_was(as_host: docker.DockerClient) -> None:
    as_host.containers.run("shell", ["sleep", "300"], name="somebody-elses", detach=True)
    as_host.volumes.create("somebody-elses")
    said: list[str] = []
    with HostEngine({"first-box"}, report=said.append) as access:
        assert access.kind == "host"
        learner = access.client()
        learner.containers.run("shell", ["sleep", "300"], name="first-box", detach=True)
        learner.volumes.create("learners-data")
        learner.networks.create("learners-net")
        learner.containers.get("first-box").commit("learners-image")
        learner.images.get("shell").tag("nginx", "latest")  # a name that was there before
        learner.close()
    assert any(os.environ["DOCKER_HOST"] in line for line in said), said
    assert names(as_host) == {"somebody-elses"}
    assert [volume.name for volume in as_host.volumes.list()] == ["somebody-elses"]
    assert "learners-net" not in {network.name for network in as_host.networks.list()}
    tags = {tag for image in as_host.images.list() for tag in image.tags}
    assert tags == {"nginx:latest", "shell:latest"}


def test_what_cannot_be_removed_is_told_and_the_rest_goes(as_host: docker.DockerClient) -> None:
    somebodys = as_host.containers.run("shell", ["sleep", "300"], detach=True)
    said: list[str] = []
    with HostEngine(set(), report=said.append):
        as_host.networks.create("in-use").connect(somebodys)
        as_host.volumes.create("learners-data")
    assert any("in-use" in line or "active endpoints" in line for line in said), said
    assert as_host.volumes.list() == []
    assert names(as_host) == {somebodys.name}


def test_the_context_of_docker_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "no-such-context")
    with pytest.raises(EngineError, match="no-such-context"):
        outer.address()
    monkeypatch.setenv("DOCKER_CONTEXT", "default")
    assert outer.address().startswith(("unix://", "npipe://"))


def test_beginning_anew_on_the_host_engine_takes_only_the_learners_away(as_host: docker.DockerClient) -> None:
    as_host.containers.create("shell", name="somebody-elses")
    host = HostEngine({"first-box"})
    access = host.start()
    try:
        as_host.containers.create("shell", name="first-box")
        assert host.restart() == access
        assert names(as_host) == {"somebody-elses"}
        as_host.containers.create("shell", name="first-box")
    finally:
        host.stop()
    assert names(as_host) == {"somebody-elses"}


def test_namespaces_on_the_host_engine_are_seen_from_a_container_of_it(as_host: docker.DockerClient) -> None:
    with HostEngine(set()) as access:
        box = as_host.containers.run("shell", ["sleep", "300"], detach=True)
        box.reload()
        pid = box.attrs["State"]["Pid"]
        inside = run_inside(as_host.api, box.id, ["stat", "-L", "-c", "%i", "/proc/1/ns/net"]).strip()
        assert str(access.read_namespaces([pid])[pid]["net"]) == inside


def test_the_host_engine_is_refused_where_names_are_taken(as_host: docker.DockerClient) -> None:
    as_host.containers.create("shell", name="first-box")
    with pytest.raises(EngineError, match="already holds first-box"):
        HostEngine({"first-box", "second-box"}).start()
    assert names(as_host) == {"first-box"}


def test_no_engine_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(EngineError, match="course doctor --fix"):
        HostEngine(set()).start()


def test_a_lab_and_what_is_left_of_one_do_not_hide_the_machines_own_engine(
    engine: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = outer.address()
    for key, value in engine.environment().items():
        monkeypatch.setenv(key, value)
    assert outer.address() == own
    monkeypatch.setenv(ENVIRONMENT_KEY, str(engine.folder / "gone"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{engine.folder}/gone/sock/docker.sock")
    assert outer.address() == own
    monkeypatch.setenv("DOCKER_HOST", "unix:///somebody/elses.sock")
    assert outer.address() == "unix:///somebody/elses.sock"
