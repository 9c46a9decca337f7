"""Note stock."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels import buffers, listed
from hanjo.channels.buffers import Wanted
from hanjo.channels.commands import _stock
from hanjo.channels.models import ListedStock
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

PORTION = 5_000  # SKUs that are worked out in one transaction


@command("channels.note_stock", "在庫の連携", savepoint=False)
def note_stock(sku_ids: Collection[int], *, by: Actor) -> int:
    """Find what malls must be told since these SKUs' stock changed, and have them told (在庫の連携).

    Every listing of the SKUs, and of bundles that hold them, is worked out anew. Only where a mall shall show
    something else than it does, the listing becomes due: last pieces first, then what sells fast. A listing that is
    due already keeps its place, so that a hundred nudges are one push, and what a push carries is decided when it
    leaves. One job per channel is queued in the same transaction. The number of statements does not grow with the
    number of SKUs. Answers how many listings became due.
    """
    if not sku_ids:
        return 0
    now = clock.now()
    with bulk.undisturbed():
        known = listed.ways()
        every = {*sku_ids, *catalogue.bundles_with(sku_ids)} if known else set()
        sides = (
            listed.sides(every, known, locked=True) if known else {}
        )  # before the counts: nobody passes us
        if not sides:
            return 0
        due, told = [], set()
        free = listed.free(list(sides))
        at = now.timestamp()
        for sku_id, group in sides.items():
            count = free[sku_id]
            for wanted in buffers.decide(count, group, at):
                if (marked := _due(count, wanted, at)) is not None:
                    due.append(marked)
                if wanted.quantity != wanted.side.there and wanted.rule != "off":
                    told.add(wanted.side.channel_id)
        _mark(due)
    _stock.ask_to_push({known[one].code for one in told if one in known and known[one].is_open})
    return len(due)


def _due(free: int, wanted: Wanted, now: float) -> tuple[int, float, int] | None:
    """Listing, since when it is due, and how urgent it is; None: it need not be told, or waits already."""
    side = wanted.side
    if wanted.rule == "off":
        return None
    if wanted.quantity == side.there:
        if not wanted.again_s or side.due_at:
            return None
        return side.id, now + wanted.again_s, 2
    urgent = buffers.urgency(free, wanted)
    if side.due_at and side.due_at <= now and side.urgency <= urgent:
        return None
    return side.id, min(side.due_at or now, now), urgent


def _mark(due: list[tuple[int, float, int]]) -> None:
    if not due:
        return
    ids, moments, urgencies = zip(*due, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s SET due_at = to_timestamp(d.at), urgency = d.urgency
            FROM unnest(%s::bigint[], %s::float8[], %s::smallint[]) AS d(id, at, urgency) WHERE s.id = d.id
            """,
            [bulk.array(ids), bulk.array([repr(one) for one in moments]), bulk.array(urgencies)],
        )


def note_all_stock(*, by: Actor) -> int:
    """Work out every listing anew, in portions: what no nudge spoke of is found within the hour (在庫の総点検)."""
    due, last = 0, 0
    while True:
        rows = ListedStock.objects.filter(sku__gt=last, is_on=True).order_by("sku_id")
        skus = list(rows.values_list("sku_id", flat=True).distinct()[:PORTION])
        if not skus:
            return due
        due += note_stock(skus, by=by)
        last = skus[-1]
