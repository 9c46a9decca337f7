"""The address of the board is the view: what it asks, its chips, its choices (条件)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from hanjo.catalogue.terms import Temperature
from hanjo.console.models import Selection
from hanjo.console.web.orders_words import people, services, window_label
from hanjo.console.web.shell import marks
from hanjo.fulfilment.queries import carrier_name
from hanjo.orders.checks.run import CHECKS
from hanjo.orders.deadlines import DueKind
from hanjo.orders.queries import ALL, OPEN, Filters
from hanjo.orders.terms import Stage
from hanjo.payments.terms import PayKind

TEXTS = {
    "channel": "店舗", "service": "配送方法", "carrier": "配送会社", "temperature": "温度帯", "flag": "しるし",
    "hold": "止まった理由", "gift": "ギフト", "pay": "支払い", "assignee": "担当", "tag": "タグ", "due": "出荷期限",
    "fast": "約束",
}  # fmt: skip
DAYS = {
    "wanted_from": "配達日から",
    "wanted_to": "配達日まで",
    "ordered_from": "注文日から",
    "ordered_to": "注文日まで",
}
YEN = {"amount_from": "金額から", "amount_to": "金額まで"}
DUE = [("late", "過ぎている"), ("today", "今日まで"), ("soon", "あさってまで")]
PLACE = ("after", "before")
SYSTEM_TABS: tuple[tuple[str, str], ...] = (
    (OPEN, "未出荷"),
    (Stage.CHECK.value, Stage.CHECK.label),
    (Stage.MONEY.value, Stage.MONEY.label),
    (Stage.STOCK.value, Stage.STOCK.label),
    (Stage.RELEASE.value, Stage.RELEASE.label),
    (Stage.DATE.value, Stage.DATE.label),
    (Stage.READY.value, Stage.READY.label),
    (Stage.WORK.value, Stage.WORK.label),
    (Stage.HELD.value, Stage.HELD.label),
    (Stage.SHIPPED.value, Stage.SHIPPED.label),
    (Stage.CANCELLED.value, Stage.CANCELLED.label),
    (ALL, "すべて"),
)


def filters_of(asked: QueryDict) -> Filters:
    """What an address asks the board to show; what cannot be read is left out."""
    values: dict[str, Any] = {name: ",".join(asked.getlist(name))[:200].strip() for name in TEXTS}
    values |= {name: _day(asked.get(name, "")) for name in DAYS}
    values |= {name: _yen(asked.get(name, "")) for name in YEN}
    values["words"] = asked.get("q", "").strip()[:1000]
    stage = asked.get("stage", "")
    if stage not in {name for name, _ in SYSTEM_TABS} | {Stage.MERGED.value}:
        stage = OPEN
    if values["words"] and not stage:
        stage = ALL
    if token := asked.get("sel", ""):
        kept = Selection.objects.filter(token=token).values_list("numbers", flat=True).first()
        values["numbers"], stage = tuple(kept or ()), ALL
    sort = "due" if asked.get("sort") == "due" and stage not in (ALL, Stage.SHIPPED, Stage.CANCELLED) else ""
    return Filters(stage=stage, sort=sort, **values)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _yen(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else None


def without_place(asked: QueryDict, *names: str) -> str:
    """The address without the place in the list, and without these conditions."""
    kept = asked.copy()
    for name in (*PLACE, *names):
        kept.pop(name, None)
    return kept.urlencode()


def chips(request: HttpRequest, filters: Filters) -> list[dict[str, str]]:
    """Each condition as a chip that can be taken off."""
    board = reverse("orders-board")
    shown = []
    for name, label in {**TEXTS, **DAYS, **YEN}.items():
        value = getattr(filters, name)
        if value not in ("", None):
            rest = without_place(request.GET, name)
            shown.append({"label": label, "value": word_of(name, value), "remove_url": f"{board}?{rest}"})
    if filters.words:
        rest = without_place(request.GET, "q")
        shown.insert(0, {"label": "検索", "value": filters.words[:40], "remove_url": f"{board}?{rest}"})
    if filters.numbers is not None:
        value = f"{len(filters.numbers):,} 件"
        shown.insert(0, {"label": "選択", "value": value, "remove_url": board})
    return shown


def word_of(name: str, value: Any) -> str:
    """A condition's value as people say it."""
    shops = {code: shop.name for code, shop in marks().items()}
    words: Mapping[str, Mapping[str, str]] = {
        "channel": shops,
        "service": {code: card.name for code, card in services().items()},
        "temperature": dict(Temperature.choices()),
        "pay": dict(PayKind.choices()),
        "hold": {code: check.label for code, check in CHECKS.items()},
        "due": dict(DUE),
        "gift": {"1": "ギフトのみ"},
        "fast": {"1": DueKind.FAST.label},
        "assignee": dict(people()),
    }
    if isinstance(value, date):
        return f"{value.month}/{value.day}"
    if isinstance(value, int):
        return f"¥{value:,}"
    if name == "carrier":
        return carrier_name(value)
    if name == "window":
        return window_label(value)
    known = words.get(name, {})
    return "・".join(known.get(part, part) for part in value.split(","))


def options(counted: Mapping[str, list[tuple[str, int]]]) -> dict[str, list[tuple[str, str]]]:
    """What each condition can be set to; what the open work has comes with its count."""

    def with_counts(name: str) -> list[tuple[str, str]]:
        return [(value, f"{word_of(name, value)}（{number}）") for value, number in counted.get(name, [])]

    carriers = sorted({card.carrier for card in services().values()})
    return {
        "channel": [(code, shop.name) for code, shop in marks().items()],
        "service": [(code, card.name) for code, card in services().items()],
        "carrier": [(code, carrier_name(code)) for code in carriers],
        "temperature": Temperature.choices(),
        "pay": PayKind.choices(),
        "due": DUE,
        "gift": [("1", "ギフトのみ")],
        "fast": [("1", DueKind.FAST.label)],
        "flag": with_counts("flag"),
        "hold": with_counts("hold"),
        "assignee": people(),
        "tag": with_counts("tag"),
    }
