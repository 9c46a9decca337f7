"""Reads of listings on malls: what is lacking, what differs, what was sent, which prices wait."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q

from hanjo.catalogue import queries as catalogue
from hanjo.channels.models import Channel, ListingDraft, ListingSent, PriceOrder
from hanjo.channels.offers import FIELDS
from hanjo.channels.terms import ConnectionState
from hanjo.channels.terms_offers import READY, OfferState
from hanjo.kernel import bulk, clock
from hanjo.kernel.text import narrow

PAGE = 100
TRIES = 8  # of a price order, before it waits for a person


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRow:
    """One listing as its desk shows it."""

    id: int
    code: str
    sku: str
    name: str
    master_yen: int
    title: str
    price_yen: int | None
    category: str
    shipping: str
    text: str
    more: dict[str, str]
    seen: dict[str, Any]
    seen_at: datetime | None
    state: str
    lacks: Sequence[str]
    differs: dict[str, Sequence[Any]]
    is_waiting: bool
    sent_at: datetime | None
    trouble: str
    is_unsure: bool
    next_yen: int | None
    next_at: datetime | None
    sale_yen: int | None = None

    @property
    def ours_yen(self) -> int:
        """What it shall cost there."""
        return self.sale_yen or self.price_yen or self.master_yen

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent, and there is something to say."""
        return self.state in READY

    @property
    def status(self) -> tuple[str, str]:
        """Its state: tone and word."""
        if self.is_waiting:
            return "info", "送信待ち"
        if self.trouble and self.state != OfferState.SAME:
            return "danger", "受け付けられない"
        if not self.state:
            return "quiet", "未確認"
        tones = {"lacking": "warn", "new": "info", "differs": "go", "same": "ok"}
        return tones[self.state], OfferState(self.state).label

    @property
    def notes(self) -> list[str]:
        """What is lacking and what differs, each as one line."""
        lines = [f"不足: {'、'.join(one.removesuffix('。') for one in self.lacks)}"] if self.lacks else []
        return [*lines, *(f"{FIELDS[name]} {shown(name, pair)}" for name, pair in self.differs.items())]


def shown(name: str, pair: Sequence[Any]) -> str:
    """A difference in words: モール → 当店 (差異)."""
    theirs, ours = (f"{one:,}円" if name == "price_yen" and isinstance(one, int) else one for one in pair)
    return f"モール: {theirs or '—'} → 当店: {ours}"


_ROWS = """
    SELECT l.id, l.code, s.code, p.name, s.option1, s.option2, s.price_yen, coalesce(d.title, ''), d.price_yen,
           coalesce(d.category, ''), coalesce(d.shipping, ''), coalesce(d.text, ''), coalesce(d.more, '{{}}'),
           coalesce(d.seen, '{{}}'), d.seen_at, coalesce(d.state, ''), coalesce(d.lacks, '[]'),
           coalesce(d.differs, '{{}}'), d.asked_at IS NOT NULL, d.sent_at, coalesce(d.trouble, ''),
           d.unsure_at IS NOT NULL, n.price_yen, n.at, d.sale_yen
    FROM channels_listing l JOIN catalogue_sku s ON s.id = l.sku_id JOIN catalogue_product p ON p.id = s.product_id
    LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
    LEFT JOIN LATERAL (SELECT o.price_yen, o.at FROM channels_priceorder o
                       WHERE o.listing_id = l.id AND o."end" = '' ORDER BY o.at LIMIT 1) n ON TRUE
    WHERE l.channel_id = %(channel)s AND {where} ORDER BY l.code LIMIT %(many)s
"""

VIEWS = {
    "": "TRUE",
    "lacking": "d.state = 'lacking'",
    "new": "d.state = 'new'",
    "differs": "d.state = 'differs'",
    "drafts": "d.fresh_at IS NOT NULL AND d.sent_at IS NULL AND d.seen = '{}'",
    "same": "d.state = 'same'",
    "trouble": "d.trouble <> ''",
    "waiting": "d.asked_at IS NOT NULL",
    "unchecked": "coalesce(d.state, '') = ''",
}


def page(channel: Channel, *, view: str = "", words: str = "", after: str = "") -> tuple[list[OfferRow], str]:
    """One page of a channel's listings by code, in one statement, and the code to go on after (出品一覧)."""
    where = VIEWS.get(view, "TRUE")
    values = {"after": after, "words": f"%{_like(narrow(words))}%", "name": f"%{_like(words)}%"}
    if after:
        where += " AND l.code > %(after)s"
    if words:
        where += " AND (l.code ILIKE %(words)s OR s.code ILIKE %(words)s OR p.name ILIKE %(name)s)"
    rows = _rows(channel, where, {**values, "many": PAGE + 1})
    return rows[:PAGE], rows[PAGE - 1].code if len(rows) > PAGE else ""


def these(channel: Channel, listing_ids: Collection[int]) -> list[OfferRow]:
    """These listings of a channel by code; another channel's are absent."""
    return _rows(channel, "l.id = ANY(%(ids)s)", {"ids": bulk.array(list(listing_ids)), "many": 100_000})


def by_code(channel: Channel, codes: Collection[str]) -> list[OfferRow]:
    """The listings of a channel with these codes."""
    return _rows(channel, "l.code = ANY(%(codes)s)", {"codes": bulk.array(list(codes)), "many": 100_000})


def _like(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(channel: Channel, where: str, values: dict[str, Any]) -> list[OfferRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(where=where), {"channel": channel.pk, **values})
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Sequence[Any]) -> OfferRow:
    return OfferRow(
        id=row[0], code=row[1], sku=row[2], name=catalogue.full_name(row[3], row[4], row[5]), master_yen=row[6],
        title=row[7], price_yen=row[8], category=row[9], shipping=row[10], text=row[11], more=json.loads(row[12]),
        seen=json.loads(row[13]), seen_at=row[14], state=row[15], lacks=json.loads(row[16]),
        differs=json.loads(row[17]), is_waiting=row[18], sent_at=row[19], trouble=row[20], is_unsure=row[21],
        next_yen=row[22], next_at=row[23], sale_yen=row[24],
    )  # fmt: skip


def counts(channel: Channel) -> dict[str, int]:
    """How many listings of a channel stand how, in one statement (出品の内訳)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE d.state = 'lacking'), count(*) FILTER (WHERE d.state = 'new'),
                   count(*) FILTER (WHERE d.state = 'differs'), count(*) FILTER (WHERE d.state = 'same'),
                   count(*) FILTER (WHERE d.trouble <> ''), count(*) FILTER (WHERE d.asked_at IS NOT NULL),
                   count(*) FILTER (WHERE coalesce(d.state, '') = ''), max(d.seen_at), max(d.checked_at),
                   count(*) FILTER (WHERE d.fresh_at IS NOT NULL AND d.sent_at IS NULL AND d.seen = '{}')
            FROM channels_listing l LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
            WHERE l.channel_id = %s
            """,
            [channel.pk],
        )
        row = cursor.fetchone()
    names = (
        "lacking",
        "new",
        "differs",
        "same",
        "trouble",
        "waiting",
        "unchecked",
        "seen_at",
        "checked_at",
        "drafts",
    )
    return dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class Round:
    """How far the sending of many listings has come."""

    since: datetime
    waiting: int
    done: int
    refused: int

    @property
    def total(self) -> int:
        """All that were to be sent."""
        return self.waiting + self.done + self.refused


def round_of(channel: Channel, since: datetime | None = None) -> Round | None:
    """The sending that goes on, or that began then; None when there is none (出品の送信の進み具合)."""
    waits = ListingDraft.objects.filter(channel=channel, asked_at__isnull=False)
    told = waits.aggregate(many=Count("pk"), first=Min("asked_at"))
    began = since or told["first"]
    if began is None:
        return None
    outcomes = ListingSent.objects.filter(channel=channel, at__gte=began).aggregate(
        done=Count("pk", filter=Q(outcome__in=("done", "waits"))),
        refused=Count("pk", filter=~Q(outcome__in=("done", "waits"))),
    )
    return Round(began, told["many"], outcomes["done"], outcomes["refused"])


def price_orders(channel: Channel, *, open_only: bool = False, before: int = 0) -> list[PriceOrder]:
    """Prices that wait, or all of them, newest first (価格の予約)."""
    rows = PriceOrder.objects.filter(channel=channel).select_related("listing__sku__product")
    if open_only:
        return list(rows.filter(end="").order_by("at", "id")[:PAGE])
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:PAGE])


def sent(channel: Channel, *, listing_id: int = 0, before: int = 0) -> list[ListingSent]:
    """What a mall was told of listings, newest first (出品の送信履歴)."""
    rows = ListingSent.objects.filter(channel=channel).select_related("listing")
    if listing_id:
        rows = rows.filter(listing_id=listing_id)
    if before:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[: 10 if listing_id else PAGE])


def channels_with_due_prices() -> list[str]:
    """Live channels with a price whose moment has come."""
    rows = PriceOrder.objects.filter(
        end="", at__lte=clock.now(), tries__lt=TRIES, channel__connection__state=ConnectionState.LIVE
    )
    return sorted(set(rows.values_list("channel__code", flat=True)))


def channels_to_publish() -> list[str]:
    """Live channels with a listing that somebody wanted sent."""
    rows = ListingDraft.objects.filter(
        asked_at__isnull=False, channel__connection__state=ConnectionState.LIVE
    )
    return sorted(set(rows.values_list("channel__code", flat=True)))
