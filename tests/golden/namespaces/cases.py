"""Golden submissions of section 4, namespaces."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name left-room",
    "def namespaces",
    "--name quiet-web nginx",
    "--name stuck-app",
    "--name locked-safe",
)
"""What is in the given cells that the exercises build on."""

CASES: dict[str, Case] = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
}
