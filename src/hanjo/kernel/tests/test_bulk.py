"""What COPY takes in comes out again, letter by letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.kernel import bulk
from hanjo.kernel.models import AuditEntry, Telling

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


def kept(rows: list[list[Any]], few: int = bulk.FEW) -> list[list[Any]]:
    """Write rows, by INSERT up to `few` of them and else by COPY, and read them back."""
    AuditEntry.objects.all().delete()
    with patch.object(bulk, "FEW", few):
        bulk.copy_rows(AuditEntry, COLUMNS, rows)
    return [list(row) for row in AuditEntry.objects.order_by("id").values_list(*COLUMNS)]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROWS, max_size=5))
def test_every_text_and_document_comes_back_as_it_went(rows: list[tuple[Any, ...]]) -> None:
    written = [[AT, actor, command, refs, count, data] for actor, command, refs, count, data in rows]
    assert kept(written) == written
    assert kept(written, few=0) == written


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


def one(actor: str, count: int = 1) -> None:
    bulk.copy_rows(AuditEntry, COLUMNS, [[AT, actor, "b", [], count, {}]])


def too_large(actor: str) -> None:
    one(actor, count=10**12)
    actors()


def fail(actor: str, zero: int, then: Callable[[], object] = lambda: None) -> None:
    bulk.at_end(then)
    one(actor)
    one(actor, 1 // zero)


def actors() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("actor", flat=True))


def test_few_rows_of_several_tables_travel_as_one_statement(count_sql: Any) -> None:
    with count_sql() as seen, bulk.together():
        one("a")
        bulk.copy_rows(Telling, ["listener", "kind", "facts", "told_at"], [["l", "k", [{"a": "'"}], AT]])
        one("100 %s\\")
    assert seen.count == 1
    assert actors() == ["a", "100 %s\\"]
    assert Telling.objects.get().facts == [{"a": "'"}]


def test_whoever_reads_finds_the_rows_that_waited_and_larger_batches_come_after_them(count_sql: Any) -> None:
    with count_sql() as seen, bulk.together(), bulk.together():
        one("a")
        assert actors() == ["a"]
        one("b")
        bulk.copy_rows(AuditEntry, COLUMNS, [[AT, "many", "b", [], n, {}] for n in range(bulk.FEW + 1)])
    assert seen.count == 4  # INSERT, SELECT, INSERT, COPY
    assert actors() == ["a", "b"] + ["many"] * (bulk.FEW + 1)


def test_rows_that_wait_are_gone_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), bulk.together():
        fail("a", 0)
    one("b")
    assert actors() == ["b"]


def test_rows_that_wait_are_taken_back_to_a_savepoint_with_the_others() -> None:
    with bulk.together():
        one("before")
        with pytest.raises(DataError), transaction.atomic():
            too_large("inside")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail("inside", 0)
        one("after")
    assert actors() == ["before", "after"]


def test_what_is_told_in_the_block_is_kept_with_the_rows_and_gone_with_a_savepoint(count_sql: Any) -> None:
    done: list[str] = []
    with count_sql() as seen, bulk.together():
        bulk.at_end(lambda: (one("later"), done.append("later")))
        bulk.next_ids(AuditEntry, 1)
        one("first")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail("inside", 0, then=lambda: done.append("never"))
        one("after")
        bulk.at_end(lambda: done.append("end"))
    bulk.at_end(lambda: done.append("at once"))
    assert done == ["later", "end", "at once"]
    assert actors() == ["first", "later", "after"]
    assert seen.count == 3  # the ids, what was before the savepoint, what came after it


def test_ids_taken_ahead_are_never_given_again() -> None:
    ids = bulk.next_ids(AuditEntry, 5)
    made = AuditEntry.objects.create(actor="a", command="b")
    assert len(set(ids)) == 5
    assert made.pk > max(ids)
    assert bulk.next_ids(AuditEntry, 0) == []
    (audits, tellings, none) = bulk.ids_for((AuditEntry, 2), (Telling, 3), (Telling, 0))
    assert (len(set(audits)), len(set(tellings)), none) == (2, 3, [])
    assert min(audits) > made.pk


def loops() -> bool:
    """Whether the planner would join a table that it believes empty by nested loops."""
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT 1 FROM kernel_auditentry a JOIN kernel_telling t ON t.id = a.count WHERE a.actor = 'x'"
        )
        return any("Nested Loop" in line for (line,) in cursor.fetchall())


def test_statements_over_whole_tables_never_join_row_by_row() -> None:
    """With statistics of when both were empty, a join of a whole catalogue row by row would take hours."""
    with connection.cursor() as cursor:
        for table in ("kernel_auditentry", "kernel_telling"):
            cursor.execute(f"ANALYZE {table}")
    assert loops()
    with bulk.whole_tables():
        assert not loops()
    assert loops()
    with bulk.whole_tables(every=False):
        assert loops()
