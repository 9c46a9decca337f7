"""Hand over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import connection

from hanjo.inventory.commands.end_holds import end_holds
from hanjo.inventory.commands.hold import group_of
from hanjo.inventory.terms import Claim, HoldState
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

Names = list[tuple[str, Claim]]


@command("inventory.hand_over", "取り置きの引き継ぎ", savepoint=False)
def hand_over(claims: Mapping[str, Sequence[Claim]], *, by: Actor) -> set[str]:
    """Let orders take over the very pieces that were held for their buyers (取り置きの引き継ぎ).

    The pieces stay where they are and only change their owner, so no shelf is locked and nobody who wants the same
    goods waits. `claims` are all claims that follow a hold, by its key; answers the references that have their stock
    now. Where claims and hold are not the same SKU by SKU (one SKU for two receivers), or a shelf may not be shipped
    from any more, the hold ends instead, and reserving in the same transaction gets its pieces. A hold that is over
    hands nothing over.
    """
    fitting, others = {}, []
    for key, wants, is_stopped in _open(list(claims)):
        names = _names(key, wants, claims[key])
        if names and not is_stopped:
            fitting[key] = names
        else:
            others.append(key)
    if others:
        end_holds(others, by=by)
    if fitting:
        _rename([pair for names in fitting.values() for pair in names])
        _end(list(fitting))
    return {claim.ref for names in fitting.values() for _, claim in names}


def _open(keys: Sequence[str]) -> list[tuple[str, list[list[int]], bool]]:
    """The holds that stand, locked, and whether a shelf of theirs was stopped meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT h.key, h.wants, EXISTS (
                SELECT 1 FROM inventory_reservation r
                JOIN inventory_stocklevel l ON l.id = r.level_id JOIN inventory_location p ON p.id = l.location_id
                WHERE r."group" = 'hold:' || h.key AND r.state = 'open'
                  AND NOT (p.ships AND p.is_active AND l.flagged_because = ''))
            FROM inventory_hold h WHERE h.key = ANY(%s) AND h.state = 'open' ORDER BY h.key FOR UPDATE OF h
            """,
            [bulk.array(keys)],
        )
        return [(key, json.loads(wants), is_stopped) for key, wants, is_stopped in cursor.fetchall()]


def _names(key: str, wants: Sequence[Sequence[int]], claims: Sequence[Claim]) -> Names:
    """The reservations' names in the hold, each with the claim that follows it; none when they do not fit."""
    if sorted((claim.sku_id, claim.quantity) for claim in claims) != sorted(map(tuple, wants)):
        return []
    return [(f"{group_of(key)}:{claim.sku_id}", claim) for claim in claims]


def _rename(names: Names) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_reservation r SET ref = d.ref, "group" = d.grp
            FROM unnest(%s::text[], %s::text[], %s::text[]) AS d(held, ref, grp)
            WHERE r.ref = d.held AND r.state = 'open'
            """,
            [
                [held for held, _ in names],
                [claim.ref for _, claim in names],
                [claim.group for _, claim in names],
            ],
        )


def _end(keys: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_hold SET state = %s, ended_at = %s WHERE key = ANY(%s)",
            [HoldState.ENDED.value, clock.now(), bulk.array(keys)],
        )
