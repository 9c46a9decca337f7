"""Who still has to pay, and which transfers nobody has claimed (入金待ち・未消込).

Both are read in a flat number of statements; a suggestion for an order that is paid meanwhile is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hanjo.kernel.clock import business_date
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState, Stage
from hanjo.payments.models import BankLine, Payment
from hanjo.payments.terms import PaymentKind

PAGE = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """An order that waits for money."""

    order: Order
    open_yen: int
    days: int


@dataclass(frozen=True, slots=True)
class Guess:
    """Which order a transfer may have paid."""

    number: str
    score: int
    because: str
    name: str
    open_yen: int
    gap_yen: int


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A transfer that met no order."""

    line: BankLine
    guesses: list[Guess]


def owed(q: str = "") -> list[Owed]:
    """Orders that wait for money, oldest first (入金待ち)."""
    orders = Order.objects.filter(stage=Stage.MONEY, state__in=[OrderState.TAKEN, OrderState.CONFIRMED])
    if q:
        orders = orders.filter(number__icontains=q) | orders.filter(buyer_name__icontains=q)
    today = business_date()
    return [
        Owed(order, order.total_yen - order.paid_yen, (today - business_date(order.ordered_at)).days)
        for order in orders.order_by("ordered_at", "pk")[:PAGE]
    ]


def unclaimed() -> list[Unclaimed]:
    """Transfers without an order, newest first, with the orders they may have paid (未消込の入金)."""
    lines = list(BankLine.objects.filter(order__isnull=True).order_by("-received_on", "-pk")[:PAGE])
    numbers = {str(one["number"]) for line in lines for one in line.suggested}
    waiting = {
        order.number: order
        for order in Order.objects.filter(number__in=numbers, stage=Stage.MONEY).only(
            "number", "buyer_name", "total_yen", "paid_yen"
        )
    }
    return [Unclaimed(line, _guesses(line.suggested, line.amount_yen, waiting)) for line in lines]


def _guesses(suggested: list[dict[str, Any]], amount: int, waiting: dict[str, Order]) -> list[Guess]:
    found = []
    for one in suggested:
        order = waiting.get(str(one["number"]))
        if order is None:
            continue
        left = order.total_yen - order.paid_yen
        found.append(Guess(order.number, one["score"], one["because"], order.buyer_name, left, left - amount))
    return found


def received_today(today: date) -> tuple[int, int]:
    """How many payments came in today, and their yen."""
    amounts = Payment.objects.filter(happened_on=today, kind=PaymentKind.RECEIVED).values_list(
        "amount_yen", flat=True
    )
    paid = list(amounts)
    return len(paid), sum(paid)
