"""Shared inner step: what buyers are written about a return after the answer (返品のメール)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.kernel.actor import Actor
from hanjo.orders.models import ReturnRefund, ReturnRequest
from hanjo.orders.terms import RefundWay
from hanjo.storefront.commands import _letters
from hanjo.ui import formats


def arrived(request: ReturnRequest, *, by: Actor) -> None:
    """Their goods are here."""
    _letters.about_order(request.order, "return_arrived", {}, key=str(request.pk), by=by)


def decided(request: ReturnRequest, refund: ReturnRefund, *, by: Actor) -> None:
    """What they get back, and how; money by transfer asks for their account. A new way is told anew."""
    with override(_letters.language_of(request.order)):
        given = {
            "amount": formats.yen_prose(refund.money_yen),
            "points": f"{refund.points:,}" if refund.points else "",
            "coupon": _("ご利用のクーポンは、期限のうちでしたら、もう一度お使いになれます。")
            if refund.coupon_back
            else "",
            "because": refund.because,
            "how": _how(RefundWay(refund.way)) if refund.money_yen else "",
        }
    _letters.about_order(request.order, "return_refund", given, key=refund.key, by=by)


def _how(way: RefundWay) -> str:
    if way == RefundWay.COMPANY:
        return _(
            "お支払いに使われた決済の方法でお返しします。カードの場合、明細に反映される時期はカード会社によって変わります。"
        )
    return _(
        "銀行振込でお返しします。お手数ですが、次のことをこのメールに返信してお知らせください。\n"
        "・銀行名と支店名\n・口座の種類（普通・当座）と口座番号\n・口座名義（カタカナ）"
    )


def paid(request: ReturnRequest, refund: ReturnRefund, *, invoiced: bool, by: Actor) -> None:
    """Their money has gone back."""
    with override(_letters.language_of(request.order)):
        given = {
            "amount": formats.yen_prose(refund.money_yen),
            "invoice": _("返還インボイス（適格返還請求書）は、ご注文の画面から受け取れます。")
            if invoiced
            else "",
        }
    _letters.about_order(request.order, "return_paid", given, key=str(request.pk), by=by)


def closed(request: ReturnRequest, *, by: Actor) -> None:
    """It ended without a refund, and why."""
    given = {"because": request.closed_because}
    _letters.about_order(request.order, "return_closed", given, key=str(request.pk), by=by)
