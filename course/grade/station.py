"""Where one notebook is graded: an engine and a kernel that nobody has used yet, thrown away afterwards."""

from contextlib import AbstractContextManager, ExitStack

import docker

from course.engine import Access, Engine, EngineError, outer
from course.engine import Limits as EngineLimits
from course.engine.images import KERNEL, Builder
from course.grade.kernel import LearnerKernel
from course.grade.limits import Limits
from course.grade.unlisted import without_ours

MOST_MEMORY = sum(docker.utils.parse_bytes(most) for most in (EngineLimits().memory, Limits().memory))
"""Bytes that one takes up at most, with the limits that both boxes have by default."""
SOUND_SECONDS = 5.0
"""How long an idle engine may take to answer."""


class Station:
    """Start it, let the kernel begin with a learner's notebook, and stop it. Started once, in any thread."""

    client: docker.DockerClient
    """Of the outer engine."""
    access: Access
    kernel: LearnerKernel

    def __init__(self, engine: AbstractContextManager[Access], limits: Limits) -> None:
        self.engine = engine
        self.limits = limits
        self._stack = ExitStack()

    def start(self) -> None:
        """Begin. Raises EngineError, DockerException, RequestException or OSError, and nothing is left then."""
        with ExitStack() as stack:
            self.client = outer.connect()
            stack.callback(self.client.close)
            Builder(self.client).build(KERNEL)  # there already, except on the first use of a host's engine
            self.access = stack.enter_context(self.engine)
            seen = stack.enter_context(without_ours(self.access))
            self.kernel = stack.enter_context(LearnerKernel(self.client, KERNEL.tag, seen, self.limits))
            self._stack = stack.pop_all()

    def stop(self) -> None:
        """Take away all that was made. May be called twice. Raises what `start` raises."""
        self._stack.close()

    def is_for(self, engine: object, limits: Limits) -> bool:
        """Whether this would be the same with another such engine and those limits."""
        return isinstance(self.engine, Engine) and self.engine.is_like(engine) and self.limits == limits

    @property
    def is_sound(self) -> bool:
        """Whether a started one could be graded at now: both may have died since, with the machine's engine."""
        try:
            return self.access.answers(SOUND_SECONDS) and self.kernel.is_running
        except EngineError:
            return False
