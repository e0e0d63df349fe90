"""How much time, memory and output one submission may use up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and counts for grading one submission."""

    cell: float = 60
    """Seconds for one cell; then it is interrupted."""
    submission: float = 600
    """Seconds for all cells of a submission; then no more of them are run. Checks still are."""
    checks: float = 300
    """Seconds for all checks of one notebook; then its engine is ended, and what is left is not checked."""
    silence: float = 30
    """Seconds without an answer after which an engine counts as ended."""
    interrupt: float = 5
    """Seconds that an interrupted cell has left to end before its kernel is killed."""
    answer: float = 10
    """Seconds for working out the answer that a check is given."""
    start: float = 60
    """Seconds for the kernel to get ready."""
    output: int = 1_000_000
    """Bytes of output kept of one cell, as they stand in the notebook's file."""
    outputs: int = 20_000_000
    """Bytes of output kept of a whole submission."""
    messages: int = 5_000
    """Messages of output looked at for one cell."""
    message: int = 10_000_000
    """Bytes of one message from the kernel; a larger one is dropped before it is read."""
    answer_size: int = 64 * 1024
    """Bytes of one answer, as JSON."""
    memory: str = "512m"
    pids: int = 256
    cpus: float = 1.0
    home: str = "64m"
    """Room for files, in memory: the learner's folder, and /tmp as much again."""
