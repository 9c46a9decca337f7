"""Read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.channels import buffers, listed
from hanjo.channels.buffers import Wanted
from hanjo.channels.commands import _stock
from hanjo.channels.commands._outside import ask
from hanjo.channels.drifts import Sight, cause_of
from hanjo.channels.malls.port import Limited, Stock
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection, Drift
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_stock import DriftCause
from hanjo.inventory.terms import Cause
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(slots=True)
class ReadBack:
    """What a look at a mall found: how many listings were looked at, differences by cause, listings not there."""

    looked: int = 0
    drifts: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    left: int = 0  # that the mall's limit left for later
    again_s: float = 0.0  # when the mall may be asked again


def read_back(channel: str, *, by: Actor, most: int | None = None) -> ReadBack:
    """Look at what a mall really shows, those first that were looked at longest ago (在庫の読み返し).

    Each number is laid beside what we believe, what is available, and what the warehouse has counted. A difference is
    written down with its cause. What was edited outside, did not arrive or is our own fault is healed by a push; fewer
    pieces than believed may be an order that is not here yet, and wait for the next look. Looking again at
    a difference that is known writes nothing twice.

    When the mall wants fewer calls, the answer says how many are left, and when to go on.
    """
    joined = connection_of(channel, live=True)
    size = max(mall(joined.mall).BATCHES.read, 1)
    left = Policy.of(joined.policy).read_back_per_hour if most is None else most
    done = ReadBack()
    rows = _sample(joined, left)
    for at in range(0, len(rows), size):
        part = rows[at : at + size]
        stocks = [Stock(code=row[1], ref=json.loads(row[2]), quantity=row[3]) for row in part]
        asked_at = clock.now()
        try:
            shown = ask(joined, lambda port, stocks=stocks: port.shown(stocks))  # type: ignore[misc]  # bound at once
        except Limited as limited:  # those that were looked at are the newest now: the rest comes first
            done.left, done.again_s = len(rows) - at, max(limited.seconds, 1.0)
            break
        numbers = {one.code: one.quantity for one in shown}
        _note(joined, {row[1]: row[0] for row in part}, numbers, asked_at, done, by=by)
    return done


def _sample(joined: Connection, most: int) -> list[tuple[int, str, str, int]]:
    """The listings that were looked at longest ago; what is on its way is left alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.id, l.code, s.ref, s.shown
            FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
            WHERE s.channel_id = %s AND s.is_on AND s.shown IS NOT NULL AND s.sending IS NULL
            ORDER BY s.read_at NULLS FIRST LIMIT %s
            """,
            [joined.channel_id, most],
        )
        return list(cursor.fetchall())


_SEEN = """
    SELECT s.id, s.sku_id, s.shown, (s.because->>'before')::int, l.code,
           coalesce((SELECT sum(i.quantity - i.cancelled_quantity)
                     FROM orders_order o JOIN orders_orderline i ON i.order_id = o.id
                     WHERE o.channel = %(channel)s AND i.code = l.code
                       AND o.ordered_at > s.shown_at AND o.ordered_at <= to_timestamp(%(asked)s)), 0)::int,
           d.id, d.cause, s.shown_at
    FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
    LEFT JOIN LATERAL (SELECT d.id, d.cause FROM channels_drift d WHERE d.stock_id = s.id AND d.healed_at IS NULL
                       ORDER BY d.id DESC LIMIT 1) d ON TRUE
    WHERE s.id = ANY(%(ids)s) AND s.sending IS NULL AND s.shown IS NOT NULL AND s.shown_at <= to_timestamp(%(asked)s)
    ORDER BY s.id FOR NO KEY UPDATE OF s
"""


@dataclass(slots=True)
class _Found:
    """What is known of the SKUs that were looked at, and what has to be written after the look."""

    free: Mapping[int, int]
    counted: Mapping[int, dict[str, Any]]
    drifts: list[Drift] = field(default_factory=list)
    healed: list[tuple[int, int]] = field(default_factory=list)  # listing, what it really shows: told anew
    settled: list[int] = field(default_factory=list)  # drifts that are none any more
    renamed: list[tuple[int, str]] = field(default_factory=list)  # drifts whose cause turned out otherwise


@command("channels.read_back", "在庫の読み返し")
def _note(
    joined: Connection,
    ids: Mapping[str, int],
    shown: Mapping[str, int | None],
    asked_at: datetime,
    done: ReadBack,
    *,
    by: Actor,
) -> None:
    """Write down what a mall showed, and have what differs pushed (在庫の読み返し)."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "channel": joined.channel.code,
            "asked": asked_at.timestamp(),
            "ids": bulk.array(list(ids.values())),
        }
        cursor.execute(_SEEN, values)  # what was pushed while we looked is left out
        rows = cursor.fetchall()
    skus = sorted({row[1] for row in rows})
    sides, free = listed.sides(skus, listed.ways()), listed.free(skus)
    now = clock.now().timestamp()
    wanted = {one.side.id: one for sku in skus for one in buffers.decide(free[sku], sides[sku], now)}
    found = _Found(free, _counted(skus))
    for row in rows:
        done.looked += 1
        number = shown.get(row[4])
        if number is None:
            done.missing.append(row[4])
            continue
        cause = _judge(row, number, wanted[row[0]], found)
        if cause is not None:
            done.drifts[cause.value] = done.drifts.get(cause.value, 0) + 1
    _write(found, {ids[code]: number for code, number in shown.items() if code in ids}, asked_at)
    if found.healed:
        _stock.ask_to_push([joined.channel.code])
        audit.record(by, "channels.read_back", [f"stock:{pk}" for pk, _ in found.healed], found=done.drifts)


def _judge(row: Sequence[Any], number: int, wanted: Wanted, found: _Found) -> DriftCause | None:
    pk, sku_id, believed, before, _, sold, open_id, open_cause, shown_at = row
    waits = open_cause == DriftCause.LATE_ORDER
    books = found.counted.get(sku_id, {})
    sight = Sight(
        found=number, believed=believed, before=before, wanted=wanted.quantity, sold_since=sold,
        is_due=bool(wanted.side.due_at), suspected=waits,
        counted="because" in books or books.get("at", "") > shown_at.isoformat(),
    )  # fmt: skip
    cause = cause_of(sight)
    if cause is None:
        found.settled += [open_id] if open_id else []
        return None
    if cause != DriftCause.LATE_ORDER:
        found.healed.append((pk, number))
    if open_id is None:
        evidence = {"before": before, "wanted": wanted.quantity, "sold_since": sold, "sku": sku_id}
        if books:
            evidence["counted"] = books
        found.drifts.append(
            Drift(
                stock_id=pk, believed=believed, found=number, available=found.free[sku_id], cause=cause,
                evidence=evidence,
            )
        )  # fmt: skip
    elif waits and cause != DriftCause.LATE_ORDER:
        found.renamed.append((open_id, cause.value))
    return cause


_COUNTED = """
    SELECT v.sku_id, sum(v.on_hand)::int, sum(v.reserved)::int, string_agg(nullif(v.flagged_because, ''), '・'),
           max(m.made_at), coalesce(sum(m.delta), 0)::int
    FROM inventory_stocklevel v JOIN inventory_location p ON p.id = v.location_id AND p.ships AND p.is_active
    LEFT JOIN LATERAL (
        SELECT n.made_at, n.delta FROM inventory_movement n
        WHERE n.level_id = v.id AND n.cause = ANY(%s) ORDER BY n.id DESC LIMIT 1) m ON true
    WHERE v.sku_id = ANY(%s) GROUP BY v.sku_id
"""
CORRECTIONS = (Cause.COUNTED, Cause.FOUND, Cause.CORRECTED, Cause.DAMAGED)


def _counted(sku_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The third side: what the warehouse has of each SKU, when a count was last corrected, why books are stopped."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [bulk.array(CORRECTIONS), bulk.array(sku_ids)])
        rows = cursor.fetchall()
    return {
        sku_id: {"on_hand": on_hand, "reserved": reserved}
        | ({"because": because} if because else {})
        | ({"at": at.isoformat(), "delta": delta} if at else {})
        for sku_id, on_hand, reserved, because, at, delta in rows
    }


def _write(found: _Found, shown: Mapping[int, int | None], asked_at: datetime) -> None:
    looked = sorted(shown.items())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s SET read = d.number, read_at = %s,
                shown = CASE WHEN d.id = ANY(%s) THEN d.number ELSE s.shown END
            FROM unnest(%s::bigint[], %s::int[]) AS d(id, number) WHERE s.id = d.id
            """,
            [
                asked_at,
                bulk.array([pk for pk, _ in found.healed]),
                bulk.array([pk for pk, _ in looked]),
                "{" + ",".join("NULL" if number is None else str(number) for _, number in looked) + "}",
            ],
        )
    _stock.mark_due([pk for pk, _ in found.healed], urgency=0)
    Drift.objects.bulk_create(found.drifts)
    Drift.objects.filter(pk__in=found.settled).update(healed_at=clock.now())
    for cause in {cause for _, cause in found.renamed}:
        Drift.objects.filter(pk__in=[pk for pk, one in found.renamed if one == cause]).update(cause=cause)
