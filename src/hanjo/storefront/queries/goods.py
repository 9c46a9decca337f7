"""One product as the shop shows it, and what changes too quickly to be kept with the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from hanjo.catalogue.models import Category, Image, Product
from hanjo.catalogue.terms import RATES
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.pricing import queries as pricing
from hanjo.pricing.terms import Price
from hanjo.storefront.models import Card, OldAddress, ShopProduct
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.noted import noted
from hanjo.storefront.queries.texts import named, told

MOST_STEPS = 5
"""Renamings that are followed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One SKU of a product: what it is called there, costs, and whether it can be had."""

    sku_id: int
    code: str
    option1: str
    option2: str
    price_yen: int
    was_yen: int | None
    was_label: str
    available: int
    jan: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Goods:
    """Everything that the page of a product shows."""

    product: Product
    side: ShopProduct | None
    slug: str
    choices: list[Choice]
    images: list[Image]
    way: list[Category]
    related: list[Card]
    tax_rate: int
    is_reviewed: bool

    @property
    def title(self) -> str:
        """What stands in the window's title."""
        return (self.side.title if self.side else "") or self.product.name

    @property
    def price_yen(self) -> int:
        """The lowest price."""
        return min((choice.price_yen for choice in self.choices), default=0)

    @property
    def noshi(self) -> bool:
        """Tell whether it may be sent with a noshi paper; what the shop has not spoken of may."""
        return self.side.noshi if self.side else True

    @property
    def wrapping(self) -> bool:
        """Tell whether it may be wrapped; what the shop has not spoken of may."""
        return self.side.wrapping if self.side else True

    @property
    def lead_days(self) -> int:
        """Working days before it can leave."""
        return self.side.lead_days if self.side else 0

    @property
    def can_be_had(self) -> bool:
        """Tell whether any choice is in stock."""
        return any(choice.available > 0 for choice in self.choices)


def goods(slug: str) -> Goods | str | None:
    """A product by its address (商品詳細); an address it had before answers with the present one, as text.

    Two statements, a third for another language; what many products share is noted under the shop's version.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [slug])
        row = cursor.fetchone()
    if row is None:
        return _moved(slug)
    product, side, rest = _read(row)
    told(product, side)
    prices = pricing.prices([one[0] for one in rest["skus"]], clock.now())
    return Goods(
        product=product,
        side=side,
        slug=slug,
        choices=[_choice(one, prices[one[0]]) for one in rest["skus"]],
        images=[Image(**one) for one in rest["images"]],
        way=noted(("way", product.category_id), lambda: _way(product)),
        related=_related(product.pk, rest["categories"], side),
        tax_rate=RATES[product.tax_class],
        is_reviewed=rest["is_reviewed"],
    )


def _choice(row: list[Any], price: Price) -> Choice:
    sku_id, code, option1, option2, jan, free = row
    return Choice(
        sku_id=sku_id,
        code=code,
        option1=option1,
        option2=option2,
        price_yen=price.now_yen,
        was_yen=price.was_yen,
        was_label=price.was_label,
        available=max(free, 0),
        jan=jan or "",
    )


def _columns(model: type[Model], name: str) -> str:
    return ", ".join(f'{name}."{one.column}"' for one in model._meta.concrete_fields)


_SHIPPED = """
    SELECT sum(l.on_hand - l.reserved) - coalesce(max(k.pieces), 0) FROM inventory_stocklevel l
    JOIN inventory_location o ON o.id = l.location_id LEFT JOIN inventory_keptback k ON k.sku_id = l.sku_id
    WHERE l.sku_id = {} AND o.ships AND o.is_active AND l.flagged_because = ''
"""
_FREE = f"""coalesce(CASE WHEN s.kind = 'bundle' THEN (
    SELECT min(floor(coalesce(({_SHIPPED.format("b.component_id")}), 0) / b.quantity))
    FROM catalogue_bundlecomponent b WHERE b.bundle_id = s.id
) ELSE ({_SHIPPED.format("s.id")}) END, 0)::bigint"""
"""How many of a SKU our shop sells now, bundles through their components, as the module of stock counts them."""

_FOUND = f"""
SELECT {_columns(Product, "p")}, {_columns(ShopProduct, "x")}, json_build_object(
    'categories', c.categories,
    'images', coalesce((
        SELECT json_agg(json_build_object('id', i.id, 'product_id', i.product_id, 'file', i.file, 'thumb', i.thumb,
            'alt', i.alt, 'width', i.width, 'height', i.height, 'position', i.position, 'sizes', i.sizes)
            ORDER BY i.position, i.id)
        FROM catalogue_image i WHERE i.product_id = p.id), '[]'),
    'skus', coalesce((
        SELECT json_agg(json_build_array(s.id, s.code, s.option1, s.option2, s.jan, {_FREE})
            ORDER BY s.position, s.id)
        FROM catalogue_sku s WHERE s.product_id = p.id AND s.is_active), '[]'),
    'is_reviewed', EXISTS (SELECT 1 FROM reviews_review r WHERE r.product_id = p.id AND r.state = 'published')
)::text
FROM storefront_card c JOIN catalogue_product p ON p.id = c.product_id
LEFT JOIN storefront_shopproduct x ON x.product_id = p.id
WHERE c.slug = %s
"""


def _read(row: tuple[Any, ...]) -> tuple[Product, ShopProduct | None, dict[str, Any]]:
    """A product, the shop's side of it if there is one, and what belongs to them."""
    own, theirs = Product._meta.concrete_fields, ShopProduct._meta.concrete_fields
    product = Product.from_db(None, [one.attname for one in own], row[: len(own)])
    values = row[len(own) : -1]
    side = None
    if values[0] is not None:
        plain = [_plain(field, value) for field, value in zip(theirs, values, strict=True)]
        side = ShopProduct.from_db(None, [one.attname for one in theirs], plain)
    return product, side, json.loads(row[-1])


def _plain(field: Field[Any, Any], value: Any) -> Any:
    return json.loads(value) if isinstance(field, JSONField) and isinstance(value, str) else value


def _moved(slug: str) -> str | None:
    """Where a product lives that is not here: the end of all renamings in one step, or the same in small letters."""
    if slug != slug.lower() and Card.objects.filter(slug=slug.lower()).exists():
        return slug.lower()
    at, seen = f"p/{slug}", set[str]()
    while target := OldAddress.objects.filter(path=at).values_list("target", flat=True).first():
        seen.add(at)
        at = target.removeprefix("/shop/").strip("/")
        if at in seen or len(seen) > MOST_STEPS:
            return None
    found = at.removeprefix("p/")
    return found if at.startswith("p/") and found != slug else None


def _way(product: Product) -> list[Category]:
    """The categories from the top down to the product's own, in one statement for any depth."""
    if product.category_id is None:
        return []
    return list(
        Category.objects.raw(
            """
            WITH RECURSIVE up AS (
                SELECT c.*, 0 AS depth FROM catalogue_category c WHERE c.id = %s
                UNION ALL
                SELECT c.*, up.depth + 1 FROM catalogue_category c JOIN up ON c.id = up.parent_id WHERE up.depth < 8
            )
            SELECT * FROM up ORDER BY depth DESC
            """,
            [product.category_id],
        )
    )


def _related(pk: int, categories: list[int], side: ShopProduct | None) -> list[Card]:
    chosen = list(side.related) if side else []
    if chosen:
        return named(Card.objects.exclude(pk=pk).filter(pk__in=chosen)[:8])
    return [card for card in _best_of(categories[0]) if card.pk != pk][:4] if categories else []


def _best_of(category_id: int) -> list[Card]:
    """The first five of a category, in the reader's language: one may be the product itself."""

    def look() -> list[Card]:
        return named(Card.objects.filter(categories__contains=[category_id]).order_by("-rank", "-pk")[:5])

    return noted(("best", language_now(), category_id), look)


def live(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each can be had at this moment, for pages that are kept (在庫の現在値)."""
    return {sku_id: max(count, 0) for sku_id, count in inventory.sellable(sku_ids).items()}
