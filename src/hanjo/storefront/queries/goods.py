"""One product as the shop shows it, and what changes too quickly to be kept with the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.catalogue.models import Category, Image, Product, Sku
from hanjo.catalogue.terms import RATES
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.pricing import queries as pricing
from hanjo.storefront.models import Card, OldAddress, ShopProduct
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
    """A product by its address (商品詳細); an address it had before answers with the present one, as text."""
    card = Card.objects.select_related("product__category", "product__in_shop").filter(slug=slug).first()
    if card is None:
        return _moved(slug)
    product = card.product
    side: ShopProduct | None = getattr(product, "in_shop", None)
    told(product, side)
    skus = list(Sku.objects.filter(product=product, is_active=True).order_by("position", "id"))
    ids = [sku.pk for sku in skus]
    free = inventory.available(ids)
    prices = pricing.prices(ids, clock.now())
    return Goods(
        product=product,
        side=side,
        slug=slug,
        choices=[
            Choice(
                sku_id=sku.pk,
                code=sku.code,
                option1=sku.option1,
                option2=sku.option2,
                price_yen=prices[sku.pk].now_yen,
                was_yen=prices[sku.pk].was_yen,
                was_label=prices[sku.pk].was_label,
                available=max(free.get(sku.pk, 0), 0),
                jan=sku.jan or "",
            )
            for sku in skus
        ],
        images=list(Image.objects.filter(product=product)),
        way=_way(product),
        related=_related(card, side),
        tax_rate=RATES[product.tax_class],
    )


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


def _related(card: Card, side: ShopProduct | None) -> list[Card]:
    chosen = list(side.related) if side else []
    cards = Card.objects.exclude(pk=card.pk)
    if chosen:
        return named(cards.filter(pk__in=chosen)[:8])
    return named(cards.filter(categories__overlap=card.categories[:1]).order_by("-rank", "-pk")[:4])


def live(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many of each can be had at this moment, for pages that are kept (在庫の現在値)."""
    return {sku_id: max(count, 0) for sku_id, count in inventory.available(sku_ids).items()}
