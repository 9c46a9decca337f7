"""Note parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import rules
from hanjo.orders.commands import _settle
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
    is open again. Holds, shortages, state and stage follow in the same statement. Saying the same again changes
    nothing.
    """
    said: list[tuple[int, ParcelNote]] = []
    taken: set[int] = set()
    for pk, leader, parcel_state, state in _hold(list(notes)):
        note = notes.get(pk) or notes[leader]
        if parcel_state == note.state and not note.service:
            continue
        said.append((pk, note))
        if state == OrderState.TAKEN and note.state != ParcelState.SHIPPED:
            taken.add(pk)
    if not said:
        return
    now_confirmed = _write(said)
    _settle.note_each([(pk, note.text) for pk, note in said], "parcels", by=by)
    confirmed = [pk for pk in now_confirmed if pk in taken]
    _settle.note(confirmed, "confirm", _settle.CONFIRMED, by=by)


def _hold(order_ids: Sequence[int]) -> list[tuple[int, int, str, str]]:
    """Lock the orders and those that travel with them, in key order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, coalesce(merged_into_id, id), parcel_state, state FROM orders_order
            WHERE id = ANY(%(ids)s::bigint[]) OR merged_into_id = ANY(%(ids)s::bigint[])
            ORDER BY id FOR UPDATE
            """,
            {"ids": bulk.array(order_ids)},
        )
        found: list[tuple[int, int, str, str]] = cursor.fetchall()
        return found


_NEXT = """
    CASE WHEN d.parcel_state = 'shipped' THEN 'completed' WHEN o.state = 'completed' THEN 'confirmed'
         ELSE o.state END
"""
_UPDATE = f"""
    UPDATE orders_order o
    SET parcel_state = x.parcel_state, carrier = coalesce(nullif(x.carrier, ''), o.carrier),
        service = coalesce(nullif(x.service, ''), o.service), "window" = coalesce(x.slot, o."window"),
        shipped_at = CASE WHEN x.parcel_state = 'shipped' THEN %(now)s
                          WHEN o.state = 'completed' THEN NULL ELSE o.shipped_at END,
        open_holds = x.holds, short_lines = x.short,
        state = {_settle.STATE.format(state="x.next", holds="x.holds")},
        stage = {rules.STAGE_SQL.format(o="x", state="x.next", holds="x.holds", short="x.short", today="%(today)s")},
        version = o.version + 1
    FROM (
        SELECT w.id, w.holds, w.short, d.parcel_state, d.carrier, d.service, d.slot, {_NEXT} AS next,
               o.merged_into_id, o.held_by_hand, o.pay_policy, o.money_state, o.release_on, o.ship_on
        FROM unnest(%(ids)s::bigint[], %(kinds)s::int[]) AS n(id, kind)
        JOIN unnest(%(states)s::text[], %(carriers)s::text[], %(services)s::text[], %(slots)s::text[])
            WITH ORDINALITY AS d(parcel_state, carrier, service, slot, kind) ON d.kind = n.kind
        JOIN orders_order o ON o.id = n.id
        JOIN ({rules.DERIVED} WHERE o.id = ANY(%(ids)s::bigint[])) w ON w.id = n.id
    ) x
    WHERE o.id = x.id
    RETURNING o.id, o.state
"""


def _write(said: Sequence[tuple[int, ParcelNote]]) -> list[int]:
    """One statement for any number of orders; answers those that are confirmed after it."""
    kinds = {note: place for place, note in enumerate(dict.fromkeys(note for _, note in said), start=1)}
    values: dict[str, Any] = {
        "ids": bulk.array([pk for pk, _ in said]),
        "kinds": bulk.array([kinds[note] for _, note in said]),
        "states": [str(note.state) for note in kinds],
        "carriers": [note.carrier for note in kinds],
        "services": [note.service for note in kinds],
        "slots": [note.window for note in kinds],
        "now": clock.now(),
        "today": clock.business_date(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, values)
        return [pk for pk, state in cursor.fetchall() if state == OrderState.CONFIRMED]
