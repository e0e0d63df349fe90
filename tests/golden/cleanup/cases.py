"""Golden submissions of section 5, cleanup."""

from case import Case

NEEDED: tuple[str, ...] = (
    "from course import check",
    "--name polite-diary",
    "--name attic-created",
    "--name tea-early",
    "--name clay-pot",
    "--name lane-walker",
)
"""What is in the given cells that the exercises build on."""

CASES = {
    "blank": Case(whole=True),
    "solved": Case(whole=True),
}
