"""The crew of the races: started once, used by all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

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


@pytest.fixture(autouse=True)
def _no_jobs_left(transactional_db: Any) -> Iterator[None]:
    """Django empties its own tables after such a test; the queue's are emptied here."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
