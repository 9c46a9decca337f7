"""Note what malls do not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels import buffers, listed
from hanjo.channels.buffers import Wanted
from hanjo.channels.models import Withheld
from hanjo.channels.terms_stock import WithheldCause
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

PORTION = 5_000  # SKUs that are looked at in one statement
KEPT = timedelta(days=400)


@dataclass(slots=True)
class NotedWithheld:
    """What a look found: how many listings began to show none of what is free, and how many ended."""

    began: int = 0
    ended: int = 0


@dataclass(slots=True)
class _Look:
    now: datetime
    open: dict[int, Withheld]
    fresh: list[Withheld] = field(default_factory=list)
    grown: list[Withheld] = field(default_factory=list)
    over: list[Withheld] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


@command("channels.note_withheld", "売り控えの記録")
def note_withheld(*, by: Actor) -> NotedWithheld:
    """Keep when a mall shows 0 of a listing though pieces are free, and why: the price of not overselling (売り控え).

    Looks at the listings that show none, so that nothing is added to how numbers are decided and told. A row is
    written when such a stretch begins and when it ends or has another cause; looking again meanwhile writes nothing.
    The number of statements does not grow with the number of listings.
    """
    look = _Look(clock.now(), {row.stock_id: row for row in Withheld.objects.filter(ended_at__isnull=True)})
    known, last = listed.ways(), 0
    while skus := _dark(last):
        free = listed.free(skus)
        sides = listed.sides([one for one in skus if free[one]], known)
        for sku_id, group in sides.items():
            is_elsewhere = any(side.takes_last and side.is_on for side in group)
            for wanted in buffers.decide(free[sku_id], group, look.now.timestamp()):
                if wanted.side.shown != 0 or wanted.side.sending:
                    continue
                cause = _cause(wanted, known, look.now, is_elsewhere=is_elsewhere)
                if cause is not None:
                    _see(look, wanted, free[sku_id], cause)
        last = skus[-1]
    look.over += [row for pk, row in look.open.items() if pk not in look.seen]
    for row in look.over:
        row.ended_at = look.now
    Withheld.objects.bulk_update(look.over, ["ended_at"], batch_size=PORTION)
    Withheld.objects.bulk_update(look.grown, ["pieces"], batch_size=PORTION)
    Withheld.objects.bulk_create(look.fresh, ignore_conflicts=True)
    Withheld.objects.filter(ended_at__lt=look.now - KEPT).delete()
    return NotedWithheld(len(look.fresh), len(look.over))


def _dark(after: int) -> Sequence[int]:
    """SKUs that some mall shows none of, in portions by key."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT sku_id FROM channels_listedstock
            WHERE is_on AND shown = 0 AND coalesce(sending, 0) = 0 AND sku_id > %s ORDER BY sku_id LIMIT %s
            """,
            [after, PORTION],
        )
        return [sku_id for (sku_id,) in cursor.fetchall()]


LATE = 300.0  # seconds after which a number that was not told is no matter of course any more


def _cause(
    wanted: Wanted, known: dict[int, listed.Way], now: datetime, *, is_elsewhere: bool
) -> WithheldCause | None:
    """Why a mall that could show something shows none; None: it should not, or hears of it just now."""
    side = wanted.side
    if wanted.rule in ("off", "stopped", "place"):
        return None
    if wanted.quantity:
        way = known.get(side.channel_id, listed.NO_WAY)
        waits = side.due_at and now.timestamp() - side.due_at > LATE
        return WithheldCause.OUTAGE if waits or not way.is_open or side.tries else None
    if wanted.rule == "closed" and is_elsewhere:
        return WithheldCause.LAST
    if side.cap == 0 or not side.share:
        return WithheldCause.CAP
    return WithheldCause.BUFFER


def _see(look: _Look, wanted: Wanted, free: int, cause: WithheldCause) -> None:
    side, row = wanted.side, look.open.get(wanted.side.id)
    look.seen.add(side.id)
    if row is not None and row.cause == cause:
        if free > row.pieces:
            row.pieces = free
            look.grown.append(row)
        return
    if row is not None:
        look.over.append(row)
    look.fresh.append(
        Withheld(
            stock_id=side.id, cause=cause, pieces=free, per_day=side.per_day,
            because=buffers.because(free, wanted), began_at=look.now,
        )
    )  # fmt: skip
