"""The shops with what they brought, and their words for ways of shipping (店舗・モール)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Subquery

from hanjo.channels.models import Channel, ImportFile, Listing
from hanjo.channels.terms import Format
from hanjo.fulfilment.models import Service
from hanjo.orders.models import Order

MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Shop:
    """A channel on the settings page."""

    channel: Channel
    format_label: str
    orders: int
    listings: int
    last_file_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShippingWord:
    """The mall's word for a way of shipping, and our service that it means."""

    word: str
    service: str
    orders: int


def shops() -> list[Shop]:
    """Every channel in the shop's order."""
    last = ImportFile.objects.filter(channel=OuterRef("pk")).order_by("-pk").values("received_at")[:1]
    counts = dict(Order.objects.values_list("channel").annotate(n=Count("pk")))
    listed = dict(Listing.objects.values_list("channel").annotate(n=Count("pk")))
    rows = Channel.objects.annotate(last_file_at=Subquery(last)).order_by("position", "pk")
    return [
        Shop(one, Format(one.format).label, counts.get(one.code, 0), listed.get(one.pk, 0), one.last_file_at)
        for one in rows
    ]


def shipping_words(channel: Channel) -> list[ShippingWord]:
    """The words that orders came with or that were explained before, most orders first."""
    means: dict[str, str] = channel.settings.get("services", {})
    seen = dict(
        Order.objects.filter(channel=channel.code)
        .exclude(shipping_method="")
        .values_list("shipping_method")
        .annotate(n=Count("pk"), last=Max("pk"))
        .order_by("-n")
        .values_list("shipping_method", "n")[:MOST_WORDS]
    )
    words = list(dict.fromkeys([*seen, *means]))
    return [ShippingWord(word, means.get(word, ""), seen.get(word, 0)) for word in words]


def service_options() -> list[tuple[str, str]]:
    """The delivery services to choose from."""
    return list(
        Service.objects.filter(is_active=True).order_by("carrier", "code").values_list("code", "name")
    )
