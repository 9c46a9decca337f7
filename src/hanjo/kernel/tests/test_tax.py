"""Tax is rounded once per rate per document, and what is paid is what the rates add up to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hanjo.kernel.tax import Rounding, TaxTotal, after_discount, tax_in, tax_on, totals


def by_rate(found: list[TaxTotal]) -> dict[int, tuple[int, int]]:
    return {total.rate: (total.gross_yen, total.tax_yen) for total in found}


def test_t_inv_01_mixed_rates_without_tax_round_once_per_rate() -> None:
    reduced, standard = 533 * 3 + 1287, 1234 * 3 + 682
    assert (tax_on(reduced, 8), tax_on(standard, 10)) == (230, 438)
    assert tax_on(533 * 3, 8) + tax_on(1287, 8) == 229  # by line: what must not appear
    assert reduced + standard + 230 + 438 == 7938


def test_t_inv_02_half_up_over_the_sum_not_over_lines() -> None:
    assert tax_on(105 + 107, 10, Rounding.HALF_UP) == 21
    assert tax_on(105, 10, Rounding.HALF_UP) + tax_on(107, 10, Rounding.HALF_UP) == 22


def test_t_inv_03_own_points_over_two_rates() -> None:
    found = by_rate(totals({10: 2970, 8: 1080}, discount_yen=2))
    assert found == {10: (2969, 269), 8: (1079, 79)}
    assert sum(gross for gross, _ in found.values()) == 4048


def test_t_inv_04_a_discount_over_two_rates() -> None:
    found = by_rate(totals({10: 1595, 8: 7398}, discount_yen=92))
    assert found == {10: (1579, 143), 8: (7322, 542)}
    assert sum(gross for gross, _ in found.values()) == 8901


def test_t_inv_05_a_coupon_over_two_rates() -> None:
    found = by_rate(totals({10: 3300, 8: 2160}, discount_yen=500))
    assert found == {10: (2998, 272), 8: (1962, 145)}
    assert sum(gross for gross, _ in found.values()) == 4960


def test_t_inv_06_of_equal_remainders_the_higher_rate_is_cut_by_the_odd_yen() -> None:
    assert after_discount({10: 165, 8: 755}, 92) == {10: 148, 8: 680}


def test_t_ct_10_both_bases_are_legal_and_their_totals_differ_by_a_yen() -> None:
    unit = 980 + tax_on(980, 8)
    assert unit == 1058
    assert (3 * unit, tax_in(3 * unit, 8)) == (3174, 235)  # the shop's basis: prices include tax
    assert 2940 + tax_on(2940, 8) == 3175


@given(
    st.dictionaries(st.sampled_from([0, 8, 10]), st.integers(0, 10**9), min_size=1),
    st.integers(0, 10**9),
    st.sampled_from(list(Rounding)),
)
def test_t_inv_07_the_rates_add_up_and_each_is_rounded_once(
    gross: dict[int, int], discount: int, rounding: Rounding
) -> None:
    discount = min(discount, sum(gross.values()))
    found = totals(gross, discount_yen=discount, rounding=rounding)
    assert sum(total.gross_yen for total in found) == sum(gross.values()) - discount
    assert [total.rate for total in found] == sorted(gross, reverse=True)
    for total in found:
        assert 0 <= total.gross_yen <= gross[total.rate]
        exact = total.gross_yen * total.rate
        error = total.tax_yen * (100 + total.rate) - exact
        bounds = {
            Rounding.FLOOR: (-(100 + total.rate), 0),
            Rounding.CEIL: (0, 100 + total.rate),
            Rounding.HALF_UP: (-(100 + total.rate) / 2, (100 + total.rate) / 2),
        }
        low, high = bounds[rounding]
        assert low <= error <= high
        assert abs(error) < 100 + total.rate


@given(st.integers(0, 10**9), st.sampled_from([8, 10]), st.sampled_from(list(Rounding)))
def test_a_refund_mirrors_the_sale(gross: int, rate: int, rounding: Rounding) -> None:
    assert tax_in(-gross, rate, rounding) == -tax_in(gross, rate, rounding)
