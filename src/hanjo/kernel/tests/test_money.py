"""A split adds up, whatever is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.kernel.money import spread

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
TOTALS = st.integers(-(10**12), 10**12)


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(spread(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_no_part_is_a_whole_unit_away_from_its_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    if whole:
        for part, weight in zip(spread(total, weights), weights, strict=True):
            assert abs(part * whole - total * weight) < whole


@given(TOTALS, WEIGHTS)
def test_a_negative_total_mirrors_the_positive_one(total: int, weights: list[int]) -> None:
    assert spread(-total, weights) == [-part for part in spread(total, weights)]


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_greater_weight_never_gets_less(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    for part, weight in zip(parts, weights, strict=True):
        for other, lighter in zip(parts, weights, strict=True):
            assert weight <= lighter or part >= other or sum(weights) == 0


def test_odd_units_go_to_the_largest_remainder_and_the_earlier_of_equals() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(10, [1, 2, 4]) == [1, 3, 6]
    assert spread(7, [0, 0]) == [7, 0]
    assert spread(0, []) == []


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        spread(1, [-1, 2])
    with pytest.raises(ValueError, match="nothing"):
        spread(1, [])
