"""A learner's kernel, driven cell by cell from outside, with a bound on all it can make us wait for."""

import asyncio
import logging
import shutil
import tempfile
from asyncio import Runner
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import docker
import zmq
import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from course.engine import Access, EngineError
from course.grade.answers import NO_KERNEL, TOO_SLOW, Answer, as_json, missing, read_reply
from course.grade.cells import say
from course.grade.client import BoundedClient
from course.grade.container import KernelContainer
from course.grade.limits import Limits
from course.grade.provisioner import KERNEL_NAME, ContainerProvisioner, OneKernel
from course.language import Lang, Text
from course.personal import Learner

# What a kernel does is told in its notebook; the log of the libraries would only repeat it on the terminal.
SILENT = logging.Logger("course.grade.kernel")
SILENT.addHandler(logging.NullHandler())

INTERRUPTED = Text(
    ko="이 셀은 {seconds}초가 지나도 끝나지 않아 중단했습니다.",
    en="This cell was interrupted: it had not ended after {seconds} seconds.",
)
KILLED = Text(
    ko="이 셀은 {seconds}초가 지나도 끝나지 않았고 중단 시그널도 무시하여 커널을 강제로 끝냈습니다.",
    en="The kernel was killed: this cell had not ended after {seconds} seconds and ignored the interrupt.",
)
DIED = Text(
    ko="이 셀에서 커널이 끝났습니다. 다음 셀들은 실행하지 않습니다.",
    en="The kernel ended in this cell. The cells after it are not run.",
)
OUT_OF_MEMORY = Text(
    ko="이 셀에서 메모리 한도({memory})를 넘어 커널이 끝났습니다. 다음 셀들은 실행하지 않습니다.",
    en="The kernel went over its memory limit ({memory}) in this cell. The cells after it are not run.",
)
NOT_RUN = Text(
    ko="커널이 끝났거나 시간이 다 되어 이 셀은 실행하지 않았습니다.",
    en="This cell was not run: the kernel had ended, or the time was used up.",
)


class LearnerKernel:
    """A context manager around one kernel container; its methods return, whatever the cells do.

    Entered, its container starts; whose cells it runs it is told by `begin`, which may be long after.
    """

    def __init__(self, outer: docker.DockerClient, image: str, access: Access, limits: Limits) -> None:
        self._access = access
        self._limits = limits
        self._box = KernelContainer(outer, image, access, limits)
        self._context = zmq.asyncio.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, limits.message)
        self._context.setsockopt(zmq.RCVHWM, 20)
        self._context.setsockopt(zmq.LINGER, 0)
        self._manager: AsyncKernelManager | None = None
        self._client: BoundedClient | None = None
        self.alive = False
        self.before_kill: Callable[[], None] = lambda: None
        """Called while a kernel that is about to be killed can still be looked at."""

    def __enter__(self) -> Self:
        """Start its container. Raises EngineError."""
        self._runner = Runner()
        # In the engine's state folder, so that what a killed grader leaves behind goes with its engine.
        self._folder = Path(tempfile.mkdtemp(prefix="kernel-", dir=self._access.folder))
        try:
            self._runner.run(self._start())
        except BaseException:
            self.close()
            raise
        return self

    def begin(self, notebook: NotebookNode, lang: Lang, learner: Learner, outputs: int) -> None:
        """Wait until it is ready for this learner's cells, `outputs` bytes of output of which are kept.

        Raises EngineError when it does not get ready in time.
        """
        self._notebook = notebook
        self._lang = lang
        self._limits = replace(self._limits, outputs=outputs)
        self._runner.run(self._connect({"COURSE_LANG": lang, "COURSE_LEARNER_VALUES": learner.to_json()}))
        self.alive = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove its container; may be called twice. Raises EngineError when that does not go."""
        # Nothing may stay: an open zmq context would keep this process alive.
        self.alive = False
        try:
            self._box.remove()
        finally:
            if self._client is not None:
                self._client.disconnect()
            self._context.destroy(linger=0)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._runner.close()

    @property
    def name(self) -> str:
        """Of its container on the outer engine."""
        return self._box.name

    @property
    def is_running(self) -> bool:
        """Whether its container runs. Raises EngineError."""
        return self._box.exit_code() is None

    @property
    def kept(self) -> int:
        """Bytes of output that its cells have left in the notebook."""
        return self._client.kept if self._client else 0

    def run(self, index: int, seconds: float) -> None:
        """Run one cell of the notebook for at most that long; outputs and what went wrong go into it."""
        cell = self._notebook.cells[index]
        if not self.alive or seconds <= 0:
            say(cell, NOT_RUN.of(self._lang))
            return
        ended = self._runner.run(self._run(cell, index, seconds))
        if ended is not None:
            say(cell, ended.of(self._lang))

    def answer(self, expression: str) -> Answer:
        """What a trusted expression is in the learner's kernel, as plain JSON data, or why it is not."""
        if not self.alive:
            return missing(NO_KERNEL, expression)
        return self._runner.run(self._answer(expression))

    def still(self) -> AbstractContextManager[None]:
        """Nothing of the learner's runs in the kernel's container meanwhile: no thread, no process left behind."""
        return self._box.still()

    async def _start(self) -> None:
        # The kernel owns neither folder: this one is ours alone, and of the next it loses the right to write.
        shared = self._folder / "ipc"
        shared.mkdir()
        shared.chmod(0o777)
        self._manager = manager = AsyncKernelManager(
            kernel_name=KERNEL_NAME,
            kernel_spec_manager=OneKernel(),
            transport="ipc",
            ip=str(shared / "k"),
            connection_file=str(shared / "kernel.json"),
            context=self._context,
            log=SILENT,
        )
        manager.provisioner = ContainerProvisioner(
            box=self._box, parent=manager, kernel_spec=manager.kernel_spec
        )
        await manager.start_kernel()

    async def _connect(self, environment: dict[str, str]) -> None:
        """Open the channels, and tell the kernel what is in its environment for this learner."""
        assert self._manager is not None, "enter the kernel first"
        self._client = client = BoundedClient(self._notebook, self._manager, self._limits)
        try:
            await client.connect(self._context, self._limits.start)
            told = {"told": f"__import__('os').environ.update({environment!r})"}
            await asyncio.wait_for(client.evaluate(told), self._limits.start)
        except (RuntimeError, TimeoutError, DeadKernelError) as error:
            said = self._box.last_words()
            why = str(error) or "no answer"
            raise EngineError(f"the kernel in {self._box.name} did not get ready ({why}): {said}") from error
        (self._folder / "ipc").chmod(0o755)

    async def _run(self, cell: NotebookNode, index: int, seconds: float) -> Text | None:
        """None when the cell ended by itself, else what to tell about it."""
        client = self._connected()
        task = asyncio.ensure_future(client.async_execute_cell(cell, index))
        if await _ended(task, seconds):
            return self._verdict_on(task)
        self._box.signal(2)
        if await _ended(task, self._limits.interrupt):
            return self._verdict_on(task) or INTERRUPTED.format(seconds=f"{seconds:.0f}")
        await self._abandon(task)
        return KILLED.format(seconds=f"{seconds:.0f}")

    def _verdict_on(self, task: "asyncio.Future[Any]") -> Text | None:
        """A failed task means a kernel that died or sent what no kernel sends: it is not used again."""
        if not _failed(task):
            return None
        self._box.exit_code()
        text = OUT_OF_MEMORY if self._box.ran_out_of_memory() else DIED
        self._give_up()
        return text.format(memory=self._limits.memory)

    async def _answer(self, expression: str) -> Answer:
        client = self._connected()
        task = asyncio.ensure_future(client.evaluate({"answer": as_json(expression, self._limits)}))
        if not await _ended(task, self._limits.answer):
            self._box.signal(2)
            if not await _ended(task, self._limits.interrupt):
                await self._abandon(task)
            return missing(TOO_SLOW, expression, seconds=f"{self._limits.answer:.0f}")
        if _failed(task):
            self._give_up()
            return missing(NO_KERNEL, expression)
        return read_reply(expression, task.result(), self._limits)

    async def _abandon(self, task: "asyncio.Future[Any]") -> None:
        self._give_up()
        task.cancel()
        if await _ended(task, self._limits.interrupt) and not task.cancelled():
            task.exception()  # looked at, or asyncio would report it on the terminal

    def _connected(self) -> BoundedClient:
        assert self._client is not None, "let the kernel begin first"
        return self._client

    def _give_up(self) -> None:
        self.alive = False
        self.before_kill()
        self._box.signal(9)


def _failed(task: "asyncio.Future[Any]") -> bool:
    """Whether an ended task failed by the kernel's fault. Raises EngineError when it was the machine's."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, EngineError):
        raise error
    return task.cancelled() or error is not None


async def _ended(task: "asyncio.Future[Any]", seconds: float) -> bool:
    """Wait for a task, at most that long; whether it has ended."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)
