"""The ways to pay that need no payment company."""

from __future__ import annotations

import pytest

from hanjo.inventory.tests.makers import products
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState
from hanjo.orders.tests.makers import take
from hanjo.payments import commands, own, queries
from hanjo.payments.models import Intent, Payment
from hanjo.payments.terms import (
    Buyer,
    IntentDiffers,
    IntentState,
    Method,
    MethodNotOffered,
    SharesDiffer,
)

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
BUYER = Buyer(name="見本 花子", email="hanako@example.jp", phone="078-000-0001")
ACCOUNT = {"bank": "見本銀行", "branch": "本店", "kind": "普通", "number": "0000000", "holder": "ハンジヨウ"}


def opened(method: Method, yen: int = 3000, key: str = "checkout-1") -> Intent:
    return commands.open_intent(key=key, method=method, amount_yen=yen, buyer=BUYER, by=BY)


def test_cash_on_delivery_is_settled_at_once_and_waits_for_the_carrier() -> None:
    intent = opened(Method.COD)
    said = commands.start_intent(intent.pk, by=BY)
    intent.refresh_from_db()
    assert (said.kind, intent.state, intent.captured_yen) == ("done", IntentState.WAITING, 0)


def test_a_transfer_shows_the_account_and_the_number_to_write_before_the_name() -> None:
    setting.put(own.BANK_ACCOUNT, ACCOUNT, by=BY)
    intent = opened(Method.BANK_TRANSFER)
    said = commands.start_intent(intent.pk, by=BY)
    lines = dict(said.lines)
    assert said.kind == "instructions"
    assert lines["口座番号"] == "0000000"
    assert intent.reference in lines["振込依頼人名"]
    assert said.expires_at == intent.expires_at
    assert commands.start_intent(intent.pk, by=BY) == said


def test_a_transfer_is_not_offered_before_the_account_is_known() -> None:
    assert Method.BANK_TRANSFER not in {offer.method for offer in queries.methods_for_shop()}
    with pytest.raises(MethodNotOffered):
        opened(Method.BANK_TRANSFER)
    assert not Intent.objects.exists()


def test_nothing_to_pay_is_paid_and_only_when_there_is_nothing_to_pay() -> None:
    intent = opened(Method.FREE, 0)
    assert commands.start_intent(intent.pk, by=BY).kind == "done"
    intent.refresh_from_db()
    assert intent.state == IntentState.CAPTURED
    for method, yen in ((Method.FREE, 1), (Method.COD, 0)):
        with pytest.raises(MethodNotOffered):
            opened(method, yen, key="checkout-2")
    assert Intent.objects.count() == 1


def test_the_same_key_is_one_payment_and_another_amount_is_refused() -> None:
    assert opened(Method.COD).pk == opened(Method.COD).pk
    with pytest.raises(IntentDiffers):
        opened(Method.COD, 3001)
    assert Intent.objects.get().amount_yen == 3000


def test_orders_that_do_not_add_up_are_not_attached() -> None:
    card = products("A-1")["A-1"]
    order = take("S-1", (card, 3))
    intent = opened(Method.COD)
    with pytest.raises(SharesDiffer):
        commands.attach_orders(intent.pk, [(order.pk, 2999)], by=BY)
    assert not intent.shares.exists()
    for _ in range(2):
        commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    assert intent.shares.count() == 1
    assert not Payment.objects.exists()
    assert Order.objects.get().money_state == MoneyState.UNPAID


def test_references_do_not_meet_for_many_payments() -> None:
    assert len({own.reference(pk) for pk in range(1, 50_001)}) == 50_000
