"""Shared inner step: what a letter may say of orders, as finished texts in the language that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils.translation import get_language, gettext

from hanjo.catalogue.terms import DRINKING_NOTICE, DRINKING_NOTICE_EN
from hanjo.channels.letters.order_en import CARRIERS
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel
from hanjo.channels.terms import Format
from hanjo.kernel import bulk, row
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind
from hanjo.payments import queries as payments
from hanjo.payments.models import IntentShare, Payment
from hanjo.payments.terms import Next, PaymentKind
from hanjo.ui import formats

LANGUAGE, NAMES, DELIVERY = "language", "names", "delivery"
"""Keys of `Order.facts`: the language that the buyer ordered in, what its goods are called there, the promised day."""
PAYS = frozenset({MailKind.PAY, MailKind.UNPAID, MailKind.REISSUED})
NOTHING = Next(kind="done")


def language_of(order: Order) -> str:
    """The language that the buyer ordered in (注文の言語)."""
    return str(order.facts.get(LANGUAGE) or "ja")


@dataclass(frozen=True, slots=True)
class About:
    """Goods, payment and refunds of some orders, read together."""

    lines: Mapping[int, Sequence[OrderLine]]
    nexts: Mapping[int, Next]
    refunds: Mapping[int, int]
    sums: Mapping[int, int] = field(default_factory=dict)  # what each order is paid together with others
    alcohol: frozenset[int] = frozenset()  # orders with alcohol in them

    def lacking(self, order: Order, kind: MailKind) -> str:
        """Why a letter of this kind would have a gap in it; empty when it would not."""
        if kind is MailKind.PAY and not self.nexts.get(order.pk, NOTHING).lines:
            return "お支払いの番号・口座がまだ分かりません"
        if kind is MailKind.REISSUED and not _how(self.nexts.get(order.pk, NOTHING)):
            return "新しいお支払いの番号がまだ分かりません"
        if kind is MailKind.REFUNDED and not self.refunds.get(order.pk):
            return "返金の記録がありません"
        return ""

    def told(self, order: Order, body: str) -> str:
        """The letter with what the law of its goods has every letter say, in the active language (飲酒の注意)."""
        if order.pk not in self.alcohol:
            return body
        notice = DRINKING_NOTICE_EN if _foreign() else DRINKING_NOTICE
        return body if notice in body else f"{body.rstrip()}\n\n{notice}\n"

    def promised(self, order: Order) -> str:
        """When its receiver was told that it would be there, if in the language that is active (お届けの目安)."""
        same = language_of(order).startswith("ja") is not _foreign()
        return str(order.facts.get(DELIVERY) or "") if same else ""

    def values(
        self, order: Order, channel: Channel, sender: str, parcels: Sequence[Mapping[str, str]] = ()
    ) -> dict[str, Any]:
        """What a template may show of an order, in the language that is active."""
        named = order.facts.get(NAMES) or {} if _foreign() else {}
        told = self.nexts.get(order.pk, NOTHING)
        return {
            "shop": {"name": channel.sender_name or channel.name, "email": sender, "channel": channel.name},
            "order": {
                "number": order.number,
                "external_number": order.number if channel.format == Format.OWN else order.external_number,
                "buyer": order.buyer_name or order.name,
                "receiver": order.name,
                "ordered_on": _day(order.ordered_at.astimezone(formats.TOKYO).date()),
                "total": formats.yen_prose(order.total_yen),
                "pay_method": gettext(order.pay_method) if order.pay_method else "",
                "delivery": self.promised(order),
                "remarks": order.remarks,
                "reason": "",
            },
            "lines": [_line(line, named) for line in self.lines.get(order.pk, ())],
            "parcels": [_parcel(parcel) for parcel in parcels],
            "payment": {
                "message": told.message,
                "url": told.url,
                "lines": [{"label": label, "value": value} for label, value in told.lines],
                "how": _how(told),
                "total": formats.yen_prose(self.sums.get(order.pk, order.total_yen)),
            },
            "refund": {"amount": formats.yen_prose(self.refunds.get(order.pk, 0))},
        }


def orders(rows: Sequence[Order], kind: MailKind) -> About:
    """Read what letters of a kind may say of some orders, with a flat number of statements."""
    ids = [row.pk for row in rows]
    lines = _lines(ids)
    drinks = _drinks(_sku_ids(lines))
    paid = _paid(ids) if kind in PAYS else {}
    return About(
        alcohol=frozenset(pk for pk, own in lines.items() if any(line.sku_id in drinks for line in own)),
        lines=lines,
        nexts={pk: told for pk, (told, _) in paid.items()},
        sums={pk: yen for pk, (_, yen) in paid.items()},
        refunds=_refunds(ids) if kind is MailKind.REFUNDED else {},
    )


def _drinks(sku_ids: set[int]) -> set[int]:
    """Which of these SKUs are alcohol."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id"
            " WHERE s.id = ANY(%s) AND p.is_alcohol",
            [bulk.array(sku_ids)],
        )
        return {sku_id for (sku_id,) in cursor.fetchall()}


def _sku_ids(lines: Mapping[int, Sequence[OrderLine]]) -> set[int]:
    return {line.sku_id for own in lines.values() for line in own if line.sku_id}


def _foreign() -> bool:
    return not (get_language() or "ja").startswith("ja")


def _day(day: date) -> str:
    return formats.on(day) if _foreign() else f"{day.year}年{day.month}月{day.day}日"


def _line(line: OrderLine, named: Mapping[str, str]) -> dict[str, str]:
    return {
        "name": str(named.get(line.code) or f"{line.name} {line.options}".strip()),
        "code": line.code,
        "quantity": str(line.quantity - line.cancelled_quantity),
        "price": formats.yen_prose(line.unit_price_yen),
    }


def _parcel(parcel: Mapping[str, str]) -> dict[str, str]:
    made = {**parcel, "shipped_on": _day(date.fromisoformat(parcel["shipped_on"]))}
    if _foreign():
        made["carrier"] = CARRIERS.get(parcel["carrier"], parcel["carrier"])
        made["service"] = CARRIERS.get(parcel["service"], made["carrier"])
    return made


def _lines(order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    found: dict[int, list[OrderLine]] = {}
    condition = "order_id = ANY(%s) AND kind = %s ORDER BY order_id, position"
    rows = row.many(OrderLine, condition, [bulk.array(order_ids), str(LineKind.GOODS)])
    for line in rows:
        if line.quantity > line.cancelled_quantity:
            found.setdefault(line.order_id, []).append(line)
    return found


def _how(told: Next) -> str:
    """A number or an account line by line, or the page that gives one."""
    return "\n".join([*(f"{label}: {value}" for label, value in told.lines), *filter(None, [told.url])])


def _paid(order_ids: Sequence[int]) -> dict[int, tuple[Next, int]]:
    """How each order that waits for its money is paid, as its buyer was shown it, and how much with all it is for."""
    shares = IntentShare.objects.filter(order__in=order_ids, is_dropped=False).select_related("intent")
    return {
        share.order_id: (told, share.intent.amount_yen)
        for share in shares.order_by("id")
        if (told := payments.next_of(share.intent)).kind in ("instructions", "redirect")
    }


def _refunds(order_ids: Sequence[int]) -> dict[int, int]:
    rows = Payment.objects.filter(order__in=order_ids, kind=PaymentKind.REFUNDED)
    return dict(rows.values_list("order_id").annotate(Sum("amount_yen")))
