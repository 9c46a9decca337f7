"""From the simulated Amazon onto the board, and again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hanjo.channels import commands
from hanjo.channels.malls.amazon.tests.joins import FRESH, AmazonJoins
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.models import Connection, ListedStock
from hanjo.channels.terms import ConnectionState, Format
from hanjo.channels.tests.malls import goods
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


def test_what_lies_in_the_warehouse_is_shown_within_seconds(clock: Clock, amazon: Amazon) -> None:
    goods("HJ-CUP-WH", 8)
    commands.prove_connection("amazon", by=BY)
    assert commands.bind_listings("amazon", by=BY).listed == 1
    clock.pass_(1)
    commands.note_all_stock(by=BY)
    done = commands.push_stock("amazon", by=BY)
    assert (done.told, done.waiting, done.refused) == (1, 0, 0)
    assert 0 < amazon.goods["HJ-CUP-WH"].shown <= 8
    assert ListedStock.objects.get().shown == amazon.goods["HJ-CUP-WH"].shown


def test_very_many_counts_go_by_a_feed_and_are_believed_when_amazon_has_worked_on_it(
    clock: Clock, amazon: Amazon
) -> None:
    codes = [f"M-{at:03}" for at in range(120)]
    amazon.stock_up([OnShow(code=code, title=code, shown=99) for code in codes])
    for code in codes:
        goods(code, 5)
    commands.prove_connection("amazon", by=BY)
    start = ""
    while True:  # twenty a call, five calls a second
        clock.pass_(5)
        bound = commands.bind_listings("amazon", start=start, by=BY)
        start = bound.more
        if not start:
            break
    commands.note_all_stock(by=BY)
    done = commands.push_stock("amazon", by=BY)
    assert (done.told, done.waiting) == (0, 120)
    assert amazon.goods["M-000"].shown == 99
    clock.pass_(200)
    done = commands.push_stock("amazon", by=BY)
    assert (done.told, done.waiting, done.refused) == (120, 0, 0)
    assert {amazon.goods[code].shown for code in codes} <= set(range(6))
    assert ListedStock.objects.filter(shown__gt=5).exclude(listing__code="HJ-CUP-WH").count() == 0
