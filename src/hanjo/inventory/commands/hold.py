"""Hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from hanjo.inventory import queries, rules
from hanjo.inventory.commands import _levels
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.inventory.terms import Claim, Filled, Held, NotHeld, Policy, Wish
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("inventory.hold", "取り置き")
def hold(wishes: Sequence[Wish], *, by: Actor) -> list[Held | NotHeld]:
    """Set a buyer's stock aside for some minutes, before any money moves (取り置き).

    A wish is met whole or not at all, and those named first come first. A key that holds already is answered
    with its hold, with nothing further taken. The number of statements does not grow with the wishes.
    """
    known = _known([wish.key for wish in wishes])
    fresh = list({wish.key: wish for wish in wishes if wish.key not in known}.values())
    taken = _take(fresh) if fresh else set()
    short = _short([wish for wish in fresh if wish.key not in taken])
    return [
        Held(key=wish.key, until=known.get(wish.key, wish.until))
        if wish.key in known or wish.key in taken
        else NotHeld(key=wish.key, short=short[wish.key])
        for wish in wishes
    ]


def _known(keys: Sequence[str]) -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, until FROM inventory_hold WHERE key = ANY(%s) AND state = 'open'",
            [bulk.array(keys)],
        )
        return dict(cursor.fetchall())


def group_of(key: str) -> str:
    """The name under which a hold's reservations stand."""
    return f"hold:{key}"


def _claims(wishes: Sequence[Wish]) -> list[Claim]:
    """One claim per wish and SKU; being asked a microsecond later keeps the wishes in their order."""
    now = clock.now()
    claims = []
    for place, wish in enumerate(wishes):
        wants: dict[int, int] = defaultdict(int)
        for sku_id, quantity in wish.wants:
            wants[sku_id] += quantity
        claims += [
            Claim(
                ref=f"hold:{wish.key}:{sku_id}",
                group=group_of(wish.key),
                sku_id=sku_id,
                quantity=quantity,
                promise_on=None,
                asked_at=now + timedelta(microseconds=place),
            )
            for sku_id, quantity in sorted(wants.items())
        ]
    return claims


def _take(wishes: Sequence[Wish]) -> set[str]:
    """Decide for all wishes under the shelves' locks and write what was met; answers the keys that were."""
    claims = _claims(wishes)
    parts, shelves = _levels.lock_for(claims)
    twice = _known([wish.key for wish in wishes])  # under the locks: the same press in another process
    filled = [
        outcome
        for outcome in rules.allocate(
            [claim for claim in claims if claim.group.removeprefix("hold:") not in twice],
            parts,
            shelves,
            Policy.WHOLE,
        )
        if isinstance(outcome, Filled)
    ]
    met = {outcome.claim.group.removeprefix("hold:") for outcome in filled}
    if met:
        _write([wish for wish in wishes if wish.key in met])
        _levels.write_reservations(filled)
        tell(
            [AvailabilityChanged(sku_id=sku_id) for sku_id in sorted({t[0] for f in filled for t in f.takes})]
        )
    return met | set(twice)


def _write(wishes: Sequence[Wish]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_hold (key, state, until, made_at)
            SELECT d.key, 'open', d.until, %s FROM unnest(%s::text[], %s::timestamptz[]) AS d(key, until)
            ON CONFLICT (key) DO UPDATE SET state = 'open', until = EXCLUDED.until, ended_at = NULL
            """,
            [clock.now(), [wish.key for wish in wishes], [wish.until for wish in wishes]],
        )


def _short(wishes: Sequence[Wish]) -> dict[str, tuple[tuple[int, int], ...]]:
    """What stood in the way of each wish: its SKUs of which fewer can be had than were wanted."""
    if not wishes:
        return {}
    free = queries.available(sorted({sku_id for wish in wishes for sku_id, _ in wish.wants}))
    answer: dict[str, tuple[tuple[int, int], ...]] = {}
    for wish in wishes:
        lacking = [
            (sku_id, max(free[sku_id], 0)) for sku_id, quantity in wish.wants if free[sku_id] < quantity
        ]
        # Enough of each alone, and yet not together: they share a component, or another buyer's hold ended just now.
        answer[wish.key] = tuple(lacking or [(sku_id, max(free[sku_id], 0)) for sku_id, _ in wish.wants])
    return answer
