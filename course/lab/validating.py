"""nbgrader's validation of one notebook, with bounds, in a process of its own.

`python -m course.lab.validating NOTEBOOK` writes what the dialog of nbgrader's Validate button shows, as JSON.
"""

from __future__ import annotations

import html
import json
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.apps import ValidateApp
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, Execute
from nbgrader.validator import Validator
from traitlets import Enum, Integer, List

from course.language import Text, current_language

CELL_SECONDS = 60
WHOLE_SECONDS = 600
OUTPUT = 1_000_000
"""Characters of output kept of one cell, so that a loop that prints does not fill the memory."""

TOO_LONG = Text(
    ko="이 셀이 {seconds}초 안에 끝나지 않아 여기서 멈췄습니다. 그 아래 셀은 실행하지 않았습니다.\n"
    "끝나지 않는 반복이나, 입력 또는 포그라운드 컨테이너를 기다리는 명령이 없는지 보세요.",
    en="This cell did not end within {seconds} s: the cells below it were not run.\n"
    "Look for a loop without an end, or a command that waits for input\n"
    "or for a container in the foreground.",
)
KERNEL_ENDED = Text(
    ko="이 셀에서 커널이 끝나 버렸습니다. 그 아래 셀은 실행하지 않았습니다.",
    en="The kernel ended in this cell, so the cells below it were not run.",
)


class Stopped(Exception):
    """The run of a notebook was given up."""


class BoundedExecute(Execute):  # type: ignore[misc]
    """nbgrader's step that runs a notebook, but a cell that does not end ends the run. Its parent hears which."""

    timeout = Integer(CELL_SECONDS, allow_none=True, help="Seconds for one cell").tag(config=True)
    shutdown_kernel = Enum(["graceful", "immediate"], "immediate").tag(config=True)

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.interrupt_on_timeout = False  # a cell may catch the interrupt and go on
        self.raise_on_iopub_timeout = False
        self._cell_seconds = self.timeout if self.timeout and self.timeout > 0 else WHOLE_SECONDS
        self._end = time.monotonic() + WHOLE_SECONDS
        self._room = OUTPUT

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> Any:
        """Run the cells up to the one that does not end."""
        with suppress(Stopped):
            super().preprocess(nb, resources, km)
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        """Run one cell. Raises Stopped when it did not end."""
        self._room = OUTPUT
        self.timeout = max(1, min(self._cell_seconds, int(self._end - time.monotonic())))
        try:
            return super().preprocess_cell(cell, resources, index)
        except CellTimeoutError:
            self.parent.stopped = cell.source, TOO_LONG.format(seconds=self.timeout)
        except DeadKernelError:
            self.parent.stopped = cell.source, KERNEL_ENDED
        raise Stopped

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Let a message change the cell, as long as there is room for it."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data"):
            self._room -= len(str(msg["content"]))
            if self._room < 0:
                return None
        return super().process_message(msg, cell, cell_index)


class BoundedValidator(Validator):  # type: ignore[misc]
    """nbgrader's validator; a cell that did not end stands among those that failed."""

    preprocessors = List([CheckCellMetadata, ClearOutput, BoundedExecute])
    stopped: tuple[str, Text] | None = None
    """(source of the cell at which the run was given up, why)."""

    def validate(self, filename: str) -> dict[str, list[dict[str, str]]]:
        """What nbgrader found: {"failed": [{"source", "error" (HTML), "raw_error"}]} and such; {}: all passed."""
        found: dict[str, list[dict[str, str]]] = super().validate(filename)
        if self.stopped is None:
            return found
        source, why = self.stopped
        words = why.of(current_language())
        first = {"source": source, "error": html.escape(words), "raw_error": words}
        return {"failed": [first, *found.get("failed", [])]}


def validated(notebook: Path) -> dict[str, Any]:
    """nbgrader's answer to its Validate button: {"success": True, "value": findings}, or False and why."""
    try:
        app = ValidateApp()
        app.initialize([])
        return {"success": True, "value": BoundedValidator(parent=app).validate(str(notebook))}
    except Exception:
        return {"success": False, "value": traceback.format_exc()}


if __name__ == "__main__":
    print(json.dumps(validated(Path(sys.argv[1]))))
