"""Reads of sales as malls shall show them: the moments, the listings, and what people ordered by hand (セール価格)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from hanjo.channels.models import Connection, PriceOrder
from hanjo.channels.policy import Policy
from hanjo.channels.sales import Hand, Step, Want, Window, by_hand, plan
from hanjo.channels.terms import ConnectionState
from hanjo.channels.terms_offers import PriceEnd
from hanjo.kernel import bulk, clock
from hanjo.pricing import queries as pricing
from hanjo.pricing.models import Sale
from hanjo.pricing.terms import SaleState

AHEAD = timedelta(days=7)  # sales that begin later are not planned yet
MOST = 60  # moments that are looked at; what comes after them is planned when its time is nearer


@dataclass(slots=True)
class Sight:
    """One listing on a mall with everything that decides its sale prices."""

    listing_id: int
    code: str
    sku_id: int
    usual_yen: int
    showing: int | None
    windows: list[Window] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)
    orders: list[PriceOrder] = field(default_factory=list)  # what is planned for a sale and not sent

    def plan(self) -> list[Step]:
        """What it shall get."""
        return plan(self.usual_yen, self.showing, self.wants, self.windows, self.hands)

    def taken(self) -> list[Window]:
        """The sales that people took over."""
        return by_hand(self.windows, self.hands)


_LISTINGS = """
    SELECT l.id, l.code, l.sku_id, coalesce(d.price_yen, s.price_yen), d.sale_yen
    FROM channels_listing l JOIN catalogue_sku s ON s.id = l.sku_id
    JOIN channels_listedstock k ON k.listing_id = l.id LEFT JOIN channels_listingdraft d ON d.listing_id = l.id
    WHERE l.channel_id = %(channel)s AND coalesce(d.price_yen, s.price_yen) > 0 AND (
        l.sku_id = ANY(%(skus)s) OR d.sale_yen IS NOT NULL
        OR EXISTS (SELECT 1 FROM channels_priceorder o WHERE o.listing_id = l.id AND o."end" = '' AND o.sale <> ''))
    ORDER BY l.id
"""


def sights(joined: Connection, now: datetime) -> list[Sight]:
    """Every listing of a mall that a sale touches, now or within a week; flat in statements (セール価格の予定).

    A mall that does not follow sales is told the usual prices again where it shows a sale's.
    """
    policy = Policy.of(joined.policy)
    sales = _sales(now) if policy.follows_sales else []
    skus = pricing.skus_of_sales([sale.pk for sale in sales]) if sales else {}
    with connection.cursor() as cursor:
        touched = bulk.array(sorted({sku for found in skus.values() for sku in found}))
        cursor.execute(_LISTINGS, {"channel": joined.channel_id, "skus": touched})
        found = [Sight(*row) for row in cursor.fetchall()]
    lead = timedelta(minutes=policy.sale_lead_minutes)
    windows = [
        (Window(sale.from_at - lead, sale.until_at, sale.code), set(skus.get(sale.pk, ()))) for sale in sales
    ]
    _want(found, windows, now, lead)
    for sight in found:
        sight.windows = [window for window, its in windows if sight.sku_id in its]
    _hands({sight.listing_id: sight for sight in found}, windows)
    return found


def _sales(now: datetime) -> list[Sale]:
    rows = Sale.objects.filter(state=SaleState.PLANNED, ranks=[], from_at__lte=now + AHEAD)
    return list(rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=now)).order_by("from_at", "id"))


def _want(
    found: Sequence[Sight], windows: Sequence[tuple[Window, set[int]]], now: datetime, lead: timedelta
) -> None:
    """What sales want at each moment at which one begins or ends: what is decided in pricing, the lower one of two."""
    ends = {at for window, _ in windows for at in (window.since, window.until) if at is not None and at > now}
    skus = {sight.sku_id for sight in found}
    for at in [now, *sorted(ends)][:MOST]:
        prices = pricing.prices(skus, at) if windows else {}
        ahead = pricing.prices(skus, at + lead) if windows and lead else prices
        for sight in found:
            both = (prices.get(sight.sku_id), ahead.get(sight.sku_id))
            offered = [(one.now_yen, one.sale) for one in both if one and one.sale]
            yen, sale = min(offered, default=(0, ""))
            sight.wants.append(Want(at, yen or None, sale))


def _hands(found: Mapping[int, Sight], windows: Sequence[tuple[Window, set[int]]]) -> None:
    since = min((window.since for window, _ in windows), default=clock.now())
    rows = PriceOrder.objects.filter(listing__in=list(found)).filter(
        Q(end="") | Q(end=PriceEnd.SENT, sale="", at__gte=since) | Q(end=PriceEnd.CANCELLED, at__gte=since)
    )
    for row in rows.order_by("at", "id"):
        sight = found[row.listing_id]
        if row.sale and row.end == "":
            sight.orders.append(row)
        elif (row.end == PriceEnd.CANCELLED) == bool(row.sale):
            sight.hands.append(Hand(row.at, row.end == ""))


def held(joined: Connection) -> list[tuple[str, str]]:
    """Listings and sales whose price stays in people's hands (手での価格を優先している出品)."""
    if not Policy.of(joined.policy).follows_sales:
        return []
    return [(sight.code, window.sale) for sight in sights(joined, clock.now()) for window in sight.taken()]


def channels_to_follow() -> Iterator[str]:
    """Live channels that follow sales, or still show what they followed."""
    kept = set(
        PriceOrder.objects.filter(end="").exclude(sale="").values_list("channel_id", flat=True).distinct()
    )
    rows = Connection.objects.filter(state=ConnectionState.LIVE, channel__is_active=True).select_related(
        "channel"
    )
    for row in rows.order_by("channel__code"):
        shows = row.channel_id in kept or row.channel.listings.filter(draft__sale_yen__isnull=False).exists()
        if Policy.of(row.policy).follows_sales or shows:
            yield row.channel.code
