"""What the shop says of its products in the reader's language (外国語の商品情報)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hanjo.catalogue.models import Product
from hanjo.content.terms import FIRST
from hanjo.storefront.models import Card, ShopProduct, ShopText
from hanjo.storefront.queries.addresses import language_now


def texts_of(product_ids: Collection[int]) -> dict[int, ShopText]:
    """The texts of these products in the language that is read now; none are needed for the first language."""
    language = language_now()
    if language == FIRST or not product_ids:
        return {}
    rows = ShopText.objects.filter(language=language, product_id__in=list(product_ids))
    return {row.product_id: row for row in rows}


def named(cards: Iterable[Card]) -> list[Card]:
    """Cards under the names of the reader's language; they are only shown, never saved."""
    shown = list(cards)
    known = texts_of([card.product_id for card in shown])
    for card in shown:
        text = known.get(card.product_id)
        if text and text.name:
            card.name = card.image_alt = text.name
    return shown


def told(product: Product, side: ShopProduct | None) -> None:
    """Let a product that is about to be shown speak the reader's language; it is only shown, never saved."""
    text = texts_of([product.pk]).get(product.pk)
    if text is None:
        return
    product.name, product.description = text.name or product.name, text.description or product.description
    if side is not None:
        side.title, side.summary = text.name or side.title, text.summary or side.summary


def text_of(product_id: int, language: str) -> ShopText:
    """The text of a product in one language for whoever writes it; an empty one when there is none."""
    found = ShopText.objects.filter(product_id=product_id, language=language).first()
    return found or ShopText(product_id=product_id, language=language)
