"""Every test here has a learner with an engine that holds no containers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from learners import Learner

from course.engine import Access

collect_ignore = ["sample_graders"]


@pytest.fixture
def learner(shared_engine: Access) -> Iterator[Learner]:
    """Starts with no containers and leaves none."""
    learner = Learner(shared_engine)
    learner.clean()
    yield learner
    learner.clean()
    learner.client.close()
