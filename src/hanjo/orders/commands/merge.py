"""Merge and unmerge."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle
from hanjo.orders.commands.change import recompute_money
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.models import Change, Order
from hanjo.orders.terms import AlreadyPrinted, CannotMerge, OrderState, ParcelState


@command("orders.merge", "同梱")
def merge(numbers: Sequence[str], *, by: Actor, drop_shipping: bool = False) -> str:
    """Send several orders of one receiver in one parcel, also across channels (同梱).

    The oldest leads; the others travel with it and keep their own number, mall, money and tracking report.
    With `drop_shipping` the followers' shipping fees are taken off and the totals recomputed. Can be taken back
    until the label is printed. Refuses different receivers, temperatures that cannot travel together, and
    orders that are cancelled, printed or already travel with another. Answers the leading number.
    """
    orders = sorted(_settle.lock(numbers), key=lambda order: (order.ordered_at, order.pk))
    _may_merge(orders)
    leader, followers = orders[0], orders[1:]
    for order in followers:
        before = {"merged_into": None, "shipping_yen": order.shipping_yen}
        order.merged_into = leader
        saved = {"merged_into", "shipping_yen"}
        if drop_shipping and order.shipping_yen:
            order.shipping_yen = 0
            saved |= recompute_money(order)
        order.save(update_fields=list(saved))
        Change.objects.create(
            order=order,
            verb="merge",
            before=before,
            after={"merged_into": leader.number, "shipping_yen": order.shipping_yen},
            made_by=str(by),
            tell_outside="送料を変えたため、モール側の金額"
            if before["shipping_yen"] != order.shipping_yen
            else "",
        )
    _settle.note([leader.pk], "merge", f"同梱: {'、'.join(o.number for o in followers)} と一緒に送る", by=by)
    _settle.note([o.pk for o in followers], "merge", f"同梱: {leader.number} と一緒に送る", by=by)
    _finish(orders, by=by)
    audit.record(by, "orders.merge", [order.number for order in orders])
    return leader.number


@command("orders.unmerge", "同梱を戻す")
def unmerge(numbers: Sequence[str], *, by: Actor) -> list[str]:
    """Let orders travel alone again, with the shipping fees they had (同梱の解除)."""
    orders = [order for order in _settle.lock(numbers) if order.merged_into_id is not None]
    leaders = list(Order.objects.filter(pk__in=[order.merged_into_id for order in orders]))
    for order in [*orders, *leaders]:
        if order.parcel_state != ParcelState.NONE:
            raise AlreadyPrinted(number=order.number, verb="同梱を解除")
    for order in orders:
        made = Change.objects.filter(order=order, verb="merge", undone_at__isnull=True).latest("id")
        order.merged_into = None
        order.shipping_yen = made.before["shipping_yen"]
        order.save(update_fields=["merged_into", "shipping_yen", *recompute_money(order)])
        made.undone_at, made.undone_by = clock.now(), str(by)
        made.save(update_fields=["undone_at", "undone_by"])
    _settle.note([order.pk for order in orders], "unmerge", "同梱を解除", by=by)
    _finish([*orders, *leaders], by=by)
    audit.record(by, "orders.unmerge", [order.number for order in orders])
    return [order.number for order in orders]


def _finish(orders: Sequence[Order], *, by: Actor) -> None:
    recheck([order.pk for order in orders], by=by)
    _settle.settle([order.pk for order in orders], by=by)


def _may_merge(orders: Sequence[Order]) -> None:
    first = orders[0]
    if len(orders) < 2:
        raise CannotMerge(number=first.number, reason="相手の注文が選ばれていません")
    for order in orders:
        if order.parcel_state != ParcelState.NONE:
            raise AlreadyPrinted(number=order.number, verb="同梱")
        if order.state == OrderState.CANCELLED:
            raise CannotMerge(number=order.number, reason="取消済みです")
        if order.merged_into_id is not None or order.merged.exists():
            raise CannotMerge(number=order.number, reason="すでにほかの注文と同梱されています")
        if (order.postal, order.receiver_key) != (first.postal, first.receiver_key):
            raise CannotMerge(number=order.number, reason="お届け先が同じではありません")
        if order.temperature != first.temperature:
            raise CannotMerge(number=order.number, reason="温度帯がちがうため一緒に送れません")
