"""Note stock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

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
        free = listed.free(list(sides))
        due, at = _Due(), now.timestamp()
        for sku_id, group in sides.items():
            count = free[sku_id]
            _sort_in(due, count, buffers.decide(count, group, at))
        marked = _mark(due, now)
    told = set(due.channels)
    _stock.ask_to_push({known[one].code for one in told if one in known and known[one].is_open})
    return marked


@dataclass(slots=True)
class _Due:
    """What malls shall hear, as columns, and what is looked at again later."""

    ids: list[int] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    urgencies: list[int] = field(default_factory=list)
    later: list[tuple[int, int, float]] = field(default_factory=list)  # listing, channel, in how many seconds


def _sort_in(due: _Due, free: int, decided: Sequence[Wanted]) -> None:
    for wanted in decided:
        side = wanted.side
        if wanted.rule == "off":
            continue
        if wanted.quantity != side.there:
            due.ids.append(side.id)
            due.channels.append(side.channel_id)
            due.urgencies.append(buffers.urgency(free, wanted))
        elif wanted.again_s:
            due.later.append((side.id, side.channel_id, wanted.again_s))


def _mark(due: _Due, now: datetime) -> int:
    """What waits already keeps its place, unless it is more urgent now. Answers how many rows were written."""
    marked = 0
    with connection.cursor() as cursor:
        if due.ids:
            cursor.execute(
                """
                INSERT INTO channels_duestock AS q (stock_id, channel_id, urgency, due_at)
                SELECT d.id, d.channel, d.urgency, %s
                FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS d(id, channel, urgency)
                ON CONFLICT (stock_id) DO UPDATE
                SET due_at = least(q.due_at, EXCLUDED.due_at), urgency = EXCLUDED.urgency
                WHERE q.due_at > EXCLUDED.due_at OR q.urgency > EXCLUDED.urgency
                """,
                [now, bulk.array(due.ids), bulk.array(due.channels), bulk.array(due.urgencies)],
            )
            marked += cursor.rowcount
        if due.later:
            ids, channels, seconds = zip(*due.later, strict=True)
            cursor.execute(
                """
                INSERT INTO channels_duestock (stock_id, channel_id, urgency, due_at)
                SELECT d.id, d.channel, 2, %s + make_interval(secs => d.seconds)
                FROM unnest(%s::bigint[], %s::bigint[], %s::float8[]) AS d(id, channel, seconds)
                ON CONFLICT (stock_id) DO NOTHING
                """,
                [now, bulk.array(ids), bulk.array(channels), bulk.array([repr(one) for one in seconds])],
            )
            marked += cursor.rowcount
    return marked


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
