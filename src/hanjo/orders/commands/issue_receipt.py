"""Issue a receipt and hand it out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import tidy
from hanjo.orders import rules
from hanjo.orders.commands import _settle
from hanjo.orders.models import Order, OrderLine, Receipt, ReceiptCopy
from hanjo.orders.terms import NoReceipt

VERSIONS = 2
HONORIFICS = ("様", "御中")


@dataclass(frozen=True, slots=True)
class ReceiptWish:
    """What the buyer decides: to whom it is made out and what for. `issuer` is who sells, as it stands on paper."""

    name: str
    honorific: str = "様"
    proviso: str = "お品代として"
    issuer: dict[str, str] = field(default_factory=dict)


@command("orders.issue_receipt", "領収書の発行")
def issue_receipt(number: str, wish: ReceiptWish, *, by: Actor) -> Receipt:
    """Make out a receipt from what is stored with the order, or find the one that says the same (領収書の発行).

    Figures are those frozen on the order: totals and tax by rate, rounded once per rate. A name or proviso may be
    changed once; the new version names the one before and both stay. Refuses cash on delivery, money that is not
    there, and cancelled orders. Source: 消費税法 57条の4 (適格簡易請求書の記載事項), 通達 1-8-15.
    """
    (order,) = _settle.lock([number])
    why = rules.why_no_receipt(
        state=order.state, pay_kind=order.pay_kind, money=order.money_state, total_yen=order.total_yen
    )
    name = tidy(wish.name)[:60]
    if why or not name:
        raise NoReceipt(why=why or "宛名を入れてください。")
    before = list(Receipt.objects.filter(order=order).order_by("version"))
    content = _content(order, wish, name)
    if before and _said(before[-1].content) == _said(content):
        return before[-1]
    if len(before) >= VERSIONS:
        raise NoReceipt(
            why="宛名と但し書きの変更は 1 回までです。さらに変えたいときは、お問い合わせください。"
        )
    version = len(before) + 1
    content["number"] = f"{order.number}-R{version}"
    content["replaces"] = before[-1].number if before else ""
    receipt = Receipt.objects.create(
        order=order,
        number=content["number"],
        version=version,
        content=content,
        digest=_digest(content, before[-1].digest if before else ""),
        made_by=str(by),
    )
    _settle.note([order.pk], "receipt", f"領収書を発行（{receipt.number}）", by=by)
    audit.record(by, "orders.issue_receipt", [order.number], receipt=receipt.number)
    return receipt


@command("orders.hand_out", "領収書の交付")
def hand_out(receipt_id: int, *, by: Actor) -> int:
    """Note that a receipt is given to its buyer; answers how many times now (領収書の交付).

    From the second time on the paper is marked 再発行, over all versions of one order.
    """
    receipt = Receipt.objects.select_for_update().get(pk=receipt_id)
    Order.objects.select_for_update().get(pk=receipt.order_id)
    count = ReceiptCopy.objects.filter(receipt__order_id=receipt.order_id).count() + 1
    ReceiptCopy.objects.create(receipt=receipt, number=count, actor=str(by))
    audit.record(by, "orders.hand_out", [receipt.number], count=count)
    return count


def _content(order: Order, wish: ReceiptWish, name: str) -> dict[str, Any]:
    lines = OrderLine.objects.filter(order=order).order_by("position", "id")
    supplied = order.shipped_at or order.ordered_at
    return {
        "name": name,
        "honorific": wish.honorific if wish.honorific in HONORIFICS else "様",
        "proviso": tidy(wish.proviso)[:60] or "お品代として",
        "issuer": wish.issuer,
        "order": order.number,
        "supplied_on": clock.business_date(supplied).isoformat(),
        "made_on": clock.business_date().isoformat(),
        "total_yen": order.total_yen,
        "taxes": order.taxes,
        "payment": order.pay_method,
        "lines": [
            {"name": one.name, "quantity": one.quantity, "yen": one.total_yen, "rate": one.tax_rate}
            for one in lines
        ],
        "charges": [
            [label, yen]
            for label, yen in (
                ("送料", order.shipping_yen),
                ("手数料", order.fee_yen),
                ("ラッピング・のし", order.wrapping_yen),
                ("値引き", -order.discount_yen),
                ("ポイント利用", -order.points_yen),
            )
            if yen
        ],
    }


def _said(content: dict[str, Any]) -> list[Any]:
    """What makes two receipts the same paper: everything but its number and day."""
    return [value for key, value in sorted(content.items()) if key not in ("number", "replaces", "made_on")]


def _digest(content: dict[str, Any], before: str) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
