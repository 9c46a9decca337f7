"""Split."""

from __future__ import annotations

from collections.abc import Sequence

from django.forms.models import model_to_dict

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import commands as inventory
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import rules
from hanjo.orders.commands import _claims, _settle
from hanjo.orders.commands.change import recompute_money
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.models import Change, Order, OrderLine
from hanjo.orders.terms import AlreadyPrinted, CannotSplit, MoneyState, ParcelState


@command("orders.split", "分割")
def split(number: str, line_ids: Sequence[int], *, by: Actor) -> str:
    """Send some lines of an order in a parcel of their own (分割).

    The new order carries the lines, the receiver and the money of its goods; shipping, discounts and points
    stay with the first. Both keep the mall's number. Can be taken back until a label is printed. Refuses to
    take none or all of the lines. Answers the new number.
    """
    order = _settle.lock([number])[0]
    if order.parcel_state != ParcelState.NONE:
        raise AlreadyPrinted(number=number, verb="分割")
    lines = list(OrderLine.objects.filter(order=order))
    moving = [line for line in lines if line.pk in set(line_ids)]
    if not moving or len(moving) == len(lines):
        raise CannotSplit(number=number, reason="分ける明細と残す明細を 1 つ以上ずつ選んでください")
    inventory.release([f"order-line:{line.pk}" for line in lines], by=by)
    child = _child_of(order)
    OrderLine.objects.filter(pk__in=[line.pk for line in moving]).update(order=child)
    for part in (order, child):
        part_lines = OrderLine.objects.filter(order=part, sku__isnull=False)
        cards = catalogue.cards_by_id([pk for pk in part_lines.values_list("sku_id", flat=True) if pk])
        part.temperature = rules.coldest(cards.values())
        part.release_on = rules.release_on(cards.values())
        part.save(update_fields=["temperature", "release_on", *recompute_money(part)])
    Change.objects.create(
        order=order,
        verb="split",
        before={"lines": [line.pk for line in lines]},
        after={"child": child.number, "lines": [line.pk for line in moving]},
        made_by=str(by),
    )
    ids = [order.pk, child.pk]
    _claims.ask(ids, by=by)
    _settle.note([order.pk], "split", f"分割: {len(moving)} 明細を {child.number} へ", by=by)
    _settle.note([child.pk], "split", f"分割: {order.number} から {len(moving)} 明細", by=by)
    recheck(ids, by=by)
    audit.record(by, "orders.split", [order.number, child.number])
    return child.number


@command("orders.split_by_temperature", "温度帯で分割")
def split_by_temperature(number: str, *, by: Actor) -> list[str]:
    """Give every temperature of an order its own parcel (温度帯で分割). Answers the new numbers."""
    order = _settle.lock([number])[0]
    lines = list(OrderLine.objects.filter(order=order, sku__isnull=False).order_by("position"))
    cards = catalogue.cards_by_id(sorted({line.sku_id for line in lines if line.sku_id}))
    groups: dict[str, list[int]] = {}
    for line in lines:
        if line.sku_id is not None:
            groups.setdefault(cards[line.sku_id].temperature, []).append(line.pk)
    if len(groups) < 2:
        raise CannotSplit(number=number, reason="温度帯は 1 つだけです")
    return [split(number, group, by=by) for group in list(groups.values())[1:]]


def _child_of(order: Order) -> Order:
    nth = Order.objects.filter(split_from=order).count() + 2
    fields = model_to_dict(order, exclude=["id", "customer", "merged_into", "split_from"])
    fields.update(
        number=f"{order.number}-{nth}",
        external_number=f"{order.external_number}#{nth}",
        shipping_yen=0,
        fee_yen=0,
        wrapping_yen=0,
        discount_yen=0,
        points_yen=0,
        paid_yen=0,
        open_holds=0,
        short_lines=0,
        version=1,
    )
    if order.money_state in (MoneyState.UNPAID, MoneyState.AUTHORISED):
        fields["money_state"] = order.money_state
    return Order.objects.create(
        customer_id=order.customer_id,
        split_from=order,
        ordered_at=order.ordered_at,
        taken_at=order.taken_at,
        **{key: value for key, value in fields.items() if key not in {"ordered_at", "taken_at"}},
    )
