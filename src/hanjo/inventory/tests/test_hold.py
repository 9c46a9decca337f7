"""A buyer's stock is set aside before money moves, whole or not at all, and comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from hanjo.inventory import commands as inventory
from hanjo.inventory import queries
from hanjo.inventory.models import Hold, Reservation
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.terms import Filled, Held, NotHeld, Wish
from hanjo.inventory.tests import makers
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db
BUYER = Actor.system("shop")


def wish(key: str, *wants: tuple[int, int], minutes: int = 15) -> Wish:
    """What a buyer wants for some minutes."""
    return Wish(key=key, wants=wants, until=clock.now() + timedelta(minutes=minutes))


def stands() -> None:
    """Every proof of stock holds."""
    assert [verdict for verdict in run_all(PROOFS) if verdict.broken] == []


def test_a_hold_takes_pieces_from_sale_until_it_ends() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    answer = inventory.hold([wish("a", (sku, 3))], by=BUYER)
    assert isinstance(answer[0], Held)
    assert queries.available([sku]) == {sku: 2}
    stands()
    assert inventory.end_holds(["a"], by=BUYER) == 1
    assert inventory.end_holds(["a"], by=BUYER) == 0
    assert queries.available([sku]) == {sku: 5}
    stands()


def test_a_wish_is_met_whole_or_not_at_all_and_says_what_is_short() -> None:
    skus = makers.products("cup", "pot")
    cup, pot = skus["cup"].id, skus["pot"].id
    place = makers.warehouse()
    makers.put(cup, 5, place)
    makers.put(pot, 1, place)
    answer = inventory.hold([wish("a", (cup, 2), (pot, 2))], by=BUYER)
    assert answer == [NotHeld(key="a", short=((pot, 1),))]
    assert not Hold.objects.exists()
    assert not Reservation.objects.exists()
    assert queries.available([cup, pot]) == {cup: 5, pot: 1}


def test_asking_twice_with_one_key_holds_once() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    first = inventory.hold([wish("a", (sku, 3))], by=BUYER)
    again = inventory.hold([wish("a", (sku, 3))], by=BUYER)
    assert first == again
    assert queries.available([sku]) == {sku: 2}


def test_those_named_first_are_served_first() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    answers = inventory.hold([wish(f"w{n}", (sku, 2)) for n in range(20)], by=BUYER)
    assert [isinstance(answer, Held) for answer in answers] == [True, True] + [False] * 18
    stands()


def test_bundles_that_share_a_component_never_hold_it_twice() -> None:
    cup = makers.products("cup")["cup"].id
    makers.put(cup, 5, makers.warehouse())
    pair = makers.bundle("pair", cup=2)
    answers = inventory.hold(
        [wish("a", (pair.id, 2)), wish("b", (pair.id, 1)), wish("c", (cup, 1))], by=BUYER
    )
    assert [type(answer) for answer in answers] == [Held, NotHeld, Held]
    stands()


def test_a_hold_lapses_when_its_time_is_over() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 5, makers.warehouse())
    inventory.hold([wish("short", (sku, 2), minutes=5), wish("long", (sku, 2), minutes=60)], by=BUYER)
    assert inventory.lapse_holds(clock.now() + timedelta(minutes=10), by=BUYER) == 1
    assert queries.available([sku]) == {sku: 3}
    assert Hold.objects.get(key="short").state == "lapsed"
    stands()
    assert isinstance(inventory.hold([wish("short", (sku, 3))], by=BUYER)[0], Held)
    stands()


def test_the_order_gets_exactly_the_pieces_that_were_held_for_it() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 2, makers.warehouse())
    inventory.hold([wish("a", (sku, 2))], by=BUYER)
    with transaction.atomic():
        inventory.end_holds(["a"], by=BUYER)
        outcome = inventory.reserve([makers.claim("order-line:1", sku, 2)], by=BUYER)[0]
    assert isinstance(outcome, Filled)
    assert queries.available([sku]) == {sku: 0}
    stands()


def test_the_number_of_statements_does_not_grow_with_the_wishes(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest's fixture
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 500, makers.warehouse())
    with django_assert_max_num_queries(14):
        inventory.hold([wish(f"w{n}", (sku, 1)) for n in range(300)], by=BUYER)


def test_an_order_takes_over_the_pieces_that_were_held_for_it() -> None:
    skus = makers.products("cup", "pot")
    cup, pot = skus["cup"].id, skus["pot"].id
    place = makers.warehouse()
    makers.put(cup, 2, place)
    makers.put(pot, 1, place)
    inventory.hold([wish("a", (cup, 2), (pot, 1))], by=BUYER)
    before = dict(Reservation.objects.values_list("pk", "level_id"))
    claims = [
        makers.claim("order-line:1", cup, 2, group="order:1"),
        makers.claim("order-line:2", pot, 1, group="order:1"),
    ]
    assert inventory.hand_over({"a": claims}, by=BUYER) == {"order-line:1", "order-line:2"}
    assert dict(Reservation.objects.values_list("pk", "level_id")) == before
    assert set(Reservation.objects.values_list("ref", "group", "state")) == {
        ("order-line:1", "order:1", "open"),
        ("order-line:2", "order:1", "open"),
    }
    assert Hold.objects.get().state == "ended"
    assert inventory.hand_over({"a": claims}, by=BUYER) == set()
    assert inventory.end_holds(["a"], by=BUYER) == 0
    assert queries.available([cup, pot]) == {cup: 0, pot: 0}
    stands()


def test_a_held_bundle_is_taken_over_with_its_components() -> None:
    cup = makers.products("cup")["cup"].id
    makers.put(cup, 5, makers.warehouse())
    pair = makers.bundle("pair", cup=2)
    inventory.hold([wish("a", (pair.id, 2))], by=BUYER)
    assert inventory.hand_over({"a": [makers.claim("order-line:1", pair.id, 2)]}, by=BUYER) == {
        "order-line:1"
    }
    assert Reservation.objects.get().quantity == 4
    stands()


@pytest.mark.parametrize("pieces", [(1, 1), (3,), (1,)])
def test_a_hold_that_is_not_what_the_orders_want_ends_and_they_reserve_for_themselves(
    pieces: tuple[int, ...],
) -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 3, makers.warehouse())
    inventory.hold([wish("a", (sku, 2))], by=BUYER)
    claims = [makers.claim(f"order-line:{at}", sku, count) for at, count in enumerate(pieces)]
    assert inventory.hand_over({"a": claims}, by=BUYER) == set()
    assert queries.available([sku]) == {sku: 3}
    assert Hold.objects.get().state == "ended"
    stands()
    assert all(isinstance(one, Filled) for one in inventory.reserve(claims, by=BUYER))
    stands()


def test_a_hold_on_a_shelf_that_was_stopped_is_not_taken_over() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 3, makers.warehouse())
    inventory.hold([wish("a", (sku, 2))], by=BUYER)
    inventory.flag(sku, because="数が合わない", by=BUYER)
    assert inventory.hand_over({"a": [makers.claim("order-line:1", sku, 2)]}, by=BUYER) == set()
    assert not Reservation.objects.filter(state="open").exists()
    stands()


def test_a_hold_that_lapsed_hands_nothing_over() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 3, makers.warehouse())
    inventory.hold([wish("a", (sku, 2), minutes=5)], by=BUYER)
    inventory.lapse_holds(clock.now() + timedelta(minutes=10), by=BUYER)
    assert inventory.hand_over({"a": [makers.claim("order-line:1", sku, 2)]}, by=BUYER) == set()
    assert queries.available([sku]) == {sku: 3}
    stands()
