"""What the page of one sale asks: its period, its goods and their prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from hanjo.catalogue.models import Category, Product, Sku
from hanjo.kernel import clock
from hanjo.kernel.text import digits, narrow
from hanjo.pricing.commands import ClaimDraft, ItemDraft, SaleDraft
from hanjo.pricing.models import Sale
from hanjo.pricing.terms import BadSale, ClaimKind
from hanjo.storefront.desk.forms.offers import list_of_categories, local, moment

BLANK = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sale: `what` is a category (c:12), or the code of a SKU or product; price or percentage."""

    what: str
    label: str
    yen: str
    percent: str


def rows_of(sale: Sale, sent: QueryDict) -> list[Row]:
    """The lines as they were sent, else as they stand; always with a few empty ones."""
    if "i_what" in sent:
        names = {f"c:{pk}": f"カテゴリ {name}" for pk, name in list_of_categories()}
        columns = (sent.getlist(name) for name in ("i_what", "i_yen", "i_percent"))
        rows = [Row(what, names.get(what, ""), yen, cut) for what, yen, cut in zip(*columns, strict=False)]
    else:
        items = sale.items.select_related("sku__product", "product", "category").order_by("id")
        rows = [_row(item) for item in items]
    rows = [row for row in rows if row.what or row.yen or row.percent]
    return rows + [Row("", "", "", "")] * BLANK


def _row(item: Any) -> Row:
    yen = "" if item.price_yen is None else str(item.price_yen)
    percent = "" if item.percent is None else str(item.percent)
    if item.category:
        return Row(f"c:{item.category_id}", f"カテゴリ {item.category.name}", yen, percent)
    if item.product:
        return Row(item.product.code, item.product.name, yen, percent)
    return Row(item.sku.code, item.sku.product.name, yen, percent)


class SaleEditForm(forms.Form):
    """Name, period, and whether old prices are struck out; the goods stand in lines of their own."""

    label = forms.CharField(label="名前", max_length=80, help_text="お客様に見える名前")
    from_at = moment("いつから")
    until_at = moment("いつまで", "空なら止めるまで。元の値段を見せているあいだは、始まってから延ばせません")
    past_prices = forms.BooleanField(
        label="元の値段を線で消して見せる（二重価格）", required=False,
        help_text="裏づけのある商品だけに出ます（直近 8 週間の過半を、その値段で売っていたこと）。",
    )  # fmt: skip
    is_draft = forms.BooleanField(label="下書きにする", required=False)

    def __init__(self, data: Any, sale: Sale, *, began: bool) -> None:
        self.sale = sale
        shown = sale.claims.filter(withdrawn_at=None, kind=ClaimKind.PAST).exists()
        start = {
            "label": sale.label,
            "from_at": local(sale.from_at),
            "until_at": local(sale.until_at),
            "past_prices": shown,
            "is_draft": sale.state == "draft",
        }
        super().__init__(data, initial=start)
        self.fixed_start = began and sale.state != "draft"
        if self.fixed_start:
            self.fields["from_at"].disabled = True
            self.fields["from_at"].help_text = "始まっているため変えられません"
            self.fields["is_draft"].disabled = True

    def draft(self, rows: Sequence[Row]) -> SaleDraft:
        """What was typed, for the command; claims of other kinds stay, past prices only while they are wanted."""
        kept, sale = self.cleaned_data, self.sale
        claims = [
            ClaimDraft(
                sku_id=one.sku_id, kind=one.kind, reference_yen=one.reference_yen, **_evidence(one.evidence)
            )
            for one in sale.claims.filter(withdrawn_at=None)
            if one.kind != ClaimKind.PAST or kept["past_prices"]
        ]
        return SaleDraft(
            code=sale.code,
            label=kept["label"],
            from_at=sale.from_at if self.fixed_start else (kept["from_at"] or clock.now()),
            items=[_item(row, sale.code) for row in rows if row.what or row.yen or row.percent],
            until_at=sale.until_at if _same(kept["until_at"], sale.until_at) else kept["until_at"],
            ranks=sale.ranks,
            claims=claims,
            past_prices=kept["past_prices"],
            is_draft=kept["is_draft"] and not self.fixed_start,
        )


def _same(typed: Any, was: Any) -> bool:
    """The field knows minutes; an end that was not touched keeps its seconds."""
    return typed is not None and was is not None and local(typed) == local(was)


def _evidence(kept: dict[str, Any]) -> dict[str, Any]:
    day = str(kept.get("seen_on") or "")
    seen = date.fromisoformat(day) if day else None
    return {"source": str(kept.get("source", "")), "seen_on": seen, "note": str(kept.get("note", ""))}


def _item(row: Row, code: str) -> ItemDraft:
    what = narrow(row.what).strip()
    yen = int(digits(row.yen)) if digits(row.yen) else None
    percent = int(digits(row.percent)) if digits(row.percent) else None
    if not what:
        raise BadSale(sale=code, reason="値段だけの行があります。商品のコードかカテゴリを入れてください。")
    if what.startswith("c:"):
        found = Category.objects.filter(pk=int(digits(what) or "0")).values_list("pk", flat=True).first()
        if found is not None:
            return ItemDraft(category_id=found, price_yen=yen, percent=percent)
    sku = Sku.objects.filter(code=what).values_list("pk", flat=True).first()
    if sku is not None:
        return ItemDraft(sku_id=sku, price_yen=yen, percent=percent)
    product = Product.objects.filter(code=what).values_list("pk", flat=True).first()
    if product is not None:
        return ItemDraft(product_id=product, price_yen=yen, percent=percent)
    raise BadSale(sale=code, reason=f"「{row.what}」という商品・カテゴリは見つかりません。")
