"""A sale hour with an outage on a mall that may be asked once in three minutes: every order is here soon after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from hanjo.channels import commands as channels
from hanjo.channels import jobs, queries_malls
from hanjo.channels.malls.amazon import orders as amazon_orders
from hanjo.channels.malls.amazon.tests.joins import AmazonJoins
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import CatchUp, Connection, OrderProof
from hanjo.channels.terms import Format
from hanjo.channels.tests.malls import BY
from hanjo.inventory.tests.makers import products, put, warehouse
from hanjo.kernel import clock
from hanjo.orders.models import Order
from simulators.malls import Goods, Malls, World
from simulators.malls.amazon import Amazon

pytestmark = pytest.mark.django_db(transaction=True)
TICK = 20.0  # seconds
ORDERS_PER_HOUR = 150  # of a page of ten: three quarters of what the mall gives out in an hour


@pytest.fixture
def time() -> Iterator[Clock]:
    made = Clock(datetime(2026, 6, 10, 10, tzinfo=clock.JST).timestamp())
    with clock.told_by(made.now):
        yield made


@pytest.fixture
def amazon(time: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Amazon]:
    monkeypatch.setattr(amazon_orders, "PAGE", 10)
    world = World(clock=time)
    mall = world.add(Amazon(world, "amazon"))
    card = products("TEA")["TEA"]
    put(card.id, 5000, warehouse())
    mall.stock_up([Goods(code=card.code, title=card.name, price_yen=card.price_yen, shown=5000)])
    channels.save_channel("amazon", name="Amazon店", letter="A", prefix="A", format=Format.AMAZON, by=BY)
    with Malls(world) as served:
        keys = {
            str(name): str(value) for name, value in {**AmazonJoins.secrets, **AmazonJoins.options}.items()
        }
        channels.save_connection("amazon", "amazon", keys, base_url=served.url("amazon"), by=BY)
        channels.prove_connection("amazon", by=BY)
        yield mall


class Shop:
    """The house's clock, turned by hand, and buyers at an even pace."""

    def __init__(self, mall: Amazon, time: Clock) -> None:
        self.mall, self.time, self.due = mall, time, 0.0
        self.bought: list[str] = []
        self.behind: list[timedelta] = []

    def live(self, minutes: float, *, per_hour: float = 0, away: bool = False) -> None:
        """So many minutes of buyers and of the house's own work."""
        self.mall.scenario.unplugged = away
        for _ in range(int(minutes * 60 / TICK)):
            self.time.pass_(TICK)
            self.due += per_hour * TICK / 3600
            while self.due >= 1:
                self.due -= 1
                order = self.mall.buy([("TEA", 1)], BUYER)
                assert order is not None
                self.bought.append(order.number)
            self.work()

    def work(self) -> None:
        """What the worker does in these seconds."""
        now = self.time.now()
        if now.minute == 7 and now.second < TICK:
            hour = now.replace(minute=0, second=0)
            jobs.prove_orders("amazon", (hour - timedelta(hours=1)).isoformat(), hour.isoformat())
        for code in queries_malls.due_for_pull():
            jobs.pull_orders(code)
        if CatchUp.objects.filter(state="waiting").exists():
            channels.approve_catch_up("amazon", by=BY)
        if queries_malls.due_for_catch_up():
            jobs.catch_up("amazon")
        until = Connection.objects.values_list("orders_until", flat=True).get()
        if until is not None:
            self.behind.append(now - until)

    def lacks(self) -> set[str]:
        """What was bought and is not here."""
        return set(self.bought) - set(Order.objects.values_list("external_number", flat=True))


def test_a_busy_hour_with_an_outage_in_it_is_here_half_an_hour_after_it(amazon: Amazon, time: Clock) -> None:
    shop = Shop(amazon, time)
    shop.live(30, per_hour=10)
    shop.behind.clear()
    shop.live(40, per_hour=ORDERS_PER_HOUR)
    assert max(shop.behind) < timedelta(minutes=15)
    shop.live(25, per_hour=ORDERS_PER_HOUR, away=True)
    shop.live(20, per_hour=ORDERS_PER_HOUR)
    shop.live(40, per_hour=10)
    shop.live(6)  # an order shows two and a half minutes after it was placed
    assert shop.lacks() == set()
    assert CatchUp.objects.get().state == "done"
    before = OrderProof.objects.count()
    shop.live(150)  # calls that pulls do not need add up to one that the proof may take
    assert OrderProof.objects.count() > before
    assert shop.lacks() == set()
