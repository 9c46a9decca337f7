"""Cells: numbers, money, dates, windows, addresses, countries."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hanjo.channels.malls.rakuten.comment import read_comment
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading.address import split_address
from hanjo.channels.reading.cells import BadCell, is_undecided, parse_decimal, parse_int, parse_yen
from hanjo.channels.reading.country import country_code
from hanjo.channels.reading.dates import check_pattern, parse_date, parse_datetime


@pytest.mark.parametrize(
    ("written", "yen"),
    [("1980", 1980), ("¥1,980", 1980), ("￥１，９８０円", 1980), (" 1980.00 ", 1980), ("▲500", -500),
     ("(500)", -500), ("−200", -200), ('="0980"', 980),
     ("\\1,000-", None), ("1980.5", None), ("", None), ("=A1*2", None), ("1e5", None)],
)  # fmt: skip
def test_yen_are_read_in_every_usual_spelling_or_refused(written: str, yen: int | None) -> None:
    if yen is None:
        with pytest.raises(BadCell) as refusal:
            parse_yen(written, "単価")
        assert "列「単価」" in str(refusal.value)
        return
    assert parse_yen(written, "単価") == yen


def test_numbers_are_exact_and_bounded() -> None:
    assert parse_decimal("2.55", "x") == Decimal("2.55")
    assert parse_int("３", "x") == 3
    for written in ("2.5", "10000000000", "nan", "Infinity", "1" * 400, "二"):
        with pytest.raises(BadCell):
            parse_int(written, "個数")


def test_an_undecided_amount_is_recognised() -> None:
    assert is_undecided("-9999")
    assert is_undecided("－９９９９")
    assert not is_undecided("9999")


@pytest.mark.parametrize(
    ("written", "pattern", "expected"),
    [
        ("2026/11/21 08:30:15", "auto", "2026-11-20T23:30:15"),
        ("2026-11-21T08:30:00+09:00", "auto", "2026-11-20T23:30:00"),
        ("2026-11-21T08:30:00Z", "auto", "2026-11-21T08:30:00"),
        ("2026年11月21日(土) 8時30分", "auto", "2026-11-20T23:30:00"),
        ("令和8年11月21日", "auto", "2026-11-20T15:00:00"),
        ("R元.5.1", "auto", "2019-04-30T15:00:00"),
        ("２０２６／１１／２１", "auto", "2026-11-20T15:00:00"),
        ("46347.354166667", "auto", "2026-11-20T23:30:00"),
        ("20261121083000", "auto", "2026-11-20T23:30:00"),
        ("12/1/10 8:26", "m/d/yy H:MM", "2010-11-30T23:26:00"),
        ("1/12/10 8:26", "d/m/yy H:MM", "2010-11-30T23:26:00"),
        ("12/1/2010", "m/d/YYYY H:MM", "2010-11-30T15:00:00"),
        ("20261121", "YYYYMMDD", "2026-11-20T15:00:00"),
        ("2026/11/21 24:00", "auto", "2026-11-21T15:00:00"),
    ],
)
def test_dates_are_read_as_tokyo_time_unless_they_say_otherwise(
    written: str, pattern: str, expected: str
) -> None:
    assert parse_datetime(written, "注文日時", pattern) == datetime.fromisoformat(expected).replace(
        tzinfo=UTC
    )


def test_a_stated_zone_is_kept() -> None:
    london = parse_datetime("4/28/11 19:53", "x", "m/d/yy H:MM", ZoneInfo("Europe/London"))
    assert london == datetime(2011, 4, 28, 18, 53, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "昨日", "2026/13/1", "2026/2/30", "99999", "1/2/3", "2026/11/21 25:00"]
)
def test_what_is_no_date_is_refused_with_column_and_value(written: str) -> None:
    with pytest.raises(BadCell) as refusal:
        parse_datetime(written, "注文日時")
    assert f"列「注文日時」の値「{written}」" in str(refusal.value)


def test_a_day_is_the_day_in_tokyo() -> None:
    assert parse_date("2026-11-24T15:30:00Z", "x") == date(2026, 11, 25)


def test_a_pattern_without_year_is_refused() -> None:
    assert "年・月・日" in check_pattern("m/d H:MM")
    assert check_pattern("m/d/yy H:MM") == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", ("", "")), ("0", ("", "")), ("午前中", ("am", "")), ("1", ("am", "")), ("1416", ("14-16", "")),
     ("14:00～16:00", ("14-16", "")), ("１８時〜２０時", ("18-20", "")), ("19-21", ("19-21", "")),
     ("指定なし", ("", "")), ("午後", ("", "午後")), ("夜遅く", ("", "夜遅く")), ("12-13", ("", "12-13"))],
)  # fmt: skip
def test_a_window_is_understood_or_kept_as_written(written: str, expected: tuple[str, str]) -> None:
    assert canonical_window(written) == expected


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "兵庫県神戸市中央区加納町6-5-1 市役所1号館",
            ("兵庫県", "神戸市中央区", "加納町6-5-1", "市役所1号館"),
        ),
        (
            "東京都千代田区霞が関１丁目２番３号霞ビル１０１",
            ("東京都", "千代田区", "霞が関１丁目２番３号", "霞ビル１０１"),
        ),
        ("横浜市西区みなとみらい2-2-1 タワー", ("神奈川県", "横浜市西区", "みなとみらい2-2-1", "タワー")),
        ("北海道札幌市中央区北一条西2丁目", ("北海道", "札幌市中央区", "北一条西2丁目", "")),
        ("東京都西多摩郡日の出町平井2780", ("東京都", "西多摩郡日の出町", "平井2780", "")),
        ("千葉県鎌ヶ谷市新鎌ケ谷2-6-1", ("千葉県", "鎌ヶ谷市", "新鎌ケ谷2-6-1", "")),
        (
            "京都府 京都市 中京区 寺町通御池上る上本能寺前町488番地",
            ("京都府", "京都市中京区", "寺町通御池上る上本能寺前町488番地", ""),
        ),
        ("どこかの住所", ("", "", "どこかの住所", "")),
    ],
)
def test_an_address_line_is_cut_at_known_cities(line: str, parts: tuple[str, str, str, str]) -> None:
    assert split_address(line) == parts


def test_countries_are_known_by_name() -> None:
    assert [country_code(name) for name in ("", "United Kingdom", "EIRE", "日本", "de", "Unspecified")] == [
        "JP",
        "GB",
        "IE",
        "JP",
        "DE",
        "Unspecified",
    ]


def test_a_comment_is_cut_into_wish_and_remark() -> None:
    comment = read_comment("[配送日時指定:]\n2026-11-25(水)\n午前中\n[備考:]\n玄関前へ\n[のし:] 御祝")
    assert (comment.wanted_on, comment.window) == (date(2026, 11, 25), "am")
    assert comment.remarks == "玄関前へ\n[のし:] 御祝"
    assert read_comment("急ぎません").remarks == "急ぎません"
