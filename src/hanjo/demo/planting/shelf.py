"""The goods and their categories into the catalogue (デモ商品の登録)."""

from __future__ import annotations

from datetime import date, timedelta

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow, RowVerdict
from hanjo.demo.goods import CATEGORIES, DemoProduct, DemoSku, products
from hanjo.kernel.actor import Actor

RELEASE_IN_DAYS = {"FOD-050": 10, "SAK-010": 18}


class DemoRefused(Exception):
    """The catalogue would not take one of the demo's goods: the demo itself is wrong."""


def plant_shelf(business_date: date, by: Actor) -> int:
    """Enter categories, products, SKUs and bundles. Answers the number of SKUs."""
    for position, (code, name, parent) in enumerate(CATEGORIES):
        catalogue.save_category(code, name, by=by, parent=parent, position=position)
    ordered = sorted(products(), key=lambda product: bool(product.skus[0].components))
    rows = [_row(product, sku, n, business_date) for product in ordered for n, sku in enumerate(product.skus)]
    saved = catalogue.save_products(rows, by=by)
    refused = [one for one in saved.outcomes if one.verdict is RowVerdict.REFUSED]
    if refused:
        raise DemoRefused("; ".join(f"{one.code}: {'、'.join(one.reasons)}" for one in refused))
    return len(rows)


def _row(product: DemoProduct, sku: DemoSku, position: int, business_date: date) -> ProductRow:
    wait = RELEASE_IN_DAYS.get(product.code)
    row = ProductRow(
        sku_code=sku.code,
        product_code=product.code,
        name=product.name,
        kana=product.kana,
        category=product.category,
        brand=product.brand,
        description=product.description,
        tax_class=product.tax_class.value,
        temperature=product.temperature.value,
        is_alcohol=product.is_alcohol,
        made_to_order=product.made_to_order,
        on_sale_on=business_date + timedelta(days=wait) if wait else None,
        option1=sku.option1,
        option2=sku.option2,
        jan=sku.jan,
        price_yen=sku.price_yen,
        cost_yen=sku.cost_yen,
        weight_g=sku.weight_g,
        length_mm=sku.length_mm,
        width_mm=sku.width_mm,
        height_mm=sku.height_mm,
        mail_size=sku.mail_size,
        position=position,
    )
    if sku.components:
        row["components"] = sku.components
    return row
