"""What a basket costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hanjo.pricing.terms import Bracket, CouponTerms, Fare, PointRule, Quote, RemoteArea, Stop, Terms
from hanjo.pricing.tests.baskets import FREE, NOON, TOKYO, buckets, coupon, line, price

TABLE = Terms(
    fares=(
        Fare(yen=800, zone="全国", free_from_yen=8800),
        Fare(yen=1500, zone="沖縄", prefectures=("沖縄県",), free_from_yen=20000),
        Fare(yen=250, zone="全国", mail_size=True),
        Fare(yen=1100, zone="全国", temperature="frozen", free_from_yen=15000),
    ),
    remotes=(RemoteArea(postals=("10004",), yen=1200),),
    brackets=(Bracket(pay_kind="cod", yen=330, to_yen=10000), Bracket(pay_kind="cod", yen=440, to_yen=30000)),
    mail_pieces=3,
    version="s1",
)


def told(made: Quote) -> list[str]:
    return [problem.code for problem in made.problems]


def test_t_inv_03_own_points_leave_2969_and_1079() -> None:
    made = price(line("a", 2970), line("b", 1080, rate=8), points=2)
    assert buckets(made) == {10: (2969, 269), 8: (1079, 79)}
    assert (made.total_yen, made.points_used) == (4048, 2)


def test_t_inv_04_a_discount_of_92_leaves_1579_and_7322() -> None:
    made = price(line("a", 1595), line("b", 7398, rate=8), coupons=(coupon("C", "yen", 92),))
    assert buckets(made) == {10: (1579, 143), 8: (7322, 542)}
    assert made.total_yen == 8901


def test_t_inv_05_a_coupon_of_500_is_split_302_to_198() -> None:
    made = price(line("a", 3300), line("b", 2160, rate=8), coupons=(coupon("C", "yen", 500),))
    assert buckets(made) == {10: (2998, 272), 8: (1962, 145)}
    assert [one.discount_yen for one in made.lines] == [302, 198]


def test_t_inv_06_of_equal_remainders_the_higher_rate_keeps_the_yen() -> None:
    made = price(line("a", 165), line("b", 755, rate=8), coupons=(coupon("C", "yen", 92),))
    assert buckets(made) == {10: (148, 13), 8: (680, 50)}


def test_t_ct_03_wrapping_shipping_and_fee_bear_the_standard_rate_even_for_food() -> None:
    made = price(line("a", 1080, rate=8, wrapping_yen=220), terms=TABLE, pay_kind="cod")
    assert (made.wrapping_yen, made.shipping_yen, made.fee_yen) == (220, 800, 330)
    assert buckets(made) == {10: (1350, 122), 8: (1080, 80)}


def test_goods_for_8800_yen_after_coupons_travel_free() -> None:
    assert price(line("a", 8800), terms=TABLE).shipping_yen == 0
    cut = price(line("a", 8800), terms=TABLE, coupons=(coupon("C", "yen", 1),))
    assert (cut.shipping_yen, cut.to_free_shipping_yen) == (800, 1)


def test_a_zone_has_its_own_fee_and_its_own_free_line() -> None:
    made = price(line("a", 8800), terms=TABLE, stops=(Stop(prefecture="沖縄県"),))
    assert (made.shipping_yen, made.to_free_shipping_yen) == (1500, 11200)


def test_an_island_costs_more_even_where_shipping_is_free() -> None:
    island = Stop(prefecture="東京都", postal="100-0401")
    assert price(line("a", 8800), terms=TABLE, stops=(island,)).shipping_yen == 1200
    waived = replace(TABLE, remote_is_waived=True)
    assert price(line("a", 8800), terms=waived, stops=(island,)).shipping_yen == 0


def test_frozen_goods_travel_in_a_parcel_of_their_own() -> None:
    made = price(line("a", 500), line("b", 500, temperature="frozen"), terms=TABLE)
    assert [(one.temperature, one.keys, one.shipping_yen) for one in made.parcels] == [
        ("frozen", ("b",), 1100),
        ("normal", ("a",), 800),
    ]


def test_goods_that_may_ride_with_colder_ones_share_their_parcel() -> None:
    made = price(
        line("a", 500),
        line("b", 500, temperature="frozen"),
        terms=replace(TABLE, rides=(("normal", "frozen"),)),
    )
    assert [(one.temperature, one.keys) for one in made.parcels] == [("frozen", ("b", "a"))]


def test_small_goods_go_as_mail_up_to_three_pieces_and_never_for_cash_on_delivery() -> None:
    assert price(line("a", 500, 3, mail_size=True), terms=TABLE).shipping_yen == 250
    assert price(line("a", 500, 4, mail_size=True), terms=TABLE).shipping_yen == 800
    assert price(line("a", 500, 3, mail_size=True), terms=TABLE, pay_kind="cod").shipping_yen == 800


def test_without_a_prefecture_the_total_is_the_lowest_there_is_and_says_so() -> None:
    made = price(line("a", 500), terms=TABLE, stops=())
    assert (made.shipping_yen, made.shipping_is_known) == (800, False)
    assert "お届け先により変わります" in made.parcels[0].why


def test_where_no_fee_is_decided_nothing_can_be_sent() -> None:
    made = price(line("a", 500, temperature="chilled"), terms=TABLE)
    assert told(made) == ["no_fare"]
    assert "東京都への冷蔵便" in made.problems[0].text


def test_cash_on_delivery_has_its_fee_by_amount_and_an_end() -> None:
    assert price(line("a", 9200), terms=TABLE, pay_kind="cod").fee_yen == 330
    assert price(line("a", 10001), terms=TABLE, pay_kind="cod").fee_yen == 440
    dear = price(line("a", 30001), terms=TABLE, pay_kind="cod")
    assert (dear.fee_yen, told(dear)) == (0, ["pay_too_much"])


def test_cash_on_delivery_reaches_one_destination_only() -> None:
    made = price(
        line("a", 500), line("b", 500, destination=1), terms=TABLE, pay_kind="cod", stops=(TOKYO, TOKYO)
    )
    assert "pay_single_stop" in told(made)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (coupon("C", "yen", 100, from_at=NOON + timedelta(minutes=1)), "coupon_not_yet"),
        (coupon("C", "yen", 100, until_at=NOON), "coupon_over"),
        (coupon("C", "yen", 100, minimum_yen=1001), "coupon_minimum"),
        (coupon("C", "yen", 100, product_ids=(9,)), "coupon_not_these"),
        (coupon("C", "yen", 100, ranks=("gold",)), "coupon_rank"),
        (coupon("C", "yen", 100, first_order_only=True), "coupon_first_only"),
        (coupon("C", "shipping", 0), "coupon_nothing_left"),
    ],
)
def test_a_coupon_that_does_not_count_says_why_and_takes_nothing(one: CouponTerms, why: str) -> None:
    made = price(line("a", 1000), coupons=(one,), orders_before=1)
    assert (told(made), made.discounts, made.total_yen) == ([why], (), 1000)
    assert "「C」" in made.problems[0].text


def test_a_coupon_that_counts_per_customer_asks_a_stranger_to_sign_in() -> None:
    once = coupon("C", "yen", 100, per_customer=True)
    stranger = price(line("a", 1000), coupons=(once,), knows_buyer=False)
    assert (told(stranger), stranger.total_yen) == (["coupon_members"], 1000)
    assert price(line("a", 1000), coupons=(once,)).total_yen == 900


def test_a_coupon_for_a_category_takes_from_its_goods_only() -> None:
    made = price(
        line("a", 1000, category_ids=(5, 7)),
        line("b", 1000, product_id=2),
        coupons=(coupon("C", "percent", 15, category_ids=(7,)),),
    )
    assert [one.discount_yen for one in made.lines] == [150, 0]


def test_per_cents_are_of_the_price_before_other_coupons_and_have_their_most() -> None:
    both = (coupon("A", "yen", 500, stacks=True), coupon("B", "percent", 10, stacks=True, most_yen=80))
    made = price(line("a", 1000), coupons=both)
    assert [(one.code, one.yen) for one in made.discounts] == [("B", 80), ("A", 500)]


def test_of_coupons_that_do_not_go_together_the_best_for_the_buyer_is_used() -> None:
    three = (
        coupon("A", "yen", 300, stacks=True), coupon("B", "yen", 100, stacks=True), coupon("C", "yen", 350),
    )  # fmt: skip
    made = price(line("a", 1000), coupons=three)
    assert made.total_yen == 600
    assert [(one.code, one.about) for one in made.problems] == [("coupon_alone", "C")]


def test_a_shipping_coupon_takes_the_shipping() -> None:
    made = price(line("a", 1000), terms=TABLE, coupons=(coupon("S", "shipping", 0),))
    assert (made.shipping_yen, made.discount_yen, made.total_yen) == (800, 800, 1000)
    part = price(line("a", 1000), terms=TABLE, coupons=(coupon("S", "shipping", 300),))
    assert part.total_yen == 1500


def test_points_pay_at_most_their_part_and_not_less_than_the_minimum() -> None:
    rule = PointRule(minimum=100, cap_percent=50)
    assert price(line("a", 1000), terms=replace(FREE, points=rule), points=900).points_used == 500
    few = price(line("a", 1000), terms=replace(FREE, points=rule), points=99)
    assert (few.points_used, told(few)) == (0, ["points_minimum"])


def test_points_that_pay_goods_only_leave_the_shipping() -> None:
    rule = PointRule(covers_all=False)
    made = price(line("a", 1080, rate=8), terms=replace(TABLE, points=rule), points=5000)
    assert (made.points_used, made.total_yen) == (1080, 800)
    assert buckets(made)[8] == (0, 0)


def test_points_are_earned_by_rank_on_what_was_really_paid() -> None:
    rule = PointRule(rate=100, rates={"gold": 300})
    terms = replace(FREE, points=rule)
    assert price(line("a", 1000), terms=terms).points_earned == 10
    assert price(line("a", 1000), terms=terms, rank="gold").points_earned == 30
    assert price(line("a", 1000), terms=terms, rank="gold", points=500).points_earned == 15
    assert price(line("a", 1000, point_times=5), terms=terms).points_earned == 50
    without = replace(FREE, points=replace(rule, with_tax=False))
    assert price(line("a", 1100), terms=without).points_earned == 10


def test_a_strike_price_is_shown_only_above_the_price_of_now() -> None:
    made = price(line("a", 800, was_yen=1000), line("b", 1000, was_yen=1000))
    assert [one.was_yen for one in made.lines] == [1000, None]


def test_shares_say_what_each_destination_costs() -> None:
    made = price(
        line("a", 3000), line("b", 1000, destination=1), terms=TABLE, stops=(TOKYO, TOKYO), points=1400,
    )  # fmt: skip
    assert [(one.goods_yen, one.shipping_yen, one.points_used, one.total_yen) for one in made.shares] == [
        (3000, 800, 950, 2850),
        (1000, 800, 450, 1350),
    ]


def test_a_quote_comes_back_from_its_kept_form_with_the_same_fingerprint() -> None:
    made = price(line("a", 3000), terms=TABLE, coupons=(coupon("C", "yen", 1),), points=10, pay_kind="cod")
    back = Quote.from_json(made.as_json())
    assert back == made
    assert back.digest() == made.digest()
    assert back.digest() != replace(made, total_yen=made.total_yen + 1).digest()


def test_an_empty_basket_costs_nothing() -> None:
    made = price(terms=TABLE, pay_kind="cod", points=100)
    assert (made.total_yen, made.fee_yen, made.points_used) == (0, 0, 0)
