"""P1d: a batch that is known already comes again."""

from __future__ import annotations

from typing import Any

from bench import database, house, measure, shop
from bench.p1 import open_house

NAME = "bench_again"
BATCH = 5_000


def run(options: Any) -> list[measure.Figure]:
    """Each round: a new batch, and the very same batch once more."""
    from django.db import connection

    codes = open_house(NAME, 10_000)
    intake = shop.Intake()
    intake.take(intake.groups(shop.rows(0, 500, codes)))
    house.settle(connection)
    wall, cpu, made = [], [], 500
    for _ in range(options.rounds):
        documents = shop.rows(made, BATCH, codes)
        groups = intake.groups(documents)
        pid = connection.connection.info.backend_pid
        with measure.spent(pid) as first:
            counts = intake.take(groups)
        made += BATCH
        before = _rows(connection)
        groups = intake.groups(documents)
        with measure.spent(pid) as again:
            second = intake.take(groups)
        if counts["created"] != BATCH or second["unchanged"] != BATCH or _rows(connection) != before:
            raise AssertionError(f"first {counts}, again {second}: stock or ledger was written")
        house.check(connection, made)
        wall.append(again.wall / first.wall * 100)
        cpu.append(again.cpu / first.cpu * 100)
        options.say(f"  first {first.wall:.2f} s, again {again.wall:.2f} s")
    connection.close()
    database.drop(NAME)
    return [
        measure.figure("P1d", "known batch again, of its first time", wall, goal="≤ 20 %", met=lambda m: m <= 20,
                       unit="%", note="wall"),
        measure.figure("P1d", "the same in processor time", cpu, goal="≤ 20 %", met=lambda m: m <= 20, unit="%"),
    ]  # fmt: skip


def _rows(connection: Any) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM orders_order), (SELECT count(*) FROM inventory_reservation),"
            " (SELECT count(*) FROM inventory_movement), (SELECT sum(reserved) FROM inventory_stocklevel),"
            " (SELECT count(*) FROM orders_orderevent)"
        )
        row: tuple[object, ...] = cursor.fetchone()
        return row
