"""The page of one order costs the same few statements, whatever has become of the order."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from hanjo.channels import commands as channels
from hanjo.channels.mail import MailKind
from hanjo.channels.models import Channel, OutgoingMail, ShipmentReport
from hanjo.channels.terms import Format
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.payments import commands as payments

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def shipped(db: None) -> Order:
    """A shipped order of two buyers' kinds: a set among its goods, changed, paid, told to buyer and mall."""
    made_up.shop()
    channels.save_channel(
        "rakuten", by=BY, name="楽天市場店", letter="楽", colour="m1", prefix="R", format=Format.RAKUTEN.value
    )
    [order, *_] = made_up.take([("1", {"SET": 1, "CUP": 1}), ("2", {"CUP": 1}), ("3", {"TOWEL": 1})])
    orders.change(order.number, {"noshi": "御祝"}, by=BY)
    payments.receive_money(
        order.number, order.total_yen, received_on=clock.business_date(), key="k", note="", by=BY
    )
    [row] = made_up.instruct(order)
    made_up.scan_all(row)
    made_up.number_all(row)
    fulfilment.dispatch([row.pk], by=BY)
    channels.queue_mails(MailKind.SHIPPED, [channels.Wanted(order.pk, "one")], by=BY)
    parcel = Parcel.objects.get(instruction=row)
    told = {"carrier": "yamato", "shipped_on": clock.business_date()}
    mall = Channel.objects.get(code="rakuten")
    ShipmentReport.objects.get_or_create(order=order, parcel_key=parcel.key, channel=mall, defaults=told)
    return Order.objects.get(pk=order.pk)


def test_a_shipped_order_with_everything_costs_fifteen_statements_when_nothing_is_remembered(
    hana_client: Any, shipped: Order, count_sql: Any
) -> None:
    hana_client.get("/orders/")
    cache.clear()
    with count_sql() as seen:
        page = hana_client.get(f"/orders/{shipped.number}/")
    assert page.status_code == 200
    assert "出荷済" in page.text
    assert Instruction.objects.count() == 1
    assert OutgoingMail.objects.filter(order=shipped).exists()
    assert seen.count <= MOST, seen.statements
