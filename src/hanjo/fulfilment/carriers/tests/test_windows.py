"""A delivery window is carried over by meaning and never wiped."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers import clickpost, japanpost, sagawa, yamato
from hanjo.fulfilment.carriers.terms import Window

TODAY = date(2026, 11, 22)
TABLES = {module.CARRIER: module.windows for module in (yamato, sagawa, japanpost, clickpost)}


@pytest.mark.parametrize(
    ("carrier", "window", "code"),
    [
        ("yamato", Window.NONE, ""),
        ("yamato", Window.MORNING, "0812"),
        ("yamato", Window.H19_21, "1921"),
        ("yamato", Window.H12_14, None),
        ("sagawa", Window.MORNING, "01"),
        ("sagawa", Window.H18_21, "04"),
        ("sagawa", Window.H12_14, "12"),
        ("japanpost", Window.NONE, "00"),
        ("japanpost", Window.MORNING, "51"),
        ("japanpost", Window.H19_21, "57"),
        ("clickpost", Window.MORNING, None),
    ],
)
def test_codes_by_carrier(carrier: str, window: Window, code: str | None) -> None:
    assert TABLES[carrier].code(window, TODAY) == code


@given(st.sampled_from(sorted(TABLES)), st.sampled_from(list(Window)))
def test_a_code_means_the_window_it_was_made_from(carrier: str, window: Window) -> None:
    code = TABLES[carrier].code(window, TODAY)
    if code is not None:
        assert TABLES[carrier].window(code, TODAY) is window


def test_a_window_that_ended_holds_until_its_last_day() -> None:
    table, last = japanpost.windows, date(2024, 3, 31)
    assert table.code(Window.H20_21, last) == "56"
    assert table.code(Window.H20_21, last + timedelta(days=1)) is None
    assert table.window("56", last + timedelta(days=1)) is None


def test_an_equal_window_is_taken_without_asking() -> None:
    choice = yamato.windows.settle(Window.H14_16, TODAY)
    assert choice.settled
    assert choice.window is Window.H14_16


def test_without_an_equal_window_the_operator_chooses_and_nothing_is_wiped() -> None:
    choice = yamato.windows.settle(Window.H18_21, TODAY, "ヤマト運輸")
    assert not choice.settled
    assert choice.wanted is Window.H18_21
    assert choice.options[:2] == (Window.H18_20, Window.H19_21)
    assert choice.options[-1] is Window.NONE
    assert "18～21時" in choice.reason


def test_a_carrier_without_windows_says_so() -> None:
    choice = clickpost.windows.settle(Window.MORNING, TODAY, "クリックポスト")
    assert not choice.settled
    assert choice.options == (Window.NONE,)
    assert "指定できません" in choice.reason


@given(st.sampled_from(sorted(TABLES)), st.sampled_from(list(Window)))
def test_every_window_is_settled_equal_or_offered_a_choice(carrier: str, window: Window) -> None:
    choice = TABLES[carrier].settle(window, TODAY)
    assert choice.window in (window, None)
    assert choice.settled or (choice.options and choice.reason)


def test_an_empty_text_is_no_window_and_nonsense_is_refused() -> None:
    assert Window("") is Window.NONE
    with pytest.raises(ValueError, match="25-26"):
        Window("25-26")
