"""Push stock."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hanjo.channels import buffers, listed
from hanjo.channels.buffers import Side
from hanjo.channels.commands._outside import ask
from hanjo.channels.commands._stock_answers import (
    WAITING,
    PushedStock,
    Sent,
    answered,
    follow_tickets,
    look_again,
    put_back,
)
from hanjo.channels.malls.port import Limited, Outcome, Refused, Stock, Verdict
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection, DueStock
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of, is_held
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal

ALONE = 0x73746F6B  # "stok": the class of our advisory locks
LEASE = timedelta(minutes=3)  # a push that nobody answered for is due again after that


def push_stock(channel: str, *, by: Actor, most: int = 1_000_000) -> PushedStock:
    """Tell a mall what it shall show, the most urgent first, in full batches of its size (在庫の送信).

    What a listing shall show is worked out at the moment at which it leaves. The mall is asked outside of any
    transaction; what it answers is written down listing by listing. A push that was cut off is pushed again with the
    number of that later moment. When the mall wants fewer calls, what is left stays due. A listing that the mall does
    not know or refuses keeps its trouble, is tried again with growing pauses, then only when its number changes.
    After a silence nothing but what is sold out is told before the mall's orders are here: the rest stays due.
    """
    joined = connection_of(channel, live=True)
    done = PushedStock()
    if not Policy.of(joined.policy).pushes_stock:
        return done
    with _alone(joined.channel_id) as is_alone:
        if not is_alone:
            done.is_busy = True
            return done
        _take_up(joined.channel_id)
        known, size = listed.ways(), max(mall(joined.mall).BATCHES.stock, 1)
        only = _sold_out(joined.channel_id) if is_held(joined) else None
        try:
            follow_tickets(joined, done)
            while done.told + done.refused < most:
                batch, right = _claim(joined, min(size, most), known, only)
                done.right += right
                if batch:
                    _tell(joined, batch, done)
                elif not right:
                    break
        except Limited as limited:
            done.again_at = clock.now() + timedelta(seconds=limited.seconds)
    return done


def _tell(joined: Connection, batch: Sequence[Sent], done: PushedStock) -> None:
    """Ask the mall, and write down what it answers; a whole batch that is refused is told in halves."""
    stocks = [sent.stock for sent in batch]
    try:
        verdicts = ask(joined, lambda port: port.show(stocks))
    except Limited:
        put_back(batch)
        raise
    except Refused as refused:
        if len(batch) > 1:
            middle = len(batch) // 2
            try:
                _tell(joined, batch[:middle], done)
            except (Limited, Refusal):
                put_back(batch[middle:])
                raise
            _tell(joined, batch[middle:], done)
            return
        verdicts = [
            Verdict(key=stocks[0].code, outcome=Outcome.REFUSED, code=refused.code, text=refused.text)
        ]
    answered(joined, batch, verdicts, done)
    heard = {one.key for one in verdicts}
    left = [sent for sent in batch if heard.isdisjoint((sent.stock.code, sent.stock.key))]
    if left:  # the mall's budget ended on the way
        put_back(left)
        raise Limited(1.0)


@contextmanager
def _alone(channel_id: int) -> Iterator[bool]:
    """Nobody else tells this mall meanwhile; no row and no transaction is held for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ALONE, channel_id])
        got = bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ALONE, channel_id])


def _take_up(channel_id: int) -> None:
    """What was on its way when a worker died is due at once: nobody else can be sending it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_duestock q SET due_at = %(now)s FROM channels_listedstock s
            WHERE q.channel_id = %(channel)s AND q.due_at > %(now)s AND s.id = q.stock_id AND s.is_on
              AND s.sending IS NOT NULL AND s.sending_key NOT LIKE %(waiting)s
            """,
            {"now": clock.now(), "channel": channel_id, "waiting": f"{WAITING}%"},
        )


# --- what leaves ------------------------------------------------------------------------------------------

_DUE = f"""
    SELECT {listed.COLUMNS}, q.due_at, q.urgency, s.ref, l.code
    FROM channels_duestock q JOIN channels_listedstock s ON s.id = q.stock_id
    JOIN channels_listing l ON l.id = s.listing_id
    WHERE q.channel_id = %s AND s.is_on AND q.due_at <= %s
      AND (%s::bigint[] IS NULL OR s.sku_id = ANY(%s::bigint[]))
    ORDER BY q.urgency, q.due_at LIMIT %s FOR NO KEY UPDATE OF q, s SKIP LOCKED
"""


@transaction.atomic
def _claim(
    joined: Connection, size: int, known: dict[int, listed.Way], only: Sequence[int] | None
) -> tuple[list[Sent], int]:
    """Take the most urgent listings and decide what they shall show now; those that are right are done."""
    now, way = clock.now(), known.get(joined.channel_id, listed.NO_WAY)
    with connection.cursor() as cursor:
        these = None if only is None else bulk.array(only)
        cursor.execute(_DUE, [joined.channel_id, now, these, these, size])
        rows = [_read(row, way) for row in cursor.fetchall()]
    if not rows:
        return [], 0
    if way.place:
        there = listed.placed({row[0].sku_id: [row[0]] for row in rows}, joined.channel_id, way.place)
        rows = [(row[0]._replace(at_place=there[row[0].sku_id][0].at_place), *row[1:]) for row in rows]
    lasts = {side.sku_id for side, *_ in rows if side.takes_last}
    others = (
        listed.sides(lasts, known) if lasts else {}
    )  # only who takes the last pieces minds the other malls
    free = listed.free(sorted({side.sku_id for side, *_ in rows}))
    name, at = uuid.uuid4().hex, now.timestamp()
    batch: list[Sent] = []
    settled: list[tuple[int, float]] = []  # id, and when to look again (0: not)
    for side, due_since, ref, code in rows:
        count = free[side.sku_id]
        decided = buffers.decide(count, others.get(side.sku_id, (side,)), at)
        wanted = next(one for one in decided if one.side.id == side.id)
        if side.sending is None and side.shown == wanted.quantity:
            settled.append((side.id, at + wanted.again_s if wanted.again_s else 0))
            continue
        stock = Stock(
            code=code, ref=json.loads(ref), quantity=wanted.quantity, key=f"{name}:{len(batch)}",
            before=side.shown if side.sending is None else None,
        )  # fmt: skip
        batch.append(Sent(wanted, stock, due_since, now + LEASE, buffers.because(count, wanted)))
    _write_claims(batch)
    look_again(settled)
    return batch, len(settled)


def _read(row: Sequence[Any], way: listed.Way) -> tuple[Side, datetime, str, str]:
    *columns, due_since, urgency, ref, code = row
    side = listed.side(columns, way.stock_lag_s, way.risk, (due_since.timestamp(), urgency))
    return side, due_since, ref, code


def _sold_out(channel_id: int) -> list[int]:
    """SKUs that are due there and of which nothing is left: to take them off is right whatever was ordered."""
    due = DueStock.objects.filter(channel_id=channel_id, stock__is_on=True, due_at__lte=clock.now())
    skus = sorted(set(due.values_list("stock__sku_id", flat=True)))
    return [sku for sku, count in listed.free(skus).items() if count <= 0]


def _write_claims(batch: Sequence[Sent]) -> None:
    if not batch:
        return
    ids = bulk.array([sent.wanted.side.id for sent in batch])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_listedstock s
            SET sending = d.quantity, sending_key = d.key, because = d.because
            FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::jsonb[]) AS d(id, quantity, key, because)
            WHERE s.id = d.id
            """,
            [
                ids,
                bulk.array([sent.stock.quantity for sent in batch]),
                bulk.array([sent.stock.key for sent in batch]),
                bulk.array([json.dumps(sent.because) for sent in batch]),
            ],
        )
        cursor.execute(
            "UPDATE channels_duestock SET due_at = %s WHERE stock_id = ANY(%s)", [batch[0].lease, ids]
        )
