"""However many processes queue up for one SKU, one decides at a time, and killing it loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Sum

from hanjo.inventory.models import Demand, Hold, StockLevel
from hanjo.inventory.tests.makers import products, put, warehouse
from tests.races.crew import ROUNDS, Crew, broken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
OFFICE = "hanjo.inventory.commands.serve_demands"
KILLED = {"ended": -9}


def asks(sku_id: int, processes: int, each: int, pieces: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "deed": "hold_in_turn",
            "args": {"keys": [f"p{who}:{n}" for n in range(each)], "wants": [(sku_id, pieces)]},
        }
        for who in range(processes)
    ]


def reserved() -> int:
    return int(StockLevel.objects.aggregate(n=Sum("reserved"))["n"])


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_six_processes_share_a_hundred_pieces_exactly(crew: Crew, round_: int) -> None:
    sku = products("TEA")["TEA"].id
    put(sku, 100, warehouse())
    answers = crew.done(asks(sku, 6, 25))
    assert sum(map(len, answers)) == reserved() == Hold.objects.filter(state="open").count() == 100
    assert Demand.objects.filter(state="answered").count() == 150
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_same_key_in_six_processes_is_one_hold(crew: Crew, round_: int) -> None:
    sku = products("TEA")["TEA"].id
    put(sku, 10, warehouse())
    same = {"deed": "hold_in_turn", "args": {"keys": ["a", "a", "b"], "wants": [(sku, 2)]}}
    assert crew.done([same] * 6) == [["a", "a", "b"]] * 6
    assert reserved() == 4
    assert broken() == {}


def test_without_office_row_locks_and_check_the_same_race_holds_too_much(crew: Crew) -> None:
    from tests.races.test_shop_races import without_checks

    sku = products("TEA")["TEA"].id
    put(sku, 10, warehouse())
    loose = {"set": {f"{OFFICE}.MOST_AT_ONCE": 1}, "unguarded": True, "open_office": True,
             "slow": {"hanjo.inventory.commands._levels.write_reservations": 0.02}}  # fmt: skip
    with without_checks():
        crew.done([{**order, **loose} for order in asks(sku, 4, 10)])
        assert reserved() > 10
        assert "stock.reserved_is_sum_of_reservations" in broken()


@pytest.mark.parametrize(
    "death",
    [
        {"pause_after": {f"{OFFICE}._office": 1}},
        {"pause_after": {f"{OFFICE}._waiting": 1}},
        {"pause_after": {f"{OFFICE}._unhindered": 1}},
        {"pause_after": {f"{OFFICE}.hold": 1}},
        {"pause_after": {f"{OFFICE}._note": 1}},
    ],
)
def test_killing_whoever_decides_loses_nothing_and_the_next_one_decides(
    crew: Crew, death: dict[str, Any]
) -> None:
    sku = products("TEA")["TEA"].id
    put(sku, 5, warehouse())
    (first,) = asks(sku, 1, 1)
    assert crew.of(1)[0].doom(**first, **death) == KILLED
    assert reserved() == 0
    assert Demand.objects.get().state == "waiting"
    others = asks(sku, 4, 2)[1:]
    assert sum(map(len, crew.done([first, *others]))) == 5
    assert reserved() == 5
    assert broken() == {}


def test_a_buyer_killed_after_the_answer_leaves_a_hold_that_lapses(crew: Crew) -> None:
    from datetime import timedelta

    from hanjo.inventory import commands as inventory
    from hanjo.kernel import clock
    from tests.races.deeds import BY

    sku = products("TEA")["TEA"].id
    put(sku, 5, warehouse())
    (first,) = asks(sku, 1, 1)
    death = {"pause_before": {"hanjo.inventory.commands.hold_in_turn._answer": 1}}
    assert crew.of(1)[0].doom(**first, **death) == KILLED
    assert reserved() == 1
    assert broken() == {}
    assert inventory.lapse_holds(clock.now() + timedelta(hours=1), by=BY) == 1
    assert reserved() == 0
    assert broken() == {}


def test_whoever_sits_in_the_office_too_long_makes_the_others_busy_and_not_wrong(crew: Crew) -> None:
    sku = products("TEA")["TEA"].id
    put(sku, 5, warehouse())
    slow = {**asks(sku, 1, 1)[0], "slow": {f"{OFFICE}._unhindered": 4.0}}
    late = {**asks(sku, 2, 1)[1], "slow": {"tests.races.deeds.hold_in_turn": 0.5}}
    answers = crew.at_once([slow, late])
    assert answers == [{"done": ["p0:0"]}, {"refused": "busy"}]
    assert reserved() == 1
    assert Demand.objects.get(key="p1:0").state == "gone"
    assert broken() == {}
