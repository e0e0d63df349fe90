"""Starting JupyterLab in front of an engine, and ending it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from jupyter_core.paths import jupyter_runtime_dir

from course.engine import Access
from course.lab.errors import LabError
from course.language import LANGUAGE_KEY, Lang, Text

SETTINGS = Path(__file__).with_name("settings")
USUAL_PORT = 8888
READY_SECONDS = 90
STOP_SECONDS = 10

PORT_TAKEN = Text(
    ko="포트 {port}번을 다른 프로그램이 쓰고 있습니다. `--port`로 다른 번호를 지정하거나 생략하세요.",
    en="port {port} is in use by another program. Name another one with `--port`, or none.",
)
NOT_READY = Text(
    ko="JupyterLab이 시작되지 않았습니다. 마지막 말:\n{said}",
    en="JupyterLab did not start. Its last words:\n{said}",
)


class Jupyter:
    """A JupyterLab on 127.0.0.1, with a token, whose cells and terminals talk to one engine."""

    def __init__(self, access: Access, notebook: Path, lang: Lang, port: int | None = None) -> None:
        self.access = access
        self.notebook = notebook
        self.lang = lang
        self.port = port or USUAL_PORT
        self._any_port = port is None
        self._token = secrets.token_hex(24)
        self._log = access.folder / "jupyter.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Opens the notebook; holds the token."""
        root = _codespaces_address(self.port) or self._root
        return f"{root}/lab/tree/{quote(self.notebook.name)}?token={self._token}"

    def start(self) -> None:
        """Start it and wait until it answers. Raises LabError, with its last words, when it does not in 90 s."""
        if not self._any_port:
            _require_free(self.port)
        command = [sys.executable, "-m", "course.lab.server", f"--config={self._write_settings()}"]
        with self._log.open("wb") as log:
            # A session of its own: Ctrl-C is for the lab, which then ends this one.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.notebook.parent,
                env=self._environment(),
            )
        self._wait_until_it_answers()

    @property
    def running(self) -> bool:
        """False once it has ended, as it does when a learner chooses File > Shut Down."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it and its kernels; what has not ended after 10 s is killed, all of it. May be called twice."""
        if self._process is None:
            return
        # Kernels and terminals are in sessions of their own.
        started = _children(self._process.pid)
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started += _children(self._process.pid)
            self._process.kill()
            self._process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for child in started:
            with suppress(psutil.Error):  # gone; never another process that got its number
                child.kill()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None

    @property
    def _root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _write_settings(self) -> Path:
        """In a file that is ours alone: a token among the arguments could be read by every user of the machine."""
        shell = os.environ.get("SHELL") or "/bin/sh"
        settings: dict[str, Any] = {
            "ServerApp": {
                "ip": "127.0.0.1",
                "port": self.port,
                # It takes the next free port by itself: one that is looked for before may be taken meanwhile.
                "port_retries": 50 if self._any_port else 0,
                "open_browser": False,
                "allow_root": True,
                "root_dir": str(self.notebook.parent),
                # A codespace's browser is elsewhere, behind the address that this one's ports have there.
                "allow_origin": _codespaces_address(self.port) or "",
                # A login shell would put another PATH in place of ours.
                "terminado_settings": {"shell_command": [shell]},
                # nbgrader's are for whoever grades, and behind its Validate button a loop would freeze the server.
                "jpserver_extensions": {
                    "jupyterlab": True,
                    "course.lab.validate_button": True,
                    **{f"nbgrader.server_extensions.{name}": False for name in NBGRADER},
                },
            },
            "IdentityProvider": {"token": self._token},
            "LabApp": {"app_settings_dir": str(SETTINGS), "news_url": None, "expose_app_in_browser": False},
        }
        path = self.access.folder / "jupyter_config.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(settings, indent=2))
        return path

    def _environment(self) -> dict[str, str]:
        tools = Path(sys.executable).parent
        own = {
            "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}",
            LANGUAGE_KEY: self.lang,
            "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel is this Python, whatever the learner's home offers
        }
        return os.environ | self.access.environment() | own

    def _wait_until_it_answers(self) -> None:
        # Straight to this machine, whatever proxy is set for the world outside.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + READY_SECONDS
        while self.running and time.monotonic() < deadline:
            try:
                self.port = self._noted_port()
                request = urllib.request.Request(
                    f"{self._root}/api/status", headers={"Authorization": f"token {self._token}"}
                )
                opener.open(request, timeout=5).close()
                return
            except (OSError, ValueError, KeyError):  # not there yet, or half written
                time.sleep(0.1)
        said = "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])
        self.stop()
        raise LabError(NOT_READY.format(said=said))

    def _noted_port(self) -> int:
        """Where Jupyter Server says it listens, in the file that `jupyter server list` reads too."""
        assert self._process
        note = Path(jupyter_runtime_dir(), f"jpserver-{self._process.pid}.json")
        return int(json.loads(note.read_text())["port"])


def _children(pid: int) -> list[psutil.Process]:
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.Error:
        return []


def _codespaces_address(port: int) -> str | None:
    """Where a port is forwarded to from a GitHub codespace; None on any other machine."""
    name, domain = (
        os.environ.get(key) for key in ("CODESPACE_NAME", "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN")
    )
    return f"https://{name}-{port}.{domain}" if name and domain else None


NBGRADER = ("assignment_list", "course_list", "formgrader", "validate_assignment")


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LabError(PORT_TAKEN.format(port=port)) from error
