"""Exactly once, with real threads and a real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from hanjo.kernel.refusal import Refusal
from hanjo.orders.models import Order
from hanjo.payments import commands
from hanjo.payments.models import Errand, Intent, IntentEvent, Payment
from hanjo.payments.terms import IntentState, Method
from hanjo.payments.tests.conftest import BUYER, BY, Shop
from hanjo.payments.tests.test_hooks import event, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
MANY = 6


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """All of them in the same moment, each on its own connection; refusals are answers."""
    line = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        try:
            line.wait()
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_webhook_and_redirect_at_once_book_once(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent, said = shop.start(Method.CARD)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    shop.card(said.url)
    told = event("stripe", shop.there(intent).id, intent.key)

    def hook() -> None:
        assert send("stripe", told) == 204
        commands.apply_event(IntentEvent.objects.get().pk)

    at_once(*[hook, lambda: commands.refresh_intent(intent.pk)] * 3)
    assert IntentEvent.objects.count() == 1
    assert list(Payment.objects.values_list("kind", "amount_yen")) == [("authorised", 3000)]
    assert Intent.objects.get().state == IntentState.AUTHORISED


@pytest.mark.parametrize("company", ["stripe", "komoju"])
def test_two_captures_at_once_take_the_money_once(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    at_once(*[lambda: commands.capture([order.pk], by=BY)] * MANY)
    errand = Errand.objects.get()
    at_once(*[lambda: commands.run_errand(errand.pk, by=BY)] * MANY)
    assert shop.there(intent).captured == 3000
    assert Order.objects.get().paid_yen == 3000
    assert Payment.objects.filter(kind="received").count() == 1


@pytest.mark.parametrize("company", ["stripe", "komoju"])
def test_a_refund_asked_for_twice_with_one_key_is_paid_once(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    at_once(*[lambda: commands.pay_back(order.pk, 1000, key="r-1", by=BY)] * MANY)
    errand = Errand.objects.get(verb="refund")
    at_once(*[lambda: commands.run_errand(errand.pk, by=BY)] * MANY)
    assert shop.there(intent).refunded == 1000
    assert Order.objects.get().paid_yen == 2000


def test_refunds_with_different_keys_never_pay_back_more_than_was_taken(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    keys = [f"r-{n}" for n in range(MANY)]
    at_once(*[lambda key=key: commands.pay_back(order.pk, 1000, key=key, by=BY) for key in keys])
    shop.run()
    assert Errand.objects.filter(verb="refund").count() == 3
    assert Order.objects.get().paid_yen == 0


def test_one_checkout_opened_and_started_many_times_is_one_payment(shop: Shop) -> None:
    shop.account("stripe")

    def checkout() -> object:
        intent = commands.open_intent(
            key="c-1",
            method=Method.CARD,
            amount_yen=3000,
            buyer=BUYER,
            return_url="http://shop.example/back",
            by=BY,
        )
        return commands.start_intent(intent.pk, by=BY).url

    assert len(set(at_once(*[checkout] * MANY))) == 1
    assert Intent.objects.count() == 1
    assert len(shop.simulator.world.payments) == 1
