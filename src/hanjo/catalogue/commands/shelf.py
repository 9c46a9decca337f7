"""What is stored about the products that a batch of rows names, and how it is written back in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import connection

from hanjo.catalogue import rules
from hanjo.catalogue.commands.batch import PRODUCT_COLUMNS, PRODUCT_KINDS, SKU_KINDS, Batch, lines
from hanjo.catalogue.commands.earlier import Earlier
from hanjo.catalogue.models import BundleComponent, Category, Product, Sku
from hanjo.catalogue.terms import ProductRow, SkuKind
from hanjo.kernel.bulk import array, next_ids

PRODUCT_FIELDS = tuple(PRODUCT_KINDS)
SKU_FIELDS = tuple(SKU_KINDS)


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

    def __init__(
        self, rows: Sequence[ProductRow], earlier: Earlier | None = None, *, lock: bool = True
    ) -> None:
        self.products: dict[str, HeldProduct] = {}
        self.skus: dict[str, HeldSku] = {}
        self.jans: dict[str, str] = {}
        self.freed: set[str] = set()
        self.categories: dict[str, int] = {}
        self._category_names: dict[str, list[str]] = {}
        self.new_categories: list[Category] = []
        codes = {row["sku_code"] for row in rows if row.get("sku_code")}
        parts = {code for row in rows for code, _ in row.get("components", ())}
        jans = {jan for row in rows if (jan := row.get("jan"))}
        wanted = {row["product_code"] for row in rows if row.get("product_code")} | codes
        wanted |= _products_of(codes)
        if earlier:
            wanted |= {earlier.skus[code].product.code for code in codes if code in earlier.skus}
        self._read_products(sorted(wanted), lock)
        self._read_skus(codes | parts, jans)
        if earlier:
            self._overlay(earlier, wanted, codes | parts, jans)
        self._read_components(codes)
        if any(row.get("category") for row in rows) or self.products:
            self._read_categories(earlier.categories if earlier else [])

    def _overlay(self, earlier: Earlier, wanted: set[str], codes: set[str], jans: set[str]) -> None:
        """Put what earlier pieces decided over what the database says."""
        for code in [code for code in wanted if code in earlier.products]:
            self.products[code] = earlier.products[code]
            self.skus.update(earlier.products[code].skus)
        for code in [code for code in codes if code in earlier.skus]:
            self.skus[code] = earlier.skus[code]
        for jan in earlier.freed:
            self.jans.pop(jan, None)
        for product in self.products.values():
            self.jans.update({jan: sku.code for sku in product.skus.values() if (jan := sku.values["jan"])})
        self.jans.update({jan: earlier.jans[jan] for jan in jans if jan in earlier.jans})

    def _read_products(self, codes: list[str], lock: bool) -> None:
        locking = "FOR NO KEY UPDATE OF p" if lock else ""
        columns = ", ".join(f"p.{name}" for name in PRODUCT_FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT p.id, p.version, p.code, c.code, {columns} FROM catalogue_product p
                    LEFT JOIN catalogue_category c ON c.id = p.category_id
                    WHERE p.code = ANY(%s::text[]) ORDER BY p.code {locking}""",
                [array(codes)],
            )
            for id_, version, code, category, *found in cursor.fetchall():
                values = dict(zip(PRODUCT_FIELDS, found, strict=True))
                values["category"] = category or ""
                self.products[code] = HeldProduct(code=code, values=values, id=id_, version=version)

    def _read_skus(self, codes: set[str], jans: set[str]) -> None:
        own = {product.id: product for product in self.products.values()}
        columns = ", ".join(f"s.{name}" for name in SKU_FIELDS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT s.id, s.code, s.kind, s.product_id, p.code, {columns}
                    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
                    WHERE s.code = ANY(%s::text[]) OR s.jan = ANY(%s::text[])
                          OR s.product_id = ANY(%s::bigint[]) ORDER BY s.id""",
                [array(codes), array(jans), array(own)],
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
            if (sku := self.skus.get(code)) is not None
            and sku.kind == SkuKind.BUNDLE
            and sku.components is None
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

    def _read_categories(self, more: Sequence[Category]) -> None:
        for id_, code, name in Category.objects.values_list("id", "code", "name"):
            self.categories[code] = id_
            self._category_names.setdefault(name, []).append(code)
        for category in more:
            self.categories[category.code] = category.pk
            self._category_names.setdefault(category.name, []).append(category.code)

    def category_codes(self, typed: str) -> list[str]:
        """The categories that a code or a name may mean."""
        return [typed] if typed in self.categories else self._category_names.get(typed, [])

    def add_category(self, name: str) -> str:
        """Open a new category under its own name, to be written with the rest."""
        self.new_categories.append(Category(code=name[:40], name=name, position=len(self.categories)))
        self.categories[name[:40]] = 0
        self._category_names[name] = [name[:40]]
        return name[:40]

    def batch(self, touched: list[str], new: int) -> Batch:
        """Everything that changed, with its keys, ready to be written."""
        seen = [(one.id, one.version) for one in self.products.values() if one.id]
        for made, id_ in zip(self.new_categories, next_ids(Category, len(self.new_categories)), strict=True):
            made.pk = self.categories[made.code] = id_
        products = [product for product in self.products.values() if product.dirty]
        skus = [sku for sku in self.skus.values() if sku.dirty]
        for held, model in ((products, Product), (skus, Sku)):
            fresh = [one for one in held if not one.id]
            for one, id_ in zip(fresh, next_ids(model, len(fresh)), strict=True):
                one.id = id_
        found = Batch(seen=seen, touched=touched, new=new, changed=len(touched) - new)
        found.categories = [(one.pk, one.code, one.name, one.position) for one in self.new_categories]
        self._products(found, products)
        self._skus(found, skus)
        bundles = [sku for sku in self.skus.values() if sku.components_dirty]
        found.bundles = [bundle.id for bundle in bundles]
        found.parts = [
            (bundle.id, self.skus[code].id, quantity)
            for bundle in bundles
            for code, quantity in (bundle.components or {}).items()
        ]
        return found

    def _products(self, batch: Batch, products: list[HeldProduct]) -> None:
        own = itemgetter(*PRODUCT_FIELDS)
        rows = [
            (product.id, product.version + 1, self.categories.get(product.values["category"]), words,
             *own(product.values), product.code, True)
            for product, words in zip(products, _search_texts(products), strict=True)
        ]  # fmt: skip
        batch.new_products = lines([row for row in rows if row[1] == 1])
        batch.changed_products = [
            dict(zip(PRODUCT_COLUMNS, row[:-2], strict=True)) for row in rows if row[1] > 1
        ]

    def _skus(self, batch: Batch, skus: list[HeldSku]) -> None:
        own = itemgetter(*SKU_FIELDS)
        batch.new_skus = lines(
            [(sku.id, *own(sku.values), sku.code, sku.kind, sku.product.id) for sku in skus if sku.is_new]
        )
        batch.changed_skus = [
            {"id": sku.id, **{name: sku.values[name] for name in SKU_FIELDS}}
            for sku in skus
            if not sku.is_new
        ]


def _search_texts(products: Sequence[HeldProduct]) -> list[str]:
    """What is searched in each product; all parts of all of them are folded in one go."""
    parts = []
    for product in products:
        values = product.values
        own = [product.code, values["name"], values["kana"], values["brand"]]
        for sku in product.skus.values():
            own += [sku.code, sku.values["jan"] or "", sku.values["option1"], sku.values["option2"]]
        parts.append(own)
    return rules.search_texts(parts)


def _products_of(codes: set[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT p.code FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id
               WHERE s.code = ANY(%s::text[])""",
            [array(codes)],
        )
        return {row[0] for row in cursor.fetchall()}
