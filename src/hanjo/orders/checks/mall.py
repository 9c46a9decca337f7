"""Checks of what the mall says of the order (モールの状態の確認)."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.orders.checks.base import NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.places import JAPAN
from hanjo.orders.terms import Finding, Severity


@check(
    number=59,
    code="mall_checking",
    label="モールが確認中",
    says="楽天確認中など、モールがまだ注文を確認しているときに止めます。",
    flag="モール確認",
    foreign=True,
)
def mall_checking(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.mall_is_checking:
        return NOTHING
    return saw(
        "モールがこの注文を確認しています",
        f"{order.external_number} は、モールの確認が終わって取り込み直すまで出荷できません。",
    )


@check(
    number=60,
    code="subscription",
    label="定期購入",
    says="定期購入・頒布会の注文を知らせます。",
    severity=Severity.NOTE,
    flag="定期",
)
def subscription(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.is_subscription:
        return NOTHING
    return saw("定期購入の注文です", f"これまでの注文は {seen.history.orders} 回です。")


@check(
    number=61,
    code="foreign",
    label="海外への注文・外貨の注文",
    says="お届け先が海外、または円でない通貨の注文を知らせます。",
    severity=Severity.NOTE,
    flag="海外",
    foreign=True,
)
def foreign(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    abroad = order.recipient.country not in JAPAN
    if not abroad and order.currency == "JPY":
        return NOTHING
    if not abroad:
        return saw("円でない通貨の注文です", f"通貨は {order.currency} です。", flag="外貨")
    return saw("海外へのお届けです", f"お届け先は {order.recipient.country}、通貨は {order.currency} です。")
