"""What the pages of coupons, sales and points ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from hanjo.catalogue.models import Category
from hanjo.customers.models import Rank
from hanjo.kernel import clock
from hanjo.pricing.commands import CouponDraft, ItemDraft, SaleDraft
from hanjo.pricing.models import Coupon
from hanjo.pricing.terms import CouponKind


class TokyoField(forms.DateTimeField):
    """A minute as staff types it: in Tokyo, whatever zone the server lives in."""

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(clock.JST):
            found: datetime | None = super().to_python(value)
        return found


def moment(label: str, note: str = "") -> forms.DateTimeField:
    """A field for a minute in Tokyo."""
    return TokyoField(
        label=label, required=False, help_text=note,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


def _figure(label: str, note: str = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=99_999_999, required=False, help_text=note
    )


class CouponForm(forms.Form):
    """A coupon: what it takes off, when, how often, for what and whom."""

    code = forms.CharField(label="コード", max_length=30, help_text="お客様が入れる文字。英数字")
    label = forms.CharField(label="名前", max_length=80, help_text="お客様に見える名前")
    kind = forms.ChoiceField(label="割引の種類", choices=CouponKind.choices())
    value = _figure("割引の値", "円・％。送料割引は上限の円（0 は全額）")
    minimum_yen = _figure("最低のお買い上げ（円）")
    most_yen = _figure("割引の上限（円）", "％引きのとき。空は上限なし")
    from_at = moment("いつから")
    until_at = moment("いつまで")
    total_uses = _figure("全体の回数", "空は無制限", 1)
    uses_per_customer = _figure("1 人あたりの回数", "空は無制限。会員だけが使えます。", 1)
    categories = forms.MultipleChoiceField(
        label="対象のカテゴリ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="印がなければ全商品",
    )
    ranks = forms.MultipleChoiceField(
        label="対象の会員ランク",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="印がなければ全員",
    )
    stacks = forms.BooleanField(label="ほかのクーポンと一緒に使える", required=False)
    first_order_only = forms.BooleanField(label="はじめての注文だけ", required=False)
    single_use_codes = forms.BooleanField(label="1 回きりのコードをまとめて発行する", required=False)
    is_active = forms.BooleanField(label="使える", required=False)

    def __init__(self, data: Any, row: Coupon | None) -> None:
        super().__init__(data, initial=_coupon(row) if row else {"is_active": True})
        self.fields["categories"].choices = list_of_categories()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["ranks"].choices = list(Rank.objects.values_list("code", "name"))  # type: ignore[attr-defined]  # as above
        if row is not None:
            self.fields["code"].disabled = self.fields["single_use_codes"].disabled = True

    def draft(self, row: Coupon | None) -> CouponDraft:
        """What was typed, for the command; products that were chosen elsewhere stay."""
        kept = self.cleaned_data
        names = "code label kind from_at until_at stacks first_order_only single_use_codes is_active".split()
        return CouponDraft(
            **{name: kept[name] for name in names},
            value=kept["value"] or 0,
            minimum_yen=kept["minimum_yen"] or 0,
            most_yen=kept["most_yen"],
            total_uses=kept["total_uses"],
            uses_per_customer=kept["uses_per_customer"],
            category_ids=[int(one) for one in kept["categories"]],
            product_ids=row.product_ids if row else (),
            ranks=kept["ranks"],
        )


def _coupon(row: Coupon) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in CouponForm.base_fields if name != "categories"}
    values |= {"from_at": local(row.from_at), "until_at": local(row.until_at)}
    return {**values, "categories": [str(one) for one in row.category_ids]}


def local(at: datetime | None) -> str:
    """A moment as such a field shows it."""
    return at.astimezone(clock.JST).strftime("%Y-%m-%dT%H:%M") if at else ""


def list_of_categories() -> list[tuple[str, str]]:
    """Every category, for ticking."""
    rows = Category.objects.order_by("position", "id").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


class SaleForm(forms.Form):
    """A sale over categories: what becomes cheaper by how much, and whether the old price is shown."""

    code = forms.SlugField(label="コード", max_length=40, help_text="例: winter-2026")
    label = forms.CharField(label="名前", max_length=80, help_text="お客様に見える名前")
    percent = forms.IntegerField(label="割引率（%）", min_value=1, max_value=100)
    categories = forms.MultipleChoiceField(label="対象のカテゴリ", widget=forms.CheckboxSelectMultiple)
    from_at = moment("いつから", "空ならいまから")
    until_at = moment("いつまで", "空なら止めるまで")
    past_prices = forms.BooleanField(
        label="元の値段を線で消して見せる（二重価格）", required=False,
        help_text="裏づけのある商品だけに出ます（直近 8 週間の過半を、その値段で売っていたこと）。",
    )  # fmt: skip
    is_draft = forms.BooleanField(label="下書きにする", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["categories"].choices = list_of_categories()  # type: ignore[attr-defined]  # a ChoiceField

    def draft(self) -> SaleDraft:
        """What was typed, for the command."""
        kept = self.cleaned_data
        items = [ItemDraft(category_id=int(one), percent=kept["percent"]) for one in kept["categories"]]
        return SaleDraft(
            code=kept["code"], label=kept["label"], from_at=kept["from_at"] or clock.now(), items=items,
            until_at=kept["until_at"], past_prices=kept["past_prices"], is_draft=kept["is_draft"],
        )  # fmt: skip


class PointForm(forms.Form):
    """How points are earned and used."""

    rate = forms.DecimalField(label="付与率（%）", min_value=0, max_value=100, decimal_places=2)
    minimum = forms.IntegerField(label="使える最低（ポイント）", min_value=1, max_value=1_000_000)
    cap_percent = forms.IntegerField(label="使える上限（お支払いの %）", min_value=0, max_value=100)
    covers_all = forms.BooleanField(label="送料と手数料にも使える", required=False)
    on_paid = forms.BooleanField(label="ポイントで払った分には付けない", required=False)
    with_tax = forms.BooleanField(label="税込みの金額に付ける", required=False)
    notice_days = forms.IntegerField(
        label="失効のお知らせ（何日前）",
        min_value=0,
        max_value=365,
        help_text="ポイントがなくなる何日前に、会員へメールするか。0 なら送りません。",
    )
