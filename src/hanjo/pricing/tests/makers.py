"""Goods for these tests, made through the catalogue's own commands."""

from __future__ import annotations

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import ProductRow
from hanjo.kernel.actor import Actor

BY = Actor.system("test")
HANA = Actor("staff", "hana")
KEN = Actor("staff", "ken")


def goods(price_yen: int, *codes: str, **fields: object) -> list[Sku]:
    """Products of one SKU each at this price."""
    rows = [
        ProductRow(sku_code=code, name=f"商品 {code}", price_yen=price_yen, **fields)  # type: ignore[typeddict-item]  # fields of any kind go through
        for code in codes
    ]
    saved = catalogue.save_products(rows, by=BY)
    assert all(one.verdict != "refused" for one in saved.outcomes), saved.outcomes
    found = {sku.code: sku for sku in Sku.objects.filter(code__in=codes).select_related("product")}
    return [found[code] for code in codes]
