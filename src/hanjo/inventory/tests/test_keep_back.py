"""What our own shop keeps back: a buyer's hold leaves it, an order that comes in takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.inventory import commands as inventory
from hanjo.inventory import queries
from hanjo.inventory.facts import AvailabilityChanged
from hanjo.inventory.models import Hold, KeptBack, Reservation
from hanjo.inventory.terms import Filled, Held, NotHeld, Policy, Wish
from hanjo.inventory.tests import makers
from hanjo.kernel import clock
from hanjo.kernel.models import Telling

pytestmark = pytest.mark.django_db
BY = makers.BY


def wish(key: str, *wants: tuple[int, int]) -> Wish:
    """What a buyer wants for some minutes."""
    return Wish(key=key, wants=wants, until=clock.now() + timedelta(minutes=15))


def told() -> list[int]:
    """The SKUs of which somebody was told since the last look."""
    rows = Telling.objects.filter(kind=AvailabilityChanged.__name__).order_by("id")
    found = [fact["sku_id"] for row in rows for fact in row.facts]
    rows.delete()
    return sorted(set(found))


def test_a_buyer_is_not_given_what_is_kept_back_and_an_order_is() -> None:
    sku = makers.products("cup")["cup"].id
    makers.put(sku, 3, makers.warehouse())
    inventory.keep_back({sku: 2}, by=BY)
    assert (queries.available([sku]), queries.sellable([sku])) == ({sku: 3}, {sku: 1})
    assert inventory.hold([wish("a", (sku, 2))], by=BY) == [NotHeld(key="a", short=((sku, 1),))]
    assert not Hold.objects.exists()
    assert not Reservation.objects.exists()
    assert isinstance(inventory.hold([wish("b", (sku, 1))], by=BY)[0], Held)
    assert isinstance(inventory.hold([wish("c", (sku, 1))], by=BY)[0], NotHeld)
    (filled,) = inventory.reserve([makers.claim("order", sku, 2)], policy=Policy.WHOLE, by=BY)
    assert isinstance(filled, Filled)  # a mall's order takes what was kept for it


def test_what_is_kept_back_lies_on_the_shelf_that_is_asked_last() -> None:
    sku = makers.products("cup")["cup"].id
    first, last = makers.warehouse("first", priority=1), makers.warehouse("last", priority=2)
    makers.put(sku, 2, first)
    makers.put(sku, 2, last)
    inventory.keep_back({sku: 1}, by=BY)
    assert isinstance(inventory.hold([wish("a", (sku, 2))], by=BY)[0], Held)
    level = Reservation.objects.get().level
    assert (level.location_id, level.reserved) == (first.pk, 2)


def test_a_bundle_is_sold_as_far_as_its_components_are_not_kept_back() -> None:
    parts = makers.products("cup", "pot")
    place = makers.warehouse()
    makers.put(parts["cup"].id, 5, place)
    makers.put(parts["pot"].id, 9, place)
    box = makers.bundle("box", cup=2, pot=1).id
    inventory.keep_back({parts["cup"].id: 2}, by=BY)
    assert (queries.available([box]), queries.sellable([box])) == ({box: 2}, {box: 1})
    assert isinstance(inventory.hold([wish("a", (box, 2))], by=BY)[0], NotHeld)
    assert isinstance(inventory.hold([wish("b", (box, 1))], by=BY)[0], Held)


def test_saying_the_same_again_changes_nothing_and_only_what_opens_or_closes_is_told() -> None:
    skus = makers.products("cup", "pot")
    cup, pot = skus["cup"].id, skus["pot"].id
    place = makers.warehouse()
    makers.put(cup, 2, place)
    makers.put(pot, 9, place)
    told()
    assert inventory.keep_back({cup: 2, pot: 3}, by=BY) == 2
    assert told() == [cup]  # of the pot there is enough
    assert inventory.keep_back({cup: 2, pot: 3}, by=BY) == 0
    assert told() == []
    assert inventory.keep_back({cup: 0}, by=BY) == 1
    assert told() == [cup]
    assert list(KeptBack.objects.values_list("sku_id", "pieces")) == [(pot, 3)]
    assert inventory.keep_back({cup: 0}, by=BY) == 0


def test_statements_do_not_grow_with_the_skus(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    skus = [card.id for card in makers.products(*[f"cup{at}" for at in range(40)]).values()]
    place = makers.warehouse()
    for sku in skus:
        makers.put(sku, 1, place)
    with django_assert_max_num_queries(8):
        assert inventory.keep_back(dict.fromkeys(skus, 1), by=BY) == 40
