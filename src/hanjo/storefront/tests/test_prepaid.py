"""Who pays long before the goods leave gets the notice of the law, once (特商法 13条)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hanjo.channels.models import OutgoingMail
from hanjo.inventory.tests.makers import run_tellings
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments.facts import IntentMoved
from hanjo.storefront import reactions
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def paid(ships_on: date, monkeypatch: pytest.MonkeyPatch) -> Order:
    """An order by bank transfer, paid on the second of November, that leaves on that day."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    makers.open_shop(10)
    makers.take_transfers()
    order = members.buy(makers.visitor(), ("cup", 2), method="bank_transfer")
    Order.objects.filter(pk=order.pk).update(ship_on=ships_on)
    run_tellings()
    payments.receive_money(
        order.number, order.total_yen, received_on=clock.business_date(), key="in", by=makers.BY
    )
    run_tellings()
    return Order.objects.get(pk=order.pk)


def test_t_tks_22_a_transfer_on_the_second_for_goods_of_the_twentieth_brings_the_notice_that_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = paid(date(2026, 11, 20), monkeypatch)
    notice = OutgoingMail.objects.get(kind="prepaid")
    profile = makers.PROFILE
    for said in (
        "ご注文をお受けしています", order.number, f"{order.total_yen:,}円", "2026-11-02", "商品 cup × 2", "2026-11-20",
        profile.legal_name, profile.address, profile.phone,
    ):  # fmt: skip
        assert said in notice.body
    checkout = Checkout.objects.get()
    moved = IntentMoved(intent_id=checkout.intent_id or 0, key=checkout.key, state="captured")
    reactions.carry_on([moved, moved])
    assert OutgoingMail.objects.filter(kind="prepaid").count() == 1


def test_t_tks_22_goods_of_the_fifth_bring_the_ordinary_mails_only(monkeypatch: pytest.MonkeyPatch) -> None:
    paid(date(2026, 11, 5), monkeypatch)
    assert not OutgoingMail.objects.filter(kind="prepaid").exists()
    assert OutgoingMail.objects.exists()


def test_goods_that_are_lacking_bring_the_notice_without_a_made_up_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = paid(date(2026, 11, 2), monkeypatch)
    Order.objects.filter(pk=order.pk).update(short_lines=1)
    checkout = Checkout.objects.get()
    reactions.carry_on([IntentMoved(intent_id=checkout.intent_id or 0, key=checkout.key, state="captured")])
    assert "入りしだい" in OutgoingMail.objects.get(kind="prepaid").body
