"""What malls did not show although it was free, and how much that may have cost (売り逃しの推定)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.channels import buffers
from hanjo.channels.models import Withheld
from hanjo.channels.terms_stock import WithheldCause
from hanjo.kernel import clock

DAYS = 30
PAGE = 100

# What the listing sold in a day before, for as long as it was shown as 0, and never more than was free.
_PIECES = """
    least(w.pieces, w.per_day * greatest(extract(epoch FROM coalesce(w.ended_at, %(now)s)
                                         - greatest(w.began_at, %(since)s)), 0) / 86400.0)
"""


@dataclass(frozen=True, slots=True)
class LostOf:
    """The stretches of one mall and one cause: how many, how many last, pieces and yen that may have been lost."""

    channel: str
    cause: WithheldCause
    stretches: int
    open: int
    skus: int
    pieces: float
    yen: int


@dataclass(frozen=True, slots=True)
class LostFigures:
    """Estimated lost sales of some days, by mall and cause (売り逃しの推定)."""

    days: int
    rows: Sequence[LostOf]

    @property
    def pieces(self) -> float:
        """Pieces that may have been lost, everywhere."""
        return sum(one.pieces for one in self.rows)

    @property
    def yen(self) -> int:
        """The same at the usual price."""
        return sum(one.yen for one in self.rows)

    @property
    def open(self) -> int:
        """Listings that show 0 at this moment though pieces are free."""
        return sum(one.open for one in self.rows)


def lost(days: int = DAYS) -> LostFigures:
    """How many pieces may not have been sold because a mall showed 0 though they were free (売り逃しの推定)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT h.code, w.cause, count(*), count(*) FILTER (WHERE w.ended_at IS NULL), count(DISTINCT s.sku_id),
                   sum({_PIECES})::float8, round(sum({_PIECES} * coalesce(k.price_yen, 0)))::bigint
            FROM channels_withheld w JOIN channels_listedstock s ON s.id = w.stock_id
            JOIN channels_channel h ON h.id = s.channel_id JOIN catalogue_sku k ON k.id = s.sku_id
            WHERE w.ended_at IS NULL OR w.ended_at > %(since)s
            GROUP BY h.position, h.id, w.cause ORDER BY h.position, h.id, 6 DESC, w.cause
            """,
            {"now": now, "since": now - timedelta(days=days)},
        )
        return LostFigures(
            days, [LostOf(row[0], WithheldCause(row[1]), *row[2:]) for row in cursor.fetchall()]
        )


@dataclass(frozen=True, slots=True)
class LostRow:
    """One stretch with its story."""

    channel: str
    code: str
    sku_id: int
    name: str
    cause: WithheldCause
    pieces: int
    per_day: float
    lost: float
    began_at: datetime
    ended_at: datetime | None
    story: str


def lost_rows(*, channel: str = "", cause: str = "", days: int = DAYS, size: int = PAGE) -> list[LostRow]:
    """The stretches that may have cost most, the most first (売り逃しの内訳)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT w.id, {_PIECES} AS lost FROM channels_withheld w
            JOIN channels_listedstock s ON s.id = w.stock_id JOIN channels_channel h ON h.id = s.channel_id
            WHERE (w.ended_at IS NULL OR w.ended_at > %(since)s) AND (%(channel)s = '' OR h.code = %(channel)s)
              AND (%(cause)s = '' OR w.cause = %(cause)s)
            ORDER BY lost DESC, w.began_at DESC LIMIT %(most)s
            """,
            {
                "now": now,
                "since": now - timedelta(days=days),
                "channel": channel,
                "cause": cause,
                "most": size,
            },
        )
        costs: dict[int, float] = dict(cursor.fetchall())
    rows = Withheld.objects.select_related("stock__listing", "stock__channel", "stock__sku__product").in_bulk(
        costs
    )
    return [_row(rows[pk], float(cost)) for pk, cost in costs.items() if pk in rows]


def _story(row: Any) -> str:
    told = row.because
    if (
        row.cause == WithheldCause.BUFFER and told.get("rule") == "closed"
    ):  # nobody else shows the last pieces
        return f"販売可能 {told['free']} 個。残りが安全在庫（{told['kept']} 個）以下のため、表示は 0 個です。"
    return buffers.explain(told)


def _row(row: Any, cost: float) -> LostRow:
    stock = row.stock
    return LostRow(
        channel=stock.channel.code, code=stock.listing.code, sku_id=stock.sku_id, name=stock.sku.product.name,
        cause=WithheldCause(row.cause), pieces=row.pieces, per_day=row.per_day, lost=cost, began_at=row.began_at,
        ended_at=row.ended_at, story=_story(row),
    )  # fmt: skip
