"""What is stored about the products that a batch of rows names, and how it is written back in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Model

from hanjo.catalogue import rules
from hanjo.catalogue.models import BundleComponent, Category, Product, Sku
from hanjo.catalogue.terms import ProductRow, SkuKind
from hanjo.kernel import clock
from hanjo.kernel.bulk import copy_text, next_ids

PRODUCT_FIELDS = tuple(name for name in rules.PRODUCT_DEFAULTS if name != "category")
SKU_FIELDS = tuple(rules.SKU_DEFAULTS)


@dataclass(slots=True)
class HeldProduct:
    """A product as it will be stored."""

    code: str
    values: dict[str, Any]
    id: int = 0
    version: int = 0
    dirty: bool = False
    skus: dict[str, HeldSku] = field(default_factory=dict)

    def next_position(self) -> int:
        """The place after the last of its SKUs."""
        return max((sku.values["position"] for sku in self.skus.values()), default=-1) + 1


@dataclass(slots=True)
class HeldSku:
    """A SKU as it will be stored; `components` by SKU code, None while they are not loaded or stated."""

    code: str
    product: HeldProduct
    kind: str
    values: dict[str, Any]
    id: int = 0
    dirty: bool = False
    is_new: bool = False
    components: dict[str, int] | None = None
    components_dirty: bool = False


class Shelf:
    """Everything a batch needs to know, read with a flat number of statements; its products are locked."""

    def __init__(self, rows: Sequence[ProductRow]) -> None:
        self.products: dict[str, HeldProduct] = {}
        self.skus: dict[str, HeldSku] = {}
        self.jans: dict[str, str] = {}
        self.categories: dict[str, int] = {}
        self._category_names: dict[str, list[str]] = {}
        self.new_categories: list[Category] = []
        codes = {row["sku_code"] for row in rows if row.get("sku_code")}
        parts = {code for row in rows for code, _ in row.get("components", ())}
        wanted = {row["product_code"] for row in rows if row.get("product_code")} | codes
        wanted |= _products_of(codes)
        self._lock_products(sorted(wanted))
        self._read_skus(codes | parts, {row["jan"] for row in rows if row.get("jan")})
        self._read_components(codes)
        if any(row.get("category") for row in rows) or self.products:
            self._read_categories()

    def _lock_products(self, codes: list[str]) -> None:
        columns = ", ".join(f"p.{name}" for name in PRODUCT_FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT p.id, p.version, p.code, c.code, {columns} FROM catalogue_product p
                    LEFT JOIN catalogue_category c ON c.id = p.category_id
                    WHERE p.code = ANY(%s) ORDER BY p.code FOR NO KEY UPDATE OF p""",
                [codes],
            )
            for id_, version, code, category, *found in cursor.fetchall():
                values = dict(zip(PRODUCT_FIELDS, found, strict=True))
                values["category"] = category or ""
                self.products[code] = HeldProduct(code=code, values=values, id=id_, version=version)

    def _read_skus(self, codes: set[str], jans: set[str | None]) -> None:
        own = {product.id: product for product in self.products.values()}
        columns = ", ".join(f"s.{name}" for name in SKU_FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT s.id, s.code, s.kind, s.product_id, p.code, {columns}
                    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
                    WHERE s.code = ANY(%s) OR s.jan = ANY(%s) OR s.product_id = ANY(%s) ORDER BY s.id""",
                [list(codes), list(jans), list(own)],
            )
            for id_, code, kind, product_id, product_code, *found in cursor.fetchall():
                product = own.get(product_id) or HeldProduct(code=product_code, values={}, id=product_id)
                values = dict(zip(SKU_FIELDS, found, strict=True))
                self.skus[code] = product.skus[code] = HeldSku(code, product, kind, values, id_)
                if values["jan"]:
                    self.jans[values["jan"]] = code

    def _read_components(self, codes: set[str]) -> None:
        bundles = {
            sku.id: sku
            for code in codes
            if (sku := self.skus.get(code)) is not None and sku.kind == SkuKind.BUNDLE
        }
        if not bundles:
            return
        for bundle in bundles.values():
            bundle.components = {}
        found = BundleComponent.objects.filter(bundle__in=list(bundles)).order_by("id")
        for bundle_id, code, quantity in found.values_list("bundle_id", "component__code", "quantity"):
            components = bundles[bundle_id].components
            if components is not None:
                components[code] = quantity

    def _read_categories(self) -> None:
        for id_, code, name in Category.objects.values_list("id", "code", "name"):
            self.categories[code] = id_
            self._category_names.setdefault(name, []).append(code)

    def category_codes(self, typed: str) -> list[str]:
        """The categories that a code or a name may mean."""
        return [typed] if typed in self.categories else self._category_names.get(typed, [])

    def add_category(self, name: str) -> str:
        """Open a new category under its own name, to be written with the rest."""
        self.new_categories.append(Category(code=name[:40], name=name, position=len(self.categories)))
        self.categories[name[:40]] = 0
        self._category_names[name] = [name[:40]]
        return name[:40]

    def write(self) -> None:
        """Write everything that changed, with one statement per table."""
        if self.new_categories:
            for made in Category.objects.bulk_create(self.new_categories):
                self.categories[made.code] = made.pk
        products = [product for product in self.products.values() if product.dirty]
        skus = [sku for sku in self.skus.values() if sku.dirty]
        for held, model in ((products, Product), (skus, Sku)):
            fresh = [one for one in held if not one.id]
            for one, id_ in zip(fresh, next_ids(model, len(fresh)), strict=True):
                one.id = id_
        self._write_products(products)
        self._write_skus(skus)
        self._write_components([sku for sku in self.skus.values() if sku.components_dirty])

    def _write_products(self, products: list[HeldProduct]) -> None:
        now = clock.now()
        kinds = {"is_alcohol": "boolean", "made_to_order": "boolean", "on_sale_on": "date"}
        columns = {
            "id": "bigint", "version": "integer", "category_id": "bigint", "search_text": "text",
            "updated_at": "timestamptz", **{name: kinds.get(name, "text") for name in PRODUCT_FIELDS},
        }  # fmt: skip
        own = itemgetter(*PRODUCT_FIELDS)
        rows = [
            (
                product.id, product.version + 1, self.categories.get(product.values["category"]),
                _search_text(product), now, *own(product.values),
            )
            for product in products
        ]  # fmt: skip
        fresh = [
            (*row, product.code, True)
            for row, product in zip(rows, products, strict=True)
            if not product.version
        ]
        update("catalogue_product", columns, [row for row in rows if row[1] > 1])
        insert(Product, [*columns, "code", "is_active"], fresh)

    def _write_skus(self, skus: list[HeldSku]) -> None:
        kinds = {
            "option1": "text",
            "option2": "text",
            "jan": "text",
            "mail_size": "boolean",
            "is_active": "boolean",
        }
        big = {"price_yen": "bigint", "list_price_yen": "bigint", "cost_yen": "bigint"}
        columns = {"id": "bigint"} | {
            name: kinds.get(name) or big.get(name, "integer") for name in SKU_FIELDS
        }
        own = itemgetter(*SKU_FIELDS)
        fresh = [(sku.id, *own(sku.values), sku.code, sku.kind, sku.product.id) for sku in skus if sku.is_new]
        # changed ones first: a JAN that is handed on must be free before the new SKU takes it
        update("catalogue_sku", columns, [(sku.id, *own(sku.values)) for sku in skus if not sku.is_new])
        insert(Sku, [*columns, "code", "kind", "product_id"], fresh)

    def _write_components(self, bundles: list[HeldSku]) -> None:
        if not bundles:
            return
        BundleComponent.objects.filter(bundle__in=[bundle.id for bundle in bundles]).delete()
        BundleComponent.objects.bulk_create(
            BundleComponent(bundle_id=bundle.id, component_id=self.skus[code].id, quantity=quantity)
            for bundle in bundles
            for code, quantity in (bundle.components or {}).items()
        )


def _search_text(product: HeldProduct) -> str:
    values = product.values
    parts = [product.code, values["name"], values["kana"], values["brand"]]
    for sku in product.skus.values():
        parts += [sku.code, sku.values["jan"] or "", sku.values["option1"], sku.values["option2"]]
    return rules.search_text(parts)


def _products_of(codes: set[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT p.code FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
               WHERE s.code = ANY(%s)""",
            [list(codes)],
        )
        return {row[0] for row in cursor.fetchall()}


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write new rows by COPY, the cheapest way in."""
    if rows:
        names = ", ".join(columns)
        copy_text(f"COPY {model._meta.db_table} ({names}) FROM STDIN", rows)


def update(table: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Write changed rows by id in one statement; the first column is the id."""
    if not rows:
        return
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    changes = ", ".join(f"{name} = d.{name}" for name in list(columns)[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {changes} FROM unnest({arrays}) AS d({', '.join(columns)}) WHERE t.id = d.id",
            [list(column) for column in zip(*rows, strict=True)],
        )
