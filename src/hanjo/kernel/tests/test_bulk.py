"""What COPY takes in comes out again, letter by letter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DataError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.kernel import bulk
from hanjo.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 3, 4, 5, 678901, tzinfo=UTC)
TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60
) | st.sampled_from(
    ["\\N", "\\.", "\\", "\\\\", "\t", "\n", "\r", "\r\n", "\\t", "a\tb\\nc", "", '"', "\u2028", "\x0b"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
DOCUMENT = st.dictionaries(TEXT, JSON, max_size=3)
ROWS = st.tuples(TEXT, TEXT, st.lists(TEXT, max_size=3), st.integers(-9, 9), DOCUMENT)
COLUMNS = ["at", "actor", "command", "refs", "count", "data"]


def kept(rows: list[list[Any]]) -> list[list[Any]]:
    """Copy rows in and read them back."""
    AuditEntry.objects.all().delete()
    bulk.copy_rows(AuditEntry, COLUMNS, rows)
    return [list(row) for row in AuditEntry.objects.order_by("id").values_list(*COLUMNS)]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROWS, max_size=5))
def test_every_text_and_document_comes_back_as_it_went(rows: list[tuple[Any, ...]]) -> None:
    written = [[AT, actor, command, refs, count, data] for actor, command, refs, count, data in rows]
    assert kept(written) == written


def test_more_rows_than_one_block_come_back_in_order() -> None:
    rows = [[AT, f"a\t{n}\\", "x", [], n, {"n": n, "text": "改行\n" * 100}] for n in range(1500)]
    assert kept(rows) == rows


def test_no_rows_write_nothing() -> None:
    assert kept([]) == []


def test_a_broken_row_writes_nothing_of_the_batch_and_is_an_error_that_commands_know() -> None:
    AuditEntry.objects.all().delete()
    rows: list[list[Any]] = [[AT, "a", "b", [], 1, {}], [date(2026, 1, 1), "a", "b", [], "many", {}]]
    with pytest.raises(DataError), transaction.atomic():
        bulk.copy_rows(AuditEntry, COLUMNS, rows)
    assert not AuditEntry.objects.exists()


def test_ids_taken_ahead_are_never_given_again() -> None:
    ids = bulk.next_ids(AuditEntry, 5)
    made = AuditEntry.objects.create(actor="a", command="b")
    assert len(set(ids)) == 5
    assert made.pk > max(ids)
    assert bulk.next_ids(AuditEntry, 0) == []
