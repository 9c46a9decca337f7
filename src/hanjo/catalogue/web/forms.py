"""What the product page sends, as rows of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hanjo.catalogue import columns, rules
from hanjo.catalogue.models import Sku
from hanjo.catalogue.queries import ProductView
from hanjo.catalogue.terms import ProductRow

PRODUCT_FIELDS = (
    "name",
    "kana",
    "category",
    "brand",
    "description",
    "tax_class",
    "temperature",
    "on_sale_on",
)
PRODUCT_FLAGS = ("is_alcohol", "made_to_order")
SKU_FIELDS = (
    "option1", "option2", "jan", "price_yen", "list_price_yen", "cost_yen", "weight_g", "length_mm", "width_mm",
    "height_mm",
)  # fmt: skip
SKU_FLAGS = ("mail_size", "is_active")
MOST_SKUS = 300


@dataclass
class SkuForm:
    """One line of the variants: what is typed, as text, and what is wrong with it."""

    index: int
    values: dict[str, Any]
    is_new: bool
    kind: str = "single"
    errors: list[str] = field(default_factory=list)


@dataclass
class ProductForm:
    """The whole page: the product's own values, its variants, and what is wrong."""

    values: dict[str, Any]
    skus: list[SkuForm]
    version: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)


def blank(index: int = 0) -> SkuForm:
    """A line for a SKU that is not there yet."""
    values = dict.fromkeys(SKU_FIELDS, "")
    return SkuForm(index, {**values, "sku_code": "", "mail_size": False, "is_active": True}, is_new=True)


def empty_form() -> ProductForm:
    """The page of a product that is not there yet."""
    values: dict[str, Any] = {
        name: columns.cell_of("name", value) for name, value in rules.PRODUCT_DEFAULTS.items()
    }
    values |= {"is_alcohol": False, "made_to_order": False, "product_code": "", "components": ""}
    return ProductForm(values, [blank()])


def form_of(view: ProductView) -> ProductForm:
    """The page as the product is stored, with one blank line below its SKUs."""
    product = view.product
    values: dict[str, Any] = {
        name: _text(getattr(product, name)) for name in PRODUCT_FIELDS if name != "category"
    }
    values |= {name: getattr(product, name) for name in PRODUCT_FLAGS}
    values["category"] = product.category.code if product.category else ""
    lines = [_line(index, sku) for index, sku in enumerate(view.skus)]
    return ProductForm(values, [*lines, blank(len(lines))], product.version)


def _line(index: int, sku: Sku) -> SkuForm:
    values: dict[str, Any] = {name: _text(getattr(sku, name)) for name in SKU_FIELDS}
    values |= {name: getattr(sku, name) for name in SKU_FLAGS}
    return SkuForm(index, {**values, "sku_code": sku.code}, is_new=False, kind=sku.kind)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def read(posted: Mapping[str, str], form: ProductForm, product_code: str) -> list[ProductRow]:
    """Take what was typed into the form, and answer the rows that it states; errors stay on the form."""
    common: dict[str, Any] = {"product_code": product_code}
    for name in PRODUCT_FIELDS:
        form.values[name] = posted.get(name, "").strip()
        _state(
            common,
            name,
            form.values[name],
            rules.PRODUCT_DEFAULTS[name],
            errors=form.errors,
            target=f"f-{name}",
        )
    for name in PRODUCT_FLAGS:
        common[name] = form.values[name] = name in posted
    stored = {line.values["sku_code"]: line.kind for line in form.skus if not line.is_new}
    form.skus = []
    rows = []
    for index in range(MOST_SKUS):
        if f"sku-{index}-sku_code" not in posted:
            break
        line = _typed(posted, index, stored)
        form.skus.append(line)
        if line.values["sku_code"] or not line.is_new:
            rows.append(_row(line, common, form))
    return rows


def _typed(posted: Mapping[str, str], index: int, stored: Mapping[str, str]) -> SkuForm:
    values: dict[str, Any] = {
        name: posted.get(f"sku-{index}-{name}", "").strip() for name in ("sku_code", *SKU_FIELDS)
    }
    values |= {name: f"sku-{index}-{name}" in posted for name in SKU_FLAGS}
    code = values["sku_code"]
    return SkuForm(index, values, is_new=code not in stored, kind=stored.get(code, "single"))


def _row(line: SkuForm, common: Mapping[str, Any], form: ProductForm) -> ProductRow:
    row: dict[str, Any] = {**common, "sku_code": line.values["sku_code"]}
    for name in SKU_FIELDS:
        wrong: list[tuple[str, str]] = []
        target = f"sku-{line.index}-{name}"
        _state(row, name, line.values[name], rules.SKU_DEFAULTS[name], errors=wrong, target=target)
        line.errors += [text for _, text in wrong]
        form.errors += [(target, f"{row['sku_code']}: {text}") for target, text in wrong]
    for name in SKU_FLAGS:
        row[name] = line.values[name]
    return row  # type: ignore[return-value]  # the names above are keys of ProductRow


def _state(
    row: dict[str, Any], name: str, typed: str, empty: object, *, errors: list[tuple[str, str]], target: str
) -> None:
    """On a page an emptied field means empty, other than in a file."""
    if not typed:
        row[name] = empty
        return
    header = columns.HEADERS[name]
    try:
        row[name] = columns.COLUMNS[header][1](typed) if name not in _AS_TYPED else typed
    except columns.BadCell as error:
        errors.append((target, f"{header}{error}"))


_AS_TYPED = {"name", "kana", "category", "brand", "description", "option1", "option2"}
