"""Undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from hanjo.inventory import commands as inventory
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _claims, _settle
from hanjo.orders.commands.cancel import restore
from hanjo.orders.commands.change import QUIET, apply, recompute_money
from hanjo.orders.commands.change_lines import finish, picture
from hanjo.orders.commands.merge import unmerge
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.models import Change, Order, OrderLine
from hanjo.orders.terms import AlreadyPrinted, CannotUndo, OrderState, ParcelState


@command("orders.undo", "元に戻す")
def undo(change_id: int, *, by: Actor) -> None:
    """Take one change of an order back: fields, lines, merge, split or cancellation (元に戻す).

    Money, stock and checks follow. Undoing twice changes nothing. Refuses when the label is printed, unless only
    our own notes changed, and when a later change stands on this one.
    """
    made = Change.objects.select_related("order").get(pk=change_id)
    order = _settle.lock([made.order.number])[0]
    made.refresh_from_db()
    if made.undone_at is not None:
        return
    quiet = made.verb == "change" and not set(made.after) - QUIET
    if order.parcel_state != ParcelState.NONE and not quiet:
        raise AlreadyPrinted(number=order.number, verb="元に戻す操作を")
    if made.verb == "merge":
        unmerge([order.number], by=by)
        return
    _UNDO[made.verb](order, made, by)
    made.undone_at, made.undone_by = clock.now(), str(by)
    made.save(update_fields=["undone_at", "undone_by"])
    audit.record(by, "orders.undo", [order.number], verb=made.verb)


def _fields(order: Order, made: Change, by: Actor) -> None:
    back = {key: _typed(key, value) for key, value in made.before.items()}
    for key, value in made.after.items():
        if getattr(order, key) != _typed(key, value):
            raise CannotUndo(number=order.number, reason="同じ項目がその後に変更されています")
    inner = apply(order, back, verb="undo", by=by)
    inner.undone_at, inner.undone_by = (
        clock.now(),
        str(by),
    )  # going back is not itself a change to go back from
    inner.save(update_fields=["undone_at", "undone_by"])


def _lines(order: Order, made: Change, by: Actor) -> None:
    now_lines = picture(order)
    if now_lines != made.after["lines"]:
        raise CannotUndo(number=order.number, reason="明細がその後に変更されています")
    old: Mapping[int, dict[str, Any]] = {line["id"]: line for line in made.before["lines"]}
    touched = [int(str(line["id"])) for line in now_lines]
    inventory.release([f"order-line:{pk}" for pk in touched], by=by)
    OrderLine.objects.filter(pk__in=[pk for pk in touched if pk not in old]).delete()
    for pk, line in old.items():
        OrderLine.objects.filter(pk=pk).update(**{key: value for key, value in line.items() if key != "id"})
    inner = finish(order, now_lines, touched, verb="undo_lines", text="明細を元に戻した", by=by)
    inner.undone_at, inner.undone_by = clock.now(), str(by)
    inner.save(update_fields=["undone_at", "undone_by"])


def _split(order: Order, made: Change, by: Actor) -> None:
    child = _settle.lock([made.after["child"]])[0]
    if child.parcel_state != ParcelState.NONE:
        raise AlreadyPrinted(number=child.number, verb="分割を元に戻す操作を")
    lines = list(OrderLine.objects.filter(order=child).values_list("pk", flat=True))
    inventory.release([f"order-line:{pk}" for pk in lines], by=by)
    OrderLine.objects.filter(pk__in=lines).update(order=order)
    order.temperature = max(order.temperature, child.temperature, key=_COLD.index)
    order.save(update_fields=["temperature", *recompute_money(order)])
    child.state = OrderState.CANCELLED
    child.save(update_fields=["state", *recompute_money(child)])
    _claims.ask([order.pk], by=by)
    _settle.note([order.pk, child.pk], "undo", "分割を元に戻した", by=by)
    recheck([order.pk], by=by)
    _settle.settle([child.pk], by=by)


def _cancel(order: Order, made: Change, by: Actor) -> None:
    restore([order.number], by=by)


_COLD = ["normal", "chilled", "frozen"]
_UNDO = {
    "change": _fields,
    "fix": _fields,
    "change_lines": _lines,
    "split": _split,
    "cancel": _cancel,
}


def _typed(key: str, value: Any) -> Any:
    if isinstance(Order._meta.get_field(key), models.DateField) and value:
        return date.fromisoformat(value)
    return value
