"""What must be true of the house after every round."""

from __future__ import annotations

from typing import Any

ADDS_UP = """
SELECT (SELECT count(*) FROM orders_order), (SELECT count(*) FROM orders_orderline),
       (SELECT coalesce(sum(quantity), 0) FROM inventory_reservation WHERE state = 'open'),
       (SELECT coalesce(sum(reserved), 0) FROM inventory_stocklevel),
       (SELECT coalesce(sum(quantity), 0) FROM orders_orderline WHERE kind = 'goods')
"""


def check(connection: Any, orders: int) -> None:
    """As many orders and lines as came, and reserved = reservations = ordered pieces."""
    with connection.cursor() as cursor:
        cursor.execute(ADDS_UP)
        found = cursor.fetchone()
    if found[:2] != (orders, orders * 2) or len(set(found[2:])) != 1:
        raise AssertionError(f"the house does not add up: {found}, {orders} orders expected")


def ready(connection: Any) -> int:
    """How many orders nothing stops."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders_order WHERE stage = 'ready'")
        return int(cursor.fetchone()[0])


def settle(connection: Any) -> None:
    """Statistics as a running shop has them: autovacuum would come by at a moment of its own."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
