"""Shopify and EC-CUBE joined to the house: onto the board once, followed, counted, pushed, and heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from pytest_django.live_server_helper import LiveServer

from hanjo.channels import commands
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import Connection, Exchange
from hanjo.channels.terms import ConnectionState, Format, MallKeyRefused, UnprovenMessage
from hanjo.kernel import clock as kernel_clock
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from simulators.malls import Goods, Mall, Malls, Person, Scenario, World
from simulators.malls import Order as Bought
from simulators.malls.eccube import EcCube
from simulators.malls.shopify import Shopify
from simulators.malls.telling import Teller

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system("test")
KINDS: dict[str, tuple[type[Shopify] | type[EcCube], Format, dict[str, str]]] = {
    "shopify": (Shopify, Format.GENERIC, {"access_token": "shpat_mihon", "client_secret": "himitsu"}),
    "eccube": (
        EcCube, Format.ECCUBE,
        {"client_id": "mihon", "client_secret": "himitsu", "refresh_token": "def502_mihon",
         "hook_secret": "hook_himitsu"},
    ),
}  # fmt: skip


@dataclass
class House:
    """A channel, the mall behind it, and time that passes only when told."""

    code: str
    mall: Shopify | EcCube
    clock: Clock

    def buy(self, pieces: int = 1) -> Bought:
        """Somebody buys cups; each time somebody else."""
        at = len(self.mall.orders) + 1
        buyer = replace(BUYER, given=f"花{at}", phone=f"0900000{at:04}", email=f"buyer{at}@example.jp")
        order = self.mall.buy([("HJ-CUP-WH", pieces)], buyer)
        assert order is not None
        self.clock.pass_(60)
        return order

    def pull(self) -> commands.Pulled:
        """A pull, a minute later."""
        self.clock.pass_(60)
        return commands.pull_orders(self.code, by=BY)


@pytest.fixture(params=sorted(KINDS))
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    kind, form, keys = KINDS[request.param]
    clock = Clock()
    world = World(clock=clock)
    mall: Mall = world.add(kind(world, request.param, Scenario(seed=7)))
    assert isinstance(mall, (Shopify, EcCube))
    mall.stock_up([Goods(code="HJ-CUP-WH", title="見本の湯呑", price_yen=1800, shown=500)])
    with kernel_clock.told_by(clock.now), Malls(world) as served:
        commands.save_channel(request.param, name="見本店", letter="M", prefix="M", format=form, by=BY)
        commands.save_connection(
            request.param, request.param, keys, base_url=served.url(request.param), by=BY
        )
        commands.prove_connection(request.param, by=BY)
        yield House(request.param, mall, clock)


def test_orders_reach_the_board_once_and_follow_what_the_buyer_does(house: House) -> None:
    assert Connection.objects.get().state == ConnectionState.LIVE
    first, second = house.buy(), house.buy(2)
    assert sorted(house.pull().created) == sorted([first.number, second.number])
    totals = dict(Order.objects.values_list("external_number", "total_yen"))
    assert totals == {first.number: first.total_yen, second.number: second.total_yen}
    again = house.pull()
    assert (again.created, again.updated) == ([], [])

    second.receiver = Person(family="見本", given="花2", city="神戸市中央区", street="港島1-1")
    if isinstance(house.mall, EcCube):
        second.flags["shippings"][0]["to"] = second.receiver
    house.mall.touch(second)
    house.mall.call_off(first)
    later = house.pull()
    assert (later.created, sorted(later.updated)) == ([], sorted([first.number, second.number]))
    assert Order.objects.get(external_number=first.number).state == "cancelled"
    assert "港島" in str(Order.objects.filter(external_number=second.number).values().get())
    assert Order.objects.count() == 2


def test_the_malls_own_list_agrees_to_the_yen(house: House) -> None:
    since = house.clock.now()
    orders = [house.buy(pieces) for pieces in (1, 2, 3)]
    house.mall.call_off(orders[0])
    house.pull()
    proof = commands.prove_orders(house.code, since, house.clock.now(), by=BY)
    assert (proof.theirs, proof.ours, proof.missing, proof.differing) == (3, 3, [], [])
    assert proof.their_yen == proof.our_yen == sum(order.total_yen for order in orders)


def test_an_order_that_became_visible_late_is_not_passed_over(house: House) -> None:
    house.mall.scenario.late_rate, house.mall.scenario.late_seconds = 1.0, 300.0
    order = house.buy()
    assert house.pull().created == []
    house.clock.pass_(300)
    assert house.pull().created == [order.number]


def test_a_key_that_ran_out_stops_the_channel_and_loses_nothing(house: House) -> None:
    order = house.buy()
    house.mall.scenario.key_expires_at = house.clock.at
    with pytest.raises(MallKeyRefused):
        house.pull()
    assert Connection.objects.get().state == ConnectionState.STOPPED
    assert not Order.objects.exists()
    house.mall.scenario.key_expires_at = None
    commands.prove_connection(house.code, by=BY)
    assert house.pull().created == [order.number]


def test_messages_that_come_twice_and_out_of_order_change_nothing(
    house: House, live_server: LiveServer
) -> None:
    house.mall.scenario.repeat_rate = 0.5
    teller = Teller(house.mall, f"{live_server.url}/malls/{house.code}/hook", house.mall.messages)
    orders = [house.buy() for _ in range(12)]
    house.mall.call_off(orders[3])
    teller.settle()
    teller.stop()
    assert {status for _, status in teller.sent} == {200}
    assert len(teller.sent) > 13  # some of them twice
    told = Exchange.objects.filter(direction="in")
    keys = sorted({key for one in told if one.endpoint == "order" for key in one.about.split(",")})
    assert len(keys) == 12
    for _ in range(2):
        commands.pull_numbers(house.code, keys, by=BY)
    assert Order.objects.count() == 12
    assert Order.objects.get(state="cancelled").external_number == orders[3].number
    if isinstance(house.mall, Shopify):
        assert told.count() == 13  # each message is one row


def test_a_message_nobody_signed_leaves_no_row(house: House) -> None:
    with pytest.raises(UnprovenMessage):
        commands.hear_mall(house.code, {"X-Shopify-Hmac-SHA256": "x", "X-ECCUBE-Signature": "x"}, b"{}")
    assert not Exchange.objects.filter(direction="in").exists()


def test_no_key_is_written_into_an_exchange_in_the_open(house: House) -> None:
    house.buy()
    house.pull()
    wrong = dict.fromkeys(KINDS[house.code][2], "wrong-secret-of-ours")
    commands.save_connection(house.code, house.code, wrong, base_url=Connection.objects.get().base_url, by=BY)
    with pytest.raises(MallKeyRefused):
        commands.prove_connection(house.code, by=BY)
    rows, keys = (
        str(list(Exchange.objects.values())),
        [*KINDS[house.code][2].values(), "wrong-secret-of-ours"],
    )
    assert not any(key in rows for key in keys if len(key) > 6)
