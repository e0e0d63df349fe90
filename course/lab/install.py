"""Bringing Docker Engine onto a Debian or Ubuntu machine: its packages, and a running dockerd."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from course.engine import EngineError, outer
from course.lab.errors import LabError
from course.language import Text

Report = Callable[[str], None]

DEFAULT_ADDRESS = "unix:///var/run/docker.sock"
ENGINE_LOG = Path("/var/log/dockerd.log")
PID_FILE = Path("/var/run/docker.pid")
START_SECONDS = 60
INSTALL_SECONDS = 900

NEEDED = {
    "docker": ("docker-cli", "docker.io"),  # bookworm and Ubuntu have no docker-cli: there docker.io holds it
    "dockerd": ("docker.io",),
    "iptables": ("iptables",),
    "mmdebstrap": ("mmdebstrap",),
    "gpg": ("gpg",),  # without it mmdebstrap finds Debian's keys on Debian only
}
"""Programs that this course runs, and the packages to look in for each, the first that exists."""
NEEDED_BY_USERS = {"newuidmap": ("uidmap",)}
"""What mmdebstrap takes in place of being root."""
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
"""Debian's keys: the images come from Debian on Ubuntu too. Package debian-archive-keyring."""

NOT_APT = Text(
    ko="빠진 것({missing})을 여기서는 설치할 수 없습니다. `--fix`는 Debian과 Ubuntu에서만 설치합니다. "
    "Docker Engine이나 Docker Desktop을 직접 설치한 뒤 다시 실행하세요.",
    en="{missing} is missing and cannot be installed here: `--fix` knows Debian and Ubuntu only. "
    "Install Docker Engine or Docker Desktop yourself, then run this again.",
)
NOT_ROOT = Text(
    ko="{what} 관리자 권한이 필요한데 root도 아니고 sudo도 없습니다. root로 다시 실행하세요.",
    en="{what} needs administrator rights, and there is neither root nor sudo here. Run this again as root.",
)
APT_FAILED = Text(
    ko="{packages} 설치가 실패했습니다. 네트워크와 `apt-get update`를 확인하세요. apt의 마지막 말:\n{said}",
    en="installing {packages} failed. Check the network and `apt-get update`. The last words of apt:\n{said}",
)
OTHER_ADDRESS = Text(
    ko="DOCKER_HOST 또는 docker context가 {address}를 가리키는데 응답이 없습니다. "
    "그 엔진을 시작하거나 설정을 지우세요.",
    en="DOCKER_HOST or the docker context names {address}, where nothing answers. "
    "Start that engine or remove the setting.",
)
NO_RIGHT = Text(
    ko="Docker 엔진은 실행 중이지만 {user} 사용자에게 권한이 없습니다. 이제 docker 그룹에 넣었으니 "
    "`newgrp docker`를 실행하거나 다시 로그인한 뒤 다시 실행하세요.",
    en="a Docker Engine is running but {user} may not use it. You are in the group docker now: "
    "run `newgrp docker`, or log in again, and then run this again.",
)
NOT_STARTED = Text(
    ko="dockerd가 {seconds}초 안에 응답하지 않았습니다. {log}를 보세요. 마지막 말:\n{said}",
    en="dockerd did not answer within {seconds} seconds. See {log}; its last words:\n{said}",
)


def missing_packages() -> list[str]:
    """Packages that this machine lacks; empty where another set-up has brought the programs."""
    missing = []
    needed = NEEDED if os.geteuid() == 0 else NEEDED | NEEDED_BY_USERS
    for program, packages in needed.items():
        if not _find(program):
            missing.append(next((name for name in packages if _is_offered(name)), packages[-1]))
    if not KEYRING.exists():
        missing.append("debian-archive-keyring")
    return list(dict.fromkeys(missing))


def install_packages(report: Report) -> None:
    """Install what is missing with apt-get. Raises LabError when that cannot be done here."""
    if engine_answers() and _find("docker") and not _has_apt():
        return  # Docker Desktop, or another system that has all it needs
    if not missing_packages():
        return
    if not _has_apt():
        raise LabError(NOT_APT.format(missing=", ".join(missing_packages())))
    report("apt-get update")
    _run_as_root(["apt-get", "update", "-q"], "apt-get update")
    # Only now does apt know which of the alternatives this release offers.
    packages = missing_packages()
    if engine_answers():  # one from elsewhere (docker-ce): a second engine would drive it out
        packages = [name for name in packages if name != "docker.io"]
    if packages:
        report(f"apt-get install {' '.join(packages)}")
        command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y"]
        _run_as_root([*command, "--no-install-recommends", *packages], ", ".join(packages))


def start_engine(report: Report) -> None:
    """Have a Docker Engine answer; one that runs is never touched. Raises LabError when none answers in 60 s."""
    if engine_answers():
        return
    address = outer.address()
    if address != DEFAULT_ADDRESS:
        raise LabError(OTHER_ADDRESS.format(address=address))
    if not _is_running():
        _start(report)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if engine_answers():
            return
        if _may_not_connect():
            user = getpass.getuser()
            _run_as_root(["usermod", "-aG", "docker", user], "usermod")
            raise LabError(NO_RIGHT.format(user=user))
        time.sleep(0.1)
    raise LabError(NOT_STARTED.format(seconds=START_SECONDS, log=ENGINE_LOG, said=_last_words()))


def engine_answers() -> bool:
    """Whether the machine's engine can be reached by us, now."""
    try:
        outer.connect(timeout=10).close()
    except EngineError:
        return False
    return True


def _start(report: Report) -> None:
    if Path("/run/systemd/system").is_dir():
        report("systemctl enable --now docker")
        _run_as_root(["systemctl", "enable", "--now", "docker"], "docker.service")
        return
    report(f"dockerd (log: {ENGINE_LOG})")
    # In a session of its own, so that it outlives this terminal and hears none of its signals.
    script = f"exec setsid dockerd </dev/null >>{ENGINE_LOG} 2>&1"
    subprocess.Popen(
        [*_as_root("dockerd"), "sh", "-c", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env=os.environ | {"PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"},
    )


def _is_running() -> bool:
    """Whether a dockerd lives, or is just coming up; a PID file may be left from before a crash."""
    try:
        pid = int(PID_FILE.read_text())
        return Path(f"/proc/{pid}/comm").read_text().strip() == "dockerd"
    except (OSError, ValueError):
        return False


def _may_not_connect() -> bool:
    socket = Path(DEFAULT_ADDRESS.removeprefix("unix://"))
    return socket.exists() and not os.access(socket, os.W_OK)


def _run_as_root(command: Sequence[str], what: str) -> None:
    try:
        subprocess.run(
            [*_as_root(what), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.SubprocessError as error:
        output = str(getattr(error, "output", "") or error)
        said = "\n".join(output.strip().splitlines()[-10:])
        raise LabError(APT_FAILED.format(packages=what, said=said)) from error


def _as_root(what: str) -> list[str]:
    """What to put before a command so that root runs it. Raises LabError where nothing does."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise LabError(NOT_ROOT.format(what=what))


def _find(program: str) -> str | None:
    """A program's path; an ordinary user's PATH leaves out the folders of root's."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _has_apt() -> bool:
    return shutil.which("apt-get") is not None


def _is_offered(package: str) -> bool:
    """Whether apt knows a version of it to install."""
    if not _has_apt():
        return False
    said = subprocess.run(
        ["apt-cache", "policy", package], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    return "Candidate:" in said and "Candidate: (none)" not in said


def _last_words() -> str:
    try:
        return "\n".join(ENGINE_LOG.read_text(errors="replace").splitlines()[-8:])
    except OSError:
        return "-"
