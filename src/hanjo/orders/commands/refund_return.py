"""Decide and end the refund of a return."""

from __future__ import annotations

from datetime import date
from typing import Any

from hanjo.kernel import audit, clock, tax
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.money import spread
from hanjo.orders import queries
from hanjo.orders.commands import _returns, _settle
from hanjo.orders.models import ReturnRefund, ReturnRequest
from hanjo.orders.rules import Worth
from hanjo.orders.terms import CannotRefund, RefundWay, RefundWish, ReturnState

EXTRAS_RATE = 10


@command("orders.decide_refund", "返金の決定")
def decide_refund(request_id: int, wish: RefundWish, *, way: RefundWay, by: Actor) -> ReturnRefund:
    """Decide what a buyer gets back for a return, frozen as it will be paid and invoiced (返金の決定).

    At most what they really paid for these pieces: coupons and points are taken into account by price, shipping and
    charges come on top if the shop wants so, once per order. Less needs its reason. Decided once; a return without
    money to pay back ends here.
    """
    request = _returns.locked_among_others(request_id)
    _returns.step(request, "refund", "返金の決定")
    worth = queries.return_worth(request)
    content = _content(wish, worth)
    most_points = _most_points(wish, worth)
    points = most_points if wish.points is None else wish.points
    if not 0 <= points <= most_points:
        raise CannotRefund(why=f"戻せるポイントは {most_points:,} までです。")
    money = content["total_yen"]
    refund = ReturnRefund.objects.create(
        request=request,
        money_yen=money,
        shipping_yen=worth.shipping_yen if wish.with_shipping else 0,
        charges_yen=worth.charges_yen if wish.with_charges else 0,
        points=points,
        coupon_back=wish.coupon_back,
        way=way if money else RefundWay.NONE,
        key=queries.refund_key(request_id),
        because=wish.because.strip()[:300],
        content=content,
        decided_by=str(by),
    )
    request.save(update_fields=["state"])
    text = f"返金を決定: {money:,} 円" + (f"・ポイント {points:,}" if points else "")
    _settle.note([request.order_id], "return", text, by=by, request=request.pk)
    audit.record(by, "orders.decide_refund", [request.order.number], request=request.pk, yen=money)
    if not money:
        finish(request, refund, clock.business_date(), by=by)
    return refund


def refund_yen(request: ReturnRequest, wish: RefundWish) -> int:
    """What a wish comes to in money, before it is decided; refuses what `decide_refund` refuses (返金額)."""
    return int(_content(wish, queries.return_worth(request))["total_yen"])


def _most_points(wish: RefundWish, worth: Worth) -> int:
    return (
        worth.goods_points
        + (worth.shipping_points if wish.with_shipping else 0)
        + (worth.charges_points if wish.with_charges else 0)
    )


def _content(wish: RefundWish, worth: Worth) -> dict[str, Any]:
    """Lines, charges and totals by rate of what is paid back."""
    goods = worth.goods_yen if wish.goods_yen is None else wish.goods_yen
    if not 0 <= goods <= worth.goods_yen:
        raise CannotRefund(why=f"商品の代金として返せるのは {worth.goods_yen:,} 円までです。")
    if goods < worth.goods_yen and not wish.because.strip():
        raise CannotRefund(why="減額するときは、理由を書いてください。お客様へのメールにも載ります。")
    shares = spread(goods, [line.yen for line in worth.lines])
    lines = [
        {"name": line.name, "quantity": line.pieces, "yen": yen, "rate": line.rate}
        for line, yen in zip(worth.lines, shares, strict=True)
    ]
    shipping = worth.shipping_yen if wish.with_shipping else 0
    charges = worth.charges_yen if wish.with_charges else 0
    gross: dict[int, int] = {}
    for line, yen in zip(worth.lines, shares, strict=True):
        gross[line.rate] = gross.get(line.rate, 0) + yen
    if shipping + charges:
        gross[EXTRAS_RATE] = gross.get(EXTRAS_RATE, 0) + shipping + charges
    return {
        "lines": lines,
        "charges": [[label, yen] for label, yen in (("送料", shipping), ("手数料・包装", charges)) if yen],
        "taxes": [
            {"rate": one.rate, "gross_yen": one.gross_yen, "tax_yen": one.tax_yen}
            for one in tax.totals(gross)
            if one.gross_yen
        ],
        "total_yen": goods + shipping + charges,
    }


@command("orders.note_refunded", "返金の完了")
def note_refunded(request_id: int, paid_on: date, *, by: Actor) -> bool:
    """Note that the money of a return has gone back, which ends it (返金の完了). Told again, nothing changes.

    Answers whether it is news. Refuses a return whose refund is not decided.
    """
    request = _returns.locked(request_id)
    if request.state == ReturnState.REFUNDED:
        return False
    finish(request, ReturnRefund.objects.get(request=request), paid_on, by=by)
    return True


def finish(request: ReturnRequest, refund: ReturnRefund, paid_on: date, *, by: Actor) -> None:
    """The last step of a locked return."""
    _returns.step(request, "pay", "返金の完了")
    request.save(update_fields=["state"])
    refund.paid_on, refund.paid_by, refund.trouble = paid_on, str(by), ""
    refund.save(update_fields=["paid_on", "paid_by", "trouble"])
    _settle.note([request.order_id], "return", f"返金済み {refund.money_yen:,} 円", by=by, request=request.pk)
    audit.record(by, "orders.note_refunded", [request.order.number], request=request.pk)


@command("orders.note_refund_trouble", "返金の不成立")
def note_refund_trouble(key: str, because: str, *, by: Actor) -> ReturnRequest | None:
    """Note that a payment company refused to pay a return back, so that a person decides anew (返金の不成立).

    A key that belongs to no return, or to a try that was given up, is left alone.
    """
    found = ReturnRefund.objects.filter(key=key).values_list("request_id", flat=True).first()
    if found is None:
        return None
    request = _returns.locked(found)
    refund = ReturnRefund.objects.get(request=request)
    if request.state != ReturnState.REFUNDING or refund.key != key or refund.trouble:
        return None
    refund.trouble = because[:300] or "理由は伝えられていません。"
    refund.save(update_fields=["trouble"])
    text = f"返金を決済会社が断りました: {refund.trouble}"
    _settle.note([request.order_id], "return", text, by=by, request=request.pk)
    return request


@command("orders.redirect_refund", "返金のやり直し")
def redirect_refund(request_id: int, *, way: RefundWay, by: Actor) -> ReturnRefund:
    """Pay a return back another way, or once more, after the first way was refused (返金のやり直し).

    The new try has a key of its own. Refuses while a payment company may still pay: nothing is paid twice.
    """
    request = _returns.locked(request_id)
    _returns.step(request, "again", "返金のやり直し")
    refund = ReturnRefund.objects.get(request=request)
    if not refund.trouble:
        raise CannotRefund(why="前の返金の手続きが終わっていません。")
    refund.key, refund.way, refund.trouble = queries.refund_key(request_id), way, ""
    refund.save(update_fields=["key", "way", "trouble"])
    _settle.note([request.order_id], "return", f"返金のやり直し（{way.label}）", by=by, request=request.pk)
    audit.record(by, "orders.redirect_refund", [request.order.number], request=request.pk, way=way)
    return refund
