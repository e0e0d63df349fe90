"""`python -m course`: the command `course`."""

from course.cli import main

main()
