"""Reads of what went wrong with stock on malls: differences, oversells, and the figures of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hanjo.channels.models import Drift, Oversell
from hanjo.channels.terms_stock import DriftCause, OversellChoice
from hanjo.kernel import clock

PAGE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class DriftRow:
    """A difference that was found on a mall."""

    id: int
    channel: str
    code: str
    sku_id: int
    believed: int
    found: int
    available: int
    cause: DriftCause
    evidence: dict[str, Any]
    found_at: datetime
    healed_at: datetime | None

    @property
    def counted(self) -> dict[str, Any]:
        """What the warehouse had when it was found; nothing where its SKU has no shelf."""
        found = self.evidence.get("counted") or {}
        return {"because": "", "delta": 0, **found} if found else {}


def drifts(
    *, open_only: bool = False, channel: str = "", before: int = 0, size: int = PAGE
) -> list[DriftRow]:
    """Differences, newest first; `before` is the id of the last one seen (在庫の食い違い)."""
    rows = Drift.objects.select_related("stock__listing", "stock__channel").order_by("-id")
    if open_only:
        rows = rows.filter(healed_at__isnull=True)
    if channel:
        rows = rows.filter(stock__channel__code=channel)
    if before:
        rows = rows.filter(pk__lt=before)
    return [
        DriftRow(
            id=row.pk, channel=row.stock.channel.code, code=row.stock.listing.code, sku_id=row.stock.sku_id,
            believed=row.believed, found=row.found, available=row.available, cause=DriftCause(row.cause),
            evidence=row.evidence, found_at=row.found_at, healed_at=row.healed_at,
        )
        for row in rows[:size]
    ]  # fmt: skip


def drift_counts(days: int = 30) -> dict[DriftCause, int]:
    """How many differences there were of each cause (食い違いの原因別件数)."""
    since = clock.now() - timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cause, count(*) FROM channels_drift WHERE found_at > %s GROUP BY cause", [since]
        )
        found = dict(cursor.fetchall())
    return {cause: int(found.get(cause.value, 0)) for cause in DriftCause}


@dataclass(frozen=True, kw_only=True, slots=True)
class OversellRow:
    """An order that sold what was not there."""

    id: int
    number: str
    external_number: str
    channel: str
    sku_id: int
    sku: str
    name: str
    missing: int
    story: dict[str, Any]
    sentences: tuple[str, ...]
    found_at: datetime
    answer_by: datetime
    is_late: bool
    choice: OversellChoice | None
    chosen_at: datetime | None
    chosen_by: str


def oversells(*, open_only: bool = True, size: int = PAGE, sku_id: int = 0) -> list[OversellRow]:
    """Oversold orders: the open ones by their clock, or all, newest first (売り越し)."""
    rows = Oversell.objects.select_related("order", "channel", "sku__product")
    rows = (
        rows.filter(chosen_at__isnull=True).order_by("answer_by", "id") if open_only else rows.order_by("-id")
    )
    if sku_id:
        rows = rows.filter(sku=sku_id)
    now = clock.now()
    return [
        OversellRow(
            id=row.pk, number=row.order.number, external_number=row.order.external_number, channel=row.channel.code,
            sku_id=row.sku_id, sku=row.sku.code, name=row.sku.product.name, missing=row.missing, story=row.story,
            sentences=tuple(tell_story(row.story)), found_at=row.found_at, answer_by=row.answer_by,
            is_late=row.chosen_at is None and row.answer_by < now,
            choice=OversellChoice(row.choice) if row.choice else None, chosen_at=row.chosen_at, chosen_by=row.chosen_by,
        )
        for row in rows[:size]
    ]  # fmt: skip


def tell_story(story: dict[str, Any]) -> list[str]:
    """How an oversell came about, in sentences (売り越しの経緯)."""
    said = []
    if story.get("placed_at"):
        said.append(
            f"{_clock(story['placed_at'])} に注文があり、{_clock(story.get('known_at'))} に届きました。"
        )
    if story.get("shown") is not None:
        said.append(
            f"モールには {story['shown']} 個と表示していました（{_clock(story.get('shown_at'))} の更新）。"
        )
    if last := story.get("last_sale"):
        said.append(
            f"最後の 1 個は {_clock(last['at'])} に {last['number']}（{last['channel']}）に引き当てられました。"
        )
    if story.get("due_since"):
        said.append(f"表示の更新は {_clock(story['due_since'])} から待っていました。")
    if story.get("trouble"):
        said.append(f"更新の妨げ: {story['trouble']}")
    return said


def _clock(at: str | None) -> str:
    if not at:
        return "時刻不明"
    return f"{datetime.fromisoformat(at).astimezone(clock.JST):%-m/%-d %H:%M:%S}"


@dataclass(frozen=True, kw_only=True, slots=True)
class StockFigures:
    """The figures that nobody else states (在庫連携の成績)."""

    days: int
    orders: int
    oversells: int
    open_oversells: int
    late_oversells: int
    drifts: int
    open_drifts: int
    hidden_skus: int  # free here, and no mall shows one

    @property
    def per_100_000(self) -> float:
        """Oversells per 100,000 orders of malls."""
        return self.oversells * 100_000 / self.orders if self.orders else 0.0


def figures(days: int = 30) -> StockFigures:
    """Oversells, drifts and what is not shown anywhere, in one statement (在庫連携の成績)."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM orders_order o JOIN channels_channel h ON h.code = o.channel
                    JOIN channels_connection c ON c.channel_id = h.id WHERE o.ordered_at > %(since)s),
                   (SELECT count(*) FROM channels_oversell WHERE found_at > %(since)s),
                   (SELECT count(*) FROM channels_oversell WHERE chosen_at IS NULL),
                   (SELECT count(*) FROM channels_oversell WHERE chosen_at IS NULL AND answer_by < %(now)s),
                   (SELECT count(*) FROM channels_drift WHERE found_at > %(since)s),
                   (SELECT count(*) FROM channels_drift WHERE healed_at IS NULL),
                   (SELECT count(*) FROM (SELECT 1 FROM channels_listedstock s WHERE s.is_on GROUP BY s.sku_id
                    HAVING max(coalesce(s.shown, 0)) = 0 AND max((s.because->>'free')::int) > 0) x)
            """,
            {"since": now - timedelta(days=days), "now": now},
        )
        row = cursor.fetchone()
    return StockFigures(
        days=days, orders=row[0], oversells=row[1], open_oversells=row[2], late_oversells=row[3], drifts=row[4],
        open_drifts=row[5], hidden_skus=row[6],
    )  # fmt: skip
