"""Request and answer a return."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import queries, rules
from hanjo.orders.commands import _returns, _settle
from hanjo.orders.models import ReturnLine, ReturnRequest
from hanjo.orders.terms import CannotReturn, ReturnTerms, ReturnWish


@command("orders.request_return", "返品申請")
def request_return(number: str, wish: ReturnWish, terms: ReturnTerms, *, by: Actor) -> ReturnRequest:
    """Take a buyer's wish to send goods back, under the terms that their order was placed with (返品申請).

    Refuses goods that have not left, pieces that were not bought or are asked for already, and a change of mind that
    the terms do not take or whose last day is over. What is broken or wrong is always taken. Nothing moves yet: the
    shop answers first.
    """
    (order,) = _settle.lock([number])
    left = queries.pieces_left(order.pk)
    why = rules.why_no_return(wish, terms, left=left, parcels=order.parcel_state, today=clock.business_date())
    if why:
        raise CannotReturn(why=why)
    request = ReturnRequest.objects.create(
        order=order,
        reason=wish.reason,
        text=wish.text.strip()[:2000],
        photos=list(wish.photos),
        postage=rules.return_postage(wish.reason, terms),
        until=terms.until,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(request=request, line_id=pk, quantity=pieces)
        for pk, pieces in wish.pieces.items()
        if pieces
    )
    _settle.note([order.pk], "return", f"返品の申請: {wish.reason.label}", by=by, request=request.pk)
    audit.record(by, "orders.request_return", [order.number], request=request.pk)
    return request


@command("orders.answer_return", "返品申請への回答")
def answer_return(request_id: int, *, accept: bool, answer: str, by: Actor) -> ReturnRequest:
    """Accept or refuse what a buyer wants to send back, with words for them (返品申請への回答).

    A refusal needs its words. An answer is given once.
    """
    request = _returns.locked(request_id)
    verb, label = ("accept", "返品の承認") if accept else ("refuse", "返品のお断り")
    if not accept and not answer.strip():
        raise CannotReturn(why="お断りする理由を書いてください。")
    _returns.step(request, verb, label)
    request.answer, request.answered_at, request.answered_by = answer.strip(), clock.now(), str(by)
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    _settle.note([request.order_id], "return", label, by=by, request=request.pk)
    audit.record(by, "orders.answer_return", [request.order.number], request=request.pk, accept=accept)
    return request
