"""Settle an oversell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hanjo.channels.models import Oversell
from hanjo.channels.terms_stock import ChoiceLacks, OversellChoice, OversellDecided, OversellNotFound
from hanjo.inventory import commands as inventory
from hanjo.inventory.commands.expect import Expected
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import OrderLine

APOLOGY = "在庫切れのため（売り越し）"


@dataclass(frozen=True, kw_only=True, slots=True)
class Means:
    """What a choice needs: where from, where to, when, which other SKU."""

    from_id: int | None = None
    to_id: int | None = None
    due_on: date | None = None
    sku_id: int | None = None


NOTHING = Means()


@command("channels.settle_oversell", "売り越しの対応")
def settle_oversell(
    oversell_id: int, choice: OversellChoice, *, means: Means = NOTHING, by: Actor
) -> Oversell:
    """Decide what becomes of an order that sold what was not there, and do it (売り越しの対応).

    split: what is there leaves first; transfer: the pieces come from another place and the queue is served; expedite:
    goods that are coming are noted with their day, and the order waits; substitute: another SKU takes the line's
    place; cancel: the order is called off with an apology, and the mall hears of it. Refuses a choice that lacks
    something, and one that was made before; whatever the orders refuse leaves everything as it was.
    """
    row = (
        Oversell.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk=oversell_id)
        .first()
    )
    if row is None:
        raise OversellNotFound(key=oversell_id)
    number = row.order.number
    if row.choice:
        raise OversellDecided(number=number, choice=OversellChoice(row.choice).label)
    _CHOICES[choice](row, means, by)
    row.choice, row.chosen_at, row.chosen_by = choice, clock.now(), str(by)
    row.save(update_fields=["choice", "chosen_at", "chosen_by"])
    audit.record(by, "channels.settle_oversell", [number], choice=choice.value)
    return row


def _split(row: Oversell, means: Means, by: Actor) -> None:
    orders.split(row.order.number, [_line(row).pk], by=by)


def _transfer(row: Oversell, means: Means, by: Actor) -> None:
    if means.from_id is None or means.to_id is None:
        raise ChoiceLacks(choice=OversellChoice.TRANSFER.label, what="移動元と移動先")
    sku = means.sku_id or row.sku_id
    ref = f"oversell:{row.pk}"
    inventory.transfer(sku, means.from_id, means.to_id, row.missing, ref=ref, by=by)


def _expedite(row: Oversell, means: Means, by: Actor) -> None:
    if means.to_id is None or means.due_on is None:
        raise ChoiceLacks(choice=OversellChoice.EXPEDITE.label, what="入荷する拠点と日付")
    coming = Expected(
        ref=f"oversell:{row.pk}", sku_id=means.sku_id or row.sku_id, location_id=means.to_id,
        quantity=row.missing, due_on=means.due_on,
    )  # fmt: skip
    inventory.expect([coming], by=by)


def _substitute(row: Oversell, means: Means, by: Actor) -> None:
    if means.sku_id is None:
        raise ChoiceLacks(choice=OversellChoice.SUBSTITUTE.label, what="代わりの商品")
    line = _line(row)
    change = orders.LineChange(
        line_id=line.pk, quantity=line.quantity, sku_id=means.sku_id, unit_price_yen=line.unit_price_yen
    )
    orders.change_lines(row.order.number, [change], by=by)


def _cancel(row: Oversell, means: Means, by: Actor) -> None:
    orders.cancel([row.order.number], because=APOLOGY, by=by)


def _line(row: Oversell) -> OrderLine:
    return OrderLine.objects.get(pk=int(row.line_ref.rpartition(":")[2]))


_CHOICES = {
    OversellChoice.SPLIT: _split,
    OversellChoice.TRANSFER: _transfer,
    OversellChoice.EXPEDITE: _expedite,
    OversellChoice.SUBSTITUTE: _substitute,
    OversellChoice.CANCEL: _cancel,
}
