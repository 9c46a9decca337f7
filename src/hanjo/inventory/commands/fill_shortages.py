"""Fill shortages."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.inventory.commands import _levels
from hanjo.inventory.facts import ClaimsFilled
from hanjo.inventory.terms import Claim, Filled, Policy, Unfilled
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("inventory.fill_shortages", "欠品の引当")
def fill_shortages(sku_ids: Sequence[int], *, by: Actor, policy: Policy = Policy.WHOLE) -> list[Filled]:
    """Give stock that has become free to the orders that wait for it, best promise first (欠品の引当).

    Orders that wait for these SKUs, alone or inside a bundle, are decided again as a whole. Those that got
    everything leave the queue and are told upwards. Running it again changes nothing.
    """
    claims = _waiting(sku_ids)
    if not claims:
        return []
    outcomes = _levels.decide(claims, policy)
    filled = [outcome for outcome in outcomes if isinstance(outcome, Filled)]
    _levels.write_reservations(filled)
    _levels.write_shortages([outcome for outcome in outcomes if isinstance(outcome, Unfilled)])
    refs = [outcome.claim.ref for outcome in filled]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inventory_shortage WHERE ref = ANY(%s)", [refs])
    by_group: dict[str, list[str]] = {}
    for outcome in filled:
        by_group.setdefault(outcome.claim.group, []).append(outcome.claim.ref)
    tell([ClaimsFilled(group=group, refs=tuple(refs)) for group, refs in by_group.items()])
    return filled


def _waiting(sku_ids: Sequence[int]) -> list[Claim]:
    # The queue itself is locked first, in key order: two arrivals never serve the same order twice.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT s.ref, s."group", s.sku_id, s.quantity, s.promise_on, s.asked_at FROM inventory_shortage s
            WHERE s."group" IN ({_levels.WAITING.format(what='SELECT w."group"')}) ORDER BY s.id FOR UPDATE
            """,
            {"skus": list(sku_ids)},
        )
        return [
            Claim(
                ref=ref,
                group=group,
                sku_id=sku_id,
                quantity=quantity,
                promise_on=promise_on,
                asked_at=asked_at,
            )
            for ref, group, sku_id, quantity, promise_on, asked_at in cursor.fetchall()
        ]
