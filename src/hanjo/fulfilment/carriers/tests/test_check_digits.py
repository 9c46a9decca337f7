"""The check digits of slips against published numbers and vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers.check_digits import is_s10, passes_7dr, passes_s10, s10_check, seven_dr
from hanjo.fulfilment.carriers.tracking import tracking_url


def test_the_published_example_passes() -> None:
    assert seven_dr("20096118543") == 4
    assert passes_7dr("200961185434")


@pytest.mark.parametrize("wrong", ["200961185435", "", "4", "20096118543X", "２００９６１１８５４３４"])
def test_what_is_no_number_or_wrong_does_not_pass(wrong: str) -> None:
    assert not passes_7dr(wrong)


@given(st.text("0123456789", min_size=1, max_size=12), st.integers(0, 9))
def test_exactly_one_last_digit_below_seven_passes(digits: str, last: int) -> None:
    assert passes_7dr(f"{digits}{last}") == (last == int(digits) % 7)


def test_s10_vectors() -> None:
    assert s10_check("12345678") == 5
    assert s10_check("47312482") == 9
    assert passes_s10("RR473124829GB")
    assert not passes_s10("RR473124828GB")
    assert is_s10("EG123456785JP")
    assert not is_s10("EG12345678JP")


def test_every_carrier_has_a_page_for_its_numbers_and_a_stranger_has_none() -> None:
    assert tracking_url("yamato", "200961185434").endswith("pno=200961185434")
    assert "okurijoNo=200961185434" in tracking_url("sagawa", "200961185434")
    assert "reqCodeNo1=200961185434" in tracking_url("clickpost", "200961185434")
    assert tracking_url("yamato", "1&x=2").endswith("pno=1%26x%3D2")
    assert tracking_url("nobody", "1") == ""
