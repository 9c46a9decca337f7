"""The morning as Amazon's unshipped orders report: tab separated, never quoted, CP932 (Amazon)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from hanjo.demo.malls.sheet import columns
from hanjo.demo.neutral import DemoLine, DemoOrder


def amazon_file(orders: Iterable[DemoOrder]) -> bytes:
    """The report for these orders. It carries no prices; only cash on delivery has an amount."""
    header = columns("amazon")
    lines = ["\t".join(header)]
    for order in orders:
        for row in _rows(order):
            lines.append("\t".join(row.get(name, "") for name in header))
    return "".join(f"{line}\r\n" for line in lines).encode("cp932")


def _rows(order: DemoOrder) -> Iterator[dict[str, str]]:
    promise = order.ordered_at.replace(hour=23, minute=59, second=59) + timedelta(
        days=1 if order.prime else 3
    )
    for position, line in enumerate(order.lines, 1):
        row = _order(order, promise) | _receiver(order) | _line(order, line, position)
        if order.broken == "quantity":
            row |= {"quantity-purchased": "x1", "quantity-to-ship": ""}
        if order.broken == "name":
            row |= {"recipient-name": "", "buyer-name": ""}
        yield row


def _order(order: DemoOrder, promise: datetime) -> dict[str, str]:
    at = order.ordered_at
    return {
        "order-id": order.number,
        "purchase-date": at.isoformat(),
        "payments-date": (at + timedelta(minutes=1)).isoformat(),
        "reporting-date": (at + timedelta(minutes=30)).isoformat(),
        "promise-date": promise.isoformat(),
        "days-past-promise": "0",
        "buyer-email": order.buyer.email,
        "buyer-name": order.buyer.name,
        "buyer-phone-number": order.buyer.phone,
        "ship-service-level": "Expedited" if order.prime else "Standard",
        "payment-method": order.pay,
        "cod-collectible-amount": str(order.payable_yen) if order.pay == "COD" else "",
        "already-paid": "0" if order.pay == "COD" else "",
        "payment-method-fee": str(order.cod_fee_yen) if order.cod_fee_yen else "",
        "scheduled-delivery-start-date": order.wanted_on.isoformat() if order.wanted_on else "",
        "scheduled-delivery-end-date": order.wanted_on.isoformat() if order.wanted_on else "",
        "points-granted": "0",
        "is-prime": "true" if order.prime else "false",
        "verge-of-cancellation": "false",
        "verge-of-lateShipment": "false",
    }


def _receiver(order: DemoOrder) -> dict[str, str]:
    to = order.recipient
    return {
        "recipient-name": to.name,
        "ship-address-1": f"{to.city}{to.street}",
        "ship-address-2": to.building,
        "ship-address-3": to.company,
        "ship-city": "",
        "ship-state": to.prefecture,
        "ship-postal-code": f"{to.postal[:3]}-{to.postal[3:]}",
        "ship-country": "JP",
    }


def _line(order: DemoOrder, line: DemoLine, position: int) -> dict[str, str]:
    return {
        "order-item-id": f"{order.number[-7:]}{position:07d}",
        "sku": line.code,
        "product-name": line.name + (f" {line.options}" if line.options else ""),
        "quantity-purchased": str(line.quantity),
        "quantity-shipped": "0",
        "quantity-to-ship": str(line.quantity),
    }
