"""カラーミーショップ joined to the house: orders come by themselves, once, and follow what changes there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from hanjo.catalogue.terms import SkuCard
from hanjo.channels import commands as channels
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import Connection
from hanjo.channels.terms import MallClosed, MallKeyRefused
from hanjo.inventory.tests.makers import BY, products, put, warehouse
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.orders.models import Order
from hanjo.orders.proofs import PROOFS
from hanjo.payments import commands as payments
from simulators.malls import Goods, Malls, World
from simulators.malls.colorme import ColorMe

pytestmark = pytest.mark.django_db(transaction=True)


class House:
    """The shop on its line, the channel joined, and time that passes only when told."""

    def __init__(self, tea: SkuCard, mall: ColorMe, time: Clock) -> None:
        self.tea, self.mall, self.time = tea, mall, time

    def buy(self, **more: Any) -> str:
        """Somebody buys two teas."""
        place = len(self.mall.orders) + 1
        buyer = replace(
            BUYER, given=f"花{place}", phone=f"0900000000{place}", email=f"buyer{place}@example.jp"
        )
        order = self.mall.buy([(self.tea.code, 2)], buyer, **more)
        assert order is not None
        self.time.pass_(60)
        return order.number

    def pull(self) -> channels.Pulled:
        """A pull, a minute later."""
        self.time.pass_(60)
        return channels.pull_orders("colorme", by=BY)


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock(datetime.now(UTC).timestamp())
    world = World(clock=time)
    mall = ColorMe(world)
    world.add(mall)
    with clock.told_by(time.now), Malls(world) as served:
        place, goods = warehouse(), products("TEA")
        put(goods["TEA"].id, 50, place)
        tea = goods["TEA"]
        mall.stock_up([Goods(code=tea.code, title=tea.name, price_yen=tea.price_yen, shown=50)])
        channels.save_channel("colorme", name="カラーミー店", format="generic", prefix="C", by=BY)
        payments.save_pay_rule("colorme", "クレジットカード", kind="card", policy="may_ship", by=BY)
        payments.save_pay_rule("colorme", "銀行振込", kind="bank", policy="after_paid", by=BY)
        keys = {"access_token": "cm_token_mihon"}
        channels.save_connection("colorme", "colorme", keys, base_url=served.url("colorme"), by=BY)
        channels.prove_connection("colorme", by=BY)
        yield House(tea, mall, time)


def test_an_order_comes_once_with_the_sum_of_the_shop(house: House) -> None:
    number = house.buy()
    assert house.pull().created == [number]
    order = Order.objects.get(external_number=number)
    assert (order.total_yen, order.pay_method) == (house.mall.orders[number].total_yen, "クレジットカード")
    assert (order.state, order.short_lines) == ("confirmed", 0)
    again = house.pull()
    assert (again.created, again.updated, again.refused) == ([], [], [])
    assert Order.objects.count() == 1
    assert [one.name for one in run_all(PROOFS) if one.broken] == []


def test_a_buyer_who_cancels_and_a_transfer_that_came_are_followed(house: House) -> None:
    gone, paid = house.buy(), house.buy(pay="bank", paid=False)
    house.pull()
    assert Order.objects.get(external_number=paid).money_state == "unpaid"
    house.mall.call_off(house.mall.orders[gone])
    house.mall.orders[paid].paid = True
    house.mall.touch(house.mall.orders[paid])
    assert sorted(house.pull().updated) == [gone, paid]
    assert Order.objects.get(external_number=gone).state == "cancelled"
    assert Order.objects.get(external_number=paid).state == "confirmed"


def test_a_withdrawn_token_stops_the_connection_and_a_new_one_goes_on(house: House) -> None:
    number = house.buy()
    house.mall.tokens.clear()
    with pytest.raises(MallKeyRefused):
        house.pull()
    assert Connection.objects.get().state == "stopped"
    assert not Order.objects.exists()
    house.mall.tokens.add("cm_token_new")
    joined = Connection.objects.get()
    channels.save_connection(
        "colorme", "colorme", {"access_token": "cm_token_new"}, base_url=joined.base_url, by=BY
    )
    channels.prove_connection("colorme", by=BY)
    assert house.pull().created == [number]


def test_what_lies_in_the_warehouse_is_shown_there(house: House) -> None:
    house.mall.set_shown(house.tea.code, 3)
    bound = channels.bind_listings("colorme", by=BY)
    assert (bound.listed, bound.unknown) == (1, [])
    channels.push_stock("colorme", by=BY)
    shown = house.mall.goods[house.tea.code].shown
    assert 3 < shown <= 50
    house.mall.scenario.lose_next = 1  # the answer to the first question is lost
    with pytest.raises(MallClosed):
        channels.pull_orders("colorme", by=BY)
    channels.note_all_stock(by=BY)
    channels.push_stock("colorme", by=BY)
    assert house.mall.goods[house.tea.code].shown == shown
