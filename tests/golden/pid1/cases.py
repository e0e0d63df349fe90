"""Golden submissions of section 2, pid1."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name two-faces",
    "import docker",
    "--name beehive",
    "--name last-breath",
    "def write",
    'write("images/swift-web"',
    'write("images/ready-web"',
    "--name lonely-nap",
    "--name graveyard",
    "app_sh =",
    'write("images/relay"',
)
"""What is in the given cells that the exercises build on."""

CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
}
