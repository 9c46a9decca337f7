"""However many processes ask for the same goods, nobody gets what somebody else has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from hanjo.inventory.models import Reservation, Shortage, StockLevel
from hanjo.inventory.tests.makers import bundle, products, put, warehouse
from tests.races.crew import ROUNDS, Crew, broken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
Cart = tuple[str, list[tuple[int, int]]]


def shelf(round_: int, name: str, pieces: int, *, places: int = 1) -> int:
    """New goods for this round, laid on so many shelves; answers the SKU."""
    code = f"{name}-{round_}"
    sku_id = products(code)[code].id
    for place in range(places):
        put(sku_id, pieces // places, warehouse(f"w{place}", place + 1))
    return sku_id


def carts(who: str, count: int, *lines: tuple[int, int]) -> list[Cart]:
    return [(f"{who}:{number}", list(lines)) for number in range(count)]


def reserved(*sku_ids: int) -> int:
    """What the counters say; the proofs hold them against rows and ledger."""
    return StockLevel.objects.filter(sku_id__in=sku_ids).aggregate(n=Sum("reserved"))["n"]


def held(groups: list[str]) -> int:
    """What the rows say."""
    rows = Reservation.objects.filter(group__in=groups, state="open")
    return rows.aggregate(n=Sum("quantity"))["n"] or 0


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_four_processes_sell_a_hundred_pieces_exactly_once(crew: Crew, round_: int) -> None:
    sku = shelf(round_, "HUNDRED", 100, places=2)
    orders = [
        {"deed": "buy", "args": {"carts": carts(f"p{n}", 60, (sku, 1 + n % 2))}, "slow": {}} for n in range(4)
    ]
    answers = crew.done(orders)
    sizes = [1 + n % 2 for n in range(4)]
    accepted = sum(len(answer) * size for answer, size in zip(answers, sizes, strict=True))
    assert accepted == reserved(sku) == held([group for answer in answers for group in answer])
    assert accepted == 100
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_eight_processes_share_the_last_five(crew: Crew, round_: int) -> None:
    sku = shelf(round_, "LAST", 5)
    answers = crew.done([{"deed": "buy", "args": {"carts": carts(f"p{n}", 8, (sku, 1))}} for n in range(8)])
    assert sum(map(len, answers)) == reserved(sku) == 5
    assert Shortage.objects.filter(sku_id=sku).count() == 59
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_bundles_that_share_a_component_never_take_it_twice(crew: Crew, round_: int) -> None:
    tea, cup, tin = (
        shelf(round_, name, pieces) for name, pieces in (("TEA", 60), ("CUP", 200), ("TIN", 200))
    )
    first = bundle(f"FIRST-{round_}", **{f"TEA-{round_}": 2, f"CUP-{round_}": 1}).id
    second = bundle(f"SECOND-{round_}", **{f"TIN-{round_}": 1, f"TEA-{round_}": 3}).id
    wishes = [(first, 1), (second, 1), (tea, 1), (first, 2)]
    need = [2, 3, 1, 4]
    answers = crew.done([{"deed": "buy", "args": {"carts": carts(f"p{n}", 25, wishes[n])}} for n in range(4)])
    taken = sum(len(answer) * pieces for answer, pieces in zip(answers, need, strict=True))
    assert taken == reserved(tea) <= 60
    assert reserved(tea) == 60, "single pieces were left although somebody waited for one"
    assert reserved(cup) == len(answers[0]) + 2 * len(answers[3])
    assert reserved(tin) == len(answers[1])
    assert broken() == {}


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_orders_that_name_the_same_goods_in_opposite_order_all_get_an_answer(
    crew: Crew, round_: int, together: bool
) -> None:
    skus = [shelf(round_, f"LINE{n}", 40, places=2) for n in range(6)]
    forth = [(sku, 1) for sku in skus]
    back = forth[::-1]
    deed = "buy_together" if together else "buy"
    answers = crew.done(
        [{"deed": deed, "args": {"carts": carts(f"p{n}", 15, *(back if n % 2 else forth))}} for n in range(4)]
    )
    assert sum(map(len, answers)) == 40
    assert [reserved(sku) for sku in skus] == [40] * 6
    assert Shortage.objects.values("group").distinct().count() == 20
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_every_batch_delivered_twice_at_once_counts_once(crew: Crew, round_: int) -> None:
    sku = shelf(round_, "TWICE", 30, places=3)
    batch = {"deed": "buy", "args": {"carts": carts("same", 20, (sku, 2))}}
    answers = crew.done([batch, batch, batch])
    assert answers[0] == answers[1] == answers[2]
    assert reserved(sku) == 30 == held(answers[0])
    assert len(answers[0]) == 15
    assert broken() == {}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_filling_releasing_and_reserving_at_once_loses_nothing(crew: Crew, round_: int) -> None:
    skus = [shelf(round_, f"STORM{n}", 12, places=2) for n in range(3)]
    set_ = bundle(f"STORMSET-{round_}", **{f"STORM0-{round_}": 1, f"STORM1-{round_}": 2}).id
    lines = [
        [(skus[0], 1), (skus[2], 2)],
        [(set_, 1)],
        [(skus[2], 1), (set_, 1), (skus[1], 1)],
        [(skus[1], 3)],
    ]
    mine = [(f"s{n}", lines[n % 4]) for n in range(24)]
    orders = [
        {
            "deed": "storm",
            "args": {"carts": mine[n:] + mine[:n], "skus": [*skus, set_], "seed": round_ * 10 + n},
        }
        for n in range(4)
    ]
    assert crew.done(orders) == [24] * 4
    assert all(reserved(sku) <= 12 for sku in skus)
    assert broken() == {}


@contextmanager
def without_check() -> Iterator[None]:
    """The database stops watching, too; afterwards it watches again over rows that are right."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inventory_stocklevel DROP CONSTRAINT nothing_promised_twice")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM inventory_reservation")
            cursor.execute("UPDATE inventory_stocklevel SET reserved = 0")
            cursor.execute(
                "ALTER TABLE inventory_stocklevel ADD CONSTRAINT nothing_promised_twice"
                " CHECK (reserved <= on_hand)"
            )


def careless(sku: int) -> list[dict[str, Any]]:
    """Four processes whose shelves are not locked, with a moment between deciding and writing."""
    return [
        {
            "deed": "buy",
            "args": {"carts": carts(f"p{n}", 8, (sku, 1))},
            "unguarded": True,
            "slow": {"hanjo.inventory.commands._levels.write_reservations": 0.02},
        }
        for n in range(4)
    ]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_same_race_with_the_guard_off_oversells(crew: Crew, round_: int) -> None:
    sku = shelf(round_, "CONTROL", 10)
    with without_check():
        answers = crew.done(careless(sku))
        assert sum(map(len, answers)) > 10, "the race is too gentle to prove anything"
        assert reserved(sku) > 10
        assert "stock.reserved_is_sum_of_reservations" in broken()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_with_the_lock_off_the_constraint_still_sells_nothing_twice(crew: Crew, round_: int) -> None:
    sku = shelf(round_, "SECOND", 10)
    answers = crew.at_once(careless(sku))
    assert any("nothing_promised_twice" in answer.get("error", "") for answer in answers), answers
    assert reserved(sku) <= 10
    assert broken() == {}
