"""P2: what an order costs in batches of every size, and with ever more orders already there."""

from __future__ import annotations

from typing import Any

from bench import database, house, measure, shop
from bench.p1 import open_house
from bench.p1b import written

NAME = "bench_slope"
SIZES = (1, 10, 100, 1_000, 10_000)
STEP = 5_000
MEASURED = 5_000


def run(options: Any) -> list[measure.Figure]:
    """Statements by batch size; then cost at a tenth and at all of the orders that the run puts in first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = options.orders or 200_000
    least = most // 10
    codes = open_house(NAME, 10_000)
    intake = shop.Intake()
    intake.take(intake.groups(shop.rows(0, 100, codes)))
    house.settle(connection)
    at, statements, costs = 100, {}, {}
    for size in SIZES:
        groups = intake.groups(shop.rows(at, size, codes))
        at += size
        with CaptureQueriesContext(connection) as seen, written() as writes:
            intake.take(groups)
        statements[size] = len([q for q in seen.captured_queries if "SAVEPOINT" not in q["sql"]])
        costs[size] = len(writes)
    house.check(connection, at)
    options.say("  statements by batch size: " + ", ".join(f"{k}: {v}" for k, v in statements.items()))
    few = _cost(options, intake, codes, connection, at, least)
    at = max(at, least) + MEASURED * options.rounds
    many = _cost(options, intake, codes, connection, at, most)
    connection.close()
    database.drop(NAME)
    growth = list(statements.values())
    slope_cpu = [b.cpu / a.cpu for a, b in zip(few, many, strict=True)]
    slope = [b.wall / a.wall for a, b in zip(few, many, strict=True)]
    what = f"cost of an order among {most:,}, of the cost among {least:,}"
    return [
        measure.figure("P2", "statements for batches of 10, 100, 1,000, 10,000 orders", growth[1:], goal="flat",
                       met=lambda _: len(set(growth[1:])) == 1, unit=""),
        measure.figure("P2", what, slope, goal="≤ 1.3 ×", met=lambda m: m <= 1.3, note="wall, rounds not interleaved"),
        measure.figure("P2", "the same in processor time", slope_cpu, goal="≤ 1.3 ×", met=lambda m: m <= 1.3),
    ]  # fmt: skip


def _cost(
    options: Any, intake: shop.Intake, codes: list[str], connection: Any, at: int, wanted: int
) -> list[measure.Spent]:
    """Fill up to `wanted` orders, let earlier ones be done, and measure some batches."""
    while at < wanted:
        size = min(STEP, wanted - at)
        intake.take(intake.groups(shop.rows(at, size, codes)))
        at += size
    with connection.cursor() as cursor:  # most orders of a real shop have left long ago
        cursor.execute(
            "UPDATE orders_order SET stage = 'shipped', state = 'completed', parcel_state = 'shipped'"
            " WHERE stage = 'ready'"
        )
        cursor.execute("VACUUM ANALYZE orders_order")
        cursor.execute("ANALYZE")
    found = []
    for _ in range(options.rounds):
        groups = intake.groups(shop.rows(at, MEASURED, codes))
        at += MEASURED
        with measure.spent(connection.connection.info.backend_pid) as took:
            intake.take(groups)
        found.append(took)
    house.check(connection, at)
    options.say(
        f"  among {wanted:,}: {', '.join(f'{took.cpu / MEASURED * 1e6:.0f} µs' for took in found)} an order"
    )
    return found
