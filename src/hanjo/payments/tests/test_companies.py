"""The adapters against running companies, over HTTP."""

from __future__ import annotations

import pytest

from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState
from hanjo.payments import commands, queries
from hanjo.payments.commands.run_errand import run_errand
from hanjo.payments.models import Errand, Intent, Payment, ProviderAccount
from hanjo.payments.terms import (
    Buyer,
    IntentState,
    Method,
    NothingToMove,
    ProviderDown,
)
from hanjo.payments.tests.conftest import BY, CHALLENGED, DECLINED, Shop, post
from simulators.payments import Scenario

pytestmark = pytest.mark.django_db
COMPANIES = pytest.mark.parametrize("company", ["stripe", "komoju"])


def money(order: Order) -> tuple[str, int]:
    order.refresh_from_db()
    return order.money_state, order.paid_yen


@COMPANIES
def test_a_card_is_authorised_at_checkout_and_captured_when_the_goods_leave(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    assert intent.state == IntentState.AUTHORISED
    assert money(order) == (MoneyState.AUTHORISED, 0)
    for _ in range(2):
        commands.capture([order.pk], by=BY)
        shop.run()
    intent.refresh_from_db()
    assert (intent.state, intent.captured_yen) == (IntentState.CAPTURED, 3000)
    assert money(order) == (MoneyState.PAID, 3000)
    assert shop.there(intent).captured == 3000
    assert Errand.objects.count() == 1


@COMPANIES
def test_a_challenge_is_passed_before_anything_is_authorised(shop: Shop, company: str) -> None:
    shop.account(company)
    intent, said = shop.start(Method.CARD)
    shop.card(said.url, CHALLENGED)
    assert shop.seen(intent).state == IntentState.ACTION
    post(f"{said.url}/challenge", answer="yes")
    seen = shop.seen(intent)
    assert seen.state == IntentState.AUTHORISED
    assert (seen.three_ds["result"], seen.three_ds["eci"]) == ("authenticated", "05")
    assert seen.card["last4"] == "3220"


@COMPANIES
def test_a_declined_card_leaves_the_buyer_on_the_page_with_another_try(shop: Shop, company: str) -> None:
    shop.account(company)
    intent, said = shop.start(Method.CARD)
    shop.card(said.url, DECLINED)
    seen = shop.seen(intent)
    assert seen.state == IntentState.ACTION
    assert seen.message
    assert queries.next_of(seen).url == said.url
    shop.card(said.url)
    assert shop.seen(intent).state == IntentState.AUTHORISED


@COMPANIES
def test_a_cancelled_order_lets_its_authorisation_go(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    orders.cancel([order.number], because="お客様のご都合", by=BY)
    for _ in range(2):
        commands.drop_orders([order.pk], by=BY)
        shop.run()
    intent.refresh_from_db()
    assert intent.state == IntentState.VOIDED
    assert shop.there(intent).state == "voided"
    assert money(order) == (MoneyState.UNPAID, 0)


@COMPANIES
def test_one_of_two_orders_cancelled_takes_only_the_others_money(shop: Shop, company: str) -> None:
    shop.account(company)
    one, two = shop.order(3), shop.order(2)
    intent = shop.authorised(one, two)
    commands.drop_orders([two.pk], by=BY)
    commands.capture([one.pk], by=BY)
    shop.run()
    intent.refresh_from_db()
    there = shop.there(intent)
    assert there.captured - there.refunded == 3000
    assert intent.captured_yen - intent.refunded_yen == 3000
    assert money(one)[1] == 3000
    assert money(two)[1] == 0


@COMPANIES
def test_a_refund_is_paid_once_by_its_key_and_never_more_than_was_taken(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    for _ in range(2):
        commands.pay_back(order.pk, 1000, key="r-1", because="一部欠品", by=BY)
        shop.run()
    assert money(order) == (MoneyState.PART_REFUNDED, 2000)
    with pytest.raises(NothingToMove):
        commands.pay_back(order.pk, 2001, key="r-2", by=BY)
    commands.pay_back(order.pk, 2000, key="r-3", by=BY)
    shop.run()
    intent.refresh_from_db()
    assert (intent.state, shop.there(intent).refunded) == (IntentState.REFUNDED, 3000)
    assert money(order) == (MoneyState.REFUNDED, 0)
    assert Payment.objects.filter(kind="refunded").count() == 2


def test_a_refund_made_at_the_company_is_booked_here(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    shop.simulator.world.refund(shop.there(intent), 700)
    for _ in range(2):
        shop.seen(intent)
    assert money(order) == (MoneyState.PART_REFUNDED, 2300)


def test_konbini_numbers_are_shown_and_the_money_comes_later(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent, said = shop.start(Method.KONBINI)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    assert said.kind == "instructions"
    assert any("ローソン" in label for label, _ in said.lines)
    assert money(order) == (MoneyState.UNPAID, 0)
    shop.simulator.world.pay(shop.there(intent))
    assert shop.seen(intent).state == IntentState.CAPTURED
    assert money(order) == (MoneyState.PAID, 3000)


def test_a_konbini_payment_at_komoju_waits_although_it_is_called_authorized(shop: Shop) -> None:
    shop.account("komoju")
    intent, said = shop.start(Method.KONBINI)
    post(said.url, store="ローソン")
    seen = shop.seen(intent)
    assert seen.state == IntentState.WAITING
    assert dict(queries.next_of(seen).lines)["お支払先"] == "ローソン"


def test_a_transfer_has_an_account_of_its_own(shop: Shop) -> None:
    shop.account("stripe")
    _, said = shop.start(Method.VIRTUAL_ACCOUNT)
    assert {"銀行名", "口座番号"} <= {label for label, _ in said.lines}


def test_deferred_payment_is_judged_registered_and_paid_for_what_was_sent(shop: Shop) -> None:
    shop.account("deferred")
    order = shop.order()
    intent = shop.authorised(order, method=Method.DEFERRED)
    assert intent.state == IntentState.AUTHORISED
    parcel = {"carrier": "yamato", "tracking_number": "000000000000", "shipped_on": "2026-11-22"}
    commands.capture([order.pk], parcels={order.pk: parcel}, by=BY)
    shop.run()
    assert shop.there(intent).shipment["tracking_number"] == "000000000000"
    assert money(order) == (MoneyState.PAID, 3000)
    refused, said = shop.start(Method.DEFERRED, 60_000)
    assert said.kind == "failed"
    waiting, _ = shop.start(Method.DEFERRED, 3000, Buyer(name="審査 待子"))
    assert {shop.seen(refused).state, shop.seen(waiting).state} == {IntentState.FAILED, IntentState.WAITING}


def test_a_lost_answer_is_healed_by_asking_with_the_same_key(shop: Shop) -> None:
    shop.account("stripe")
    shop.simulator.world.scenario = Scenario(lose_next=99)
    with pytest.raises(ProviderDown):
        shop.start(Method.KONBINI)
    intent = Intent.objects.get()
    assert (intent.state, intent.external_id) == (IntentState.CREATED, "")
    shop.simulator.world.scenario = Scenario()
    assert shop.seen(intent).state == IntentState.WAITING
    assert len(shop.simulator.world.payments) == 1


@COMPANIES
def test_a_capture_whose_answer_was_lost_happens_once(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    (errand,) = commands.capture([order.pk], by=BY)
    shop.simulator.world.scenario = Scenario(lose_next=99)
    with pytest.raises(ProviderDown):
        run_errand(errand.pk, by=BY)
    shop.simulator.world.scenario = Scenario()
    shop.run()
    errand.refresh_from_db()
    assert (errand.state, shop.there(intent).captured) == ("done", 3000)
    assert money(order) == (MoneyState.PAID, 3000)


@COMPANIES
def test_a_refund_whose_answer_was_lost_happens_once(shop: Shop, company: str) -> None:
    shop.account(company)
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    errand = commands.pay_back(order.pk, 500, key="r-1", by=BY)
    shop.simulator.world.scenario = Scenario(lose_next=99)
    with pytest.raises(ProviderDown):
        run_errand(errand.pk, by=BY)
    shop.simulator.world.scenario = Scenario()
    shop.run()
    assert shop.there(intent).refunded == 500
    assert money(order) == (MoneyState.PART_REFUNDED, 2500)


def test_a_company_that_is_down_is_left_alone_for_a_while(shop: Shop) -> None:
    account = shop.account("stripe")
    shop.simulator.world.scenario = Scenario(refuse_next=10_000)
    for _ in range(5):
        with pytest.raises(ProviderDown):
            shop.start(Method.CARD)
    left = shop.simulator.world.scenario.refuse_next
    with pytest.raises(ProviderDown):
        shop.start(Method.CARD)
    assert shop.simulator.world.scenario.refuse_next == left
    ProviderAccount.objects.filter(pk=account.pk).update(closed_until=None)
    shop.simulator.world.scenario = Scenario()
    assert shop.start(Method.CARD)[1].kind == "redirect"


def test_what_the_company_refuses_is_kept_with_its_reason(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.simulator.world.cancel(shop.there(intent))
    shop.run()
    errand = Errand.objects.get()
    assert errand.state == "failed"
    assert "cannot be captured" in errand.answer
    assert money(order) == (MoneyState.UNPAID, 0)


def test_a_dispute_flags_the_money_of_the_order(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent = shop.authorised(order)
    commands.capture([order.pk], by=BY)
    shop.run()
    shop.simulator.world.dispute(shop.there(intent))
    assert shop.seen(intent).disputed_at is not None
    assert queries.intents_of_order(order.pk)[0].intent.dispute


def test_the_daily_comparison_finds_what_only_one_side_knows(shop: Shop) -> None:
    from datetime import timedelta

    from hanjo.kernel import clock

    shop.account("stripe")
    order = shop.order()
    known = shop.authorised(order)
    gone = shop.authorised(shop.order())
    stranger, said = shop.start(Method.CARD)
    shop.card(said.url)
    Intent.objects.filter(pk=stranger.pk).delete()
    shop.simulator.world.capture(shop.there(known), 3000)  # we have not heard of it yet
    del shop.simulator.world.payments[shop.there(gone).id]
    now = clock.now()
    window = (now - timedelta(days=1), now + timedelta(minutes=1))
    for _ in range(2):
        found = commands.compare("stripe", *window, by=BY)
        assert sorted(one.kind for one in found) == ["only_here", "only_there"]
    assert money(order) == (MoneyState.PAID, 3000)
    commands.settle_mismatch(found[0].pk, by=BY)
    assert len(queries.open_mismatches()) == 1
