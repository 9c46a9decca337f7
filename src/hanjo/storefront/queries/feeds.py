"""Every SKU on sale, read piece by piece for shopping services (商品データの掲載)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from hanjo.catalogue.models import Category, Image, Product, Sku
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.pricing import queries as pricing
from hanjo.pricing.models import Sale
from hanjo.pricing.terms import Price, Terms
from hanjo.storefront.models import Card
from hanjo.storefront.queries.facts import shipping_of, stock_word
from hanjo.storefront.seo.feeds import FeedItem, Lack, lacks
from hanjo.storefront.seo.public import address, picture

AT_ONCE = 1_000
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for a whole piece of the list."""

    prices: dict[int, Price]
    free: dict[int, int]
    pictures: dict[int, list[str]]
    sales: dict[str, Sale]
    shelves: dict[int, str]
    terms: Terms
    today: date
    base: str
    fares: dict[tuple[str, bool, int], tuple[tuple[str, int], ...]] = field(default_factory=dict)


def feed_items() -> Iterator[FeedItem]:
    """Every SKU that the shop shows, a thousand at a time with a flat number of statements for each (商品データ)."""
    cards = Card.objects.order_by("product_id").values_list("product_id", "slug").iterator(chunk_size=AT_ONCE)
    shelves = dict(Category.objects.values_list("id", "name"))
    while piece := dict(islice(cards, AT_ONCE)):
        skus = list(
            Sku.objects.filter(product_id__in=piece, is_active=True)
            .select_related("product")
            .order_by("product_id", "position", "id")
        )
        around = _around(skus, shelves)
        for sku in skus:
            yield _item(sku, piece[sku.product_id], around)


def _around(skus: list[Sku], shelves: dict[int, str]) -> _Around:
    now = clock.now()
    ids = [sku.pk for sku in skus]
    prices = pricing.prices(ids, now)
    pictures: dict[int, list[str]] = {}
    for product_id, file in Image.objects.filter(product_id__in={sku.product_id for sku in skus}).values_list(
        "product_id", "file"
    ):
        pictures.setdefault(product_id, []).append(picture(file))
    codes = {price.sale for price in prices.values() if price.sale}
    return _Around(
        prices=prices,
        free=inventory.sellable(ids),
        pictures=pictures,
        sales={sale.code: sale for sale in Sale.objects.filter(code__in=codes)} if codes else {},
        shelves=shelves,
        terms=pricing.terms(now),
        today=clock.business_date(now),
        base=address("shop-product", "-slug-"),
    )


def _item(sku: Sku, slug: str, around: _Around) -> FeedItem:
    product = sku.product
    price = around.prices[sku.pk]
    sale = around.sales.get(price.sale)
    options = " ".join(word for word in (sku.option1, sku.option2) if word)
    return FeedItem(
        id=sku.code,
        group=product.code,
        title=f"{product.name} {options}".strip(),
        text=product.description,
        link=around.base.replace("-slug-", slug),
        pictures=tuple(around.pictures.get(product.pk, ())),
        stock=stock_word(
            around.free.get(sku.pk, 0), product.on_sale_on, made=product.made_to_order, today=around.today
        ),
        yen=price.now_yen,
        regular_yen=price.regular_yen,
        brand=product.brand,
        jan=sku.jan or "",
        shelf=around.shelves.get(product.category_id or 0, ""),
        sale_from=sale.from_at if sale else None,
        sale_until=sale.until_at if sale else None,
        on_sale_on=product.on_sale_on,
        weight_g=sku.weight_g,
        shipping=_fares(product, sku, price.now_yen, around),
    )


def _fares(product: Product, sku: Sku, yen: int, around: _Around) -> tuple[tuple[str, int], ...]:
    """Shipping by prefecture; the same for all SKUs that travel alike and cost alike."""
    key = (product.temperature, sku.mail_size, yen)
    if key not in around.fares:
        rates = shipping_of(around.terms, product.temperature, yen, mail=sku.mail_size)
        around.fares[key] = tuple(
            (f"JP-{region}" if region else "", rate.yen) for rate in rates for region in rate.regions or ("",)
        )
    return around.fares[key]


@dataclass(frozen=True, slots=True)
class Checked:
    """How the shop's goods stand for shopping services."""

    total: int
    listed: int
    counts: dict[Lack, int]
    rows: list[tuple[FeedItem, list[Lack]]]


def checked(only: str = "") -> Checked:
    """Every SKU looked through; the first two hundred that lack something, or lack one thing (掲載の不備)."""
    total, listed, counts = 0, 0, Counter[Lack]()
    rows: list[tuple[FeedItem, list[Lack]]] = []
    for item in feed_items():
        found = lacks(item)
        total += 1
        listed += not any(lack.is_fatal for lack in found)
        counts.update(found)
        if found and len(rows) < MOST_SHOWN and (not only or only in found):
            rows.append((item, found))
    return Checked(total=total, listed=listed, counts=dict(counts), rows=rows)
