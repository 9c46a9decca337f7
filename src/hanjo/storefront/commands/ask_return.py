"""Ask for a return, and answer it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hanjo.catalogue import pictures
from hanjo.channels import commands as channels
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.speech import say
from hanjo.orders import commands as orders
from hanjo.orders.models import Order, ReturnRequest
from hanjo.orders.terms import CannotReturn, ReturnReason, ReturnState, ReturnTerms, ReturnWish
from hanjo.storefront import letters, queries
from hanjo.storefront.commands import _letters
from hanjo.storefront.terms import CHANNEL

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
    body = _("返品のお申し込みを受け付けました。内容を確かめて、あらためてメールでお返事します。")
    _write(order, "return_asked", _("返品のお申し込みを受け付けました"), body, request, by=by)
    return request


@command("storefront.answer_return", "返品申請への返事")
def answer_return(request_id: int, *, accept: bool, answer: str, by: Actor) -> ReturnRequest:
    """Accept or refuse a return and write to the buyer (返品申請への返事). A refusal needs its reason."""
    request = orders.answer_return(request_id, accept=accept, answer=answer, by=by)
    if request.state == ReturnState.ACCEPTED:
        subject = _("返品をお受けします")
        payer = (
            _("返送料は当店が負担します。着払いでお送りください。")
            if request.postage == "shop"
            else _("返送料はお客様のご負担でお願いいたします。")
        )
        body = _("返品のお申し込みを承りました。") + payer
    else:
        subject, body = (
            _("返品のお申し込みについて"),
            _("まことに恐れ入りますが、今回の返品はお受けできません。"),
        )
    if request.answer:
        body += "\n\n" + request.answer
    _write(request.order, "return_answer", subject, body, request, by=by)
    return request


def _write(order: Order, kind: str, subject: str, body: str, request: ReturnRequest, *, by: Actor) -> None:
    shop = queries.shop().name
    greeting = _("%(name)s 様") % {"name": order.buyer_name} + "\n\n"
    number = _("■ ご注文番号　%(number)s") % {"number": order.number}
    text = letters.Text(f"【{shop}】{subject}", f"{greeting}{body}\n\n{number}\n{letters.signature(shop)}")
    row = _letters.letter(kind, order.buyer_email, text, key=f"{request.pk}")
    channels.queue_letters(CHANNEL, [row], by=by)
