"""What is behind nbgrader's Validate button, without holding up the Jupyter server: a server extension.

nbgrader's own runs the notebook inside of the server, which answers nobody until that is done: never, after an
endless loop. Enable this one in place of `nbgrader.server_extensions.validate_assignment`: same addresses.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from course.language import Text, current_language

# Only the process that validates imports nbgrader: it would hold up the start of a lab by two seconds.
MOST_SECONDS = 660
"""A minute more than `course.lab.validating` gives all cells of a notebook."""

NO_END = Text(
    ko="검사가 {minutes}분 안에 끝나지 않아 멈췄습니다. 노트북을 저장하고 다시 시도하세요.",
    en="Validating did not end within {minutes} minutes and was stopped. Save your notebook and try again.",
)
OTHER_VERSION = Text(
    ko="이 페이지의 nbgrader는 {page}인데 서버의 nbgrader는 {server}입니다. 페이지를 새로 고치세요.",
    en="nbgrader is {page} in this page, but {server} on the server. Reload the page.",
)
BROKEN = Text(
    ko="검사를 실행하지 못했습니다. 마지막 말:\n{said}",
    en="The notebook could not be validated. The last words:\n{said}",
)


class ValidateHandler(JupyterHandler):
    """Runs nbgrader's validator in a process of its own; one notebook at a time, for all share the machine."""

    turn = asyncio.Lock()

    @web.authenticated
    async def post(self) -> None:
        """Answer as nbgrader does."""
        async with self.turn:
            answer = await validated(self._notebook())
        await self.finish(json.dumps(answer))

    def _notebook(self) -> Path:
        asked = self.get_argument("path", None) or (self.get_json_body() or {}).get("path", "")
        root = Path(self.settings["server_root_dir"]).expanduser().resolve()
        notebook = (root / asked).resolve()
        if not notebook.is_relative_to(root):
            raise web.HTTPError(403, "outside of the server's folder")
        return notebook


class VersionHandler(JupyterHandler):
    """The button asks before each validation whether its version is that of the nbgrader installed here."""

    @web.authenticated
    async def get(self) -> None:
        """Answer as nbgrader does."""
        page, server = self.get_argument("version"), version("nbgrader")
        message = OTHER_VERSION.format(page=page, server=server).of(current_language())
        await self.finish({"success": True} if page == server else {"success": False, "message": message})


async def validated(notebook: Path) -> dict[str, Any]:
    """What the button's dialog shows. Ends in about eleven minutes at most, whatever the notebook does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "course.lab.validating", str(notebook)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(MOST_SECONDS):
            answer, said = await process.communicate()
        found: dict[str, Any] = json.loads(answer)
        return found
    except TimeoutError:
        return _failed(NO_END.format(minutes=MOST_SECONDS // 60))
    except ValueError:
        return _failed(BROKEN.format(said=said.decode(errors="replace")[-2000:]))
    finally:
        _end(process)


def _failed(why: Text) -> dict[str, Any]:
    return {"success": False, "value": why.of(current_language())}


def _end(process: asyncio.subprocess.Process) -> None:
    """End it with its kernel, if it still runs. What the kernel has started ends by itself."""
    with suppress(psutil.Error, ProcessLookupError):
        for each in (psutil.Process(process.pid), *psutil.Process(process.pid).children()):
            each.kill()


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    base = server.web_app.settings["base_url"]
    handlers = [("/assignments/validate", ValidateHandler), ("/nbgrader_version", VersionHandler)]
    server.web_app.add_handlers(".*$", [(url_path_join(base, path), handler) for path, handler in handlers])
