"""nbclient, made careful: a bound on what a kernel's messages can make of a notebook and of our memory."""

import json
import sys
from contextlib import suppress
from queue import Empty
from typing import Any, cast

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from course.grade.cells import say
from course.grade.limits import Limits

OUTPUTS = ("stream", "display_data", "execute_result", "error", "clear_output")
"""Messages that a cell's outputs are made of. Not `update_display_data`: one that is tiny can change thousands of
outputs at a time, which no count of what a kernel has sent would bound."""
DEEPEST = 50
"""How deep a message's data may be nested: json writes every line of it indented that far."""
LINE = 12
"""What a line takes up beside its text: the file holds it as a string of its own, indented, in quotes."""
CUT = "[출력이 한도를 넘어 여기서 잘랐습니다 · output beyond the limit was cut here]"


class BoundedClient(NotebookClient):
    """Runs single cells of one notebook in one manager's kernel. A cell's error is an output, no more."""

    def __init__(self, notebook: NotebookNode, manager: AsyncKernelManager, limits: Limits) -> None:
        super().__init__(
            notebook,
            km=manager,
            log=manager.log,
            timeout=None,
            iopub_timeout=2,  # the last message may be lost in a flood
            allow_errors=True,
            record_timing=False,
            store_widget_state=False,
            on_cell_execute=self._begin,
        )
        self.comm_open_handlers = {}
        self._limits = limits
        self._room = 0
        self._messages = 0
        self._cut = False
        self.kept = 0
        """Bytes of output in all cells so far."""
        self._heard_all = True
        self._context: zmq.asyncio.Context | None = None

    async def connect(self, context: zmq.asyncio.Context, seconds: float) -> None:
        """Open the channels and wait for the kernel. Raises RuntimeError when it dies or takes too long."""
        assert isinstance(self.km, AsyncKernelManager)
        self._context = context
        self.kc = client = self.km.client(context=context)
        client.start_channels(stdin=False, hb=False)
        client.allow_stdin = False
        await client.wait_for_ready(timeout=seconds)

    def disconnect(self) -> None:
        """Close the channels; the kernel itself is somebody else's to end."""
        if self.kc is not None:
            self.kc.stop_channels()
            self.kc = None

    async def async_execute_cell(
        self,
        cell: NotebookNode,
        cell_index: int,
        execution_count: int | None = None,
        store_history: bool = True,
    ) -> NotebookNode:
        """Run one cell. Raises DeadKernelError, or anything at all when the kernel speaks nonsense."""
        self._room = min(self._limits.output, self._limits.outputs - self.kept)
        self._messages, self._cut = self._limits.messages, False
        done = await super().async_execute_cell(cell, cell_index, execution_count, store_history)
        if not self._heard_all:
            await self._listen_again()
        return done

    def _begin(self, **_what: object) -> None:
        self._heard_all = False

    async def _listen_again(self) -> None:
        """Begin with new channels: zmq drops a connection for good after too large a message."""
        assert self._context is not None
        self.disconnect()
        with suppress(RuntimeError):  # not ready: then there is nothing to hear
            await self.connect(self._context, self._limits.interrupt)

    async def evaluate(self, expressions: dict[str, str]) -> dict[str, Any]:
        """Evaluate expressions beside the learner's names; returns the content of the kernel's reply.

        Raises DeadKernelError when the kernel ends first; never returns by itself when it does not answer.
        """
        client = cast(AsyncKernelClient, self.kc)
        request = client.execute("", silent=True, store_history=False, user_expressions=expressions)
        while True:
            try:
                reply = await client.get_shell_msg(timeout=1)
            except Empty:
                if not await client.is_alive():
                    raise DeadKernelError("Kernel died") from None
                continue
            if reply["parent_header"].get("msg_id") == request:
                content: dict[str, Any] = reply["content"]
                return content

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Let a message change the cell, as long as there is room for it."""
        kind, content = msg["msg_type"], msg["content"]
        if type(content.get("execution_count", 0)) is not int:
            content["execution_count"] = None  # it stands in the cell, whatever it is
        if kind in ("status", "execute_input"):
            self._heard_all = content.get("execution_state") == "idle"
            return super().process_message(msg, cell, cell_index)
        if kind not in OUTPUTS or self._cut:
            return None
        content.pop("transient", None)  # by its display_id, an output could be changed again
        size = _size(content)
        self._messages -= 1
        if size > self._room or self._messages <= 0:
            self._cut = True
            say(cell, CUT)
            return None
        self._room -= size
        self.kept += size
        if kind == "stream" and not self.clear_before_next_output and _continues(cell, content["name"]):
            cell.outputs[-1]["text"] += content["text"]
            return None
        return super().process_message(msg, cell, cell_index)


def _continues(cell: NotebookNode, name: str) -> bool:
    last = cell.outputs[-1] if cell.outputs else {}
    return last.get("output_type") == "stream" and last.get("name") == name


def _size(content: Any) -> int:
    """About the bytes that a message takes up in the notebook's file; without recursion, for it may be deep."""
    size, left = 0, [(content, 0)]
    while left:
        one, depth = left.pop()
        if depth > DEEPEST:
            return sys.maxsize
        size += LINE + depth + (_written(one) if isinstance(one, str) else 8)
        inner: list[Any] = []
        if isinstance(one, dict):
            inner = [*one.keys(), *one.values()]
        elif isinstance(one, list):
            inner = one
        left += [(each, depth + 1) for each in inner]
    return size


def _written(text: str) -> int:
    """With what JSON makes of control characters, and each of its lines on a line of its own."""
    written = json.dumps(text, ensure_ascii=False).encode("utf-8", errors="backslashreplace")
    return len(written) + LINE * len(text.splitlines())
