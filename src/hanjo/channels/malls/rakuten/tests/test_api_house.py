"""楽天 joined to the house: orders come by themselves, wait while the mall works on them, and follow what changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hanjo.catalogue.terms import SkuCard
from hanjo.channels import commands as channels
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.rakuten import orders
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import Connection, ImportFile
from hanjo.channels.terms import MallKeyRefused
from hanjo.inventory.tests.makers import BY, products, put, warehouse
from hanjo.kernel import clock
from hanjo.kernel.proof import run_all
from hanjo.orders.models import Hold, Order
from hanjo.orders.proofs import PROOFS
from hanjo.payments import commands as payments
from hanjo.payments.models import Payment
from hanjo.payments.proofs import PROOFS as MONEY_PROOFS
from simulators.malls import Goods, Malls, World
from simulators.malls.rakuten import Rakuten

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"}


@contextmanager
def patched_hits(hits: int) -> Iterator[None]:
    """Small pages, so that few orders make many of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders.Stretch.__init__, "__defaults__", (1, hits))
        yield


class House:
    """The mall on its line, the channel joined, and time that passes only when told."""

    def __init__(self, goods: dict[str, SkuCard], served: Malls, mall: Rakuten, time: Clock) -> None:
        self.goods, self.served, self.mall, self.time = goods, served, mall, time

    def buy(self, **more: object) -> str:
        """Somebody buys a tea."""
        place = len(self.mall.orders) + 1
        buyer = replace(
            BUYER, given=f"花{place}", phone=f"0900000000{place}", email=f"buyer{place}@example.jp"
        )
        order = self.mall.buy([(self.goods["TEA"].code, 2)], buyer, **more)
        assert order is not None
        self.time.pass_(60)
        return order.number

    def pull(self) -> channels.Pulled:
        """A pull, a minute later; it comes again when the mall's limit says so, as the worker does."""
        self.time.pass_(60)
        known = set(Order.objects.values_list("external_number", flat=True))
        for _ in range(200):
            try:
                pulled = channels.pull_orders("rakuten", by=BY)
            except Limited as limited:
                self.time.pass_(limited.seconds)
                continue
            now = Order.objects.order_by("id").values_list("external_number", flat=True)
            pulled.created = [
                number for number in now if number not in known
            ]  # also of pulls that were cut off
            return pulled
        raise AssertionError("the pull never came to its end")

    def stops(self, number: str) -> list[str]:
        """What keeps an order."""
        found = Hold.objects.filter(order__external_number=number, lifted_at=None, severity="stop")
        return sorted(found.values_list("check_code", flat=True))


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock(datetime.now(UTC).timestamp())
    world = World(clock=time)
    mall = Rakuten(world)
    world.add(mall)
    with clock.told_by(time.now), Malls(world) as served:
        place, goods = warehouse(), products("TEA")
        put(goods["TEA"].id, 50, place)
        card = goods["TEA"]
        mall.stock_up([Goods(code=card.code, title=card.name, price_yen=card.price_yen, shown=50)])
        channels.save_channel("rakuten", name="楽天市場店", format="rakuten", prefix="R", by=BY)
        payments.save_pay_rule("rakuten", "クレジットカード", kind="card", policy="may_ship", by=BY)
        payments.save_pay_rule("rakuten", "銀行振込", kind="bank", policy="after_paid", by=BY)
        channels.save_connection("rakuten", "rakuten", KEYS, base_url=served.url("rakuten"), by=BY)
        channels.prove_connection("rakuten", by=BY)
        yield House(goods, served, mall, time)


def test_an_order_comes_waits_for_the_mall_and_goes_on_when_it_is_settled(house: House) -> None:
    number = house.buy()
    assert house.pull().created == [number]
    order = Order.objects.get(external_number=number)
    assert order.total_yen == house.mall.orders[number].total_yen
    assert (house.stops(number), order.money_state) == (["mall_checking"], "unpaid")
    channels.confirm_orders("rakuten", [number])
    assert house.pull().updated == [number]
    order.refresh_from_db()
    assert house.stops(number) == []
    assert (order.state, order.facts["status"]) == ("confirmed", "300")
    assert order.money_state == "authorised"  # the card went through
    again = house.pull()
    assert (again.created, again.updated, again.refused) == ([], [], [])
    assert [one.name for one in run_all([*PROOFS, *MONEY_PROOFS]) if one.broken] == []


def test_a_buyer_who_cancels_frees_the_stock_and_an_undecided_postage_waits(house: House) -> None:
    gone, undecided = house.buy(), house.buy(flags={"undecided": True})
    house.pull()
    assert house.stops(undecided) == ["amount_undecided", "mall_checking"]
    channels.confirm_orders("rakuten", [gone, undecided])
    house.pull()
    assert house.stops(undecided) == ["amount_undecided"]
    house.mall.call_off(house.mall.orders[gone])
    house.mall.orders[undecided].flags["undecided"] = False
    house.mall.touch(house.mall.orders[undecided])
    house.pull()
    assert Order.objects.get(external_number=gone).state == "cancelled"
    channels.pull_numbers("rakuten", [undecided], by=BY)
    order = Order.objects.get(external_number=undecided)
    assert (house.stops(undecided), order.total_yen) == ([], house.mall.orders[undecided].total_yen)


def test_a_gift_waits_for_its_receiver_and_takes_their_address(house: House) -> None:
    number = house.buy(flags={"social": "waiting"})
    channels.confirm_orders("rakuten", [number])
    house.pull()
    assert "mall_checking" in house.stops(number)
    house.mall.orders[number].flags["social"] = "known"
    channels.pull_numbers("rakuten", [number], by=BY)
    order = Order.objects.get(external_number=number)
    assert (order.postal, order.name, house.stops(number)) == ("6500001", "見本 花1", [])


def test_money_that_comes_later_is_known_once(house: House) -> None:
    number = house.buy(pay="bank", paid=False)
    channels.confirm_orders("rakuten", [number])
    house.pull()
    assert Payment.objects.filter(order__external_number=number).count() == 0
    house.mall.orders[number].paid = True
    house.pull()
    order = Order.objects.get(external_number=number)
    assert (order.money_state, order.paid_yen) == ("paid", order.total_yen)
    channels.pull_numbers("rakuten", [number], by=BY)
    assert Payment.objects.filter(order=order).count() == 1


def test_a_pull_that_the_limit_cuts_off_goes_on_with_the_page_that_it_had_reached(house: House) -> None:
    house.pull()
    numbers = [house.mall.buy([(house.goods["TEA"].code, 1)], BUYER) for _ in range(45)]
    house.mall.most_calls = (10_000, 1.0)
    asked = house.mall.counts["asked"]
    with patched_hits(5):
        pulled = house.pull()
    assert sorted(pulled.created) == sorted(order.number for order in numbers if order)
    assert (
        house.mall.counts["asked"] - asked < 60
    )  # 9 pages, each searched and read once, and the other searches
    assert Connection.objects.get().pulling == {}


def test_a_key_that_runs_out_stops_the_connection_and_loses_nothing(house: House) -> None:
    house.pull()
    cursor = Connection.objects.get().orders_until
    house.mall.scenario.key_expires_at = house.time.at
    number = house.buy()
    with pytest.raises(MallKeyRefused):
        house.pull()
    assert Connection.objects.get().state == "stopped"
    assert Connection.objects.get().orders_until == cursor
    house.time.pass_(86_400)
    house.mall.scenario.key_expires_at = None
    house.mall.licence = "SL300001_renewed"
    channels.save_connection(
        "rakuten", "rakuten", {"license_key": "SL300001_renewed"}, base_url=house.served.url("rakuten"), by=BY
    )
    assert channels.prove_connection("rakuten", by=BY).key_expires_at is not None
    assert house.pull().created == [number]
    assert not ImportFile.objects.exclude(state="done").exists()
