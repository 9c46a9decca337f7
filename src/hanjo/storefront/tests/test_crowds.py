"""Many buyers share an address and all may buy; who tries card after card may not, wherever the cart comes from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.inventory.models import Demand, Hold
from hanjo.kernel import clock
from hanjo.payments import commands as payments
from hanjo.payments.facts import IntentMoved
from hanjo.payments.models import Intent
from hanjo.payments.terms import Method
from hanjo.storefront import commands, reactions
from hanjo.storefront.commands import slow_cards
from hanjo.storefront.models import Checkout, Try
from hanjo.storefront.tests import makers
from hanjo.storefront.web.door import CROWD

pytestmark = pytest.mark.django_db
PAUSED = "短い時間に何度も送信"
NO_CARDS = "カードでのお支払いをお受けできません"


def pressed(guest: Client) -> str:
    """What a buyer is told who presses a button of long ago."""
    return guest.post(reverse("shop-confirm"), {"key": "none", "digest": "none"}).content.decode()


def test_one_buyer_who_presses_without_end_stops_nobody_else_behind_their_address() -> None:
    makers.open_shop(3)
    restless, other = makers.visitor(), makers.visitor()
    for guest in (restless, other):
        makers.fill(guest, ("cup", 1))
    told = [PAUSED in pressed(restless) for _ in range(32)]
    assert told == [False] * 30 + [True] * 2
    checkout = makers.type_in(other)
    assert makers.press(other, checkout).status_code == 302  # type: ignore[attr-defined]  # a response
    checkout.refresh_from_db()
    assert checkout.state == "placed"


def test_an_address_has_a_ceiling_of_its_own_however_many_carts_it_shows() -> None:
    makers.open_shop(3)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    checkout = makers.type_in(guest)
    Try.objects.create(
        what="confirm", who="127.0.0.1", minute=clock.now().replace(second=0, microsecond=0), count=CROWD
    )
    answer = makers.press(guest, checkout)
    assert PAUSED in answer.content.decode()  # type: ignore[attr-defined]  # a response
    assert not Intent.objects.exists()
    assert not Demand.objects.exists()


def take_cards() -> None:
    """A contract with a payment company."""
    payments.save_account(
        "card",
        provider_code="stripe",
        title="C",
        methods=[Method.CARD],
        secret="sk",
        hook_secret="wh",
        by=makers.BY,
    )


def declined(number: int) -> None:
    """A buyer with a cart of their own whose card is declined."""
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    checkout = makers.type_in(guest, method="card")
    made = confirmed(guest, checkout)
    reactions.carry_on([IntentMoved(intent_id=made.intent_id or 0, key=made.key, state="failed")])
    assert Hold.objects.filter(state="open").count() == 0, number


def confirmed(guest: Client, checkout: Checkout) -> Checkout:
    """Press, without going to the payment company."""
    key = guest.cookies["hanjo_cart"].value
    return commands.confirm(key, checkout.key, checkout.digest, return_url="http://testserver/", by=makers.BY)


def test_t_sec_06_twenty_declines_from_one_address_pause_cards_there_and_say_no_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    makers.open_shop(100)
    take_cards()
    for number in range(slow_cards.MOST_OF_ADDRESS):
        declined(number)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    checkout = makers.type_in(guest, method="card")
    before = (Intent.objects.count(), Demand.objects.count())
    answer = makers.press(guest, checkout).content.decode()  # type: ignore[attr-defined]  # a response
    assert NO_CARDS in answer
    assert (Intent.objects.count(), Demand.objects.count()) == before
    assert not Hold.objects.filter(state="open").exists()
    cash = makers.type_in(guest)
    assert makers.press(guest, cash).status_code == 302  # type: ignore[attr-defined]  # as above
    later = clock.now() + timedelta(minutes=12)
    monkeypatch.setattr(clock, "now", lambda: later)
    patient = makers.visitor()
    makers.fill(patient, ("cup", 1))
    assert confirmed(patient, makers.type_in(patient, method="card")).state == "confirmed"


def test_the_same_cart_may_not_try_card_after_card_from_ever_new_addresses() -> None:
    makers.open_shop(100)
    take_cards()
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    for number in range(slow_cards.MOST_OF_CART):
        checkout = makers.type_in(guest, method="card")
        Checkout.objects.filter(pk=checkout.pk).update(address=f"192.0.2.{number + 1}")
        made = confirmed(guest, checkout)
        reactions.carry_on([IntentMoved(intent_id=made.intent_id or 0, key=made.key, state="failed")])
    assert NO_CARDS in makers.press(guest, makers.type_in(guest, method="card")).content.decode()  # type: ignore[attr-defined]  # a response


def test_a_declined_cash_order_is_no_declined_card() -> None:
    makers.open_shop(3)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    made = confirmed(guest, makers.type_in(guest))
    reactions.carry_on([IntentMoved(intent_id=made.intent_id or 0, key=made.key, state="failed")])
    assert not Try.objects.filter(what=slow_cards.WHAT).exists()
