"""Reading of remarks under any day and any text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanjo.orders.checks.reading.read import read_remark, read_window
from hanjo.orders.checks.reading.wishes import DateWish

_PIECES = st.sampled_from(
    "11/25 25日 来週 火曜 午前中 14-16時 18時以降 夜 領収書 宛名 「 」 は で を の 不要 "
    "納品書 金額 わからない のし 内祝 "
    "ラッピング キャンセル 変更 ください お願いします 、 。 ? ( ) ： 〜 ー 𠮷 🎁 0 9 \n".split(" ")
)


@pytest.mark.parametrize(
    ("remark", "ordered_on", "on", "confidence"),
    [
        ("来週火曜着でお願いします", date(2026, 11, 25), date(2026, 12, 1), 88),
        ("来週日曜着でお願いします", date(2026, 11, 25), date(2026, 12, 6), 60),
        ("今週の金曜日着", date(2026, 11, 25), date(2026, 11, 27), 88),
        ("1/5着希望", date(2026, 12, 28), date(2027, 1, 5), 95),
        ("12/31着希望", date(2027, 1, 2), date(2026, 12, 31), 30),
        ("2/29着希望", date(2028, 2, 1), date(2028, 2, 29), 95),
        ("5日着希望", date(2026, 12, 28), date(2027, 1, 5), 88),
        ("31日着希望", date(2026, 11, 22), date(2026, 12, 31), 88),
        ("明日着希望", date(2026, 12, 31), date(2027, 1, 1), 85),
        ("令和元年5月1日", date(2026, 11, 22), date(2019, 5, 1), 30),
    ],
)
def test_a_day_is_counted_from_the_day_of_the_order(
    remark: str, ordered_on: date, on: date, confidence: int
) -> None:
    [wish] = [one for one in read_remark(remark, ordered_on).wishes if isinstance(one, DateWish)]

    assert (wish.on, wish.confidence) == (on, confidence)


def test_a_wish_knows_its_place_in_the_text_as_it_was_written() -> None:
    remark = "よろしく　１１／２５（水）着希望"
    [wish] = read_remark(remark, date(2026, 11, 22)).wishes

    assert remark[wish.start : wish.end] == "１１／２５（水）"


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("午前中", "am"),
        ("14時-16時", "14-16"),
        ("19:00〜21:00", "19-21"),
        ("18〜20時", "18-20"),
        ("指定なし", ""),
    ],
)
def test_the_words_of_a_mall_become_a_window(words: str, window: str) -> None:
    assert read_window(words)[0] == window


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_remark_breaks_the_reader_and_every_place_is_inside(remark: str) -> None:
    reading = read_remark(remark, date(2026, 11, 22))

    assert all(0 <= one.start < one.end <= len(remark) for one in reading.wishes)
    assert all(0 <= one.confidence <= 100 for one in reading.wishes)


@pytest.mark.parametrize(
    "piece",
    ["お願いします", "11/25", "領収書の宛名は", "のし", "配達していただけ", "「", "14-", "変更", "納品書"],
)
def test_a_hostile_remark_costs_no_more_than_a_moment(piece: str) -> None:
    remark = (piece * 4000)[:4000]
    started = time.perf_counter()
    read_remark(remark, date(2026, 11, 22))

    assert time.perf_counter() - started < 2


def test_a_remark_longer_than_a_letter_is_left_to_a_person() -> None:
    remark = "あ" * 5000

    assert read_remark(remark, date(2026, 11, 22)).left == remark
