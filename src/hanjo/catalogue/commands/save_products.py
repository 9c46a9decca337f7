"""Put products and their SKUs into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError

from hanjo.catalogue import rules
from hanjo.catalogue.commands.batch import Batch
from hanjo.catalogue.commands.earlier import Earlier
from hanjo.catalogue.commands.shelf import HeldProduct, HeldSku, Shelf
from hanjo.catalogue.terms import Change, ProductRow, RowOutcome, RowVerdict, Saved, SkuKind
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Busy


@command("catalogue.save_products", "商品の登録・変更")
def save_products(
    rows: Sequence[ProductRow], *, by: Actor, versions: Mapping[str, int] | None = None
) -> Saved:
    """Add or change many products with their SKUs and bundles (商品登録).

    A row states one SKU; what it does not state stays as it is. Rows are taken in order, a later row of the
    same SKU changes the earlier one. A row that cannot stand is refused with its reasons and costs only
    itself. Saving the same rows again answers `unchanged` and writes nothing. `versions` (product code →
    version that the person saw) refuses rows of products that somebody else changed in the meantime.
    """
    saved, batch = decide(rows, versions or {})
    try:
        batch.write(by=by)
    except IntegrityError as error:  # somebody else took one of the codes since we looked
        raise Busy from error
    return saved


def decide(
    rows: Sequence[ProductRow],
    versions: Mapping[str, int],
    earlier: Earlier | None = None,
    *,
    lock: bool = True,
) -> tuple[Saved, Batch]:
    """What becomes of every row and what is to be written for it; nothing is written yet.

    With `earlier` the rows go on from what earlier pieces decided without writing it.
    """
    clean = [rules.cleaned(row) for row in rows]
    shelf = Shelf(clean, earlier, lock=lock)
    outcomes = [_take(shelf, row, versions) for row in clean]
    touched = [one.code for one in outcomes if one.verdict in {RowVerdict.NEW, RowVerdict.CHANGED}]
    saved = Saved(outcomes=outcomes, new_categories=[category.name for category in shelf.new_categories])
    batch = shelf.batch(touched, saved.count(RowVerdict.NEW))
    if earlier is not None:
        earlier.note(shelf, {row.get("sku_code", "") for row in clean})
    return saved, batch


def _take(shelf: Shelf, row: ProductRow, versions: Mapping[str, int]) -> RowOutcome:
    """Decide one row and note on the shelf what it changes."""
    code = row.get("sku_code", "")
    why = rules.reasons(row)
    if not why:
        why = _clashes(shelf, row, versions)
    if why:
        return RowOutcome(code, RowVerdict.REFUSED, reasons=tuple(why))
    if row.get("category"):
        found = shelf.category_codes(row["category"])
        row["category"] = found[0] if found else shelf.add_category(row["category"])
    sku = shelf.skus.get(code)
    if sku is None:
        _add(shelf, row)
        return RowOutcome(code, RowVerdict.NEW)
    changes = _change(shelf, sku, row)
    return RowOutcome(code, RowVerdict.CHANGED if changes else RowVerdict.UNCHANGED, changes=tuple(changes))


def _clashes(shelf: Shelf, row: ProductRow, versions: Mapping[str, int]) -> list[str]:
    """What of the row does not go together with what is stored."""
    sku = shelf.skus.get(row["sku_code"])
    product_code = row.get("product_code") or (sku.product.code if sku else row["sku_code"])
    product = shelf.products.get(product_code)
    why = []
    if sku and sku.product.code != product_code:
        why.append(f"SKUコード「{sku.code}」は商品「{sku.product.code}」のものです")
    if not row.get("name") and (product is None or "name" in row):
        why.append("新しい商品には商品名が必要です" if product is None else "商品名を空にはできません")
    if product and product.id and versions.get(product_code, product.version) != product.version:
        why.append("ほかの人が先に変更しています。開き直してから、もう一度お試しください")
    holder = shelf.jans.get(row.get("jan") or "none")
    if holder and holder != row["sku_code"]:
        why.append(f"JAN「{row['jan']}」は SKU「{holder}」で使われています")
    if len(shelf.category_codes(row.get("category", ""))) > 1:
        why.append(f"カテゴリ「{row['category']}」は複数あります。カテゴリのコードで指定してください")
    if "components" in row:
        why += _bundle_clashes(shelf, row, sku)
    return why


def _bundle_clashes(shelf: Shelf, row: ProductRow, sku: HeldSku | None) -> list[str]:
    if sku is not None and sku.kind != SkuKind.BUNDLE:
        return ["単品として登録されている SKU はセット商品にできません。新しい SKUコードにしてください"]
    why = []
    for code, _ in row["components"]:
        part = shelf.skus.get(code)
        if part is None:
            why.append(f"セット内訳の「{code}」は登録されていません")
        elif part.kind == SkuKind.BUNDLE:
            why.append(f"セット内訳の「{code}」はセット商品です。単品だけを入れられます")
    return why


def _add(shelf: Shelf, row: ProductRow) -> None:
    """A SKU that was not there, with its product if that is new too."""
    code = row["sku_code"]
    stated: Mapping[str, Any] = row
    product_code = row.get("product_code") or code
    product = shelf.products.get(product_code)
    of_product, of_sku = _split(stated)
    if product is None:
        values = rules.PRODUCT_DEFAULTS | of_product
        product = shelf.products[product_code] = HeldProduct(code=product_code, values=values)
    else:
        _set(product.values, rules.differences(product.values, stated, rules.PRODUCT_DEFAULTS))
    values = rules.SKU_DEFAULTS | of_sku
    if "position" not in row:
        values["position"] = product.next_position()
    bundle = "components" in row
    sku = HeldSku(code, product, SkuKind.BUNDLE if bundle else SkuKind.SINGLE, values, is_new=True)
    if bundle:
        sku.components, sku.components_dirty = dict(row["components"]), True
    sku.dirty = product.dirty = True
    shelf.skus[code] = product.skus[code] = sku
    if values["jan"]:
        shelf.jans[values["jan"]] = code


def _split(stated: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row states about the product, and what about the SKU."""
    of_product, of_sku = {}, {}
    for name, value in stated.items():
        if name in rules.PRODUCT_DEFAULTS:
            of_product[name] = value
        elif name in rules.SKU_DEFAULTS:
            of_sku[name] = value
    return of_product, of_sku


def _change(shelf: Shelf, sku: HeldSku, row: ProductRow) -> list[Change]:
    """What a row changes at a SKU that is there, and at its product."""
    of_product = rules.differences(sku.product.values, row, rules.PRODUCT_DEFAULTS)
    of_sku = rules.differences(sku.values, row, rules.SKU_DEFAULTS)
    if row.get("jan", sku.values["jan"]) != sku.values["jan"]:
        if sku.values["jan"]:
            shelf.jans.pop(sku.values["jan"], None)
            shelf.freed.add(sku.values["jan"])
        if row["jan"]:
            shelf.jans[row["jan"]] = sku.code
    _set(sku.product.values, of_product)
    _set(sku.values, of_sku)
    sku.dirty = sku.dirty or bool(of_sku)
    changes = of_product + of_sku
    if "components" in row and dict(row["components"]) != sku.components:
        changes.append(Change("components", _recipe(sku.components or {}), _recipe(dict(row["components"]))))
        sku.components, sku.components_dirty = dict(row["components"]), True
    sku.product.dirty = sku.product.dirty or bool(changes)
    return changes


def _set(values: dict[str, Any], changes: list[Change]) -> None:
    for change in changes:
        values[change.field] = change.after


def _recipe(components: Mapping[str, int]) -> str:
    return "+".join(f"{code}*{quantity}" for code, quantity in components.items())
