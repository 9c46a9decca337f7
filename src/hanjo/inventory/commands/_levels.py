"""Shared inner steps: lock levels in key order, change them in sets, write movements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import rules
from hanjo.inventory.facts import AvailabilityChanged, StockFreed
from hanjo.inventory.models import Reservation
from hanjo.inventory.terms import Cause, Claim, Filled, Outcome, Policy, Unfilled
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell


@dataclass(slots=True)
class Level:
    """A locked level, as movements see it while they are folded in."""

    id: int
    sku_id: int
    location_id: int
    on_hand: int
    reserved: int
    value_yen: int
    flagged: str


@dataclass(frozen=True, slots=True)
class Step:
    """One movement to be written. `value_yen` None: the moving average decides."""

    level_id: int
    delta: int
    cause: Cause
    ref: str
    note: str = ""
    value_yen: int | None = None
    unreserve: int = 0


def lock(level_ids: Iterable[int]) -> dict[int, Level]:
    """Lock levels in ascending key order, so that two commands never wait for each other in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, sku_id, location_id, on_hand, reserved, value_yen, flagged_because
            FROM inventory_stocklevel WHERE id = ANY(%s) ORDER BY id FOR UPDATE
            """,
            [sorted(set(level_ids))],
        )
        return {row[0]: Level(*row) for row in cursor.fetchall()}


def lock_shelves(sku_ids: Iterable[int], *, keeping: bool = False) -> dict[int, list[rules.Shelf]]:
    """Lock every level that could serve these SKUs, best place first within a SKU.

    `keeping`: what our own shop keeps back is left on the shelves that are asked last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.id, l.sku_id, l.location_id, p.priority, l.on_hand - l.reserved,
                   coalesce((SELECT k.pieces FROM inventory_keptback k WHERE %s AND k.sku_id = l.sku_id), 0)
            FROM inventory_stocklevel l JOIN inventory_location p ON p.id = l.location_id
            WHERE l.sku_id = ANY(%s) AND p.ships AND p.is_active AND l.flagged_because = ''
            ORDER BY l.id FOR UPDATE OF l
            """,
            [keeping, bulk.array(sorted(set(sku_ids)))],
        )
        shelves: dict[int, list[rules.Shelf]] = {}
        kept: dict[int, int] = {}
        for *shelf, pieces in cursor.fetchall():
            shelves.setdefault(shelf[1], []).append(rules.Shelf(*shelf))
            if pieces:
                kept[shelf[1]] = pieces
    for places in shelves.values():
        places.sort(key=lambda shelf: (shelf.priority, shelf.level_id))
    for sku_id, pieces in kept.items():
        rules.leave(shelves[sku_id], pieces)
    return shelves


def lock_for(
    claims: Sequence[Claim], *, keeping: bool = False
) -> tuple[rules.Parts, dict[int, list[rules.Shelf]]]:
    """Lock what the claims could take; answers what bundles consist of, and the shelves."""
    parts = catalogue.components(sorted({claim.sku_id for claim in claims}))
    wanted = {sku_id for claim in claims for sku_id, _ in rules.needs(claim, parts)}
    return parts, lock_shelves(wanted, keeping=keeping)


def decide(claims: Sequence[Claim], policy: Policy) -> list[Outcome]:
    """Lock what the claims could take and decide; nothing is written yet."""
    parts, shelves = lock_for(claims)
    return rules.allocate(claims, parts, shelves, policy)


RESERVED = "level ref group quantity state made_at".split()


def write_reservations(filled: Sequence[Filled]) -> None:
    """Fold the takes into their levels and write one reservation per claim and level."""
    levels: dict[int, int] = {}
    rows: dict[tuple[str, int], list[object]] = {}
    for answer in filled:
        for _, level_id, quantity in answer.takes:
            levels[level_id] = levels.get(level_id, 0) + quantity
            row = rows.get((answer.claim.ref, level_id))
            if row is None:
                rows[answer.claim.ref, level_id] = [level_id, answer.claim.ref, answer.claim.group, quantity]
            else:  # two components of one claim never share a level, but a repeated component may
                row[3] = int(str(row[3])) + quantity
    if not rows:
        return
    taken = sorted(levels.items())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_stocklevel l SET reserved = l.reserved + d.quantity
            FROM unnest(%s::bigint[], %s::int[]) AS d(id, quantity) WHERE l.id = d.id
            """,
            [bulk.array([level for level, _ in taken]), bulk.array([quantity for _, quantity in taken])],
        )
    now = clock.now()
    bulk.copy_rows(Reservation, RESERVED, ([*row, "open", now] for row in rows.values()))


def write_shortages(unfilled: Sequence[Unfilled]) -> None:
    """Queue what could not be filled; asking again keeps the place in the queue."""
    if not unfilled:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_shortage (ref, "group", sku_id, quantity, missing, promise_on, asked_at, since)
            SELECT d.ref, d.grp, d.sku_id, d.quantity, d.missing, d.promise_on, d.asked_at, %s
            FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::int[], %s::jsonb[], %s::date[], %s::timestamptz[])
                AS d(ref, grp, sku_id, quantity, missing, promise_on, asked_at)
            ON CONFLICT (ref) DO UPDATE SET missing = EXCLUDED.missing, quantity = EXCLUDED.quantity
            """,
            [
                clock.now(),
                [short.claim.ref for short in unfilled],
                [short.claim.group for short in unfilled],
                [short.claim.sku_id for short in unfilled],
                [short.claim.quantity for short in unfilled],
                [_pairs(short) for short in unfilled],
                [short.claim.promise_on for short in unfilled],
                [short.claim.asked_at for short in unfilled],
            ],
        )


def became_free(sku_ids: Sequence[int]) -> None:
    """Tell that pieces became free; when orders wait for them, a job of its own serves the queue.

    The queue is never served inside the freeing transaction: everybody locks the queue before the shelves, so
    that nobody waits in a circle.
    """
    tell([AvailabilityChanged(sku_id=sku_id) for sku_id in sku_ids])
    with connection.cursor() as cursor:
        cursor.execute(WAITING.format(what="SELECT 1"), {"skus": list(sku_ids)})
        if cursor.fetchone():
            tell([StockFreed(sku_id=sku_id) for sku_id in sku_ids])


WAITING = """
    {what} FROM inventory_shortage w
    WHERE w.sku_id = ANY(%(skus)s) OR w.sku_id IN (
        SELECT c.bundle_id FROM catalogue_bundlecomponent c WHERE c.component_id = ANY(%(skus)s))
"""
"""The queue entries that wait for these SKUs, alone or inside a bundle."""


def _pairs(short: Unfilled) -> str:
    return "[" + ",".join(f"[{sku_id},{quantity}]" for sku_id, quantity in short.missing) + "]"


def move(levels: dict[int, Level], steps: Sequence[Step], *, by: Actor) -> list[Step]:
    """Write movements and fold them into their locked levels: the one place where a count changes.

    A step whose (level, cause, ref) was written before is left out; the steps that counted are returned.
    """
    if not steps:
        return []
    fresh = unwritten(steps)
    values: list[int] = []
    for step in fresh:
        level = levels[step.level_id]
        value = step.value_yen
        if value is None:
            value = _average(level, step.delta)
        values.append(value)
        level.on_hand += step.delta
        level.value_yen += value
        level.reserved -= step.unreserve
    if not fresh:
        return []
    touched = sorted({step.level_id for step in fresh})
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_movement (level_id, delta, value_yen, cause, ref, note, made_at, made_by)
            SELECT d.level_id, d.delta, d.value_yen, d.cause, d.ref, d.note, %s, %s
            FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[])
                AS d(level_id, delta, value_yen, cause, ref, note)
            """,
            [
                clock.now(),
                str(by),
                [step.level_id for step in fresh],
                [step.delta for step in fresh],
                values,
                [str(step.cause) for step in fresh],
                [step.ref for step in fresh],
                [step.note for step in fresh],
            ],
        )
        cursor.execute(
            """
            UPDATE inventory_stocklevel l
            SET on_hand = d.on_hand, reserved = d.reserved, value_yen = d.value_yen
            FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[]) AS d(id, on_hand, reserved, value_yen)
            WHERE l.id = d.id
            """,
            [
                touched,
                [levels[level_id].on_hand for level_id in touched],
                [levels[level_id].reserved for level_id in touched],
                [levels[level_id].value_yen for level_id in touched],
            ],
        )
    return fresh


def _average(level: Level, delta: int) -> int:
    if delta < 0:
        return -rules.value_out(level.on_hand, level.value_yen, -delta)
    return level.value_yen * delta // level.on_hand if level.on_hand else 0


def unwritten(steps: Sequence[Step]) -> list[Step]:
    """Leave out the steps that were written before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.level_id, m.cause, m.ref FROM inventory_movement m
            JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS d(level_id, cause, ref)
              ON m.level_id = d.level_id AND m.cause = d.cause AND m.ref = d.ref
            """,
            [
                [step.level_id for step in steps],
                [str(step.cause) for step in steps],
                [step.ref for step in steps],
            ],
        )
        written = set(cursor.fetchall())
    return [step for step in steps if (step.level_id, str(step.cause), step.ref) not in written]
