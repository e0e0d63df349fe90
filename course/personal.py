"""Values that belong to one learner, so that a copied answer shows.

They are derived from the learner's id with an HMAC under the course's key: the same for the same id wherever it is
asked, in a lab, in grading and on GitHub. Whoever sets COURSE_KEY gives a class values of its own.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass

KEY = "COURSE_KEY"
"""Environment variable with the course's key, the same where learners work and where their work is graded."""
LEARNER = "COURSE_LEARNER"
"""Environment variable with the learner's id."""
_OTHER_IDS = ("JUPYTERHUB_USER", "GITHUB_REPOSITORY_OWNER", "GITHUB_USER")

_COLOURS = (
    *("amber", "azure", "bronze", "copper", "coral", "crimson", "golden", "indigo", "ivory", "jade", "lilac"),
    *("lime", "mint", "ochre", "olive", "pearl", "plum", "ruby", "rust", "silver", "teal", "violet"),
)
_ANIMALS = (
    *("badger", "bison", "crane", "falcon", "ferret", "finch", "gecko", "heron", "ibis", "koala", "lemur"),
    *("lynx", "marten", "moose", "otter", "panda", "puffin", "raven", "seal", "stork", "tapir", "wren"),
)


@dataclass(frozen=True)
class Learner:
    """One learner's own values; print it to see them."""

    id: str
    """Who: the id that the lab, nbgrader or the repository's owner gives."""
    word: str
    """A word to save or to find again, such as `amber-heron-417`; fit for host and file names."""
    hostname: str
    """`box-` and the word."""
    exit_code: int
    """3 to 99: no exit code that a shell or Docker gives a meaning."""
    port: int
    """8100 to 8999."""

    @classmethod
    def of(cls, id: str, key: str | None = None) -> Learner:
        """The values of the learner with that id; `key` is by default COURSE_KEY, else the public one."""
        secret = key if key is not None else os.environ.get(KEY) or "container-lifecycle"
        digest = hmac.new(secret.encode(), id.encode(), hashlib.sha256).digest()
        colour, animal, number, code, port = (
            int.from_bytes(digest[start : start + 4]) for start in range(0, 20, 4)
        )
        word = f"{_COLOURS[colour % len(_COLOURS)]}-{_ANIMALS[animal % len(_ANIMALS)]}-{100 + number % 900}"
        return cls(id, word, f"box-{word}", 3 + code % 97, 8100 + port % 900)

    def to_json(self) -> str:
        """The values on one line, without the key they come from."""
        return json.dumps(asdict(self))


def learner_id() -> str:
    """Who works here: COURSE_LEARNER, else whom JupyterHub or GitHub names, else the user of this machine."""
    named = [os.environ.get(name, "").strip() for name in (LEARNER, *_OTHER_IDS)]
    return next(filter(None, named), None) or _user()


def learner() -> Learner:
    """Your own values: `me = learner()`, then `me.word`, `me.hostname`, `me.exit_code`, `me.port`."""
    return Learner.of(learner_id())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a uid without a name, as in some containers
        return "learner"
