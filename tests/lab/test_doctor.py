"""`course doctor`: what a machine has and lacks, each with the one thing to do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from labs import course

from course.engine import images_built, outer
from course.lab import doctor
from course.lab.diagnosis import show_doctor
from course.lab.doctor import examine


def test_a_machine_with_everything(suite: str) -> None:
    """The machine that runs these tests is one; only its free memory and disk may be otherwise."""
    findings = {finding.what.en: finding for finding in examine([suite])}
    lacking = {what for what, finding in findings.items() if not finding.ok}
    assert lacking <= {"memory", "disk"}
    rows = (
        "Python",
        "JupyterLab",
        "docker CLI",
        "Docker Engine",
        "cgroup",
        "user namespaces",
        "disk",
        "memory",
    )
    assert [row for row in rows if row not in findings] == []
    for image in images_built([suite]):
        assert findings[f"image {image.removeprefix(outer.LABEL + '/')}"].ok


def test_every_row_that_lacks_something_says_what_to_do(
    suite: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of a machine that lacks all that one can lack, with an engine and without, in both languages."""
    nothing = SimpleNamespace(free=0, available=0)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _root: nothing)
    monkeypatch.setattr(doctor.psutil, "virtual_memory", lambda: nothing)
    images = images_built([suite])
    monkeypatch.setattr(doctor, "images_built", lambda _suites: dict.fromkeys(images, False))
    with_engine = list(examine([suite]))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nowhere.sock")
    without = list(examine([suite]))

    lacking = [{finding.what.en for finding in each if not finding.ok} for each in (with_engine, without)]
    rows = {f"image {image.removeprefix(outer.LABEL + '/')}" for image in images}
    always = {"docker CLI", "disk", "memory"}
    assert lacking == [always | rows, always | {"Docker Engine"}]
    for finding in with_engine + without:
        assert finding.ok or (finding.todo and finding.todo.ko and finding.todo.en), finding


def test_little_memory_is_only_advice(
    suite: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told, and setup.sh goes on."""
    monkeypatch.setattr(doctor, "MEMORY_NEEDED", 2**60)
    monkeypatch.setattr(doctor, "DISK_WITH_IMAGES", 0)
    monkeypatch.setenv("COURSE_LANG", "en")
    assert show_doctor([suite], fix=False, quiet=True) == 0
    assert "! low" in capsys.readouterr().out
    monkeypatch.setattr(doctor, "DISK_WITH_IMAGES", 2**60)
    assert show_doctor([suite], fix=False, quiet=True) == 1


def test_no_engine(tmp_path: Path) -> None:
    said = course("doctor", DOCKER_HOST=f"unix://{tmp_path}/nowhere.sock")
    assert said.returncode == 1
    assert "missing" in said.stdout
    assert "course doctor --fix" in said.stdout
    assert said.stderr == ""


def test_no_docker_cli(tmp_path: Path) -> None:
    said = course("doctor", PATH=str(tmp_path))
    assert said.returncode == 1
    row = next(line for line in said.stdout.splitlines() if "docker CLI" in line)
    assert "missing" in row


def test_an_engine_somewhere_else_is_not_started_here(tmp_path: Path) -> None:
    """DOCKER_HOST names an engine on purpose: what is silent there is not replaced by one of ours."""
    address = f"unix://{tmp_path}/nowhere.sock"
    said = course("doctor", "--fix", DOCKER_HOST=address)
    assert said.returncode == 1
    assert address in said.stderr
    assert "Traceback" not in said.stderr


def test_a_second_fix_changes_nothing(suite: str) -> None:
    client = outer.connect()
    try:
        before = (
            client.info()["ID"],
            sorted(image.id for image in client.images.list(name=f"{outer.LABEL}/*")),
        )
        said = course("doctor", "--fix", "--quiet", "--suite", suite)
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
        after = (
            client.info()["ID"],
            sorted(image.id for image in client.images.list(name=f"{outer.LABEL}/*")),
        )
    finally:
        client.close()
    assert after == before
