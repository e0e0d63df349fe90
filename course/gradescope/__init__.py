"""Grading for Gradescope, on a host of autograders that has a Docker Engine."""
