"""Reads of payments."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from hanjo.kernel.clock import business_date
from hanjo.kernel.text import narrow
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState, PayPolicy, Stage
from hanjo.payments.models import BankLine, IntentShare, Payment, PayRule
from hanjo.payments.rules import Waiting
from hanjo.payments.terms import PayKind

Rules = dict[str, tuple[str, str]]
UNKNOWN = (str(PayKind.OTHER), str(PayPolicy.AFTER_PAID))


def pay_rules(channel: str) -> Rules:
    """What each payment method of a channel means: method → (kind, policy). The channel's own rule wins."""
    rows = PayRule.objects.filter(channel__in=["", channel]).order_by("channel")
    return {row.method: (row.kind, row.policy) for row in rows}


def meaning(rules: Rules, method: str) -> tuple[str, str]:
    """Kind and policy of a method; an unknown one waits until it is paid, and a check tells so."""
    return rules.get(narrow(method), UNKNOWN)


def waiting() -> list[Waiting]:
    """Orders that wait for money, oldest first (入金待ち)."""
    orders = Order.objects.filter(stage=Stage.MONEY, state__in=[OrderState.TAKEN, OrderState.CONFIRMED])
    told = IntentShare.objects.filter(order=OuterRef("pk")).order_by("-id").values("intent__reference")[:1]
    return [
        Waiting(
            number=order.number,
            external_number=order.external_number,
            name=order.buyer_name,
            kana=order.buyer_kana,
            open_yen=order.total_yen - order.paid_yen,
            ordered_on=business_date(order.ordered_at),
            reference=order.reference,
        )
        for order in orders.annotate(reference=Coalesce(Subquery(told), Value(""))).order_by("ordered_at")
    ]


def payments_of(order_id: int) -> list[Payment]:
    """What happened to the money of an order, oldest first."""
    return list(Payment.objects.filter(order_id=order_id).order_by("happened_on", "id"))


def open_bank_lines() -> list[BankLine]:
    """Bank lines that no order has met yet, newest first (未消込の入金)."""
    return list(BankLine.objects.filter(order__isnull=True).order_by("-received_on", "-id")[:200])
