"""Reads of returns: what they are worth, what waits for whom (返品)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum

from hanjo.orders import rules
from hanjo.orders.models import OrderLine, ReturnLine, ReturnRefund, ReturnRequest
from hanjo.orders.terms import LineKind, RefundWay, ReturnState

KEY = "return:"


def return_worth(request: ReturnRequest) -> rules.Worth:
    """What a return is worth at most: its arrived pieces, or all of them while nothing has arrived (返金の上限).

    What earlier returns of the order were paid for is left out, shipping and charges that went back before, too.
    """
    order = request.order
    now = {
        row.line_id: row.sellable + row.damaged if request.arrived_at else row.quantity
        for row in request.lines.all()
    }
    paid = ReturnRefund.objects.filter(request__order=order).exclude(request=request)
    before = pieces_before(request)
    shipping_back = sum(paid.values_list("shipping_yen", flat=True))
    charges_back = sum(paid.values_list("charges_yen", flat=True))
    found = rules.worth(
        [
            rules.Bought(
                line_id=line.pk,
                name=line.name,
                rate=line.tax_rate,
                quantity=line.quantity,
                yen=line.total_yen,
                before=before.get(line.pk, 0) + line.cancelled_quantity,
                now=now.get(line.pk, 0),
            )
            for line in OrderLine.objects.filter(order=order, kind=LineKind.GOODS).order_by("position", "id")
        ],
        shipping_yen=order.shipping_yen,
        charges_yen=order.fee_yen + order.wrapping_yen,
        discount_yen=order.discount_yen,
        points_yen=order.points_yen,
    )
    return rules.without_extras(found, shipping=bool(shipping_back), charges=bool(charges_back))


def pieces_left(order_id: int) -> dict[int, int]:
    """How many pieces of each line can still be asked back: neither cancelled nor in a living return (返品の残り)."""
    rows = ReturnLine.objects.filter(request__order_id=order_id).exclude(
        request__state__in=[ReturnState.REFUSED, ReturnState.CLOSED]
    )
    asked = dict(rows.values_list("line_id").annotate(Sum("quantity")))
    lines = OrderLine.objects.filter(order_id=order_id, kind=LineKind.GOODS)
    return {line.pk: line.quantity - line.cancelled_quantity - asked.get(line.pk, 0) for line in lines}


def pieces_before(request: ReturnRequest) -> dict[int, int]:
    """Pieces of each line that other returns of the order were paid for; each piece is paid back once."""
    rows = ReturnLine.objects.filter(
        request__order_id=request.order_id,
        request__state__in=[ReturnState.REFUNDING, ReturnState.REFUNDED],
    ).exclude(request_id=request.pk)
    came = Q(request__arrived_at__isnull=False)
    counted = rows.values("line_id").annotate(
        seen=Sum("sellable", filter=came),
        broken=Sum("damaged", filter=came),
        unseen=Sum("quantity", filter=~came),
    )
    return {
        row["line_id"]: (row["seen"] or 0) + (row["broken"] or 0) + (row["unseen"] or 0) for row in counted
    }


def refund_key(request_id: int) -> str:
    """Under which key the next try to pay a return back runs: the same until a try was refused."""
    tried = (
        ReturnRefund.objects.filter(request_id=request_id).exclude(trouble="").values_list("key", flat=True)
    )
    last = tried.first()
    return f"{KEY}{request_id}:{int(last.rsplit(':', 1)[1]) + 1 if last else 1}"


def returns_by_state() -> dict[str, int]:
    """How many returns wait in each state that somebody has to do something about (返品の件数)."""
    rows = ReturnRequest.objects.exclude(
        state__in=[ReturnState.REFUSED, ReturnState.REFUNDED, ReturnState.CLOSED]
    )
    return dict(rows.values_list("state").annotate(Count("id")))


def returns_to_do() -> int:
    """Returns that wait for the shop: an answer, a decision, a transfer, another way to pay (返品の仕事)."""
    by_hand = Q(state=ReturnState.REFUNDING) & (Q(refund__way=RefundWay.HAND) | ~Q(refund__trouble=""))
    mine = Q(state__in=[ReturnState.REQUESTED, ReturnState.ARRIVED]) | by_hand
    return ReturnRequest.objects.filter(mine).count()


def returns_of(order_ids: Iterable[int]) -> QuerySet[ReturnRequest]:
    """The returns of orders with their lines, refund and invoice, newest first (注文の返品)."""
    rows = ReturnRequest.objects.filter(order_id__in=list(order_ids))
    return rows.select_related("refund", "invoice").prefetch_related("lines__line").order_by("-pk")


def returns_of_pk(request_id: int) -> ReturnRequest | None:
    """One return with its order, lines, refund and invoice (返品の詳細)."""
    rows = ReturnRequest.objects.select_related("order", "refund", "invoice").prefetch_related("lines__line")
    return rows.filter(pk=request_id).first()


def paid_back_yen(order_id: int) -> int:
    """What returns of an order have been paid back, all together (返金額)."""
    rows = ReturnRefund.objects.filter(request__order_id=order_id, paid_on__isnull=False)
    return int(rows.aggregate(yen=Sum("money_yen"))["yen"] or 0)
