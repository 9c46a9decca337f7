"""Refund a return."""

from __future__ import annotations

from datetime import date

from hanjo.customers import commands as customers
from hanjo.customers.terms import GiveBack
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.orders import commands as orders
from hanjo.orders import queries as order_reads
from hanjo.orders import rules as order_rules
from hanjo.orders.models import Order, ReturnInvoice, ReturnRefund, ReturnRequest
from hanjo.orders.terms import RefundWay, RefundWish
from hanjo.payments import commands as payments
from hanjo.pricing import commands as pricing
from hanjo.storefront import queries
from hanjo.storefront.commands import _return_mails

ERRAND = "refund:"
"""What payments puts before the key of a refund."""


@command("storefront.refund_return", "返品の返金")
def refund_return(request_id: int, wish: RefundWish, *, way: RefundWay, by: Actor) -> ReturnRefund:
    """Decide what a buyer gets back, have it paid, and tell them (返品の返金).

    Money goes back through the payment company that took it, under a key that belongs to this return: whatever is
    pressed twice, killed or repeated, it is paid once. Otherwise it waits for a transfer, and the mail asks for the
    account. Points return to the lots they came from, points that the goods earned are taken back as far as they are
    left; the coupon returns only if the shop says so.
    """
    request = ReturnRequest.objects.select_related("order").filter(pk=request_id).first()
    if request is None:
        raise NotFound(what="返品申請", key=request_id)
    if way == RefundWay.COMPANY:
        # The payment is locked before the return, as everywhere; what is refused below takes this back as well.
        yen = orders.refund_yen(request, wish)
        if yen:
            payments.pay_back(
                request.order_id, yen, key=order_reads.refund_key(request_id), because="返品", by=by
            )
    worth = order_reads.return_worth(request)
    refund = orders.decide_refund(request_id, wish, way=way, by=by)
    _perks(refund, request.order, by=by)
    _unearn(request, worth, by=by)
    _return_mails.decided(request, refund, by=by)
    return refund


def _perks(refund: ReturnRefund, order: Order, *, by: Actor) -> None:
    """Points and coupons were used under the number of the checkout's first order."""
    number = queries.first_number(order)
    if refund.points:
        row = GiveBack(order_ref=number, points=refund.points, ref=f"return:{refund.request_id}")
        customers.give_back_points([row], by=by)
    if refund.coupon_back:
        pricing.return_coupons([number], by=by)


def _unearn(request: ReturnRequest, worth: order_rules.Worth, *, by: Actor) -> None:
    """Goods that came back earn nothing: their share of the order's goods, by what was really paid for them."""
    order = request.order
    whole = order.goods_yen - order.discount_yen
    part = whole if worth.is_whole else worth.goods_yen + worth.goods_points
    customers.take_back_points(order.number, part, whole, ref=f"return:{request.pk}", by=by)


@command("storefront.redirect_refund", "返金の方法の変更")
def redirect_refund(request_id: int, *, way: RefundWay, by: Actor) -> ReturnRefund:
    """Pay a return back once more or by transfer, after the payment company has refused (返金の方法の変更)."""
    refund = ReturnRefund.objects.select_related("request__order").filter(request_id=request_id).first()
    if refund is None:
        raise NotFound(what="返金", key=request_id)
    if way == RefundWay.COMPANY and refund.trouble:
        payments.pay_back(
            refund.request.order_id,
            refund.money_yen,
            key=order_reads.refund_key(request_id),
            because="返品",
            by=by,
        )
    changed = orders.redirect_refund(request_id, way=way, by=by)
    if way == RefundWay.HAND:
        _return_mails.decided(refund.request, changed, by=by)
    return changed


@command("storefront.pay_return", "返金の振込を記録")
def pay_return(request_id: int, paid_on: date, *, cod_came: bool = False, by: Actor) -> bool:
    """Note that staff transferred the money of a return to its buyer (返金の振込を記録). Noted once.

    Refuses more than came in for the order. `cod_came`: the carrier has handed over what it collected, which is noted
    as received first.
    """
    refund = ReturnRefund.objects.filter(request_id=request_id, way=RefundWay.HAND).first()
    if refund is None:
        raise NotFound(what="振込を待つ返金", key=request_id)
    if not orders.note_refunded(request_id, paid_on, by=by):
        return False
    order = Order.objects.get(return_requests=request_id)
    if cod_came and order.pay_kind == "cod" and order.paid_yen <= 0:
        key = f"cod:{order.number}"
        payments.receive_money(
            order.number, order.total_yen, received_on=paid_on, key=key, note="代金引換", by=by
        )
    payments.refund(order.number, refund.money_yen, key=refund.key, note="返品の返金（振込）", by=by)
    _end(request_id, by=by)
    return True


@command("storefront.end_refund", "返品の返金の完了")
def end_refund(errand: str, paid_on: date, *, by: Actor) -> bool:
    """Note that a payment company has paid a return back, and tell the buyer (返品の返金の完了). Told twice, once.

    `errand` is the key under which the company was asked; what belongs to no return is left alone.
    """
    key = errand.removeprefix(ERRAND)
    found = ReturnRefund.objects.filter(key=key).values_list("request_id", flat=True).first()
    if not errand.startswith(ERRAND) or found is None or not orders.note_refunded(found, paid_on, by=by):
        return False
    _end(found, by=by)
    return True


@command("storefront.issue_return_invoice", "返還インボイスの発行")
def issue_return_invoice(request_id: int, *, by: Actor) -> ReturnInvoice:
    """Make out the return invoice of a refund, whatever its amount, for who asks for one (返還インボイスの発行)."""
    return orders.issue_return_invoice(request_id, queries.issuer(), by=by)


def _end(request_id: int, *, by: Actor) -> None:
    """The return invoice where the law asks for one, and the mail."""
    request = ReturnRequest.objects.select_related("order", "refund").get(pk=request_id)
    due = order_rules.needs_return_invoice(order_reads.paid_back_yen(request.order_id))
    if due:
        orders.issue_return_invoice(request_id, queries.issuer(), by=by)
    _return_mails.paid(request, request.refund, invoiced=due, by=by)
