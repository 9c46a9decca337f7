"""What is known about orders that should leave, read for a whole batch with one statement per table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from hanjo.catalogue.models import Sku
from hanjo.fulfilment.rules import Piece
from hanjo.fulfilment.terms import InstructionState
from hanjo.kernel import bulk


class Outgoing(NamedTuple):
    """The part of an order that decides whether and how it leaves."""

    pk: int
    number: str
    merged_into_id: int | None
    state: str
    stage: str
    parcel_state: str
    money_state: str
    pay_policy: str
    pay_kind: str
    total_yen: int
    open_holds: int
    held_by_hand: bool
    short_lines: int
    name: str
    postal: str
    prefecture: str
    service: str
    window: str
    wanted_on: date | None
    temperature: str
    is_gift: bool


class Take(NamedTuple):
    """Goods set aside for one order line on one shelf."""

    order_line_id: int
    level_id: int
    quantity: int
    sku_id: int
    location_id: int
    bin: str


class Earlier(NamedTuple):
    """An instruction that an order already has, or had."""

    location_id: int
    state: InstructionState
    parcels: int  # all it ever had: their keys are never used again


_ORDERS = """
    SELECT o.id, o.number, o.merged_into_id, o.state, o.stage, o.parcel_state, o.money_state, o.pay_policy,
           o.pay_kind, o.total_yen, o.open_holds, o.held_by_hand, o.short_lines, o.name, o.postal, o.prefecture,
           o.service, o."window", o.wanted_on, o.temperature, o.is_gift
    FROM orders_order o
    WHERE o.id IN (
        SELECT a.id FROM orders_order a WHERE a.number = ANY(%(numbers)s::text[])
        UNION
        SELECT m.id FROM orders_order m JOIN orders_order a ON a.id = m.merged_into_id
        WHERE a.number = ANY(%(numbers)s::text[]))
    ORDER BY o.id
"""
_EARLIER = """
    SELECT i.order_id, i.location_id, i.state,
           (SELECT count(*) FROM fulfilment_parcel p WHERE p.instruction_id = i.id)
    FROM fulfilment_instruction i WHERE i.order_id = ANY(%s::bigint[])
    ORDER BY i.id
"""
_TAKES = """
    SELECT r."group", r.ref, r.level_id, r.quantity, l.sku_id, l.location_id, coalesce(b.code, '')
    FROM inventory_reservation r
    JOIN inventory_stocklevel l ON l.id = r.level_id
    JOIN inventory_location w ON w.id = l.location_id
    LEFT JOIN inventory_bin b ON b.id = l.bin_id
    WHERE r.state = 'open' AND r."group" = ANY(%s::text[]) AND (%s = '' OR w.code = %s)
    ORDER BY r.id
"""
_LINES = """
    SELECT l.order_id, l.id FROM orders_orderline l
    WHERE l.order_id = ANY(%s::bigint[]) AND l.kind = 'goods' AND l.quantity > l.cancelled_quantity
      AND NOT EXISTS (
        SELECT 1 FROM fulfilment_instructionline n JOIN fulfilment_instruction i ON i.id = n.instruction_id
        WHERE n.order_line_id = l.id AND i.state = 'dispatched')
"""


def _rows(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def orders_with_company(numbers: Sequence[str], *, lock: bool) -> list[Outgoing]:
    """These orders and those that travel with them, in key order; `lock` holds them for the writer."""
    sql = f"{_ORDERS} FOR UPDATE OF o" if lock else _ORDERS
    return [Outgoing._make(row) for row in _rows(sql, {"numbers": bulk.array(numbers)})]


def earlier_of(order_ids: Sequence[int]) -> dict[int, list[Earlier]]:
    """The instructions that orders already have, cancelled ones included."""
    found: dict[int, list[Earlier]] = defaultdict(list)
    for order_id, place, state, parcels in _rows(_EARLIER, [bulk.array(order_ids)]):
        found[order_id].append(Earlier(place, InstructionState(state), parcels))
    return found


def takes_of(leaders: Mapping[int, int], location: str) -> dict[int, list[Take]]:
    """What is set aside for each order and for those that travel with it."""
    groups = bulk.array([f"order:{pk}" for pk in leaders])
    takes: dict[int, list[Take]] = defaultdict(list)
    for group, ref, *rest in _rows(_TAKES, [groups, location, location]):
        line_id = int(ref[ref.rindex(":") + 1 :])
        takes[leaders[int(group[group.rindex(":") + 1 :])]].append(Take(line_id, *rest))
    return takes


def lines_of(leaders: Mapping[int, int]) -> dict[int, set[int]]:
    """Goods lines of each order that still want something and have not left yet."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for order_id, line_id in _rows(_LINES, [bulk.array(list(leaders))]):
        wanted[leaders[order_id]].add(line_id)
    return wanted


def pieces_of(sku_ids: Iterable[int]) -> dict[int, tuple[Piece, str]]:
    """Measures and temperature of each SKU; SKUs that are alike share one value, so that they are judged once."""
    rows = Sku.objects.filter(pk__in=list(sku_ids)).values_list(
        "id", "length_mm", "width_mm", "height_mm", "weight_g", "mail_size", "product__temperature"
    )
    known: dict[tuple[Any, ...], tuple[Piece, str]] = {}
    found: dict[int, tuple[Piece, str]] = {}
    for sku_id, long, wide, high, grams, mail, temperature in rows:
        key = (long, wide, high, grams, mail, temperature)
        if key not in known:
            piece = Piece(
                quantity=1, length_mm=long, width_mm=wide, height_mm=high, weight_g=grams, mail_size=mail
            )
            known[key] = (piece, temperature)
        found[sku_id] = known[key]
    return found
