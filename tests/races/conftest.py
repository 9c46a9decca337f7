"""The crew of the races: started once, used by all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.races.crew import Crew


@pytest.fixture(scope="session")
def _hands(django_db_setup: None, _quick_and_apart: None) -> Iterator[Crew]:
    crew = Crew()
    yield crew
    crew.end()


@pytest.fixture
def crew(transactional_db: Any, _hands: Crew) -> Crew:
    """Real processes against the database of this test."""
    return _hands
