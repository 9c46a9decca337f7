"""Ask buyers for a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from hanjo.content.terms import FIRST
from hanjo.customers import queries as people
from hanjo.customers.models import Member
from hanjo.customers.terms import MemberState, Purpose
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind, OrderState, ParcelState
from hanjo.reviews.models import Review
from hanjo.storefront.commands import _letters
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.models import Card
from hanjo.storefront.terms import CHANNEL

DAYS = "shop.review_days"
"""How many days after the goods left a buyer is asked; 0, as delivered, asks nobody."""
LATEST = timedelta(days=7)
"""What left longer before that is not asked about: who turns this on writes to nobody about last year."""


@command("storefront.ask_reviews", "レビューのお願いメール")
def ask_reviews(today: date, *, root: str, by: Actor) -> int:
    """Ask members for a review some days after all their goods left, once for each order (レビューのお願いメール).

    Only who agreed to such mail and has not stopped it since is written to; that is asked again when the letter
    leaves. What was called off, comes back, or has been reviewed is not asked about. Nobody is written to while the
    shop's own address is not known: the law wants it in the letter. Answers how many were written to.
    """
    days = int(setting.get(DAYS, 0))
    if not days or lacks():
        return 0
    orders = _due(today - timedelta(days=days))
    members = _willing(orders)
    goods = _goods([order.pk for order in orders if order.customer_id in members])
    rows = []
    for order in orders:
        member, wanted = members.get(order.customer_id or 0), goods.get(order.pk)
        if member is None or not wanted:
            continue
        way = "" if member.language == FIRST else f"/{member.language}"
        values = {
            "name": member.name,
            "number": order.number,
            "goods": _listed(order, wanted, f"{root}{way}", member.language),
            **_seller(member.language),
        }
        rows.append(
            _letters.letter("review_wish", member.email, values, language=member.language, key=order.number)
        )
    return _letters.queue(rows, by=by)


def lacks() -> list[str]:
    """What of the seller must be known before anybody is written to (特定電子メール法 4条)."""
    wanted = {"seller": "販売業者の名前", "address": "住所", "contact": "メールアドレスか電話番号"}
    return [label for name, label in wanted.items() if not _seller(FIRST)[name].strip()]


def _seller(language: str) -> dict[str, str]:
    profile = legal.profile()
    return {
        "seller": profile.say("legal_name", language),
        "address": profile.say("address", language),
        "contact": profile.mail or profile.phone,
    }


def _due(until: date) -> list[Order]:
    """Orders of the shop that left whole on that day, or in the week before it."""
    left = Order.objects.filter(
        channel=CHANNEL,
        parcel_state=ParcelState.SHIPPED,
        customer__isnull=False,
        shipped_at__gte=_morning(until - LATEST),
        shipped_at__lt=_morning(until + timedelta(days=1)),
    )
    return list(
        left.exclude(state=OrderState.CANCELLED).exclude(return_requests__isnull=False).order_by("pk")
    )


def _morning(day: date) -> datetime:
    return clock.from_tokyo(datetime.combine(day, time.min))


def _willing(orders: Sequence[Order]) -> dict[int, Member]:
    """The members among the buyers who may be written to, by their customer."""
    found = Member.objects.filter(
        customer_id__in={order.customer_id for order in orders}, state=MemberState.ACTIVE
    ).exclude(email="")
    members = {row.customer_id: row for row in found}
    may = people.marketable([row.email for row in members.values()], Purpose.SURVEY)
    return {pk: row for pk, row in members.items() if row.email in may}


def _goods(order_ids: Sequence[int]) -> dict[int, dict[int, OrderLine]]:
    """What of each order can still be reviewed: a line for each product that is on the shelves."""
    lines = (
        OrderLine.objects.filter(order_id__in=order_ids, kind=LineKind.GOODS, sku__isnull=False)
        .select_related("sku")
        .order_by("order_id", "position", "id")
    )
    said = set(Review.objects.filter(order_id__in=order_ids).values_list("order_id", "product_id"))
    rows = [
        (line, line.sku.product_id) for line in lines if line.sku and line.quantity > line.cancelled_quantity
    ]
    shown = set(
        Card.objects.filter(product_id__in={pk for _, pk in rows}).values_list("product_id", flat=True)
    )
    found: dict[int, dict[int, OrderLine]] = {}
    for line, product_id in rows:
        if product_id in shown and (line.order_id, product_id) not in said:
            found.setdefault(line.order_id, {}).setdefault(product_id, line)
    return found


def _listed(order: Order, goods: Mapping[int, OrderLine], root: str, language: str) -> str:
    named = order.facts.get("names") or {} if language != FIRST else {}
    return "\n".join(
        f"・{named.get(line.code) or line.name}\n  {root}/orders/{order.number}/review/{product_id}/"
        for product_id, line in goods.items()
    )
