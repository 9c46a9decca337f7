"""What the settings page of the shop asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from hanjo.fulfilment.models import Service

WEEKDAYS = [(str(number), f"{word}曜") for number, word in enumerate("月火水木金土日")]


class ShopForm(forms.Form):
    """How the shop calls itself and what holds for all of it."""

    name = forms.CharField(label="店の名前", max_length=40)
    tagline = forms.CharField(
        label="ひとこと", max_length=60, required=False, help_text="トップページの大きな文字"
    )
    notice = forms.CharField(
        label="お知らせの帯",
        max_length=120,
        required=False,
        help_text="すべてのページの一番上に出ます。空なら出ません。",
    )
    mail = forms.EmailField(label="お問い合わせのメールアドレス", required=False)
    phone = forms.CharField(label="電話番号", max_length=20, required=False)
    hours = forms.CharField(label="受付時間", max_length=40, required=False, help_text="例: 平日 10〜17 時")
    most_pieces = forms.IntegerField(
        label="1 商品の上限（個）",
        min_value=1,
        max_value=9999,
        help_text="1 回の注文で買える数。商品ごとにも決められます。",
    )
    hold_minutes = forms.IntegerField(
        label="在庫を押さえる時間（分）", min_value=5, max_value=120,
        help_text="カードの画面にいる間、ほかのお客様に売らない時間",
    )  # fmt: skip
    pay_days = forms.IntegerField(
        label="前払いの期限（日）",
        min_value=1,
        max_value=30,
        help_text="コンビニ・銀行振込。過ぎると自動で取り消します。",
    )
    service = forms.ChoiceField(label="ふだんの配送サービス")
    cutoff = forms.CharField(
        label="当日発送の締切", max_length=5, required=False, help_text="例 14:00。空なら配送サービスの締切"
    )
    order_days = forms.IntegerField(
        label="受注生産の準備（営業日）", min_value=0, max_value=60, help_text="お届け予定日に足します。"
    )
    closed_weekdays = forms.MultipleChoiceField(
        label="毎週の休み", choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="発送をしない曜日",
    )  # fmt: skip
    closed_holidays = forms.BooleanField(label="祝日も休みにする", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["service"].choices = list(  # type: ignore[attr-defined]  # a ChoiceField
            Service.objects.filter(is_active=True).order_by("position", "id").values_list("code", "name")
        ) or [("", "配送サービスがありません")]
        if not Service.objects.filter(is_active=True).exists():
            self.fields["service"].required = False

    def clean_cutoff(self) -> str:
        """A time of day, as `14:00`."""
        typed: str = self.cleaned_data["cutoff"].strip()
        if typed and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", typed):
            raise forms.ValidationError("時刻は 14:00 のように入れてください。")
        return typed

    def clean_closed_weekdays(self) -> list[int]:
        """Numbers, Monday is 0. A shop that never ships cannot promise a day."""
        days = sorted(int(one) for one in self.cleaned_data["closed_weekdays"])
        if len(days) == len(WEEKDAYS):
            raise forms.ValidationError("発送する曜日を 1 日は残してください。")
        return days


GROUPS: Mapping[str, tuple[str, ...]] = {
    "店の顔": ("name", "tagline", "notice"),
    "お問い合わせ先": ("mail", "phone", "hours"),
    "注文": ("most_pieces", "hold_minutes", "pay_days"),
    "発送": ("service", "cutoff", "order_days", "closed_weekdays", "closed_holidays"),
}


def days_of(sent: list[str], first: date, last: date, kept: list[str]) -> list[str]:
    """The closed days after saving: what was ticked inside the months shown, and what lies behind them."""
    ticked = {day for text in sent if (day := _day(text)) and first <= day <= last}
    later = {day for text in kept if (day := _day(text)) and day > last}
    return sorted(day.isoformat() for day in ticked | later)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
