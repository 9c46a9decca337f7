"""What a decided batch of product rows writes: plain values, so that it can be carried out now or kept for later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import connection

from hanjo.catalogue.facts import PricesChanged
from hanjo.catalogue.models import BundleComponent, Category
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.bulk import array, copy_rows, escape
from hanjo.kernel.telling import tell

PRODUCT_KINDS = {
    "name": "text", "kana": "text", "brand": "text", "description": "text", "tax_class": "text",
    "temperature": "text", "is_alcohol": "boolean", "made_to_order": "boolean", "on_sale_on": "date",
}  # fmt: skip
SKU_KINDS = {
    "option1": "text", "option2": "text", "jan": "text", "price_yen": "bigint", "list_price_yen": "bigint",
    "cost_yen": "bigint", "weight_g": "integer", "length_mm": "integer", "width_mm": "integer",
    "height_mm": "integer", "mail_size": "boolean", "is_active": "boolean", "position": "integer",
}  # fmt: skip
PRODUCT_COLUMNS = {"id": "bigint", "version": "integer", "category_id": "bigint", "search_text": "text"}
PRODUCT_COLUMNS |= PRODUCT_KINDS
SKU_COLUMNS = {"id": "bigint"} | SKU_KINDS
_PRICE, _ACTIVE = (list(SKU_COLUMNS).index(name) for name in ("price_yen", "is_active"))


@dataclass(slots=True)
class Batch:
    """The rows to write, table by table; new ones as lines of COPY, changed ones as values by column.

    `seen` names the products that were there, with the version that the decision was made on.
    """

    seen: list[tuple[int, int]] = field(default_factory=list)
    categories: list[tuple[int, str, str, int]] = field(default_factory=list)
    new_products: list[str] = field(default_factory=list)
    changed_products: list[dict[str, Any]] = field(default_factory=list)
    new_skus: list[str] = field(default_factory=list)
    changed_skus: list[dict[str, Any]] = field(default_factory=list)
    bundles: list[int] = field(default_factory=list)
    parts: list[tuple[int, int, int]] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0

    def as_json(self) -> str:
        """The batch as one line of text."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps(values, ensure_ascii=False, default=str)

    def still_fits(self) -> bool:
        """Whether the products it saw are as they were; they are locked then, in the order of their codes."""
        if not self.seen:
            return True
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT p.version = d.version
                   FROM unnest(%s::bigint[], %s::integer[]) AS d(id, version)
                   JOIN catalogue_product p ON p.id = d.id ORDER BY p.code FOR NO KEY UPDATE OF p""",
                [array([id_ for id_, _ in self.seen]), array([version for _, version in self.seen])],
            )
            found = [row[0] for row in cursor.fetchall()]
        return len(found) == len(self.seen) and all(found)

    def write(self, *, by: Actor) -> None:
        """Write everything with one statement per table, and one line into the audit log."""
        now = clock.now()
        if self.categories:
            copy_rows(Category, ["id", "code", "name", "position"], self.categories)
        _update("catalogue_product", PRODUCT_COLUMNS, self.changed_products, now.isoformat())
        stamp = f"\t{now.isoformat()}"
        _insert(
            "catalogue_product", [*PRODUCT_COLUMNS, "code", "is_active", "updated_at"],
            [line + stamp for line in self.new_products],
        )  # fmt: skip
        # changed ones first: a JAN that is handed on must be free before the new SKU takes it
        _update("catalogue_sku", SKU_COLUMNS, self.changed_skus)
        _insert("catalogue_sku", [*SKU_COLUMNS, "code", "kind", "product_id"], self.new_skus)
        if self.bundles:
            BundleComponent.objects.filter(bundle__in=self.bundles).delete()
            copy_rows(BundleComponent, ["bundle", "component", "quantity"], self.parts)
        if self.touched:
            refs = [f"sku:{code}" for code in self.touched]
            audit.record(by, "catalogue.save_products", refs, new=self.new, changed=self.changed)
        self._tell_prices(now.isoformat())

    def _tell_prices(self, at: str) -> None:
        """Tell what the written SKUs cost, all of them in one fact."""
        costs = [(row["id"], row["price_yen"] if row["is_active"] else None) for row in self.changed_skus]
        for line in self.new_skus:
            cells = line.split("\t", _ACTIVE + 1)
            costs.append((int(cells[0]), int(cells[_PRICE]) if cells[_ACTIVE] == "t" else None))
        if costs:
            ids, prices = zip(*costs, strict=True)
            tell([PricesChanged(at=at, sku_ids=ids, prices=prices)])


def lines(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows as lines of COPY, written column by column: what repeats in a column is written once."""
    return list(map("\t".join, zip(*map(_column, zip(*rows, strict=True)), strict=True)))


def _column(values: Sequence[Any]) -> Iterable[str]:
    distinct = set(values)
    if len(distinct) * 4 < len(values):
        texts = {value: _text(value) for value in distinct}
        return [texts[value] for value in values]
    if isinstance(values[0], str) and None not in distinct:
        joined = "".join(values)
        return values if joined.isprintable() and "\\" not in joined else map(escape, values)
    return map(_text, values)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    return escape(value) if isinstance(value, str) else str(value)


def _insert(table: str, columns: Sequence[str], rows: Sequence[str]) -> None:
    if not rows:
        return
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write("\n".join([*rows, ""]))


def _update(table: str, columns: dict[str, str], rows: Sequence[dict[str, Any]], stamp: str = "") -> None:
    """Write changed rows by id in one statement; the first column is the id."""
    if not rows:
        return
    kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    changes = ", ".join(f"{name} = d.{name}" for name in list(columns)[1:])
    changes += ", updated_at = %s::timestamptz" if stamp else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {changes} FROM json_to_recordset(%s::json) AS d({kinds}) WHERE t.id = d.id",
            [*([stamp] if stamp else []), json.dumps(rows, ensure_ascii=False, default=str)],
        )
