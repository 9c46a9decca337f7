"""Ask for a return, and answer it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.catalogue import pictures
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.speech import say
from hanjo.orders import commands as orders
from hanjo.orders.models import Order, ReturnRequest
from hanjo.orders.terms import CannotReturn, ReturnReason, ReturnState, ReturnTerms, ReturnWish
from hanjo.storefront.commands import _letters

MOST_PHOTOS = 4
FOLDER = "returns"


@command("storefront.ask_return", "返品申請の受付")
def ask_return(
    order: Order,
    reason: ReturnReason,
    pieces: dict[int, int],
    *,
    text: str,
    photos: Sequence[bytes],
    terms: ReturnTerms,
    by: Actor,
) -> ReturnRequest:
    """Take a buyer's wish to send goods back, with pictures that we draw anew, and write to them (返品申請の受付).

    The pictures lie where only the staff's pages reach. Refuses what the terms of the order do not take; then nothing
    is kept and nobody is written to.
    """
    if len(photos) > MOST_PHOTOS:
        raise CannotReturn(why=say("写真は {most_photos} 枚までです。", most_photos=MOST_PHOTOS))
    names = tuple(pictures.keep(photo, folder=FOLDER).file for photo in photos)
    wish = ReturnWish(reason=reason, pieces=pieces, text=text, photos=names)
    request = orders.request_return(order.number, wish, terms, by=by)
    _letters.about_order(order, "return_asked", {}, key=str(request.pk), by=by)
    return request


@command("storefront.answer_return", "返品申請への返事")
def answer_return(request_id: int, *, accept: bool, answer: str, by: Actor) -> ReturnRequest:
    """Accept or refuse a return and write to the buyer (返品申請への返事). A refusal needs its reason."""
    request = orders.answer_return(request_id, accept=accept, answer=answer, by=by)
    order, answered = request.order, {"answer": request.answer}
    if request.state == ReturnState.ACCEPTED:
        answered["postage"] = _postage(request)
    kind = "return_accepted" if request.state == ReturnState.ACCEPTED else "return_refused"
    _letters.about_order(order, kind, answered, key=str(request.pk), by=by)
    return request


def _postage(request: ReturnRequest) -> str:
    with override(_letters.language_of(request.order)):
        if request.postage == "shop":
            return _("返送料は当店が負担します。着払いでお送りください。")
        return _("返送料はお客様のご負担でお願いいたします。")
