"""Apply a proposed fix."""

from __future__ import annotations

from typing import Any

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle
from hanjo.orders.commands.cancel import cancel
from hanjo.orders.commands.change import apply, clean
from hanjo.orders.commands.lift import lift
from hanjo.orders.commands.merge import merge
from hanjo.orders.commands.split import split_by_temperature
from hanjo.orders.models import Hold, Order, OrderLine
from hanjo.orders.terms import NoProposal


@command("orders.apply_fix", "提案どおりに直す")
def apply_fix(hold_id: int, *, by: Actor) -> str:
    """Do what a stop proposes and let the order go on (提案どおり).

    Fields are changed reversibly, orders merged or split, doubles cancelled, services changed. Doing it again
    finds the stop lifted and changes nothing. Refuses a stop without a proposal, and one that needs a choice
    first (an unknown item code). Answers the order's number.
    """
    hold = Hold.objects.select_related("order").get(pk=hold_id)
    order = _settle.lock([hold.order.number])[0]
    hold.refresh_from_db()
    if hold.lifted_at is not None:
        return order.number
    if not hold.fix:
        raise NoProposal(number=order.number, reason=hold.reason)
    _do(order, hold.fix, by=by)
    lift([hold.pk], because=hold.fix_label or "提案どおり", by=by)
    return order.number


def _together(order: Order, other: str) -> bool:
    """Two orders propose each other: when one proposal is done, the other one is too."""
    order.refresh_from_db(fields=["merged_into"])
    if order.merged_into_id is None:
        return order.merged.filter(number=other).exists()
    return Order.objects.filter(pk=order.merged_into_id, number=other).exists()


def _do(order: Order, fix: dict[str, Any], *, by: Actor) -> None:
    match fix:
        case {"set": dict(fields)}:
            after = {key: clean(order, key, value) for key, value in fields.items()}
            after = {key: value for key, value in after.items() if getattr(order, key) != value}
            if after:
                apply(order, after, verb="change", by=by)
        case {"do": "merge", "with": str(other)}:
            if not _together(order, other):
                merge([other, order.number], by=by)
        case {"do": "split_by_temperature"}:
            split_by_temperature(order.number, by=by)
        case {"do": "cancel_duplicate"}:
            cancel([order.number], because="重複注文", by=by)
        case {"do": "change_service", "service": str(service)}:
            after = {"service": service}
            if order.service != service:
                apply(order, after, verb="change", by=by)
        case {"do": "accept"}:
            return
        case {"line": str(key), "map": str(code)} if code:
            line = OrderLine.objects.get(order=order, key=key)
            raise NoProposal(
                number=order.number, reason=f"商品コード「{line.code}」は対応づけの画面で選んでください"
            )
        case _:
            raise NoProposal(number=order.number, reason="この提案は画面で内容を選んでください")
