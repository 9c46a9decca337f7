"""P1b: one order at a time, and how many statements it writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import database, house, measure, plain, shop
from bench.p1 import open_house

NAME = "bench_single"
ORDERS = 200
WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|COPY|WITH\b.*\b(INSERT|UPDATE|DELETE)\b)", re.IGNORECASE | re.DOTALL
)


def run(options: Any) -> list[measure.Figure]:
    """Orders one after the other, each its own transaction, as an API call or a checkout places them."""
    from django.db import connection

    codes = open_house(NAME, 2_000)
    wall, cpu = [], []
    with database.connect(NAME) as plainly:
        plainly.prepare_threshold = 5
        plain.build(plainly, codes)
        intake = shop.Intake()
        house.settle(connection)
        at = made = 0
        for round_ in range(options.rounds + 1):
            few = shop.rows(at, ORDERS, codes)
            drafts = _drafts(intake, few)
            at += ORDERS
            with measure.spent(plainly.info.backend_pid) as rows:
                plain.by_row(plainly, few)
            connection.ensure_connection()
            with measure.spent(connection.connection.info.backend_pid) as ours:
                for draft in drafts:
                    _place(intake, draft)
            made += ORDERS
            plain.check(plainly, made)
            house.check(connection, made)
            options.say(f"  orders/s: row by row {ORDERS / rows.wall:,.0f}, ours {ORDERS / ours.wall:,.0f}")
            if round_:
                wall.append(rows.wall / ours.wall * 100)
                cpu.append(rows.cpu / ours.cpu * 100)
        counts = {}
        for lines in (1, 2, 20):
            (draft,) = _drafts(intake, [_wide(at, lines, codes)])
            at += 1
            with written() as statements:
                _place(intake, draft)
            counts[lines] = len(statements)
            options.say(f"  {lines} lines: {len(statements)} writing statements: {' | '.join(statements)}")
    connection.close()
    database.drop(NAME)
    same = len(set(counts.values())) == 1
    return [
        measure.figure("P1b", "one order at a time, of row-wise SQL, one client", wall, goal="≥ 25 %",
                       met=lambda m: m >= 25, unit="%", note="wall"),
        measure.figure("P1b", "the same in processor time", cpu, goal="≥ 25 %", met=lambda m: m >= 25, unit="%"),
        measure.figure("P1b", "writing statements for 1, 2 and 20 lines", list(counts.values()), goal="≤ 4",
                       met=lambda m: m <= 4 and same, unit=""),
    ]  # fmt: skip


def _drafts(intake: shop.Intake, documents: list[list[list[str]]]) -> list[Any]:
    groups = intake.groups(documents)
    return intake.resolver.placements([intake.translator.understand(group).draft for group in groups])


def _place(intake: shop.Intake, placement: Any) -> None:
    from hanjo.orders import commands

    (placed,) = commands.place([placement], channel=shop.CHANNEL, prefix=shop.PREFIX, by=shop.BY)
    if not placed.created:
        raise AssertionError("an order was known before it was placed")


def _wide(number: int, lines: int, codes: list[str]) -> list[list[str]]:
    first = shop.rows(number, 1, codes)[0][0]
    return [[*first[:2], codes[line], f"木のうつわ {line}", *first[4:]] for line in range(lines)]


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements in the block that change tables, COPY included."""
    from django.db import connection

    from hanjo.kernel import bulk

    found: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            found.append(" ".join(sql.split())[:40])
        return execute(sql, params, many, context)

    stream = bulk._stream

    def copy(statement: str, lines: Any) -> None:
        found.append(" ".join(statement.split())[:40])
        stream(statement, lines)

    bulk._stream = copy
    try:
        with connection.execute_wrapper(look):
            yield found
    finally:
        bulk._stream = stream
