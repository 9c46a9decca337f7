"""Something that a trial order can buy."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.catalogue.models import Sku
from hanjo.inventory import queries as stock
from hanjo.storefront.models import Card
from hanjo.storefront.terms import StockWord


@dataclass(frozen=True, slots=True)
class Sample:
    """One piece of stock that can be bought now."""

    sku_id: int
    code: str
    name: str


def sample() -> Sample | None:
    """A SKU on the shelves of which there is some, the plainest first; None when nothing can be bought (試しの商品)."""
    cards = Card.objects.exclude(stock=StockWord.NONE).order_by("temperature", "price_yen", "pk")
    for card in cards.values_list("product_id", "name")[:20]:
        skus = list(
            Sku.objects.filter(product_id=card[0], is_active=True).order_by("pk").values_list("pk", "code")
        )
        free = stock.available([pk for pk, _ in skus])
        for pk, code in skus:
            if free.get(pk, 0) > 0:
                return Sample(pk, code, card[1])
    return None
