"""The catalogue for programs: products in and out."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from hanjo.catalogue import commands, queries
from hanjo.catalogue.models import Product, Sku
from hanjo.catalogue.terms import SkuKind, TaxClass, Temperature
from hanjo.kernel.refusal import NotFound
from hanjo.staff.web.api import ApiRequest, Page, cursor_page, public_id, scope

router = Router(tags=["商品"])


class SkuOut(Schema):
    """One SKU as it is stored."""

    id: str
    code: str
    kind: SkuKind
    option1: str
    option2: str
    jan: str | None
    price_yen: int
    list_price_yen: int | None
    cost_yen: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    mail_size: bool
    is_active: bool
    components: dict[str, int] = Field(description="セット内訳: SKUコード → 数量")


class ProductOut(Schema):
    """One product as it is stored."""

    id: str
    code: str
    name: str
    kana: str
    category: str
    brand: str
    description: str
    tax_class: TaxClass
    temperature: Temperature
    is_alcohol: bool
    made_to_order: bool
    on_sale_on: date | None
    is_active: bool
    version: int
    images: list[str]
    skus: list[SkuOut]


class RowIn(Schema):
    """One SKU with its product; what is left out stays as it is."""

    sku_code: str
    product_code: str | None = None
    name: str | None = None
    kana: str | None = None
    category: str | None = Field(None, description="カテゴリのコードか名前")
    brand: str | None = None
    description: str | None = None
    tax_class: TaxClass | None = None
    temperature: Temperature | None = None
    is_alcohol: bool | None = None
    made_to_order: bool | None = None
    on_sale_on: date | None = None
    option1: str | None = None
    option2: str | None = None
    jan: str | None = Field(None, description="null を送ると JAN を消します")
    price_yen: int | None = None
    list_price_yen: int | None = None
    cost_yen: int | None = None
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    mail_size: bool | None = None
    is_active: bool | None = None
    components: dict[str, int] | None = Field(None, description="セット内訳: SKUコード → 数量")


class RowsIn(Schema):
    """Up to a thousand rows at once."""

    rows: list[RowIn] = Field(max_length=1_000)


class RowOut(Schema):
    """What became of one row, in the order in which the rows came."""

    sku_code: str
    verdict: str
    changed: list[str]
    reasons: list[str]


class SavedOut(Schema):
    """What became of all rows; a refused row costs only itself."""

    rows: list[RowOut]
    new_categories: list[str]


_MAY_BE_NULL = {"jan", "on_sale_on", "list_price_yen"}


@router.get("/products", auth=scope("catalogue.look"), response=Page[ProductOut], summary="商品の一覧")
def list_products(request: ApiRequest, words: str = "", after: str = "", limit: int = 50) -> dict[str, Any]:
    """List products, newest first; `words` searches name, kana, code and JAN in any width."""
    page = cursor_page(queries.found(queries.Filters(words=words)).select_related("category"), after, limit)
    return {"items": _shaped(page["items"]), "next": page["next"]}


@router.get("/products/{code}", auth=scope("catalogue.look"), response=ProductOut, summary="商品")
def get_product(request: ApiRequest, code: str) -> dict[str, Any]:
    """One product by its code."""
    found = Product.objects.select_related("category").filter(code=code).first()
    if found is None:
        raise NotFound(what="商品", key=code)
    return _shaped([found])[0]


@router.post(
    "/products", auth=scope("catalogue.save_products"), response=SavedOut, summary="商品の登録・変更"
)
def save_products(request: ApiRequest, body: RowsIn) -> dict[str, Any]:
    """Add or change products; the same rows again answer `unchanged`."""
    saved = commands.save_products([_row(row) for row in body.rows], by=request.actor)
    return {
        "rows": [
            {
                "sku_code": outcome.code,
                "verdict": str(outcome.verdict),
                "changed": [change.field for change in outcome.changes],
                "reasons": list(outcome.reasons),
            }
            for outcome in saved.outcomes
        ],
        "new_categories": saved.new_categories,
    }


def _row(row: RowIn) -> Any:
    stated = {
        name: value
        for name, value in row.dict(exclude_unset=True).items()
        if value is not None or name in _MAY_BE_NULL
    }
    if "components" in stated:
        stated["components"] = tuple(stated["components"].items())
    return stated


def _shaped(products: list[Product]) -> list[dict[str, Any]]:
    """Products with their SKUs, components and pictures, in three statements for all of them."""
    ids = [product.pk for product in products]
    skus: dict[int, list[dict[str, Any]]] = {}
    recipes = queries.recipes(ids)
    for sku in Sku.objects.filter(product__in=ids).order_by("position", "id"):
        values = {
            name: getattr(sku, name) for name in SkuOut.model_fields if name not in {"id", "components"}
        }
        skus.setdefault(sku.product_id, []).append(
            {"id": public_id("sku", sku.pk), **values, "components": recipes.get(sku.pk, {})}
        )
    images = queries.image_paths(ids)
    own = [name for name in ProductOut.model_fields if name not in {"id", "category", "images", "skus"}]
    return [
        {
            "id": public_id("prd", product.pk),
            "category": product.category.code if product.category else "",
            "images": images.get(product.pk, []),
            "skus": skus.get(product.pk, []),
            **{name: getattr(product, name) for name in own},
        }
        for product in products
    ]
