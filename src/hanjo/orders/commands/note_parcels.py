"""Note parcels."""

from __future__ import annotations

from collections.abc import Mapping
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
    Order.objects.bulk_update(
        changed, ["parcel_state", "carrier", "service", "window", "state", "shipped_at"], batch_size=500
    )
    texts: dict[str, list[int]] = {}
    for order in changed:
        note = notes.get(order.pk) or notes[leader[order.pk]]
        texts.setdefault(note.text, []).append(order.pk)
    for text, ids in texts.items():
        _settle.note(ids, "parcels", text, by=by)
    _settle.settle([order.pk for order in changed], by=by)
