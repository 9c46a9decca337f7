"""How values are written."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hanjo.ui import formats

MOMENT = datetime(2026, 11, 20, 15, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "written"),
    [(1234, "¥1,234"), (0, "¥0"), (-1980, "−¥1,980"), (None, "—"), (3214870, "¥3,214,870")],
)
def test_money_in_a_table(value: int | None, written: str) -> None:
    assert formats.yen(value) == written


def test_money_in_a_sentence() -> None:
    assert formats.yen_prose(5060) == "5,060円"
    assert formats.yen_prose(-5060) == "−5,060円"


def test_a_moment_is_told_in_tokyo() -> None:
    assert formats.at(MOMENT) == "2026-11-21（土）00:23"
    assert formats.at_short(MOMENT) == "11-21 00:23"
    assert formats.clock_time(MOMENT) == "00:23"
    assert formats.on_prose(MOMENT) == "11月21日（土）"
    assert formats.on(date(2026, 11, 24)) == "2026-11-24（火）"


def test_what_is_absent_is_a_dash() -> None:
    assert {
        formats.at(None),
        formats.at_short(None),
        formats.on(None),
        formats.on_prose(None),
        formats.ago(None),
    } == {"—"}
    assert formats.iso(None) == ""


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=2), "今"),
        (timedelta(seconds=48), "48秒前"),
        (timedelta(minutes=59), "59分前"),
        (timedelta(hours=2, minutes=10), "2時間前"),
        (timedelta(days=3), "3日前"),
        (timedelta(minutes=-5), "あと 5分"),
    ],
)
def test_how_long_ago(gap: timedelta, said: str) -> None:
    assert formats.ago(MOMENT, MOMENT + gap) == said
