"""Lift holds; put orders on hold by hand."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle
from hanjo.orders.models import Hold, Order


@command("orders.lift", "確認済みにする")
def lift(hold_ids: Sequence[int], *, because: str = "", by: Actor) -> list[str]:
    """Say that stops have been looked at and may pass (保留解除). Who, when and why stay on the hold.

    An order whose last stop is lifted is confirmed at once. Lifting a lifted hold changes nothing. Answers the
    numbers of the orders that moved.
    """
    order_ids = _lock_orders_of(hold_ids)
    holds = list(
        Hold.objects.filter(pk__in=hold_ids, lifted_at__isnull=True).values_list("pk", "order_id", "reason")
    )
    Hold.objects.filter(pk__in=[pk for pk, _, _ in holds]).update(
        lifted_at=clock.now(), lifted_by=str(by), lifted_because=because[:200]
    )
    reasons: dict[int, list[str]] = {}
    for _, order_id, reason in holds:
        reasons.setdefault(order_id, []).append(reason)
    for order_id, texts in reasons.items():
        why = f"（{because}）" if because else ""
        _settle.note([order_id], "lift", f"確認済み: {'、'.join(texts)}{why}", by=by)
    _settle.settle(sorted(reasons), by=by)
    numbers = [number for pk, number in order_ids if pk in reasons]
    if numbers:
        audit.record(by, "orders.lift", numbers, because=because)
    return numbers


def _lock_orders_of(hold_ids: Sequence[int]) -> list[tuple[int, str]]:
    orders = Order.objects.select_for_update(of=("self",)).filter(holds__in=list(hold_ids)).order_by("id")
    return list(dict.fromkeys(orders.values_list("pk", "number")))


@command("orders.unlift", "確認を取り消す")
def unlift(hold_ids: Sequence[int], *, by: Actor) -> None:
    """Take a lift back: the stops stand again (確認の取り消し). Stops that stand again already are left alone."""
    holds = list(Hold.objects.select_for_update().filter(pk__in=hold_ids, lifted_at__isnull=False))
    again = []
    for hold in holds:
        taken = Hold.objects.filter(
            order_id=hold.order_id, check_code=hold.check_code, key=hold.key, lifted_at__isnull=True
        )
        if not taken.exists():
            hold.lifted_at, hold.lifted_by, hold.lifted_because = None, "", ""
            again.append(hold)
    Hold.objects.bulk_update(again, ["lifted_at", "lifted_by", "lifted_because"])
    order_ids = sorted({hold.order_id for hold in again})
    _settle.note(order_ids, "unlift", "確認を取り消し", by=by)
    _settle.settle(order_ids, by=by)


@command("orders.hold", "保留にする")
def hold(numbers: Sequence[str], *, because: str, by: Actor) -> None:
    """Put orders aside by hand, with the reason, until somebody takes them up again (保留)."""
    orders = [order for order in _settle.lock(numbers) if not order.held_by_hand]
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(held_by_hand=True)
    ids = [order.pk for order in orders]
    _settle.note(ids, "hold", f"保留: {because}" if because else "保留", by=by)
    _settle.settle(ids, by=by)
    audit.record(by, "orders.hold", [order.number for order in orders], because=because)


@command("orders.resume", "保留を解く")
def resume(numbers: Sequence[str], *, by: Actor) -> None:
    """Take orders up again that were put aside by hand (保留を解く)."""
    orders = [order for order in _settle.lock(numbers) if order.held_by_hand]
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(held_by_hand=False)
    ids = [order.pk for order in orders]
    _settle.note(ids, "resume", "保留を解除", by=by)
    _settle.settle(ids, by=by)
    audit.record(by, "orders.resume", [order.number for order in orders])
