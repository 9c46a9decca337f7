"""P1b over HTTP: guests walk through the shop's checkout, from the empty cart to the order."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import database, front, house, measure, shop
from bench.p1 import open_house

NAME = "bench_checkout"
ORDERS, AT_ONCE, SKUS = 60, 8, 2_000


def run(options: Any) -> list[measure.Figure]:
    """Eight guests at a time against two web processes; two goods each; then the house must add up."""
    from django.db import connection

    codes = open_house(NAME, SKUS)
    front.open_shop(shop.BY)
    house.settle(connection)
    rates, cpu = [], []
    with tempfile.TemporaryDirectory() as home:
        web = front.Web(NAME, Path(home))
        try:
            made = 0
            for round_ in range(options.rounds + 1):
                wanted = [
                    [(codes[(made + n) * 7 % SKUS], 1), (codes[(made + n) * 11 % SKUS + 0], 2)]
                    for n in range(ORDERS)
                ]
                wanted = [[pair[0]] if pair[0][0] == pair[1][0] else pair for pair in wanted]
                start, busy = time.perf_counter(), web.cpu()
                with ThreadPoolExecutor(AT_ONCE) as guests:
                    done = list(guests.map(web.buy, wanted, range(made + 1, made + ORDERS + 1)))
                took, spent = time.perf_counter() - start, web.cpu() - busy
                if not all(done):
                    raise AssertionError(f"only {sum(done)} of {ORDERS} guests bought")
                made += ORDERS
                _check(connection, made)
                options.say(
                    f"  orders/s {ORDERS / took:.1f}; {spent / ORDERS * 1000:.0f} ms of the web's processor each"
                )
                if round_:
                    rates.append(ORDERS / took)
                    cpu.append(spent / ORDERS * 1000)
        finally:
            web.end()
    connection.close()
    database.drop(NAME)
    return [
        measure.figure("P1b", "orders through the checkout's pages, two web processes", rates, goal="", met=None,
                       unit="/s", note="5 requests an order"),
        measure.figure("P1b", "processor time of the web processes for one order", cpu, goal="", met=None, unit="ms"),
    ]  # fmt: skip


def _check(connection: Any, orders: int) -> None:
    """As many orders as were told, all stock theirs, no hold left."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM orders_order), (SELECT count(*) FROM storefront_checkoutorder),
                   (SELECT coalesce(sum(quantity), 0) FROM orders_orderline WHERE kind = 'goods'),
                   (SELECT coalesce(sum(reserved), 0) FROM inventory_stocklevel),
                   (SELECT count(*) FROM inventory_hold WHERE state = 'open')
            """
        )
        found = cursor.fetchone()
    if found[0] != orders or found[1] != orders or found[2] != found[3] or found[4]:
        raise AssertionError(f"the shop does not add up: {found}, {orders} orders expected")
