"""Reserve."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.inventory import rules
from hanjo.inventory.commands import _levels
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.inventory.terms import Claim, Filled, Outcome, Policy, Unfilled
from hanjo.kernel import bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("inventory.reserve", "引当", savepoint=False)
def reserve(claims: Sequence[Claim], *, by: Actor, policy: Policy = Policy.WHOLE) -> list[Outcome]:
    """Set stock aside for many claims at once, best promise first (引当).

    Claims of one group are filled together, from as few places as possible; bundles through their components.
    What cannot be filled waits in the queue of shortages and is served when goods arrive. A claim whose
    reference holds or has shipped its stock is answered as filled with nothing further taken, so asking twice reserves
    once. The number of statements does not grow with the batch.
    """
    if not claims:
        return []
    refs = [claim.ref for claim in claims]
    _hold_places(refs)
    parts, shelves = _levels.lock_for(claims)
    made, queued = _already(refs)  # read under the locks: the same batch may be on its way in another process
    fresh = [claim for claim in claims if claim.ref not in made]
    outcomes = {answer.claim.ref: answer for answer in rules.allocate(fresh, parts, shelves, policy)}
    filled = [outcome for outcome in outcomes.values() if isinstance(outcome, Filled)]
    _leave_queue([answer.claim.ref for answer in filled if answer.claim.ref in queued])
    _levels.write_shortages([outcome for outcome in outcomes.values() if isinstance(outcome, Unfilled)])
    _levels.write_reservations(filled)
    tell([AvailabilityChanged(sku_id=sku_id) for sku_id in sorted({t[0] for f in filled for t in f.takes})])
    return [outcomes.get(claim.ref) or Filled(claim=claim, takes=()) for claim in claims]


def _hold_places(refs: Sequence[str]) -> None:
    """Lock the places in the queue that these claims have, before any shelf is locked, as everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM inventory_shortage WHERE ref = ANY(%s) ORDER BY id FOR UPDATE", [bulk.array(refs)]
        )


def _leave_queue(refs: Sequence[str]) -> None:
    if refs:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM inventory_shortage WHERE ref = ANY(%s)", [bulk.array(refs)])


def _already(refs: Sequence[str]) -> tuple[set[str], set[str]]:
    """The claims that hold or have shipped their stock, and those that wait in the queue."""
    wanted = bulk.array(refs)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ref, true FROM inventory_reservation WHERE ref = ANY(%s) AND state IN ('open', 'shipped')
            UNION ALL SELECT ref, false FROM inventory_shortage WHERE ref = ANY(%s)
            """,
            [wanted, wanted],
        )
        rows = cursor.fetchall()
    return {ref for ref, is_made in rows if is_made}, {ref for ref, is_made in rows if not is_made}
