"""The catalogue of checks: numbers and codes never change, words are Japanese."""

from __future__ import annotations

import re

import pytest

from hanjo.orders.checks.base import Check
from hanjo.orders.checks.limits import LIMIT_LABELS
from hanjo.orders.checks.run import CHECKS

GOLDEN = {
    0: "postcode_missing",
    1: "postcode_unknown",
    2: "postcode_prefecture",
    3: "postcode_city",
    4: "prefecture_invalid",
    5: "no_building_number",
    6: "unprintable",
    7: "remote_island",
    8: "relay_area",
    9: "receiver_incomplete",
    10: "receiver_too_long",
    11: "phone",
    12: "same_receiver",
    13: "several_recipients",
    14: "window_not_understood",
    15: "window_not_served",
    16: "wanted_date_past",
    17: "wanted_date_too_soon",
    18: "mail_with_date",
    19: "temperature_not_served",
    20: "mail_goods",
    21: "fast_promise",
    22: "cod_not_served",
    23: "cod_over_service",
    24: "cod_over_shop",
    25: "cod_other_receiver",
    26: "amount_mismatch",
    27: "amount_undecided",
    28: "total_zero",
    29: "discount",
    30: "payment_unknown",
    31: "not_authorised",
    32: "unpaid",
    33: "remarks_left",
    34: "remarks_date",
    35: "remarks_window",
    36: "remarks_receipt",
    37: "remarks_no_slip",
    38: "remarks_gift",
    39: "remarks_change",
    40: "remarks_question",
    41: "unknown_item",
    42: "quantity",
    43: "price_differs",
    44: "pre_order",
    45: "made_to_order",
    46: "temperature_mix",
    47: "alcohol",
    48: "bundle",
    49: "mixed_tax",
    50: "inactive_item",
    51: "nth_order",
    52: "cancel_repeater",
    53: "caution_buyer",
    54: "fraud_signs",
    55: "duplicate",
    56: "buyer_tag",
    57: "novelty",
    58: "gift",
    59: "mall_checking",
    60: "subscription",
    61: "foreign",
}
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")


def test_numbers_and_codes_of_checks_never_change() -> None:
    assert {check.number: code for code, check in CHECKS.items()} == GOLDEN


def test_every_number_is_a_bit_of_a_signed_64_bit_column() -> None:
    assert all(0 <= number <= 62 for number in GOLDEN)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.code)
def test_a_check_speaks_japanese_and_its_flag_fits_the_board(check: Check) -> None:
    assert _JAPANESE.search(check.label)
    assert 3 <= len(check.label) <= 24
    assert not check.label.endswith("。")
    assert check.says.endswith(("。", "）。"))
    assert check.says.count("。") == 1
    assert 1 <= len(check.flag) <= 8
    assert re.fullmatch(r"[a-z_]+", check.code)


def test_labels_are_told_apart() -> None:
    assert len({check.label for check in CHECKS.values()}) == len(CHECKS)


def test_every_limit_has_a_name_for_the_settings_page_and_every_name_a_limit() -> None:
    assert set(LIMIT_LABELS) == {name for check in CHECKS.values() for name in check.limits}
