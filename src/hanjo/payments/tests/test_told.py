"""The companies tell the shop over HTTP, late, twice and out of order."""

from __future__ import annotations

import pytest
from pytest_django.live_server_helper import LiveServer

from hanjo.orders.models import Order
from hanjo.payments import commands
from hanjo.payments.models import Errand, IntentEvent, Payment
from hanjo.payments.terms import IntentState, Method
from hanjo.payments.tests.conftest import BY, HOOK_SECRET, METHODS, SECRET, Shop
from simulators.payments import Account, Scenario, Simulator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("company", ["stripe", "komoju"])
@pytest.mark.parametrize("seed", [1, 2])
def test_events_twice_and_shuffled_end_in_the_same_books(
    live_server: LiveServer, company: str, seed: int
) -> None:
    accounts = [
        Account(
            company=name,
            secret=SECRET,
            hook_secret=HOOK_SECRET,
            hook_url=f"{live_server.url}/pay/{name}/hook",
        )
        for name in METHODS
    ]
    with Simulator(accounts, Scenario(seed=seed, duplicate_hooks=0.7, shuffle_hooks=True)) as simulator:
        shop = Shop(simulator)
        shop.account(company)
        order = shop.order()
        intent, said = shop.start(Method.CARD)
        commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
        shop.card(said.url)
        there = shop.there(intent)
        simulator.world.capture(there, 3000)
        simulator.world.refund(there, 1200)
        simulator.hooks.settle()
        assert {status for _, _, status in simulator.hooks.sent} == {204}
        assert IntentEvent.objects.count() == len({event for _, event, _ in simulator.hooks.sent}) == 3
        for pk in IntentEvent.objects.order_by("-id").values_list("pk", flat=True):
            assert commands.apply_event(pk)
    intent.refresh_from_db()
    assert (intent.state, Order.objects.get().paid_yen) == (IntentState.PART_REFUNDED, 1800)
    assert Payment.objects.filter(kind="received").count() == 1
    assert not Errand.objects.exists()
