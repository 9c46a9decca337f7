"""Reserve: whole orders, best promise first, nothing twice."""

import pytest

from hanjo.inventory import commands as inventory
from hanjo.inventory import queries
from hanjo.inventory.models import Reservation, Shortage, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.terms import Filled, Policy, Unfilled
from hanjo.inventory.tests.makers import BY, bundle, claim, products, put, run_tellings, warehouse
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db


def sound() -> None:
    assert [(v.name, v.examples) for v in run_all(PROOFS) if v.broken] == []


def test_a_claim_takes_its_stock_from_the_shelf():
    tea = products("TEA")["TEA"]
    put(tea.id, 5, warehouse())
    (answer,) = inventory.reserve([claim("a", tea.id, 3)], by=BY)
    assert isinstance(answer, Filled)
    level = StockLevel.objects.get()
    assert (level.on_hand, level.reserved) == (5, 3)
    assert queries.available([tea.id]) == {tea.id: 2}
    sound()


def test_asking_twice_with_one_reference_reserves_once():
    tea = products("TEA")["TEA"]
    put(tea.id, 5, warehouse())
    inventory.reserve([claim("a", tea.id, 3)], by=BY)
    (again,) = inventory.reserve([claim("a", tea.id, 3)], by=BY)
    assert isinstance(again, Filled)
    assert Reservation.objects.count() == 1
    assert StockLevel.objects.get().reserved == 3
    sound()


def test_an_order_that_lacks_one_line_waits_whole_and_takes_nothing():
    cards = products("TEA", "CUP")
    main = warehouse()
    put(cards["TEA"].id, 5, main)
    put(cards["CUP"].id, 1, main)
    answers = inventory.reserve(
        [claim("a", cards["TEA"].id, 2, group="o1"), claim("b", cards["CUP"].id, 2, group="o1")], by=BY
    )
    assert [type(answer) for answer in answers] == [Unfilled, Unfilled]
    assert answers[0].missing == ()
    assert answers[1].missing == ((cards["CUP"].id, 1),)
    assert Reservation.objects.count() == 0
    assert Shortage.objects.count() == 2
    sound()


def test_with_the_partial_policy_the_lines_that_can_be_filled_are():
    cards = products("TEA", "CUP")
    put(cards["TEA"].id, 5, warehouse())
    answers = inventory.reserve(
        [claim("a", cards["TEA"].id, 2, group="o1"), claim("b", cards["CUP"].id, 2, group="o1")],
        by=BY,
        policy=Policy.PARTIAL,
    )
    assert [type(answer) for answer in answers] == [Filled, Unfilled]
    sound()


def test_the_earlier_order_gets_the_last_piece():
    tea = products("TEA")["TEA"]
    put(tea.id, 1, warehouse())
    late, early = inventory.reserve(
        [claim("late", tea.id, 1, minute=9), claim("early", tea.id, 1, minute=1)], by=BY
    )
    assert isinstance(late, Unfilled)
    assert isinstance(early, Filled)


def test_an_order_leaves_from_one_place_when_one_place_has_it_all():
    cards = products("TEA", "CUP")
    near, far = warehouse("near", 1), warehouse("far", 2)
    put(cards["TEA"].id, 5, near)
    put(cards["TEA"].id, 5, far)
    put(cards["CUP"].id, 5, far)
    inventory.reserve(
        [claim("a", cards["TEA"].id, 2, group="o1"), claim("b", cards["CUP"].id, 2, group="o1")], by=BY
    )
    assert set(Reservation.objects.values_list("level__location__code", flat=True)) == {"far"}
    sound()


def test_a_claim_larger_than_one_place_takes_from_several():
    tea = products("TEA")["TEA"]
    put(tea.id, 2, warehouse("near", 1))
    put(tea.id, 2, warehouse("far", 2))
    (answer,) = inventory.reserve([claim("a", tea.id, 3)], by=BY)
    assert isinstance(answer, Filled)
    assert sorted(Reservation.objects.values_list("quantity", flat=True)) == [1, 2]
    sound()


def test_two_bundles_that_share_a_component_cannot_both_have_it():
    cards = products("TEA", "CUP", "TIN")
    main = warehouse()
    for code in cards:
        put(cards[code].id, 1, main)
    first, second = bundle("SET-A", TEA=1, CUP=1), bundle("SET-B", TEA=1, TIN=1)
    answers = inventory.reserve([claim("a", first.id, 1), claim("b", second.id, 1, minute=5)], by=BY)
    assert [type(answer) for answer in answers] == [Filled, Unfilled]
    assert queries.available([first.id, second.id]) == {first.id: 0, second.id: 0}
    sound()


def test_goods_that_arrive_go_to_the_order_that_waited_longest():
    tea = products("TEA")["TEA"]
    main = warehouse()
    inventory.reserve([claim("late", tea.id, 2, minute=9), claim("early", tea.id, 2, minute=1)], by=BY)
    put(tea.id, 2, main)
    run_tellings()
    assert list(Reservation.objects.values_list("ref", flat=True)) == ["early"]
    assert list(Shortage.objects.values_list("ref", flat=True)) == ["late"]
    sound()


def test_what_is_released_goes_to_who_waits():
    tea = products("TEA")["TEA"]
    put(tea.id, 2, warehouse())
    inventory.reserve([claim("first", tea.id, 2)], by=BY)
    inventory.reserve([claim("second", tea.id, 2)], by=BY)
    assert inventory.release(["first"], by=BY) == 2
    assert inventory.release(["first"], by=BY) == 0
    run_tellings()
    assert list(Reservation.objects.filter(state="open").values_list("ref", flat=True)) == ["second"]
    sound()


def test_shipping_moves_stock_and_value_once():
    tea = products("TEA")["TEA"]
    main = warehouse()
    put(tea.id, 3, main, cost=100)
    inventory.reserve([claim("a", tea.id, 2)], by=BY)
    assert inventory.ship(["a"], by=BY) == 2
    assert inventory.ship(["a"], by=BY) == 0
    level = StockLevel.objects.get()
    assert (level.on_hand, level.reserved, level.value_yen) == (1, 0, 100)
    sound()


def test_the_last_piece_takes_the_rest_of_the_value():
    tea = products("TEA")["TEA"]
    main = warehouse()
    put(tea.id, 3, main, cost=33, ref="x")
    inventory.receive(
        [inventory.ReceiveLine(sku_id=tea.id, location_id=main.pk, quantity=1, ref="y", unit_cost_yen=50)],
        by=BY,
    )
    for n in range(4):
        inventory.reserve([claim(f"c{n}", tea.id, 1)], by=BY)
        inventory.ship([f"c{n}"], by=BY)
    assert StockLevel.objects.get().value_yen == 0
    sound()


def test_the_number_of_statements_does_not_grow_with_the_batch(count_sql):
    cards = products(*[f"S{n}" for n in range(40)])
    main = warehouse()
    for card in cards.values():
        put(card.id, 100, main)
    ids = [card.id for card in cards.values()]

    def statements(count: int, mark: str) -> int:
        claims = [claim(f"{mark}{n}", ids[n % len(ids)], 1) for n in range(count)]
        with count_sql() as seen:
            inventory.reserve(claims, by=BY)
        return seen.count

    assert statements(2, "few") == statements(400, "many")
    sound()
