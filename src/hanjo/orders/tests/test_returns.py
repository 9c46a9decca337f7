"""What a return is worth, and the life of a return."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanjo.orders import rules
from hanjo.orders.terms import RETURN_MOVES, ReturnState


def bought(*lines: tuple[int, int, int, int]) -> list[rules.Bought]:
    """Lines of (quantity, yen, before, now)."""
    return [
        rules.Bought(
            line_id=at, name=f"商品 {at}", rate=8 if at % 2 else 10, quantity=q, yen=yen, before=b, now=n
        )
        for at, (q, yen, b, n) in enumerate(lines)
    ]


def test_a_coupon_and_points_are_taken_off_by_price_and_never_paid_back_as_money() -> None:
    worth = rules.worth(
        bought((1, 3000, 0, 1), (1, 1000, 0, 0)),
        shipping_yen=500,
        charges_yen=0,
        discount_yen=450,
        points_yen=405,
    )
    assert (worth.goods_yen, worth.goods_points) == (2430, 270)
    assert not worth.is_whole


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    yen=st.lists(st.integers(0, 90_000), min_size=1, max_size=5),
    quantity=st.integers(1, 6),
    extras=st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
    cuts=st.tuples(st.integers(0, 5000), st.integers(0, 5000)),
)
def test_piece_by_piece_comes_back_exactly_what_was_paid(
    yen: list[int], quantity: int, extras: tuple[int, int], cuts: tuple[int, int]
) -> None:
    paid = sum(yen) + sum(extras)
    discount = min(cuts[0], paid)
    points = min(cuts[1], paid - discount)
    money = back = 0
    for piece in range(quantity):
        lines = bought(*((quantity, one, piece, 1) for one in yen))
        worth = rules.worth(
            lines, shipping_yen=extras[0], charges_yen=extras[1], discount_yen=discount, points_yen=points
        )
        money, back = money + worth.goods_yen, back + worth.goods_points
    assert money + worth.shipping_yen + worth.charges_yen == paid - discount - points
    assert back + worth.shipping_points + worth.charges_points == points
    assert worth.is_whole


def test_every_life_of_a_return_ends_and_no_end_leads_on() -> None:
    ends = {ReturnState.REFUSED, ReturnState.REFUNDED, ReturnState.CLOSED}
    for verb, (sources, _) in RETURN_MOVES.table.items():
        assert not sources & ends, verb
    reached, steps = {ReturnState.REQUESTED}, list(RETURN_MOVES.table.values())
    for _ in ReturnState:
        reached |= {target for sources, target in steps if sources & reached}
    assert reached == set(ReturnState)


def test_t_inv_08_the_line_is_drawn_at_ten_thousand_yen_for_the_whole_order() -> None:
    assert [rules.needs_return_invoice(yen) for yen in (12_000, 10_000, 9_999)] == [True, True, False]
