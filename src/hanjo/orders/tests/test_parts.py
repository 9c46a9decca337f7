"""What belongs into one parcel is proposed; parts of one order are not proposed to each other again."""

from __future__ import annotations

import pytest

from hanjo.inventory.tests.makers import BY, products, put, warehouse
from hanjo.orders import commands as orders
from hanjo.orders.models import Hold, Order
from hanjo.orders.tests.makers import take

pytestmark = pytest.mark.django_db


def test_an_order_split_by_temperature_is_not_stopped_by_its_own_other_part() -> None:
    cards = {**products("TEA"), **products("ICE", temperature="frozen")}
    place = warehouse()
    for card in cards.values():
        put(card.id, 10, place)
    order = take("1", (cards["TEA"], 1), (cards["ICE"], 1))
    (child,) = orders.split_by_temperature(order.number, by=BY)
    parts = Order.objects.filter(number__in=[order.number, child])
    orders.recheck(list(parts.values_list("pk", flat=True)), by=BY)
    assert not Hold.objects.filter(check_code="same_receiver", lifted_at=None).exists()
    assert set(parts.values_list("stage", flat=True)) == {"ready"}


def test_t_shp_03_two_orders_for_one_address_are_proposed_as_one_parcel() -> None:
    cards = products("TEA", "CUP")
    place = warehouse()
    for card in cards.values():
        put(card.id, 10, place)
    first, second = take("1", (cards["TEA"], 1)), take("2", (cards["CUP"], 1))
    hold = Hold.objects.get(check_code="same_receiver", order=second, lifted_at=None)
    assert hold.fix["do"] == "merge"
    orders.apply_fix(hold.pk, by=BY)
    assert set(Order.objects.values_list("number", "merged_into__number")) == {
        (first.number, None),
        (second.number, first.number),
    }
