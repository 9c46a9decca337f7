"""Long texts are divided at sensible places; nothing is lost and no number is broken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers.charset import width
from hanjo.fulfilment.carriers.fitting import fit, join

ADDRESS_TEXT = st.text("東京都渋谷区丁目番地号階ビルメゾン荘0123456789-－ー（）ＡB c々ｶﾞ𠮷", max_size=30)


def bare(text: str) -> str:
    return re.sub(r"[ 　]", "", text)


@pytest.mark.parametrize(
    ("pieces", "slots", "parts"),
    [
        (
            ["東京都渋谷区", "神宮前1-2-3", "繁盛ビル5階"],
            [32, 32, 32],
            ["東京都渋谷区", "神宮前1-2-3", "繁盛ビル5階"],
        ),
        (["東京都渋谷区", "神宮前1-2-3", "201号室"], [24, 24], ["東京都渋谷区神宮前1-2-3", "201号室"]),
        (["神宮前1-2-3", "201号室"], [32], ["神宮前1-2-3 201号室"]),
        (["一番町12345-67890", ""], [12, 12], ["一番町", "12345-67890"]),
        (["加納町六丁目五番一号"], [12, 12], ["加納町六丁目", "五番一号"]),
        (["株式会社はんじょう 商品部 受注課"], [20, 20], ["株式会社はんじょう", "商品部 受注課"]),
        (["繁盛ガーデンコート12階"], [20, 10], ["繁盛ガーデンコート", "12階"]),
        ([], [10, 10], ["", ""]),
    ],
)
def test_breaks_fall_where_a_person_would_put_them(
    pieces: list[str], slots: list[int], parts: list[str]
) -> None:
    assert fit(pieces, slots) == parts


def test_what_does_not_fit_is_not_cut() -> None:
    assert fit(["1234567890123"], [8, 8]) is None
    assert fit(["あ" * 20], [10, 10]) is None


@given(st.lists(ADDRESS_TEXT, max_size=3), st.lists(st.integers(4, 40), min_size=1, max_size=4))
def test_the_parts_are_the_text_and_keep_their_widths(pieces: list[str], slots: list[int]) -> None:
    pieces = [piece.strip() for piece in pieces]
    parts = fit(pieces, slots)
    if parts is None:
        return
    assert bare("".join(parts)) == bare("".join(pieces))
    assert len(parts) == len(slots)
    for part, slot in zip(parts, slots, strict=True):
        assert width(part) <= slot


@given(st.lists(ADDRESS_TEXT, max_size=3), st.lists(st.integers(4, 40), min_size=2, max_size=4))
def test_no_number_is_broken_between_two_fields(pieces: list[str], slots: list[int]) -> None:
    pieces = [piece.strip() for piece in pieces]
    parts = fit(pieces, slots)
    if parts is None or len([piece for piece in pieces if piece]) > 1:
        return
    whole = re.findall(r"[0-9]+(?:[-－ー][0-9]+)*", "".join(pieces))
    found = [number for part in parts for number in re.findall(r"[0-9]+(?:[-－ー][0-9]+)*", part)]
    assert found == whole


def test_pieces_that_would_run_together_get_a_space() -> None:
    assert join(["神宮前1-2-3", "1203号室"])[0] == "神宮前1-2-3 1203号室"
    assert join(["東京都渋谷区", "神宮前"])[0] == "東京都渋谷区神宮前"
