"""One order at a time that waits for a decision (確認待ち)."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hanjo.catalogue.models import Sku
from hanjo.orders.models import Hold, Order, OrderEvent, OrderLine
from hanjo.orders.terms import Severity, Stage

LABELS = {
    "name": "お名前",
    "kana": "フリガナ",
    "postal": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "street": "町名・番地",
    "building": "建物",
    "phone": "電話",
    "wanted_on": "配達希望日",
    "window": "時間帯",
    "receipt_name": "領収書の宛名",
    "no_slip": "金額の入った納品書",
    "is_gift": "ギフト",
    "noshi": "のし",
    "wrapping": "包装",
    "service": "配送方法",
}


@dataclass(frozen=True, slots=True)
class Case:
    """An order on the triage page: the stop that comes first, the others, and what a person needs to judge."""

    order: Order
    hold: Hold
    others: Sequence[Hold]
    lines: Sequence[OrderLine]
    events: Sequence[OrderEvent]
    earlier_orders: int
    left: int


def waiting(check: str = "") -> QuerySet[Order]:
    """Orders that wait for a decision, most urgent first."""
    stops = Hold.objects.filter(order=OuterRef("pk"), lifted_at__isnull=True, severity=Severity.STOP)
    if check:
        stops = stops.filter(check_code=check)
    return Order.objects.filter(Exists(stops), stage=Stage.CHECK).order_by("ship_by_on", "ordered_at", "id")


def case(check: str = "", number: str = "", after: str = "") -> Case | None:
    """The next order that waits for a decision: this one, or the one after `after` in the queue."""
    queue = list(waiting(check).values_list("number", flat=True))
    if number not in queue:
        if after in queue:
            number = queue[(queue.index(after) + 1) % len(queue)]
        elif queue:
            number = queue[0]
        else:
            return None
    order = Order.objects.select_related("customer").get(number=number)
    holds = list(order.holds.filter(lifted_at__isnull=True).order_by("id"))
    stops = [hold for hold in holds if hold.severity == Severity.STOP]
    first = next((hold for hold in stops if hold.check_code == check), stops[0])
    earlier = (
        Order.objects.filter(customer=order.customer_id).exclude(pk=order.pk) if order.customer_id else None
    )
    return Case(
        order=order,
        hold=first,
        others=[hold for hold in holds if hold.pk != first.pk],
        lines=list(order.lines.select_related("sku").order_by("position")),
        events=list(order.events.order_by("id")),
        earlier_orders=earlier.count() if earlier is not None else 0,
        left=len(queue),
    )


def needs_choice(hold: Hold) -> bool:
    """Whether the proposal asks the person to choose something first (an item code)."""
    return bool(hold.fix) and isinstance(hold.fix, dict) and "map" in hold.fix


def proposal(order: Order, fix: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """A proposed change as (field, now, then) in people's words; empty for proposals of another kind."""
    fields = fix.get("set", {}) if fix else {}
    return [
        (LABELS.get(key, key), _word(key, getattr(order, key, "")), _word(key, value))
        for key, value in fields.items()
    ]


def _word(key: str, value: Any) -> str:
    if key == "no_slip":
        return "入れない" if value else "入れる"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "（なし）" if value in (None, "") else str(value)


def suggest(code: str, name: str, limit: int = 300) -> list[tuple[str, str]]:
    """SKUs that an unknown code may mean, the most alike first: (SKU code, its name)."""
    rows = list(
        Sku.objects.filter(is_active=True)
        .values_list("code", "product__name", "option1", "option2")
        .order_by("code")[:2000]
    )

    def likeness(row: tuple[str, str, str, str]) -> float:
        words = difflib.SequenceMatcher(None, name, " ".join(row[1:])).quick_ratio() if name else 0.0
        return difflib.SequenceMatcher(None, code.casefold(), row[0].casefold()).quick_ratio() + words

    best = sorted(rows, key=likeness, reverse=True)[:limit]
    return [(row[0], " ".join(part for part in row[1:] if part)) for row in best]
