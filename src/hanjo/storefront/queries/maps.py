"""What stands in the maps of the shop (サイトマップ)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Max, Q

from hanjo.content import queries as content
from hanjo.content.models import Page
from hanjo.content.terms import LANGUAGES, Kind
from hanjo.kernel import clock
from hanjo.storefront.models import Card
from hanjo.storefront.queries.addresses import ROUTES
from hanjo.storefront.queries.shelf import all_shelves
from hanjo.storefront.seo.maps import MOST, Spot
from hanjo.storefront.seo.public import address, picture

EACH = MOST // len(LANGUAGES)
"""Products in one map: each stands there once for every language."""


def goods_maps() -> list[tuple[int, datetime]]:
    """Where each map of products begins (after which product), and when anything in it last changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(lag(max(product_id)) OVER (ORDER BY part), 0), max(updated_at) FROM (
                SELECT product_id, updated_at, (row_number() OVER (ORDER BY product_id) - 1) / %s AS part
                FROM storefront_card
            ) numbered GROUP BY part ORDER BY part
            """,
            [EACH],
        )
        return [(int(after), changed) for after, changed in cursor.fetchall()]


def goods_spots(after: int) -> Iterator[Spot]:
    """The products of one map, in the order of their keys, read piece by piece."""
    rows = (
        Card.objects.filter(product_id__gt=after)
        .annotate(
            pictures=ArrayAgg("product__images__file", filter=Q(product__images__isnull=False), default=[])
        )
        .order_by("product_id")
        .values_list("slug", "updated_at", "pictures")[:EACH]
    )
    bases = {language: address("shop-product", "-slug-", language=language) for language in LANGUAGES}
    for slug, changed_at, pictures in rows.iterator(chunk_size=2_000):
        yield Spot(
            [(language, base.replace("-slug-", slug)) for language, base in bases.items()],
            changed_at,
            [picture(one) for one in pictures],
        )


def page_spots() -> Iterator[Spot]:
    """Everything that is no product: first page, lists, shelves, texts."""
    newest = Card.objects.aggregate(at=Max("updated_at"))["at"]
    yield _spot(newest, "shop")
    yield _spot(newest, "shop-all")
    for shelf in all_shelves():
        yield _spot(newest, "shop-category", shelf.code)
    shown = content.shown(clock.now())
    dated = dict(shown.values_list("kind").annotate(Max("updated_at")))
    for kind, route in ((Kind.NEWS, "shop-news"), (Kind.BLOG, "shop-blog"), (Kind.FAQ, "shop-faq")):
        if kind in dated:
            yield _spot(dated[kind], route)
    yield _spot(None, "shop-contact")
    for page in shown.exclude(kind=Kind.FAQ).order_by("id").only("kind", "slug", "updated_at")[:EACH]:
        yield _spot(page.updated_at, ROUTES[Kind(page.kind)], page.slug)


def pages_changed_at() -> datetime | None:
    """When any text of the shop last changed."""
    found: datetime | None = Page.objects.aggregate(at=Max("updated_at"))["at"]
    return found


def _spot(changed_at: datetime | None, route: str, *args: str) -> Spot:
    return Spot([(one, address(route, *args, language=one)) for one in LANGUAGES], changed_at)
