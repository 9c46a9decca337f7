"""From the simulated Amazon onto the board, and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hanjo.channels import commands
from hanjo.channels.malls.amazon.tests.joins import FRESH, AmazonJoins
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import Connection
from hanjo.channels.terms import ConnectionState, Format
from hanjo.kernel import clock as kernel_clock
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from simulators.malls import Goods as OnShow
from simulators.malls import Malls, World
from simulators.malls.amazon import Amazon

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
HOUR = 3600


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with kernel_clock.told_by(clock.now):
        yield clock


@pytest.fixture
def amazon(clock: Clock) -> Iterator[Amazon]:
    world = World(clock=clock)
    mall = Amazon(world, "amazon")
    world.add(mall)
    mall.stock_up([OnShow(code="HJ-CUP-WH", title="見本の湯呑", price_yen=1800, shown=50)])
    commands.save_channel("amazon", name="Amazon店", letter="A", prefix="A", format=Format.AMAZON, by=BY)
    with Malls(world) as served:
        keys = {
            str(name): str(value) for name, value in {**AmazonJoins.secrets, **AmazonJoins.options}.items()
        }
        commands.save_connection("amazon", "amazon", keys, base_url=served.url("amazon"), by=BY)
        yield mall


def pull(clock: Clock) -> commands.Pulled:
    clock.pass_(HOUR)
    return commands.pull_orders("amazon", by=BY)


def test_orders_reach_the_board_once_and_follow_what_the_buyer_does(clock: Clock, amazon: Amazon) -> None:
    found = commands.prove_connection("amazon", by=BY)
    assert found.name == "見本商店 Amazon.co.jp"
    assert Connection.objects.get().state == ConnectionState.LIVE

    amazon.pending_seconds = 2 * HOUR
    waits = amazon.buy([("HJ-CUP-WH", 1)], BUYER)
    amazon.pending_seconds = 0
    first, second = (amazon.buy([("HJ-CUP-WH", pieces)], BUYER) for pieces in (1, 2))
    assert waits is not None
    assert first is not None
    assert second is not None
    assert sorted(pull(clock).created) == sorted([first.number, second.number])
    assert dict(Order.objects.values_list("external_number", "total_yen")) == {
        first.number: first.total_yen,
        second.number: second.total_yen,
    }
    again = pull(clock)
    assert (again.created, again.updated) == ([], [])

    amazon.call_off(first)
    later = pull(clock)  # the one that waited may be shipped by now
    assert (later.created, later.updated) == ([waits.number], [first.number])
    assert Order.objects.get(external_number=first.number).state == "cancelled"
    assert Order.objects.count() == 3


def test_the_count_names_who_waits_and_misses_nobody(clock: Clock, amazon: Amazon) -> None:
    commands.prove_connection("amazon", by=BY)
    since = clock.now()
    order = amazon.buy([("HJ-CUP-WH", 1)], BUYER)
    amazon.pending_seconds = 10 * HOUR
    waits = amazon.buy([("HJ-CUP-WH", 1)], BUYER)
    assert order is not None
    assert waits is not None
    pull(clock)
    proof = commands.prove_orders("amazon", since, clock.now() - timedelta(seconds=FRESH), by=BY)
    assert (proof.theirs, proof.ours, proof.missing, proof.differing) == (2, 1, [], [])
    assert proof.hidden == [waits.number]
    assert proof.their_yen == order.total_yen
