"""End unpaid."""

from __future__ import annotations

from hanjo.channels import commands as channels
from hanjo.channels.commands import Wanted
from hanjo.channels.mail import MailKind
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.terms import OrderState
from hanjo.payments.terms import Method
from hanjo.storefront.models import Checkout
from hanjo.storefront.terms import CheckoutState

BECAUSE = "お支払いの期限が過ぎました"


@command("storefront.end_unpaid", "未払い注文の終了")
def end_unpaid(key: str, *, by: Actor) -> bool:
    """Deal with placed orders whose time to pay is over (未払い注文の終了); answers whether there were any.

    Where a company would have told us of a payment (コンビニ, 専用口座) they are cancelled and their stock is free
    again, and their buyers are told. A transfer to the shop's own account may lie there unread, so that such orders
    are put aside for a person. Repeating changes nothing.
    """
    checkout = Checkout.objects.filter(key=key, state=CheckoutState.PLACED).first()
    if checkout is None:
        return False
    mine = Order.objects.filter(checkout_link__checkout=checkout, paid_yen=0).exclude(
        state=OrderState.CANCELLED
    )
    known = dict(mine.values_list("number", "pk"))
    numbers = list(known)
    if checkout.form.get("method") == Method.BANK_TRANSFER:
        orders.hold(numbers, because=f"{BECAUSE}。入金を確かめてから、取り消すか続けてください。", by=by)
    elif numbers:
        orders.cancel(numbers, because=BECAUSE, by=by)
        wanted = [Wanted(order_id=pk, key=f"expired:{number}") for number, pk in known.items()]
        channels.queue_mails(MailKind.EXPIRED, wanted, by=by)
    return True
