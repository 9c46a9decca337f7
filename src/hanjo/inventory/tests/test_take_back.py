"""Goods that customers sent back: on the shelf again or written off, at the value with which they left."""

from __future__ import annotations

import pytest

from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Location, Movement, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.tests.makers import BY, bundle, claim, products, put, warehouse
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db


def sent(sku_id: int, pieces: int, place: Location) -> None:
    """A claim that left."""
    inventory.reserve([claim("order-line:1", sku_id, pieces)], by=BY)
    inventory.ship(["order-line:1"], by=BY)


def back(sku_id: int, place: Location, sellable: int, damaged: int) -> int:
    line = inventory.BackLine(
        sku_id=sku_id,
        location_id=place.pk,
        sellable=sellable,
        damaged=damaged,
        ref="return:1:1",
        shipped_ref="order-line:1",
    )
    return inventory.take_back([line], by=BY)


def test_good_pieces_are_stock_again_and_broken_ones_are_written_off_at_their_own_value() -> None:
    cup, place = products("cup")["cup"], warehouse()
    put(cup.id, 5, place, cost=100)
    sent(cup.id, 5, place)
    put(cup.id, 5, place, cost=300, ref="later")
    assert back(cup.id, place, 2, 1) == 2
    assert back(cup.id, place, 2, 1) == 0
    level = StockLevel.objects.get()
    assert (level.on_hand, level.value_yen) == (7, 1500 + 200)
    moves = Movement.objects.filter(ref="return:1:1").order_by("id")
    assert list(moves.values_list("cause", "delta", "value_yen")) == [
        ("returned", 3, 300),
        ("damaged", -1, -100),
    ]
    assert [one for one in run_all(PROOFS) if one.broken] == []


def test_a_bundle_comes_back_as_its_parts() -> None:
    parts, place = products("cup", "pot"), warehouse()
    for card in parts.values():
        put(card.id, 10, place)
    tea = bundle("tea", cup=2, pot=1)
    sent(tea.id, 1, place)
    back(tea.id, place, 1, 0)
    assert sorted(StockLevel.objects.values_list("on_hand", flat=True)) == [10, 10]
    assert not StockLevel.objects.filter(sku_id=tea.id).exists()
