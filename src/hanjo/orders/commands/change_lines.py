"""Change lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.catalogue import queries as catalogue
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import rules
from hanjo.orders.commands import _claims, _settle
from hanjo.orders.commands.change import recompute_money
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.models import Change, Order, OrderLine
from hanjo.orders.terms import AlreadyPrinted, NothingToChange, ParcelState, StaleOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class LineChange:
    """A line as it shall be. `line_id` None adds a line; quantity 0 takes its goods off the order."""

    line_id: int | None
    quantity: int
    sku_id: int | None = None
    unit_price_yen: int | None = None


PICTURE = ("id", "sku_id", "code", "name", "quantity", "unit_price_yen", "total_yen", "tax_rate")


@command("orders.change_lines", "明細変更")
def change_lines(
    number: str, lines: Sequence[LineChange], *, version: int | None = None, by: Actor
) -> Change:
    """Change, add or take off goods; stock, totals and tax follow (明細変更).

    The lines' old state is kept and can be brought back until the label is printed. Refuses a stale version and
    an order whose label is printed.
    """
    order = _settle.lock([number])[0]
    if version is not None and order.version != version:
        raise StaleOrder(number=number)
    if order.parcel_state != ParcelState.NONE:
        raise AlreadyPrinted(number=number, verb="明細を変更")
    before = picture(order)
    touched = _write(order, lines)
    made = finish(order, before, touched, verb="change_lines", text="明細を変更", by=by)
    audit.record(by, "orders.change_lines", [number], lines=len(touched))
    return made


def picture(order: Order) -> list[dict[str, object]]:
    """The lines of an order as plain values, so that they can be brought back."""
    lines = OrderLine.objects.filter(order=order).order_by("position")
    return [{key: getattr(line, key) for key in PICTURE} for line in lines]


def finish(
    order: Order, before: list[dict[str, object]], touched: Sequence[int], *, verb: str, text: str, by: Actor
) -> Change:
    """Recompute money, stock and checks after the lines of a locked order changed, and keep the change."""
    after = picture(order)
    if after == before:
        raise NothingToChange(number=order.number)
    old_total = order.total_yen
    saved = recompute_money(order)
    sku_ids = sorted({int(str(line["sku_id"])) for line in after if line["sku_id"]})
    cards = catalogue.cards_by_id(sku_ids)
    order.temperature = rules.coldest(cards.values())
    order.release_on = rules.release_on(cards.values())
    order.save(update_fields=[*saved, "temperature", "release_on"])
    _claims.again(touched, [order.pk], by=by)
    made = Change.objects.create(
        order=order,
        verb=verb,
        before={"lines": before, "total_yen": old_total},
        after={"lines": after, "total_yen": order.total_yen},
        made_by=str(by),
        tell_outside="モール側の受注明細と金額" if old_total != order.total_yen else "",
    )
    money = f"（合計 {old_total:,} 円 → {order.total_yen:,} 円）" if old_total != order.total_yen else ""
    _settle.note([order.pk], verb, f"{text}{money}", by=by)
    recheck([order.pk], by=by)
    return made


def _write(order: Order, changes: Sequence[LineChange]) -> list[int]:
    lines = {line.pk: line for line in OrderLine.objects.select_for_update().filter(order=order)}
    wanted = [change.sku_id for change in changes if change.sku_id is not None]
    cards = catalogue.cards_by_id(sorted(set(wanted)))
    touched, position = [], len(lines)
    for change in changes:
        card = cards[change.sku_id] if change.sku_id is not None else None
        if change.line_id is None:
            if card is None:
                continue
            line = OrderLine(order=order, key=f"+{position + 1}", position=position, code=card.code)
            line.name, line.tax_rate = card.name, card.tax_rate
            line.unit_price_yen = card.price_yen
            position += 1
        else:
            line = lines[change.line_id]
        if card is not None:
            line.sku_id, line.code, line.name, line.tax_rate = card.id, card.code, card.name, card.tax_rate
        if change.unit_price_yen is not None:
            line.unit_price_yen = change.unit_price_yen
        line.quantity = max(change.quantity, 0)
        line.total_yen = line.unit_price_yen * (line.quantity - line.cancelled_quantity)
        line.save()
        touched.append(line.pk)
    return touched
