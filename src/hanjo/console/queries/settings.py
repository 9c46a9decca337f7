"""What the settings pages show: pay rules, places, customers (設定)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from hanjo.customers.models import Customer
from hanjo.inventory.models import Bin, Location, StockLevel
from hanjo.kernel.text import digits, narrow
from hanjo.orders.models import Order
from hanjo.payments.models import PayRule

PAGE = 50


@dataclass(frozen=True, slots=True)
class UnknownMethod:
    """A payment method that orders came with and no rule explains."""

    channel: str
    method: str
    orders: int


def pay_rules() -> list[PayRule]:
    """Every rule, those for all channels first."""
    return list(PayRule.objects.order_by("channel", "method"))


def unknown_methods() -> list[UnknownMethod]:
    """Payment methods of orders without a rule, most orders first (未対応の支払方法)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT channel, pay_method, count(*) FROM orders_order
            WHERE pay_method <> '' AND channel IN (SELECT code FROM channels_channel WHERE NOT is_history)
            GROUP BY 1, 2 ORDER BY 3 DESC
            """
        )
        used = cursor.fetchall()
    known = {(rule.channel, rule.method) for rule in pay_rules()}
    return [
        UnknownMethod(channel, method, orders)
        for channel, method, orders in used
        if not {(channel, narrow(method)[:60]), ("", narrow(method)[:60])} & known
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A location with what it holds."""

    location: Location
    bins: int
    skus: int
    pieces: int


def places() -> list[Place]:
    """Every location with its bins and its goods, in shipping order (ロケーション)."""
    bins = dict(Bin.objects.values_list("location").annotate(n=Count("pk")))
    held = {
        row["location"]: (row["skus"], row["pieces"])
        for row in StockLevel.objects.filter(on_hand__gt=0)
        .values("location")
        .annotate(skus=Count("pk"), pieces=Sum("on_hand"))
    }
    return [
        Place(one, bins.get(one.pk, 0), *held.get(one.pk, (0, 0)))
        for one in Location.objects.order_by("priority", "code")
    ]


def bins(location_id: int, limit: int = 300) -> list[tuple[str, int]]:
    """The bins of a location in walking order, with how many SKUs lie there (棚番)."""
    rows = Bin.objects.filter(location=location_id).annotate(skus=Count("levels")).order_by("code")
    return list(rows.values_list("code", "skus")[:limit])


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with what they ordered."""

    customer: Customer
    orders: int
    cancelled: int
    total_yen: int
    last_at: datetime | None


def buyers(q: str = "", *, caution: bool = False, after: int = 0) -> list[Buyer]:
    """Customers, newest first, a page of them; the orders of the whole page in one statement (お客様)."""
    rows = Customer.objects.order_by("-pk")
    if q:
        number = digits(q)
        found = Q(name__icontains=q) | Q(kana__icontains=q) | Q(email__icontains=q)
        rows = rows.filter(found | Q(phone__contains=number) if len(number) >= 4 else found)
    if caution:
        rows = rows.exclude(caution="")
    if after:
        rows = rows.filter(pk__lt=after)
    page = list(rows[:PAGE])
    sums: dict[int | None, dict[str, Any]] = {
        row["customer"]: dict(row)
        for row in Order.objects.filter(customer__in=page)
        .values("customer")
        .annotate(
            n=Count("pk"),
            off=Count("pk", filter=Q(state="cancelled")),
            yen=Sum("total_yen", filter=~Q(state="cancelled")),
            last=Max("ordered_at"),
        )
    }
    return [_buyer(one, sums.get(one.pk)) for one in page]


def _buyer(customer: Customer, row: dict[str, Any] | None) -> Buyer:
    if row is None:
        return Buyer(customer, 0, 0, 0, None)
    return Buyer(customer, row["n"], row["off"], row["yen"] or 0, row["last"])
