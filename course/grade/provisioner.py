"""Kernels in containers, for jupyter_client: what it asks about a process is answered by a container."""

import asyncio
import signal
import time
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Instance

from course.grade.container import KernelContainer

KERNEL_NAME = "container-lifecycle"


class OneKernel(KernelSpecManager):
    """Knows our kernel and no other, whatever is installed on this machine or named by a notebook."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Our kernel, interrupted by a signal from outside: a message would need its cooperation."""
        return KernelSpec(argv=["launch", "{connection_file}"], display_name="Python 3", language="python")


class ContainerProvisioner(KernelProvisionerBase):
    """Starts, watches, signals and removes one kernel container."""

    box = Instance(KernelContainer)

    @property
    def _manager(self) -> Any:
        assert self.parent is not None, "a provisioner belongs to a kernel manager"
        return self.parent

    @property
    def has_process(self) -> bool:
        """Whether there is a container to look after."""
        return self.box.exists

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the connection file; nothing of our environment is passed on."""
        manager = self._manager
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **{**kwargs, "env": {}})

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the container. Raises EngineError."""
        connection_file = Path(self._manager.connection_file)
        # Its folder is for our eyes only, except through the mount.
        connection_file.chmod(0o644)
        self.box.start(connection_file.parent, connection_file)
        return self.connection_info

    async def poll(self) -> int | None:
        """None while the kernel runs, else its exit code."""
        return self.box.exit_code()

    async def wait(self) -> int | None:
        """Wait for the kernel's end, at most 10 seconds; returns its exit code, None when it still runs."""
        deadline = time.monotonic() + 10
        while (code := self.box.exit_code()) is None and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        return code

    async def send_signal(self, signum: int) -> None:
        """Send the kernel a signal."""
        self.box.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, which it cannot prevent."""
        self.box.signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """The same: nothing in the kernel is worth a grace period."""
        self.box.signal(signal.SIGKILL)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the container."""
        self.box.remove()
