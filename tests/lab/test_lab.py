"""A lab: begins with the released notebooks, keeps a learner's work, and leaves nothing behind however it ends."""

from __future__ import annotations

import json
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docker
import pytest
import websocket
from labs import Lab, course, eventually, running_lab

from course import syllabus
from course.engine import outer
from course.lab.remembering import noted_learner


@pytest.fixture(scope="module")
def lab(suite: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One lab for the tests that leave it running."""
    with running_lab(tmp_path_factory.mktemp("lab") / "work", "--suite", suite, "--lang", "en") as lab:
        lab.wait_for_url()
        yield lab


def container_of(folder: Path) -> str:
    """The name of the container of the engine whose state is in `folder`."""
    return str(json.loads((folder / "engine.json").read_text())["container"])


def exists(container: str) -> bool:
    client = outer.connect()
    try:
        client.containers.get(container)
        return True
    except docker.errors.NotFound:
        return False
    finally:
        client.close()


def in_a_terminal(url: str, command: str, until: str) -> str:
    """What JupyterLab's own terminal shows from the command on, up to and with `until`."""
    parts = urlsplit(url)
    token = parse_qs(parts.query)["token"][0]
    headers = {"Authorization": f"token {token}"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"http://{parts.netloc}/api/terminals", headers=headers, data=b"")
    with opener.open(request, timeout=30) as answer:
        name = json.load(answer)["name"]
    terminal = websocket.create_connection(
        f"ws://{parts.netloc}/terminals/websocket/{name}",
        header=headers,
        timeout=30,
        http_no_proxy=["127.0.0.1"],
    )
    shown, deadline = "", time.monotonic() + 60
    try:
        terminal.send(json.dumps(["stdin", f"{command}\r"]))
        while until not in shown and time.monotonic() < deadline:
            kind, *content = json.loads(terminal.recv())
            shown += content[0] if kind == "stdout" else ""
    finally:
        terminal.close()
    return shown


def test_it_hands_out_every_released_notebook(lab: Lab, tmp_path: Path) -> None:
    assert "past result" not in lab.log.read_text()
    folder = Path(
        next(line for line in lab.log.read_text().splitlines() if "Notebooks:" in line).split(": ")[1]
    )
    for section in syllabus.sections():
        released = syllabus.released(section.id, "en")
        assert (folder / released.name).read_bytes() == released.read_bytes()


def test_nobody_comes_in_without_the_token(lab: Lab) -> None:
    url = urlsplit(lab.wait_for_url())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        opener.open(f"http://{url.netloc}/api/contents", timeout=30)
    assert parse_qs(url.query)["token"][0].encode() not in arguments_of_all_processes()


def test_labs_that_start_at_once_take_ports_of_their_own(tmp_path: Path, suite: str) -> None:
    with (
        running_lab(tmp_path / "one", "--suite", suite) as one,
        running_lab(tmp_path / "two", "--suite", suite) as two,
    ):
        assert urlsplit(one.wait_for_url()).port != urlsplit(two.wait_for_url()).port


def arguments_of_all_processes() -> bytes:
    found = b""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += file.read_bytes()
        except OSError:
            continue
    return found


def test_its_terminal_has_docker_the_course_and_the_language(lab: Lab) -> None:
    command = "docker info -f '{{.Name}}+{{len .Name}}'; course check states-create; echo $COURSE_LANG-done"
    shown = in_a_terminal(lab.wait_for_url(), command, until="en-done")
    client = lab.access.client()
    try:
        name = client.info()["Name"]
    finally:
        client.close()
    assert f"{name}+{len(name)}" in shown
    assert "Not yet" in shown


def test_reset_gives_an_empty_engine_at_the_same_address(lab: Lab) -> None:
    before = lab.access
    client = before.client()
    try:
        client.containers.create("nginx", name="first-box")
        assert lab.course("check", "states-create").returncode == 0
        answer = lab.course("reset")
        assert answer.returncode == 0, answer.stderr
        assert "A new, empty engine is in place" in answer.stdout
        assert "is a past result" in answer.stdout
        assert client.containers.list(all=True) == []
        assert {tag for image in client.images.list() for tag in image.tags} == {
            "nginx:latest",
            "shell:latest",
        }
    finally:
        client.close()
    assert replace(lab.access, began=before.began) == before
    checked = lab.course("check", "states-create")
    assert (checked.returncode, "there are no containers" in checked.stdout) == (1, True)


def test_every_check_of_the_section_in_one_table(lab: Lab) -> None:
    checked = lab.course("check")
    assert checked.returncode == 1
    assert "how the engine is now" in checked.stdout.splitlines()[0]
    assert [one.id for one in syllabus.exercises("states") if one.id not in checked.stdout] == []
    lines = checked.stdout.splitlines()
    rows = [number for number, line in enumerate(lines) if line.strip().startswith("states-")]
    assert len(rows) == len(syllabus.exercises("states"))
    assert [lines[number - 1].strip() for number in rows[1:]] == [""] * (len(rows) - 1)


def test_a_check_that_got_no_answer_counts_for_nothing(lab: Lab) -> None:
    alone = lab.course("check", "states-ps")
    assert (alone.returncode, "needs an answer" in alone.stdout) == (1, True)
    assert "`course check states-ps --answer '…'`" in alone.stdout
    assert "failed" not in alone.stdout and "not yet" not in alone.stdout.lower()
    client = lab.access.client()
    try:
        client.containers.create("nginx", name="first-box")
        both = lab.course("check", "states-create", "states-created-has")
        assert (both.returncode, "– needs an answer" in both.stdout) == (0, True), both.stdout
    finally:
        client.containers.get("first-box").remove(force=True)
        client.close()


def test_what_has_passed_is_remembered_until_the_engine_is_renewed(lab: Lab) -> None:
    client = lab.access.client()
    try:
        box = client.containers.create("nginx", name="first-box")
        assert lab.course("check", "states-create").returncode == 0
        answer = json.dumps({"ps": 0, "ps_all": 1})
        assert lab.course("check", "states-ps", "--answer", answer).returncode == 0
        box.start()
    finally:
        client.close()
    before = row(lab, "states-create"), row(lab, "states-ps")
    assert ["passed before" in line for line in before] == [True, True]
    assert lab.course("check", "states-create").returncode == 1
    assert lab.course("reset").returncode == 0
    after = row(lab, "states-create"), row(lab, "states-ps")
    assert ["passed before" in line for line in after] == [False, False]


def row(lab: Lab, check: str) -> str:
    """The row of a check in the table of the section."""
    checked = lab.course("check")
    assert checked.returncode == 1, checked.stderr
    return next(line for line in checked.stdout.splitlines() if line.strip().startswith(f"{check} "))


def test_a_learners_work_is_never_written_over(suite: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "01-states.ipynb").write_text("mine")
    with running_lab(folder, "--suite", suite) as lab:
        lab.wait_for_url()
        assert "지난 결과" in lab.log.read_text()
        assert lab.end() == 0
    assert (folder / "01-states.ipynb").read_text() == "mine"
    released = {syllabus.released(section.id, "ko").name for section in syllabus.sections()}
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} == released


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_it(suite: str, tmp_path: Path, number: signal.Signals) -> None:
    with running_lab(tmp_path / "work", "--suite", suite) as lab:
        lab.wait_for_url()
        folder, container = lab.folder, container_of(lab.folder)
        assert exists(container)
        assert lab.end(number) == 0
    assert not folder.exists()
    assert not exists(container)
    eventually(lambda: not lab.processes(), "JupyterLab is gone")


def test_what_a_killed_lab_leaves_is_swept(suite: str, tmp_path: Path) -> None:
    with running_lab(tmp_path / "work", "--suite", suite) as lab:
        lab.wait_for_url()
        folder, container = lab.folder, container_of(lab.folder)
        lab.end(signal.SIGKILL)
    eventually(lambda: not lab.processes(), "JupyterLab ends with its lab")
    assert "removed" in course("doctor").stdout
    assert not folder.exists()
    assert not exists(container)


def test_a_port_that_is_taken(suite: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = course("lab", "--no-browser", "--suite", suite, "--port", str(port), "--dir", str(tmp_path))
    assert ended.returncode == 1
    assert f"port {port} is in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_terminal_that_was_not_told_checks_for_the_learner_of_the_lab(suite: str, tmp_path: Path) -> None:
    with running_lab(tmp_path / "work", "--suite", suite, "--learner", "김영희") as lab:
        lab.wait_for_url()
        assert noted_learner(lab.access).id == "김영희"
        assert lab.end() == 0
