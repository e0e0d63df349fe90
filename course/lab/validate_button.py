"""What is behind nbgrader's Validate button, without holding up the Jupyter server: a server extension.

nbgrader's own runs the notebook inside of the server, which answers nobody until that is done: never, after an
endless loop. Enable this one in place of `nbgrader.server_extensions.validate_assignment`: same addresses.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.validate_assignment.handlers import NbGraderVersionHandler
from tornado import web

from course.lab.validating import WHOLE_SECONDS
from course.language import Text, current_language

GRACE_SECONDS = 60
"""For what comes before and after the cells."""

NO_END = Text(
    ko="검사가 {minutes}분 안에 끝나지 않아 멈췄습니다. 노트북을 저장하고 다시 시도하세요.",
    en="Validating did not end within {minutes} minutes and was stopped. Save your notebook and try again.",
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


async def validated(notebook: Path) -> dict[str, Any]:
    """What the button's dialog shows. Ends in about eleven minutes at most, whatever the notebook does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "course.lab.validating", str(notebook)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(WHOLE_SECONDS + GRACE_SECONDS):
            answer, said = await process.communicate()
        found: dict[str, Any] = json.loads(answer)
        return found
    except TimeoutError:
        return _failed(NO_END.format(minutes=(WHOLE_SECONDS + GRACE_SECONDS) // 60))
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
    handlers = [("/assignments/validate", ValidateHandler), ("/nbgrader_version", NbGraderVersionHandler)]
    server.web_app.add_handlers(".*$", [(url_path_join(base, path), handler) for path, handler in handlers])
