"""A class on GitHub: the repository that learners work in, and what a push to it is answered with."""
