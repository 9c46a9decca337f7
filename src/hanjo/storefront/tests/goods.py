"""Goods with names, readings, brands and words, for tests of the search."""

from __future__ import annotations

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Category, Product
from hanjo.catalogue.terms import ProductRow
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands as shop
from hanjo.storefront.web import kept

BY = Actor.system("test")


def shelf(code: str, name: str, parent: str = "") -> Category:
    """A category of the shop."""
    return catalogue.save_category(code, name, parent=parent, by=BY)


def stand(*rows: ProductRow) -> None:
    """Put goods on the shelves of the shop."""
    saved = catalogue.save_products(list(rows), by=BY)
    assert [one.reasons for one in saved.outcomes if one.reasons] == []
    setting.put("shop.name", "架空の店", by=BY)
    setting.put("shop.open", True, by=BY)
    shop.refresh_cards()
    kept.forget()


def product(code: str) -> Product:
    """A product by its code."""
    return Product.objects.get(code=code)
