"""Cancel an own order."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hanjo.channels import commands as channels
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.storefront import letters, queries
from hanjo.storefront.commands import _letters
from hanjo.storefront.terms import CHANNEL, TooLate


@command("storefront.cancel_own", "ご注文の取り消し")
def cancel_own(order_id: int, *, by: Actor) -> None:
    """Let a buyer call their own order off while nothing is being packed, and write to them (ご注文の取り消し).

    Stock, money, points and coupons go back the way every cancellation goes. Refuses with the reason once shipping
    has begun. Cancelling a cancelled order is refused and changes nothing.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    why = queries.why_not_cancel(order)
    if why:
        raise TooLate(why=why)
    orders.cancel([order.number], because="お客様のお申し出", by=by)
    shop = queries.shop().name
    text = letters.Text(
        f"【{shop}】" + _("ご注文を取り消しました（%(number)s）") % {"number": order.number},
        _("%(name)s 様") % {"name": order.buyer_name}
        + "\n\n"
        + _(
            "ご注文 %(number)s の取り消しを承りました。お支払い済みの代金は、お支払いの方法に応じてお返しします。\n"
            "お心当たりのないときは、このメールに返信してお知らせください。"
        )
        % {"number": order.number}
        + "\n"
        + letters.signature(shop),
    )
    row = _letters.letter("own_cancel", order.buyer_email, text, key=order.number)
    channels.queue_letters(CHANNEL, [row], by=by)
