"""A learner's machine: what it has and lacks, setting it up, and the lab on it."""
