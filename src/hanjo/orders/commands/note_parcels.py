"""Note parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState, ParcelState


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelNote:
    """How far the goods of an order are, and by what service."""

    state: ParcelState
    text: str
    carrier: str = ""
    service: str = ""
    window: str | None = None


@command("orders.note_parcels", "出荷状況の反映")
def note_parcels(notes: Mapping[int, ParcelNote], *, by: Actor) -> None:
    """Write how far the goods are onto many orders and onto those that travel with them (出荷状況).

    Called by fulfilment only. An order whose goods all left is completed; one whose instruction was taken back
    is open again. Saying the same again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coalesce(merged_into_id, id) FROM orders_order WHERE id = ANY(%s) OR merged_into_id = ANY(%s)",
            [list(notes), list(notes)],
        )
        leader = dict(cursor.fetchall())
    orders = list(Order.objects.select_for_update().filter(pk__in=leader).order_by("id"))
    now = clock.now()
    changed = []
    for order in orders:
        note = notes.get(order.pk) or notes[leader[order.pk]]
        if order.parcel_state == note.state and not note.service:
            continue
        order.parcel_state = note.state
        order.carrier = note.carrier or order.carrier
        order.service = note.service or order.service
        order.window = order.window if note.window is None else note.window
        if note.state == ParcelState.SHIPPED:
            order.state, order.shipped_at = OrderState.COMPLETED, now
        elif order.state == OrderState.COMPLETED:
            order.state, order.shipped_at = OrderState.CONFIRMED, None
        changed.append(order)
    _write(changed)
    texts: dict[str, list[int]] = {}
    for order in changed:
        note = notes.get(order.pk) or notes[leader[order.pk]]
        texts.setdefault(note.text, []).append(order.pk)
    for text, ids in texts.items():
        _settle.note(ids, "parcels", text, by=by)
    _settle.settle([order.pk for order in changed], by=by)


def _write(orders: Sequence[Order]) -> None:
    """One statement for any number of orders."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE orders_order o
            SET parcel_state = d.parcel_state, carrier = d.carrier, service = d.service, "window" = d.slot,
                state = d.state, shipped_at = d.shipped_at
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
                AS d(id, parcel_state, carrier, service, slot, state, shipped_at)
            WHERE o.id = d.id
            """,
            [
                [order.pk for order in orders],
                [str(order.parcel_state) for order in orders],
                [order.carrier for order in orders],
                [order.service for order in orders],
                [order.window for order in orders],
                [str(order.state) for order in orders],
                [order.shipped_at for order in orders],
            ],
        )
