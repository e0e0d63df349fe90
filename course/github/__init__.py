"""A class on GitHub: the repository that learners work in, and what a push to it is answered with."""

from typing import Literal

Classroom = Literal["actions", "classroom50", "plain"]
"""Who reads the score of a push."""
