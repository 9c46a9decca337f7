"""Payments that nobody makes: reminded once, then closed here and at the company."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.kernel import clock, setting
from hanjo.orders.terms import MoneyState
from hanjo.payments import commands, own
from hanjo.payments.models import Intent
from hanjo.payments.terms import IntentState, Method
from hanjo.payments.tests.conftest import BUYER, BY, Shop
from hanjo.payments.tests.test_own_methods import ACCOUNT

pytestmark = pytest.mark.django_db


def test_a_buyer_is_reminded_once_on_the_last_day(shop: Shop) -> None:
    shop.account("stripe")
    intent, _ = shop.start(Method.KONBINI)
    intent.refresh_from_db()
    assert intent.expires_at is not None
    assert commands.remind(intent.expires_at - timedelta(days=3)) == 0
    assert commands.remind(intent.expires_at - timedelta(hours=20)) == 1
    assert commands.remind(intent.expires_at - timedelta(hours=19)) == 0


def test_after_the_deadline_the_company_is_told_to_take_no_more(shop: Shop) -> None:
    shop.account("stripe")
    konbini, _ = shop.start(Method.KONBINI)
    card, _ = shop.start(Method.CARD)
    cash, _ = shop.start(Method.COD)
    later = clock.now() + timedelta(days=30)
    assert commands.expire_intents(later, by=BY) == 2
    assert commands.expire_intents(later, by=BY) == 0
    states = dict(Intent.objects.values_list("pk", "state"))
    assert states == {
        konbini.pk: IntentState.EXPIRED,
        card.pk: IntentState.EXPIRED,
        cash.pk: IntentState.WAITING,
    }
    assert shop.there(konbini).state == "voided"


def test_what_was_paid_in_the_last_minute_is_not_closed(shop: Shop) -> None:
    shop.account("stripe")
    intent, _ = shop.start(Method.KONBINI)
    shop.simulator.world.pay(shop.there(intent))
    assert commands.expire_intents(clock.now() + timedelta(days=30), by=BY) == 0
    intent.refresh_from_db()
    assert intent.state == IntentState.CAPTURED


def test_a_transfer_to_the_shops_own_account_captures_the_payment(shop: Shop) -> None:
    setting.put(own.BANK_ACCOUNT, ACCOUNT, by=BY)
    order = shop.order()
    intent = commands.open_intent(key="c-1", method=Method.BANK_TRANSFER, amount_yen=3000, buyer=BUYER, by=BY)
    commands.start_intent(intent.pk, by=BY)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    commands.receive_money(order.number, 3000, received_on=clock.business_date(), key="bank:1", by=BY)
    intent.refresh_from_db()
    order.refresh_from_db()
    assert (intent.state, intent.captured_yen) == (IntentState.CAPTURED, 3000)
    assert (order.money_state, order.paid_yen, order.payments.count()) == (MoneyState.PAID, 3000, 1)


def test_a_payer_who_writes_the_number_is_found_by_it(shop: Shop) -> None:
    setting.put(own.BANK_ACCOUNT, ACCOUNT, by=BY)
    order = shop.order()
    intent = commands.open_intent(key="c-1", method=Method.BANK_TRANSFER, amount_yen=3000, buyer=BUYER, by=BY)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    type(order).objects.filter(pk=order.pk).update(stage="money")
    day = clock.business_date()
    said = f"日付,摘要,入金額\n{day:%Y/%m/%d},{intent.reference} ベツジン ナマエ,3000\n"
    read = commands.read_bank_file(said.encode(), by=BY)
    assert read.paid == 1
    intent.refresh_from_db()
    assert intent.state == IntentState.CAPTURED
