"""Hold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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

A_WHILE = timedelta(minutes=1)  # a hold that would last longer by less than this is left as it is

Pairs = tuple[tuple[int, int], ...]


@command("inventory.hold", "取り置き")
def hold(wishes: Sequence[Wish], *, by: Actor) -> list[Held | NotHeld]:
    """Set a buyer's stock aside for some minutes, before any money moves (取り置き).

    A wish is met whole or not at all, and those named first come first. What our shop keeps back for sales elsewhere
    that are not known yet is not given away (`keep_back`). A key that holds this already is answered
    with its hold, with nothing further taken; one that holds something else gives that back first. The number of
    statements does not grow with the wishes.
    """
    known = _still(wishes, _known([wish.key for wish in wishes]), by=by)
    fresh = list({wish.key: wish for wish in wishes if wish.key not in known}.values())
    taken = _take(fresh) if fresh else set()
    short = _short([wish for wish in fresh if wish.key not in taken])
    return [
        Held(key=wish.key, until=known.get(wish.key, wish.until))
        if wish.key in known or wish.key in taken
        else NotHeld(key=wish.key, short=short[wish.key])
        for wish in wishes
    ]


def _known(keys: Sequence[str]) -> dict[str, tuple[datetime, Pairs]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, until, wants FROM inventory_hold WHERE key = ANY(%s) AND state = 'open'",
            [bulk.array(keys)],
        )
        return {key: (until, _pairs(json.loads(wants))) for key, until, wants in cursor.fetchall()}


def _pairs(wants: Iterable[Sequence[int]]) -> Pairs:
    """What is wanted, each SKU once and in order."""
    summed: dict[int, int] = defaultdict(int)
    for sku_id, quantity in wants:
        summed[sku_id] += quantity
    return tuple(sorted(summed.items()))


def _still(
    wishes: Sequence[Wish], known: Mapping[str, tuple[datetime, Pairs]], *, by: Actor
) -> dict[str, datetime]:
    """The holds that stand for what is asked now. One that is to last longer does; others than asked for end."""
    from hanjo.inventory.commands.end_holds import end_holds  # it names this module's groups

    asked = {wish.key: wish for wish in wishes if wish.key in known}
    other = [key for key, wish in asked.items() if known[key][1] not in ((), _pairs(wish.wants))]
    if other:
        end_holds(other, by=by)
    stands = {key: known[key][0] for key in asked if key not in other}
    longer = {key: asked[key].until for key, until in stands.items() if asked[key].until - until > A_WHILE}
    if longer:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE inventory_hold h SET until = d.until
                FROM unnest(%s::text[], %s::timestamptz[]) AS d(key, until) WHERE h.key = d.key AND h.state = 'open'
                """,
                [list(longer), list(longer.values())],
            )
    return {**stands, **longer}


def group_of(key: str) -> str:
    """The name under which a hold's reservations stand."""
    return f"hold:{key}"


def _claims(wishes: Sequence[Wish]) -> list[Claim]:
    """One claim per wish and SKU; being asked a microsecond later keeps the wishes in their order."""
    now = clock.now()
    claims = []
    for place, wish in enumerate(wishes):
        claims += [
            Claim(
                ref=f"hold:{wish.key}:{sku_id}",
                group=group_of(wish.key),
                sku_id=sku_id,
                quantity=quantity,
                promise_on=None,
                asked_at=now + timedelta(microseconds=place),
            )
            for sku_id, quantity in _pairs(wish.wants)
        ]
    return claims


def _take(wishes: Sequence[Wish]) -> set[str]:
    """Decide for all wishes under the shelves' locks and write what was met; answers the keys that were."""
    claims = _claims(wishes)
    parts, shelves = _levels.lock_for(claims, keeping=True)
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
            INSERT INTO inventory_hold (key, state, until, wants, made_at)
            SELECT d.key, 'open', d.until, d.wants, %s
            FROM unnest(%s::text[], %s::timestamptz[], %s::jsonb[]) AS d(key, until, wants)
            ON CONFLICT (key) DO UPDATE
                SET state = 'open', until = EXCLUDED.until, wants = EXCLUDED.wants, ended_at = NULL
            """,
            [
                clock.now(),
                [wish.key for wish in wishes],
                [wish.until for wish in wishes],
                [json.dumps(_pairs(wish.wants)) for wish in wishes],
            ],
        )


def _short(wishes: Sequence[Wish]) -> dict[str, tuple[tuple[int, int], ...]]:
    """What stood in the way of each wish: its SKUs of which fewer can be had than were wanted."""
    if not wishes:
        return {}
    free = queries.sellable(sorted({sku_id for wish in wishes for sku_id, _ in wish.wants}))
    answer: dict[str, tuple[tuple[int, int], ...]] = {}
    for wish in wishes:
        lacking = [
            (sku_id, max(free[sku_id], 0)) for sku_id, quantity in wish.wants if free[sku_id] < quantity
        ]
        # Enough of each alone, and yet not together: they share a component, or another buyer's hold ended just now.
        answer[wish.key] = tuple(lacking or [(sku_id, max(free[sku_id], 0)) for sku_id, _ in wish.wants])
    return answer
