"""Proofs: statements about the whole database that must always hold (証明)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One statement about the database, as SQL.

    `count` answers how many things were looked at; `broken` lists those that disagree, with their evidence
    as columns. An empty answer is the proof.
    """

    name: str
    says: str
    count: str
    broken: str


@dataclass
class Verdict:
    """How a proof came out."""

    name: str
    says: str
    checked: int
    broken: int
    examples: list[dict[str, Any]] = field(default_factory=list)


MOST_EXAMPLES = 10
PROVEN = "kernel.proven"
"""The setting that holds how the last run of all proofs came out."""


@contextmanager
def _whole_tables(cursor: CursorWrapper) -> Iterator[None]:
    # A proof reads whole tables. Right after a large intake the planner knows nothing of them yet and would walk
    # one of them once per row of the other; joins by hash cost the same whatever it believes.
    cursor.execute("SET enable_nestloop = off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            cursor.execute("RESET enable_nestloop")


def prove(proof: Proof) -> Verdict:
    """Look at every row the statement is about and keep the first ten that disagree as evidence (証明)."""
    with connection.cursor() as cursor, _whole_tables(cursor):
        cursor.execute(proof.count)
        checked = int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT count(*) OVER () AS broken_total, b.* FROM ({proof.broken}) b LIMIT {MOST_EXAMPLES}"
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    total = int(rows[0]["broken_total"]) if rows else 0
    examples = [{key: str(value) for key, value in row.items() if key != "broken_total"} for row in rows]
    return Verdict(name=proof.name, says=proof.says, checked=checked, broken=total, examples=examples)


def run_all(proofs: Iterable[Proof]) -> list[Verdict]:
    """Run every proof in turn; the caller decides what a broken one means."""
    return [prove(proof) for proof in proofs]
