"""Buyers who want the same queue up, and one decides for all of them what each alone would have been told."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.inventory import commands as inventory
from hanjo.inventory import queries
from hanjo.inventory.models import Demand, Hold, Reservation
from hanjo.inventory.terms import Held, NotHeld, Wish
from hanjo.inventory.tests import makers
from hanjo.inventory.tests.test_hold import BUYER, stands, wish
from hanjo.kernel import clock
from hanjo.kernel.refusal import Busy

pytestmark = pytest.mark.django_db
turn = import_module("hanjo.inventory.commands.hold_in_turn")  # its verb has the same name


def queue(*wishes: Wish, patience: float = 60) -> None:
    """Demands that nobody has served yet."""
    for one in wishes:
        turn._append(one, patience)


def test_one_buyer_gets_what_hold_gives() -> None:
    skus = makers.products("cup", "pot")
    cup, pot = skus["cup"].id, skus["pot"].id
    place = makers.warehouse()
    makers.put(cup, 5, place)
    makers.put(pot, 1, place)
    first = wish("a", (cup, 2), (pot, 1))
    assert inventory.hold_in_turn(first, by=BUYER) == Held(key="a", until=first.until)
    assert inventory.hold_in_turn(first, by=BUYER) == Held(key="a", until=first.until)
    assert inventory.hold_in_turn(wish("b", (cup, 2), (pot, 1)), by=BUYER) == NotHeld(
        key="b", short=((pot, 0),)
    )
    assert queries.available([cup, pot]) == {cup: 3, pot: 0}
    stands()


def test_whoever_comes_last_serves_everybody_in_the_order_they_came() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    queue(*(wish(f"w{n}", (sku, 2)) for n in range(4)))
    assert isinstance(inventory.hold_in_turn(wish("last", (sku, 1)), by=BUYER), Held)
    assert set(Hold.objects.values_list("key", flat=True)) == {"w0", "w1", "last"}
    assert set(Demand.objects.values_list("state", flat=True)) == {"answered"}
    stands()


def test_a_buyer_who_gave_up_is_not_served() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    queue(wish("left", (sku, 2)), patience=-1)
    assert isinstance(inventory.hold_in_turn(wish("here", (sku, 5)), by=BUYER), Held)
    assert not Hold.objects.filter(key="left").exists()
    assert Demand.objects.get(key="left").state == "gone"


def test_a_buyer_who_is_not_served_in_time_is_refused_politely_with_nothing_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    monkeypatch.setattr(turn, "serve_demands", lambda *, by: None)  # another process sits in the office
    monkeypatch.setattr(turn, "_wait", lambda left: None)
    with pytest.raises(Busy):
        inventory.hold_in_turn(wish("a", (sku, 2)), by=BUYER, patience=0.05)
    monkeypatch.undo()
    assert inventory.serve_demands(by=BUYER) == 0
    assert not Hold.objects.exists()
    assert not Reservation.objects.exists()


def test_a_key_that_wants_something_else_gives_back_what_it_held() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    inventory.hold_in_turn(wish("a", (sku, 2)), by=BUYER)
    assert isinstance(inventory.hold_in_turn(wish("a", (sku, 5)), by=BUYER), Held)
    assert queries.available([sku]) == {sku: 0}
    assert isinstance(inventory.hold([wish("a", (sku, 6))], by=BUYER)[0], NotHeld)
    assert queries.available([sku]) == {sku: 5}
    stands()


def test_a_hold_that_is_asked_for_longer_lasts_longer() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    inventory.hold([wish("a", (sku, 2), minutes=5)], by=BUYER)
    longer = wish("a", (sku, 2), minutes=30)
    assert inventory.hold([longer], by=BUYER) == [Held(key="a", until=longer.until)]
    assert inventory.lapse_holds(clock.now() + timedelta(minutes=10), by=BUYER) == 0


def test_nothing_and_less_than_a_piece_are_no_wishes() -> None:
    for wants in ((), ((1, 0),)):
        with pytest.raises(ValueError, match="at least one piece"):
            inventory.hold_in_turn(wish("a", *wants), by=BUYER)
    assert not Demand.objects.exists()


def test_the_queue_of_yesterday_is_swept() -> None:
    sku = makers.products("cup")["cup"].id
    queue(wish("a", (sku, 1)))
    inventory.lapse_holds(clock.now(), by=BUYER)
    assert Demand.objects.exists()
    inventory.lapse_holds(clock.now() + timedelta(days=2), by=BUYER)
    assert not Demand.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_queue(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest's fixture
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 500, makers.warehouse())
    queue(*(wish(f"w{n}", (sku, 1)) for n in range(300)))
    with django_assert_max_num_queries(24):
        assert inventory.serve_demands(by=BUYER) == 300
    stands()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stock=st.tuples(st.integers(0, 8), st.integers(0, 8)),
    asked=st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=3),
        min_size=1,
        max_size=8,
    ),
)
def test_a_set_is_decided_as_its_buyers_one_after_the_other(
    stock: tuple[int, int], asked: list[list[tuple[int, int]]]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT example")
    skus = makers.products("cup", "pot")
    cup, pot = skus["cup"].id, skus["pot"].id
    place = makers.warehouse()
    for sku_id, count in zip((cup, pot), stock, strict=True):
        if count:
            makers.put(sku_id, count, place)
    goods = (cup, pot, makers.bundle("pair", cup=1, pot=2).id)
    left = {cup: stock[0], pot: stock[1]}
    expected = []
    for wants in asked:
        needs = {cup: 0, pot: 0}
        for place_, quantity in wants:
            needs[cup] += quantity * (1, 0, 1)[place_]
            needs[pot] += quantity * (0, 1, 2)[place_]
        fits = all(left[sku_id] >= count for sku_id, count in needs.items())
        expected.append(fits)
        if fits:
            left = {sku_id: left[sku_id] - count for sku_id, count in needs.items()}
    queue(*(wish(f"w{n}", *((goods[at], count) for at, count in w)) for n, w in enumerate(asked)))
    inventory.serve_demands(by=BUYER)
    held = set(Hold.objects.values_list("key", flat=True))
    assert [f"w{n}" in held for n in range(len(asked))] == expected
    stands()
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT example")
