"""A checkout that becomes no order gives everything back, and money that comes late finds its goods or is told."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.inventory import commands as inventory
from hanjo.inventory import queries as stock
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.inventory.models import Hold
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments.facts import IntentMoved
from hanjo.payments.models import Errand, Intent
from hanjo.storefront import commands, reactions
from hanjo.storefront.jobs import tidy
from hanjo.storefront.models import Card, Checkout
from hanjo.storefront.terms import CheckoutState, NoSuchCheckout
from hanjo.storefront.tests import makers

pytestmark = pytest.mark.django_db


def confirmed(quantity: int = 2) -> Checkout:
    """A checkout whose buyer has pressed the button and whose payment has not been started."""
    guest = makers.visitor()
    makers.fill(guest, ("cup", quantity))
    checkout = makers.type_in(guest)
    cart_key = guest.cookies["hanjo_cart"].value
    return commands.confirm(
        cart_key, checkout.key, checkout.digest, return_url="http://testserver/", by=makers.BY
    )


def moved(checkout: Checkout, state: str) -> IntentMoved:
    """What payments would tell."""
    return IntentMoved(intent_id=checkout.intent_id or 0, key=checkout.key, state=state)


def test_a_payment_that_failed_gives_the_stock_back_and_leaves_the_cart() -> None:
    cup = makers.open_shop(3)["cup"].id
    checkout = confirmed()
    assert stock.available([cup]) == {cup: 1}
    reactions.carry_on([moved(checkout, "failed")])
    checkout.refresh_from_db()
    assert (checkout.state, stock.available([cup])) == (CheckoutState.FAILED, {cup: 3})
    assert checkout.cart is not None
    assert checkout.cart.lines.get().quantity == 2
    assert not Order.objects.exists()
    makers.stands()


def test_a_buyer_who_went_away_holds_nothing_after_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cup = makers.open_shop(3)["cup"].id
    checkout = confirmed()
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    tidy(0)
    checkout.refresh_from_db()
    assert (checkout.state, stock.available([cup])) == (CheckoutState.LAPSED, {cup: 3})


def test_the_news_of_the_payment_and_the_buyer_who_comes_back_make_one_order() -> None:
    makers.open_shop(3)
    checkout = confirmed()
    payments.start_intent(checkout.intent_id or 0, by=makers.BY)
    reactions.carry_on([moved(checkout, "authorised")])
    reactions.carry_on([moved(checkout, "authorised")])
    commands.complete(checkout.key, by=makers.BY)
    assert Order.objects.count() == 1


@pytest.mark.parametrize("ended", ["placed", "failed"])
def test_a_window_that_queues_up_after_another_was_through_keeps_nothing_held(
    ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two presses: one is placed, or fails, between the other's look at the checkout and its turn in the queue."""
    cup = makers.open_shop(3)["cup"].id
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2))
    checkout = makers.type_in(guest)
    press = partial(
        commands.confirm, guest.cookies["hanjo_cart"].value, checkout.key, checkout.digest,
        return_url="http://testserver/", by=makers.BY,
    )  # fmt: skip
    place = sys.modules[commands.confirm.__module__]
    queue_up = place._hold_in_turn

    def after_the_other(*args: Any, **more: Any) -> None:
        monkeypatch.setattr(place, "_hold_in_turn", queue_up)
        other = press()
        if ended == "placed":
            payments.start_intent(other.intent_id or 0, by=makers.BY)
            commands.complete(checkout.key, by=makers.BY)
        else:
            reactions.carry_on([moved(other, "failed")])
        queue_up(*args, **more)

    monkeypatch.setattr(place, "_hold_in_turn", after_the_other)
    if ended == "placed":
        assert press().state == CheckoutState.PLACED
    else:
        with pytest.raises(NoSuchCheckout):
            press()
    assert not Hold.objects.filter(state="open").exists()
    assert stock.available([cup]) == {cup: 1 if ended == "placed" else 3}
    assert Order.objects.count() == (ended == "placed")
    makers.stands()


def test_money_that_comes_after_the_hold_ran_out_still_gets_its_goods_when_they_are_there() -> None:
    makers.open_shop(3)
    checkout = confirmed()
    inventory.lapse_holds(clock.now() + timedelta(hours=1), by=makers.BY)
    payments.start_intent(checkout.intent_id or 0, by=makers.BY)
    commands.complete(checkout.key, by=makers.BY)
    assert Order.objects.get().lines.get().quantity == 2
    makers.stands()


def test_money_that_comes_when_the_goods_are_gone_places_nothing_and_says_so() -> None:
    makers.open_shop(3)
    late = confirmed(2)
    inventory.lapse_holds(clock.now() + timedelta(hours=1), by=makers.BY)
    quick = makers.visitor()
    makers.fill(quick, ("cup", 2))
    makers.press(quick, makers.type_in(quick))
    payments.start_intent(late.intent_id or 0, by=makers.BY)
    commands.complete(late.key, by=makers.BY)
    late.refresh_from_db()
    assert late.state == CheckoutState.LAPSED
    assert "売り切れ" in late.trouble
    assert Order.objects.count() == 1


def test_a_payment_on_its_way_back_places_nothing_although_goods_have_returned() -> None:
    cup = makers.open_shop(3)["cup"].id
    checkout = confirmed(2)
    commands.abandon(checkout.key, state=CheckoutState.LAPSED, by=makers.BY)
    Intent.objects.filter(pk=checkout.intent_id).update(state="authorised")
    errand = Errand.objects.create(intent_id=checkout.intent_id, verb="void", key="void:1", made_by="test")
    reactions.carry_on([moved(checkout, "authorised")])
    assert not Order.objects.exists()
    assert stock.available([cup]) == {cup: 3}
    Errand.objects.filter(pk=errand.pk).update(state="failed")
    reactions.carry_on([moved(checkout, "authorised")])
    assert Order.objects.count() == 1


def test_cards_follow_stock_and_products() -> None:
    cup = makers.open_shop(3)["cup"].id
    assert Card.objects.get(slug="cup").stock == "few"
    confirmed(3)
    reactions.show_stock([AvailabilityChanged(sku_id=cup)])
    assert Card.objects.get(slug="cup").stock == "none"
    catalogue.save_products([ProductRow(sku_code="new", name="新しい品", price_yen=700)], by=makers.BY)
    tidy(0)
    assert Card.objects.get(slug="new").name == "新しい品"


def test_placing_an_order_keeps_no_other_buyer_of_its_goods_waiting() -> None:
    cup = makers.open_shop(3)["cup"].id
    checkout = confirmed()
    payments.start_intent(checkout.intent_id or 0, by=makers.BY)
    with CaptureQueriesContext(connection) as seen:
        commands.complete(checkout.key, by=makers.BY)
    stocked = [one["sql"] for one in seen.captured_queries if "inventory_stocklevel" in one["sql"]]
    assert [sql for sql in stocked if "UPDATE" in sql.replace("FOR UPDATE OF h", "")] == []
    assert stock.available([cup]) == {cup: 1}
    assert Order.objects.count() == 1
    makers.stands()
