"""From the simulated Yahoo! onto the board, one call a second, and again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hanjo.channels import commands
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.tests.lines import BUYER, Clock
from hanjo.channels.malls.yahoo.tests.joins import YahooJoins
from hanjo.channels.models import Exchange
from hanjo.channels.terms import Format
from hanjo.channels.tests.malls import goods
from hanjo.kernel import clock as kernel_clock
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from simulators.malls import Goods as OnShow
from simulators.malls import Malls, World
from simulators.malls.yahoo import Yahoo

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with kernel_clock.told_by(clock.now):
        yield clock


@pytest.fixture
def yahoo(clock: Clock) -> Iterator[Yahoo]:
    world = World(clock=clock)
    mall = Yahoo(world, "yahoo")
    world.add(mall)
    mall.stock_up([OnShow(code="HJ-CUP-WH", title="見本の湯呑", price_yen=1800, shown=50)])
    commands.save_channel("yahoo", name="Yahoo!店", letter="Y", prefix="Y", format=Format.YAHOO, by=BY)
    with Malls(world) as served:
        keys = {name: str(value) for name, value in {**YahooJoins.secrets, **YahooJoins.options}.items()}
        commands.save_connection("yahoo", "yahoo", keys, base_url=served.url("yahoo"), by=BY)
        yield mall


def pull(clock: Clock) -> tuple[list[str], list[str]]:
    """Pull as the job does: when the mall wants fewer calls, again after the pause."""
    created: list[str] = []
    updated: list[str] = []
    for _ in range(200):
        clock.pass_(1.2)
        before = set(Order.objects.values_list("external_number", flat=True))
        try:
            pulled = commands.pull_orders("yahoo", by=BY)
            updated += pulled.updated
            return sorted({*created, *pulled.created}), updated
        except Limited as limited:
            clock.pass_(limited.seconds)
        created += set(Order.objects.values_list("external_number", flat=True)) - before
    raise AssertionError("never came to its end")


def test_orders_reach_the_board_once_and_follow_what_the_buyer_does(clock: Clock, yahoo: Yahoo) -> None:
    assert commands.prove_connection("yahoo", by=BY).name == "hanjo"
    orders = [yahoo.buy([("HJ-CUP-WH", pieces)], BUYER) for pieces in (1, 2, 3)]
    numbers = sorted(order.number for order in orders if order)
    created, _ = pull(clock)
    assert created == numbers
    totals = dict(Order.objects.values_list("external_number", "total_yen"))
    assert totals == {order.number: order.total_yen for order in orders if order}
    assert pull(clock)[0] == []
    assert Order.objects.count() == 3

    first = orders[0]
    assert first is not None
    clock.pass_(3600)
    yahoo.call_off(first)
    pull(clock)
    assert Order.objects.get(external_number=first.number).state == "cancelled"
    assert Order.objects.exclude(state="cancelled").count() == 2


def test_what_lies_in_the_warehouse_is_shown(clock: Clock, yahoo: Yahoo) -> None:
    goods("HJ-CUP-WH", 8)
    commands.prove_connection("yahoo", by=BY)
    start, listed = "", 0
    while True:  # the list is searched letter by letter, one call a second
        clock.pass_(1.5)
        bound = commands.bind_listings("yahoo", start=start, by=BY)
        start, listed = bound.more, listed + bound.listed
        if not start:
            break
    assert listed == 1
    commands.note_all_stock(by=BY)
    clock.pass_(1.5)
    done = commands.push_stock("yahoo", by=BY)
    assert (done.told, done.refused) == (1, 0)
    assert 0 < yahoo.goods["HJ-CUP-WH"].shown <= 8


def test_an_order_is_read_once_and_again_only_when_the_search_says_that_it_changed(
    clock: Clock, yahoo: Yahoo
) -> None:
    def reads() -> list[str]:
        found = list(
            Exchange.objects.filter(endpoint="orderInfo").order_by("id").values_list("about", flat=True)
        )
        Exchange.objects.all().delete()
        return found

    commands.prove_connection("yahoo", by=BY)
    first, second = (yahoo.buy([("HJ-CUP-WH", 1)], BUYER) for _ in range(2))
    assert first is not None
    assert second is not None
    clock.pass_(30)
    pull(clock)
    assert sorted(reads()) == sorted([first.number, second.number])
    clock.pass_(60)
    pull(clock)
    assert reads() == []  # both lie in the overlap, and nothing changed
    yahoo.call_off(first)
    clock.pass_(30)
    pull(clock)
    assert reads() == [first.number]
    assert Order.objects.get(external_number=first.number).state == "cancelled"
    late = yahoo.buy([("HJ-CUP-WH", 1)], BUYER)
    assert late is not None
    clock.pass_(1)
    pull(clock)
    clock.pass_(60)
    pull(clock)
    assert reads() == [
        late.number,
        late.number,
    ]  # within its first seconds it may change again in the same second
    clock.pass_(60)
    pull(clock)
    assert reads() == []
