"""Under shortage the database decides, order by order, what a few plain lines decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Reservation, Shortage, StockLevel
from hanjo.inventory.proofs import PROOFS
from hanjo.inventory.terms import Claim, Filled, Policy
from hanjo.inventory.tests.makers import BY, NOON, bundle, products, put, warehouse
from hanjo.kernel.proof import run_all

GOODS = ("TEA", "CUP", "TIN")
BUNDLES = ({"TEA": 1, "CUP": 2}, {"TEA": 2, "TIN": 1})


@dataclass(frozen=True)
class Wish:
    """One order: what it wants, when it was promised, when it was asked."""

    promise: int | None
    minute: int
    lines: tuple[tuple[int, int], ...]


WISHES = st.lists(
    st.builds(
        Wish,
        promise=st.none() | st.integers(0, 3),
        minute=st.integers(0, 3),
        lines=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=12,
)
SHELVES = st.lists(st.integers(0, 8), min_size=6, max_size=6)


def needed(lines: Sequence[tuple[int, int]]) -> Counter[str]:
    """Pieces of single goods; index 3 and 4 are the bundles."""
    need: Counter[str] = Counter()
    for item, pieces in lines:
        for name, each in ({GOODS[item]: 1} if item < 3 else BUNDLES[item - 3]).items():
            need[name] += each * pieces
    return need


def reference(stock: dict[str, int], wishes: Sequence[Wish], policy: Policy) -> list[list[bool]]:
    """Which lines get their goods: earliest promise, then earliest asked, then the first in the list."""
    left = Counter(stock)
    answer = [[False] * len(wish.lines) for wish in wishes]

    def give(lines: Sequence[tuple[int, int]]) -> bool:
        need = needed(lines)
        if any(left[name] < pieces for name, pieces in need.items()):
            return False
        left.subtract(need)
        return True

    turn = sorted(
        range(len(wishes)),
        key=lambda n: (99 if wishes[n].promise is None else wishes[n].promise, wishes[n].minute, n),
    )
    for n in turn:
        if give(wishes[n].lines):
            answer[n] = [True] * len(wishes[n].lines)
        elif policy == Policy.PARTIAL:
            answer[n] = [give([line]) for line in wishes[n].lines]
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize("policy", list(Policy))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(shelves=SHELVES, wishes=WISHES, times=st.integers(1, 3))
def test_who_gets_what_is_what_the_reference_says(
    policy: Policy, shelves: list[int], wishes: list[Wish], times: int
) -> None:
    with transaction.atomic():
        cards = products(*GOODS)
        ids = [cards[code].id for code in GOODS]
        ids += [bundle(f"SET{n}", **parts).id for n, parts in enumerate(BUNDLES)]
        places = [warehouse("near", 1), warehouse("far", 2)]
        for n, pieces in enumerate(shelves):
            if pieces:
                put(ids[n % 3], pieces, places[n // 3])
        stock = {code: shelves[n] + shelves[n + 3] for n, code in enumerate(GOODS)}
        claims = [
            Claim(
                ref=f"line:{n}:{m}",
                group=f"order:{n}",
                sku_id=ids[item],
                quantity=pieces,
                promise_on=None if wish.promise is None else date(2026, 12, 1) + timedelta(days=wish.promise),
                asked_at=NOON.replace(minute=wish.minute),
            )
            for n, wish in enumerate(wishes)
            for m, (item, pieces) in enumerate(wish.lines)
        ]
        expected = reference(stock, wishes, policy)
        for _ in range(times):  # asked again, nothing is taken again
            outcomes = inventory.reserve(claims, by=BY, policy=policy)
        got = {outcome.claim.ref: isinstance(outcome, Filled) for outcome in outcomes}
        assert [
            [got[f"line:{n}:{m}"] for m in range(len(wish.lines))] for n, wish in enumerate(wishes)
        ] == expected
        filled = [
            line
            for wish, answers in zip(wishes, expected, strict=True)
            for line, yes in zip(wish.lines, answers, strict=True)
            if yes
        ]
        held: Counter[str] = Counter()
        for level in StockLevel.objects.select_related("sku"):
            held[level.sku.code] += level.reserved
        assert +held == +needed(filled)
        assert Shortage.objects.count() == sum(answers.count(False) for answers in expected)
        assert not set(Shortage.objects.values_list("ref", flat=True)) & set(
            Reservation.objects.values_list("ref", flat=True)
        )
        assert [(v.name, v.examples) for v in run_all(PROOFS) if v.broken] == []
        transaction.set_rollback(True)
