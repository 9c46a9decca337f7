"""What holds of every quote, whatever the basket."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hanjo.kernel.tax import Rounding, tax_in
from hanjo.pricing.rules import quote
from hanjo.pricing.terms import (
    Basket,
    BasketLine,
    Bracket,
    CouponTerms,
    Fare,
    PointRule,
    Quote,
    RemoteArea,
    Stop,
    Terms,
)
from hanjo.pricing.tests.baskets import NOON

TEMPERATURES = ("normal", "chilled", "frozen")
yen = st.integers(0, 60_000)

lines = st.lists(
    st.builds(
        BasketLine,
        key=st.just("?"),
        sku_id=st.integers(1, 5),
        product_id=st.integers(1, 5),
        name=st.just("商品"),
        quantity=st.integers(1, 9),
        regular_yen=yen,
        unit_yen=yen,
        tax_rate=st.sampled_from([10, 8, 0]),
        category_ids=st.lists(st.integers(1, 3), max_size=2).map(tuple),
        temperature=st.sampled_from(TEMPERATURES),
        mail_size=st.booleans(),
        wrapping_yen=st.sampled_from([0, 220, 330]),
        destination=st.integers(0, 2),
        size=st.sampled_from([0, 60, 100]),
        point_times=st.integers(1, 5),
    ),
    max_size=6,
).map(lambda made: tuple(replace(line, key=f"l{place}") for place, line in enumerate(made)))


@st.composite
def coupons(draw: st.DrawFn, *, stacks: bool | None = None) -> tuple[CouponTerms, ...]:
    made = []
    for place in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["yen", "percent", "shipping"]))
        made.append(
            CouponTerms(
                code=f"C{place}",
                label="割引",
                kind=kind,
                value=draw(st.integers(1, 100) if kind == "percent" else st.integers(0, 5_000)),
                minimum_yen=draw(st.sampled_from([0, 0, 3_000])),
                most_yen=draw(st.sampled_from([None, None, 700])),
                category_ids=draw(st.sampled_from([(), (), (1,), (2, 3)])),
                stacks=draw(st.booleans()) if stacks is None else stacks,
            )
        )
    return tuple(made)


FARES = (
    Fare(yen=800, free_from_yen=8_800),
    Fare(yen=1_100, temperature="chilled", free_from_yen=8_801),
    Fare(yen=1_400, temperature="frozen", free_from_yen=8_802),
    Fare(yen=1_900, prefectures=("沖縄県",)),
    Fare(yen=250, mail_size=True),
    Fare(yen=1_500, size_to=100),
)
terms = st.builds(
    Terms,
    fares=st.just(FARES),
    remotes=st.just((RemoteArea(postals=("9",), yen=1_300),)),
    remote_is_waived=st.booleans(),
    rides=st.sampled_from([(), (("normal", "chilled"),)]),
    brackets=st.just((Bracket(pay_kind="cod", yen=330, to_yen=30_000), Bracket(pay_kind="cod", yen=660))),
    points=st.builds(
        PointRule,
        rate=st.integers(0, 1_000),
        minimum=st.sampled_from([1, 100]),
        cap_percent=st.sampled_from([0, 50, 100]),
        covers_all=st.booleans(),
        on_paid=st.booleans(),
        with_tax=st.booleans(),
    ),
    rounding=st.sampled_from([one.value for one in Rounding]),
    version=st.just("t"),
)  # fmt: skip
stops = st.lists(
    st.builds(
        Stop,
        prefecture=st.sampled_from(["", "東京都", "沖縄県"]),
        postal=st.sampled_from(["", "9000001", "1000001"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def baskets(draw: st.DrawFn, *, stacks: bool | None = None) -> Basket:
    return Basket(
        lines=draw(lines),
        at=NOON,
        stops=draw(stops),
        pay_kind=draw(st.sampled_from(["", "card", "cod"])),
        coupons=draw(coupons(stacks=stacks)),
        points=draw(st.integers(0, 100_000)),
    )


def adds_up(made: Quote, rounding: str) -> None:
    sum_ = made.goods_yen + made.wrapping_yen + made.shipping_yen + made.fee_yen
    assert made.total_yen == sum_ - made.discount_yen - made.points_used
    assert made.total_yen == sum(gross for _, gross, _ in made.taxes)
    assert made.goods_yen == sum(line.subtotal_yen for line in made.lines)
    for rate, gross, tax in made.taxes:
        assert gross >= 0
        assert tax == tax_in(gross, rate, Rounding(rounding))
    for name in ("goods_yen", "wrapping_yen", "shipping_yen", "fee_yen", "discount_yen", "points_used",
                 "points_earned", "total_yen"):  # fmt: skip
        assert getattr(made, name) == sum(getattr(share, name) for share in made.shares)
        assert all(getattr(share, name) >= 0 for share in made.shares)
    for share in made.shares:
        assert share.total_yen == (
            share.goods_yen + share.wrapping_yen + share.shipping_yen + share.fee_yen
            - share.discount_yen - share.points_used
        )  # fmt: skip
        assert share.total_yen == sum(gross for _, gross, _ in share.taxes)


@settings(max_examples=250, deadline=None)
@given(baskets(), terms)
def test_t_inv_07_every_quote_adds_up_and_nothing_in_it_is_negative(basket: Basket, at: Terms) -> None:
    made = quote(basket, at)
    adds_up(made, at.rounding)
    assert made.points_used <= basket.points
    assert all(0 <= line.discount_yen <= line.subtotal_yen for line in made.lines)
    assert all(parcel.shipping_yen >= 0 for parcel in made.parcels)
    assert {key for parcel in made.parcels for key in parcel.keys} == {line.key for line in basket.lines}


@settings(max_examples=100, deadline=None)
@given(baskets(), terms)
def test_every_quote_survives_being_kept(basket: Basket, at: Terms) -> None:
    made = quote(basket, at)
    assert Quote.from_json(made.as_json()) == made


@settings(max_examples=100, deadline=None)
@given(baskets(), terms, st.randoms())
def test_the_order_of_coupons_never_matters(basket: Basket, at: Terms, dice: object) -> None:
    shuffled = list(basket.coupons)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own random
    again = quote(replace(basket, coupons=(*shuffled, *shuffled[:1])), at)
    assert again == quote(basket, at)


@settings(max_examples=100, deadline=None)
@given(baskets(), terms, st.integers(0, 5))
def test_one_piece_more_never_lowers_the_goods_total(basket: Basket, at: Terms, place: int) -> None:
    if not basket.lines:
        return
    which = place % len(basket.lines)
    more = tuple(
        replace(line, quantity=line.quantity + 1) if number == which else line
        for number, line in enumerate(basket.lines)
    )
    assert quote(replace(basket, lines=more), at).goods_yen >= quote(basket, at).goods_yen


@settings(max_examples=100, deadline=None)
@given(baskets(), terms)
def test_no_coupon_makes_an_order_dearer(basket: Basket, at: Terms) -> None:
    never_free = replace(at, fares=tuple(replace(fare, free_from_yen=None) for fare in at.fares))
    plain = replace(basket, coupons=(), points=0, pay_kind="")
    assert (
        quote(replace(plain, coupons=basket.coupons), never_free).total_yen
        <= quote(plain, never_free).total_yen
    )


@settings(max_examples=100, deadline=None)
@given(baskets(stacks=True), terms)
def test_coupons_that_stack_are_never_refused_for_each_other(basket: Basket, at: Terms) -> None:
    assert "coupon_alone" not in {problem.code for problem in quote(basket, at).problems}


@settings(max_examples=100, deadline=None)
@given(baskets(), terms)
def test_what_takes_nothing_off_is_never_in_the_quote(basket: Basket, at: Terms) -> None:
    made = quote(basket, at)
    assert all(discount.yen > 0 for discount in made.discounts)
    named = {discount.code for discount in made.discounts} | {problem.about for problem in made.problems}
    assert {coupon.code for coupon in basket.coupons} <= named
