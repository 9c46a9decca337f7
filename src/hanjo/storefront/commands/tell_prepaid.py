"""Tell who paid long before the goods leave."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind, MoneyState, OrderState, ParcelState
from hanjo.storefront.commands import _letters
from hanjo.storefront.commands._delivery import roads
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.legal.rules import needs_notice
from hanjo.storefront.models import ShopProduct
from hanjo.ui import formats


@command("storefront.tell_prepaid", "前払いの通知")
def tell_prepaid(key: str, *, by: Actor) -> int:
    """Write to who has paid for goods that leave more than a week later, or nobody knows when (前払いの通知).

    Called with the key of a checkout whose money has come. Each order is written about once, whatever is told twice;
    what leaves soon, has left or was cancelled gets the ordinary mails only. Answers how many were written about.
    Source: 特定商取引法 13条.
    """
    paid = Order.objects.filter(
        checkout_link__checkout__key=key,
        money_state=MoneyState.PAID,
        parcel_state__in=[ParcelState.NONE, ParcelState.INSTRUCTED],
    ).exclude(state=OrderState.CANCELLED)
    today, told = clock.business_date(), 0
    for order in paid.order_by("pk"):
        leaves = _leaves(order)
        if needs_notice(paid_on=today, ships_on=leaves):
            _write(order, today, leaves, by=by)
            told += 1
    return told


def _leaves(order: Order) -> date | None:
    """The day on which an order leaves as things stand; nobody knows while goods are lacking (発送の予定日)."""
    if order.short_lines:
        return None
    lines = OrderLine.objects.filter(order=order, kind=LineKind.GOODS, sku__isnull=False)
    skus = [sku for sku in lines.values_list("sku_id", flat=True) if sku is not None]
    slowest = (
        ShopProduct.objects.filter(product__skus__in=skus).order_by("-lead_days").values_list("lead_days")
    )
    lead = slowest[0][0] if slowest else 0
    soonest = roads(skus, now=clock.now(), lead_days=lead).promise(order.prefecture).ships_on
    return max(day for day in (soonest, order.ship_on, order.release_on) if day is not None)


def _write(order: Order, paid_on: date, leaves: date | None, *, by: Actor) -> None:
    profile = legal.profile()
    language = _letters.language_of(order)
    with override(language):
        named = order.facts.get("names") or {} if language != "ja" else {}
        goods = [
            f"・{named.get(line.code) or line.name} × {line.quantity - line.cancelled_quantity}"
            for line in OrderLine.objects.filter(order=order, kind=LineKind.GOODS).order_by("position", "id")
            if line.quantity > line.cancelled_quantity
        ]
        values = {
            "amount": formats.yen_prose(order.paid_yen),
            "paid_on": formats.on(paid_on),
            "goods": "\n".join(goods),
            "delivery": _("%(day)s に発送する予定です。") % {"day": formats.on(leaves)}
            if leaves
            else _("商品が入りしだい発送します。入荷の予定が決まりましたら、あらためてお知らせします。"),
            "seller": profile.say("legal_name", language),
            "address": profile.say("address", language),
            "phone": profile.phone,
        }
    _letters.about_order(order, "prepaid", values, by=by)
