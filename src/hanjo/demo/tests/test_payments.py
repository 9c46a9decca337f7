"""The demo shop can be paid at."""

import pytest

from hanjo.demo.payments import connect_payments, plant_account
from hanjo.kernel.actor import Actor
from hanjo.payments import queries
from hanjo.payments.models import ProviderAccount
from hanjo.payments.terms import Method


@pytest.mark.django_db
def test_connecting_twice_offers_every_method_once_and_shows_no_secret() -> None:
    for _ in range(2):
        labels = connect_payments(8901, by=Actor.system("test"))
    assert len(labels) == len(set(labels))
    assert {offer.method for offer in queries.methods_for_shop()} == set(Method) - {Method.FREE}
    account = ProviderAccount.objects.get(code="stripe")
    assert "sk_test" not in account.sealed_secret
    assert account.base_url == "http://127.0.0.1:8901"


@pytest.mark.django_db
def test_transfers_and_cash_on_delivery_need_no_simulator() -> None:
    plant_account(Actor.system("test"))
    assert {offer.method for offer in queries.methods_for_shop()} == {Method.BANK_TRANSFER, Method.COD}
