"""Reads of stock on malls: what each shows, what it should show and why; what differed; what was sold twice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.channels import buffers, listed, queries_drifts
from hanjo.kernel import bulk, clock

# Differences and oversells have a file of their own; they are part of this one's face.
DriftRow = queries_drifts.DriftRow
OversellRow = queries_drifts.OversellRow
StockFigures = queries_drifts.StockFigures
drift_counts = queries_drifts.drift_counts
drifts = queries_drifts.drifts
figures = queries_drifts.figures
oversells = queries_drifts.oversells
tell_story = queries_drifts.tell_story

PAGE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class OnMall:
    """One listing on its mall: what it shows, what it should show now, and why (出品在庫)."""

    stock_id: int
    channel: str
    code: str
    is_on: bool
    shown: int | None
    shown_at: datetime | None
    sending: int | None
    should: int
    because: str  # a sentence
    told: str  # the sentence of the last push
    kept: int
    takes_last: bool
    due_at: datetime | None
    urgency: int
    trouble: str
    per_day: float
    lag_s: float
    share: int
    cap: int | None
    fixed_buffer: int | None
    read: int | None
    read_at: datetime | None

    @property
    def is_right(self) -> bool:
        """Whether the mall shows what it should."""
        return not self.is_on or self.shown == self.should


@dataclass(frozen=True, kw_only=True, slots=True)
class SkuOnMalls:
    """One SKU with everything that malls show of it."""

    sku_id: int
    code: str
    name: str
    available: int
    malls: tuple[OnMall, ...]


_ROWS = """
    SELECT s.id, h.code, l.code, s.is_on, s.shown, s.shown_at, s.sending, s.because, s.takes_last, q.due_at,
           coalesce(q.urgency, 2),
           s.trouble, s.per_day, s.share, s.cap, s.fixed_buffer, s.read, s.read_at, s.sku_id
    FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
    JOIN channels_channel h ON h.id = s.channel_id LEFT JOIN channels_duestock q ON q.stock_id = s.id
    WHERE s.sku_id = ANY(%s) ORDER BY h.position, h.id, l.code
"""


def on_malls(sku_ids: Sequence[int]) -> list[SkuOnMalls]:
    """What malls show of these SKUs, should show at this moment, and why, in the order given (モール在庫)."""
    if not sku_ids:
        return []
    sides, free = listed.sides(sku_ids, listed.ways()), listed.free(sku_ids)
    now = clock.now().timestamp()
    wanted = {
        one.side.id: (free[sku_id], one)
        for sku_id, group in sides.items()
        for one in buffers.decide(free[sku_id], group, now)
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [bulk.array(list(sku_ids))])
        rows = cursor.fetchall()
    by_sku: dict[int, list[OnMall]] = {}
    for row in rows:
        if row[0] in wanted:
            by_sku.setdefault(row[18], []).append(_on_mall(row, *wanted[row[0]]))
    cards = catalogue.cards_by_id(list(sku_ids))
    return [
        SkuOnMalls(
            sku_id=sku_id, code=cards[sku_id].code, name=cards[sku_id].name, available=free[sku_id],
            malls=tuple(by_sku.get(sku_id, ())),
        )
        for sku_id in sku_ids
        if sku_id in cards
    ]  # fmt: skip


def _on_mall(row: Sequence[Any], free: int, wanted: buffers.Wanted) -> OnMall:
    told = buffers.because(free, wanted)
    return OnMall(
        stock_id=row[0], channel=row[1], code=row[2], is_on=row[3], shown=row[4], shown_at=row[5], sending=row[6],
        should=wanted.quantity, because=buffers.explain(told), told=buffers.explain(json.loads(row[7])),
        kept=wanted.kept, takes_last=row[8], due_at=row[9], urgency=row[10], trouble=row[11], per_day=row[12],
        lag_s=float(told["lag"]), share=row[13], cap=row[14], fixed_buffer=row[15], read=row[16], read_at=row[17],
    )  # fmt: skip


VIEWS = {
    "": "TRUE",
    "due": "s.is_on AND EXISTS (SELECT 1 FROM channels_duestock q WHERE q.stock_id = s.id AND q.due_at <= %(now)s)",
    "trouble": "s.trouble <> ''",
    "last": "s.because->>'rule' IN ('last', 'closed')",
    "stopped": "s.because->>'rule' = 'stopped'",
    "off": "NOT s.is_on",
    "never": "s.shown IS NULL AND s.is_on",
}
"""The views of the page: all, waiting to be told, refused, last pieces, switched off, never told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MallStockPage:
    """One page of SKUs by code; `after` leads to the next, empty at the end."""

    rows: list[SkuOnMalls]
    after: str


def page(
    *, view: str = "", channel: str = "", words: str = "", after: str = "", size: int = PAGE
) -> MallStockPage:
    """SKUs that are listed on malls, by code, that a view and a search leave (モール在庫一覧)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT k.id, k.code FROM catalogue_sku k
            WHERE k.code > %(after)s AND (%(words)s = '' OR k.code ILIKE %(like)s) AND EXISTS (
                SELECT 1 FROM channels_listedstock s JOIN channels_channel h ON h.id = s.channel_id
                WHERE s.sku_id = k.id AND {VIEWS.get(view, "TRUE")} AND (%(channel)s = '' OR h.code = %(channel)s))
            ORDER BY k.code LIMIT %(most)s
            """,
            {
                "after": after, "words": words, "like": "%" + _literally(words) + "%", "channel": channel,
                "now": clock.now(), "most": size + 1,
            },
        )  # fmt: skip
        found = cursor.fetchall()
    return MallStockPage(
        rows=on_malls([pk for pk, _ in found[:size]]), after=found[size - 1][1] if len(found) > size else ""
    )


def _literally(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@dataclass(frozen=True, kw_only=True, slots=True)
class MallStock:
    """The stock of one channel in figures."""

    channel: str
    listed: int
    off: int
    due: int
    urgent: int
    waiting_since: datetime | None  # the oldest that is due
    trouble: int
    told_at: datetime | None
    lag_s: float
    read: int  # looked at again within a day
    drifts: int  # of thirty days
    open_drifts: int
    oversells: int  # of thirty days


def by_channel() -> list[MallStock]:
    """How each joined channel stands with its stock, in two statements whatever the catalogue (モール在庫の概況)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT h.code, count(s.id), count(*) FILTER (WHERE NOT s.is_on),
                   count(*) FILTER (WHERE s.is_on AND q.due_at <= %(now)s),
                   count(*) FILTER (WHERE s.is_on AND q.due_at <= %(now)s AND q.urgency = 0),
                   min(q.due_at) FILTER (WHERE s.is_on AND q.due_at <= %(now)s),
                   count(*) FILTER (WHERE s.trouble <> ''), c.stock_at, c.stock_lag_s,
                   count(*) FILTER (WHERE s.read_at > %(day)s)
            FROM channels_connection c JOIN channels_channel h ON h.id = c.channel_id
            LEFT JOIN channels_listedstock s ON s.channel_id = h.id LEFT JOIN channels_duestock q ON q.stock_id = s.id
            GROUP BY h.id, c.id ORDER BY h.position, h.id
            """,
            {"now": now, "day": now - timedelta(days=1)},
        )
        rows = cursor.fetchall()
        cursor.execute(
            """
            SELECT h.code, count(*) FILTER (WHERE d.found_at > %(month)s),
                   count(*) FILTER (WHERE d.healed_at IS NULL), 0
            FROM channels_drift d JOIN channels_listedstock s ON s.id = d.stock_id
            JOIN channels_channel h ON h.id = s.channel_id
            WHERE d.found_at > %(month)s OR d.healed_at IS NULL GROUP BY h.code
            UNION ALL
            SELECT h.code, 0, 0, count(*) FROM channels_oversell o JOIN channels_channel h ON h.id = o.channel_id
            WHERE o.found_at > %(month)s GROUP BY h.code
            """,
            {"month": now - timedelta(days=30)},
        )
        faults: dict[str, list[int]] = {}
        for code, *counts in cursor.fetchall():
            faults[code] = [a + b for a, b in zip(faults.get(code, [0, 0, 0]), counts, strict=True)]
    return [
        MallStock(
            channel=row[0], listed=row[1], off=row[2] if row[1] else 0, due=row[3], urgent=row[4],
            waiting_since=row[5], trouble=row[6], told_at=row[7], lag_s=row[8], read=row[9],
            drifts=faults.get(row[0], [0])[0], open_drifts=faults.get(row[0], [0, 0])[1],
            oversells=faults.get(row[0], [0, 0, 0])[2],
        )
        for row in rows
    ]  # fmt: skip


def channels_to_push() -> list[str]:
    """Live channels for which something is due now (送信待ちの店舗)."""
    now = clock.now()
    open_ = {channel: way.code for channel, way in listed.ways().items() if way.is_open}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c FROM unnest(%s::bigint[]) AS c WHERE EXISTS (
                SELECT 1 FROM channels_duestock q JOIN channels_listedstock s ON s.id = q.stock_id
                WHERE q.channel_id = c AND q.due_at <= %s AND s.is_on)
            """,
            [bulk.array(list(open_)), now],
        )
        return [open_[channel] for (channel,) in cursor.fetchall()]


def stops_and_starts(prices: Mapping[int, int | None]) -> set[int]:
    """Of SKUs whose price was told, those that malls show although none is for sale, or do not although some is.

    No price means not for sale. A change of price alone is no matter of stock.
    """
    stopped = [sku for sku, yen in prices.items() if yen is None]
    rest = [sku for sku, yen in prices.items() if yen is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sku_id FROM channels_listedstock WHERE sku_id = ANY(%s)
            UNION SELECT sku_id FROM channels_listedstock
                  WHERE sku_id = ANY(%s) AND (shown = 0 OR because->>'rule' = 'stopped')
            """,
            [bulk.array(stopped), bulk.array(rest)],
        )
        return {row[0] for row in cursor.fetchall()}
