"""What the worker does by itself, by fact and by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.facts import OrderCancelled
from hanjo.payments import commands, jobs, reactions
from hanjo.payments.models import Errand, Intent, Mismatch
from hanjo.payments.terms import IntentState, Method, ProviderDown
from hanjo.payments.tests.conftest import BUYER, BY, Shop
from simulators.payments import Scenario

pytestmark = pytest.mark.django_db


class Left:
    """What shipping tells of an order whose parcels left."""

    def __init__(self, order_id: int) -> None:
        self.order_id, self.shipped_on = order_id, "2026-11-22"
        self.parcels = [{"carrier": "yamato", "tracking_number": "000000000000"}]


def test_goods_that_leave_take_the_money_once_however_often_it_is_told(shop: Shop) -> None:
    shop.account("deferred")
    order = shop.order()
    intent = shop.authorised(order, method=Method.DEFERRED)
    for _ in range(2):
        reactions.take_money([Left(order.pk)])
        shop.run()
    assert shop.there(intent).captured == 3000
    assert Errand.objects.get().data["tracking_number"] == "000000000000"


def test_a_cancelled_order_that_was_paid_is_paid_back_once_however_often_it_is_told(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent, _ = shop.start(Method.KONBINI)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    shop.simulator.world.pay(shop.there(intent))
    shop.seen(intent)
    orders.cancel([order.number], because="お客様の希望", by=BY)
    for _ in range(2):
        reactions.give_back([OrderCancelled(order_id=order.pk, number=order.number, channel="shop")])
        shop.run()
    order.refresh_from_db()
    assert (shop.there(intent).refunded, order.paid_yen) == (3000, 0)


def test_money_for_an_order_that_was_cancelled_meanwhile_goes_back_by_itself(shop: Shop) -> None:
    shop.account("stripe")
    one, two = shop.order(3), shop.order(2)
    intent, _ = shop.start(Method.KONBINI, 5000)
    commands.attach_orders(intent.pk, [(one.pk, 3000), (two.pk, 2000)], by=BY)
    commands.drop_orders([two.pk], by=BY)
    shop.simulator.world.pay(shop.there(intent))
    shop.seen(intent)
    shop.run()
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.paid_yen, two.paid_yen, shop.there(intent).refunded) == (3000, 0, 2000)


def test_what_a_crash_or_an_outage_left_open_is_healed_by_the_clock(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    waiting, _ = shop.start(Method.KONBINI)
    lost = commands.open_intent(key="lost", method=Method.KONBINI, amount_yen=1000, buyer=BUYER, by=BY)
    shop.simulator.world.scenario = Scenario(lose_next=99)
    with pytest.raises(ProviderDown):
        commands.start_intent(lost.pk, by=BY)
    shop.simulator.world.scenario = Scenario()
    card = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.simulator.world.pay(shop.there(waiting))
    long_ago = clock.now() - timedelta(hours=1)
    Intent.objects.update(looked_at=long_ago)
    Errand.objects.update(made_at=long_ago)
    jobs.look_after.func(0)
    states = {intent.key: intent.state for intent in Intent.objects.all()}
    assert states == {
        waiting.key: IntentState.CAPTURED,
        "lost": IntentState.WAITING,
        card.key: IntentState.CAPTURED,
    }


def test_a_company_that_cannot_be_asked_does_not_keep_the_round_from_the_others(shop: Shop) -> None:
    shop.account("stripe")
    shop.account("deferred")
    stripe, _ = shop.start(Method.KONBINI)
    commands.save_account(
        "komoju",
        provider_code="komoju",
        title="k",
        methods=[],
        secret="x",
        base_url="http://127.0.0.1:9",
        by=BY,
    )
    shop.simulator.world.pay(shop.there(stripe))
    shop.simulator.world.scenario = Scenario()
    jobs.compare.func(0)
    stripe.refresh_from_db()
    assert stripe.state == IntentState.CAPTURED
    assert not Mismatch.objects.exists()
