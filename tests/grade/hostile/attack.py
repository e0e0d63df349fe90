"""One attack: a cell between honest ones, and what may come of it."""

from dataclasses import dataclass, field

from course.grade import Limits
from course.language import Lang, Text

EVERY_RIGHT = (
    "--pid host --network host --ipc host --uts host --userns host --cgroupns host --cap-add ALL "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined -v /:/host"
)
"""All that `docker run` can give away without `--privileged`."""

QUICK = Limits(cell=15, submission=75, interrupt=2, answer=4, checks=60, silence=10)
"""Limits of the usual kind, for who has not as much time."""

HONEST = {
    "states-create-work": "!docker create --name first-box nginx",
    "states-created-has-work": """created = {"pid": 0, "ip": "", "networks": ["bridge"], "log_lines": 0,
           "started": False}""",
    "states-start-work": "!docker start first-box",
    "states-run-work": "!docker run -d --name second-box nginx",
    "states-exit-code-work": '!docker run --name end-box shell sh -c "exit {me.exit_code}"',
}
"""The work around an attack."""
BEFORE = {"states-create": 2, "states-created-has": 2, "states-start": 1, "states-run": 1}
AFTER = {"states-exit-code": 1}
"""{check: points} of the exercises before an attack, and after it."""


@dataclass(frozen=True)
class Attack:
    """A cell's code, run after four honest exercises (6 points) and before another one (1 point).

    It knows where things are that it must not reach: `secret` (a file of this machine), `room` (its folder, with
    other learners' work, results and the gradebook in it), `neighbour` (the socket of another learner's engine),
    `port` (a server on this machine's 127.0.0.1), `process` (PID of a process of this machine); and `every_right`.
    What it gets hold of, it says by `escaped()`, or `echo ESC""APED` in a shell.
    """

    must_not: str
    cell: str
    says: tuple[str | Text, ...] = ()
    """What has to stand beside the cell or in a verdict: regular expressions, which show that the attempt was made,
    and sentences of the grader's, which say what limit it met."""
    costs: str = "nothing"
    """`nothing`, the `cells` after it, the `engine` (no check after it can be made), or `whatever` of these."""
    lang: Lang = "ko"
    limits: Limits = field(default=QUICK)
