"""Slow cards."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from hanjo.kernel import bulk, clock
from hanjo.kernel.command import command
from hanjo.payments.models import Intent
from hanjo.payments.terms import Method
from hanjo.storefront.commands.count_try import count_try
from hanjo.storefront.models import Checkout
from hanjo.storefront.terms import CardsPaused

WHAT = "declined"
MINUTES = 10
MOST_OF_ADDRESS = 20
MOST_OF_CART = 8


@command("storefront.note_declined", "カード決済の失敗の記録")
def note_declined(key: str) -> None:
    """Remember that a card was declined in a checkout, by where it came from and by its cart (カード決済の失敗の記録).

    Who tries stolen numbers is known by failing, not by pressing: many buyers share the address of a mobile carrier,
    and in a flash sale all of them press at once (card guideline 6.0: limits against the testing of card numbers).
    """
    checkout = Checkout.objects.filter(key=key).first()
    if checkout is None or checkout.intent_id is None:
        return
    if not Intent.objects.filter(pk=checkout.intent_id, method=Method.CARD).exists():
        return
    for who in _places(checkout):
        count_try(WHAT, who, most=MOST_OF_ADDRESS, minutes=MINUTES)


def refuse_card_testing(checkout: Checkout) -> None:
    """Take no card for some minutes where cards were declined again and again (カードの不正な有効性確認).

    Other ways to pay stay open. Why is not said, so that nobody learns which of their numbers was any good.
    """
    if checkout.form.get("method") != Method.CARD:
        return
    limits = _places(checkout)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT who, sum(count) FROM storefront_try WHERE what = %s AND who = ANY(%s) AND minute > %s GROUP BY who",
            [WHAT, bulk.array(list(limits)), clock.now() - timedelta(minutes=MINUTES)],
        )
        counts = dict(cursor.fetchall())
    if any(counts.get(who, 0) >= most for who, most in limits.items()):
        raise CardsPaused(minutes=MINUTES)


def _places(checkout: Checkout) -> dict[str, int]:
    """From where a checkout comes, and how many declined cards are too many there."""
    places = {f"cart:{checkout.cart_id}": MOST_OF_CART}
    if checkout.address:
        places[checkout.address] = MOST_OF_ADDRESS
    return places
