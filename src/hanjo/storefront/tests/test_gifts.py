"""What goes with which words on a のし紙, and what a carrier cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Fare
from hanjo.storefront.drawings import noshi_paper
from hanjo.storefront.rules import Carrier, Entry, Load, Promise, Receiver, cannot, limit, noshi
from hanjo.storefront.rules.faults import Need, faults, pieces
from hanjo.storefront.tests import makers

WINDOWS = ("am", "14-16")
DUE = Promise(ships_on=date(2026, 11, 24), earliest_on=date(2026, 11, 25), days=(date(2026, 11, 25),))
FAST = Carrier(name="宅急便", windows=WINDOWS, cod_limit_yen=300_000)


@pytest.mark.parametrize(
    ("purpose", "knot", "ornament"),
    [
        ("御歳暮", "蝶結び", True),
        ("寿", "結び切り（10本）", True),
        ("快気祝", "結び切り（5本）", True),
        ("御見舞", "結び切り（5本）", False),
        ("志", "黒白結び切り", False),
        ("満中陰志", "黄白結び切り", False),
    ],
)
def test_the_words_propose_the_cord_and_say_whether_there_is_an_ornament(
    purpose: str, knot: str, ornament: bool
) -> None:
    assert noshi.knot_for(purpose) == knot
    assert noshi.bears_ornament(purpose) is ornament
    assert noshi.wrong_with(purpose, knot) == ""


def test_a_wedding_with_a_bow_and_a_funeral_with_red_are_refused_with_what_is_right() -> None:
    assert "結び切り（10本）を選んでください" in noshi.wrong_with("寿", "蝶結び")
    assert "黒白結び切りか黄白結び切り" in noshi.wrong_with("志", "蝶結び")


def test_the_eldest_of_three_givers_stands_on_the_right() -> None:
    drawn = noshi_paper("御祝", "", "一、二、三")
    across = [float(drawn.split(f">{sign}</text>")[0].rsplit('x="', 1)[1].split('"')[0]) for sign in "一二三"]
    assert across == sorted(across, reverse=True)


@given(st.text(max_size=60), st.sampled_from([one.word for one in noshi.PURPOSES]))
def test_any_name_can_be_drawn_and_nothing_in_it_becomes_markup(name: str, purpose: str) -> None:
    drawn = noshi_paper(purpose, "", name)
    assert drawn.count("<svg") == drawn.count("</svg>") == 1
    assert "<script" not in drawn


def test_a_fourth_giver_is_too_many() -> None:
    stop = Receiver(noshi="内のし", noshi_purpose="御祝", noshi_name="一、二、三、四")
    found = faults(Entry(receivers=(stop,)), [], [DUE])
    assert "3 名まで" in found["noshi_name"]


def test_a_letter_box_parcel_has_neither_day_nor_window_and_says_why() -> None:
    due = limit(DUE, FAST, Load(all_mail=True))
    assert (due.days, due.windows) == ((), ())
    assert "ポスト" in due.notes[0]


def test_a_window_the_service_lacks_is_absent_and_one_kept_from_before_is_refused() -> None:
    due = limit(DUE, FAST, Load())
    assert due.windows == WINDOWS
    entry = Entry(receivers=(Receiver(window="20-21"),))
    assert "この時間帯を選べません" in faults(entry, [], [due])["window"]


def test_cash_at_the_door_is_refused_on_islands_beyond_the_limit_and_where_nobody_takes_it() -> None:
    island = Load(island="伊豆の島", cod_yen=3000)
    assert set(cannot(FAST, island, cod_on_islands=False)) == {"cod_island"}
    assert not cannot(FAST, island, cod_on_islands=True)
    assert set(cannot(FAST, Load(cod_yen=300_001), cod_on_islands=False)) == {"cod_limit"}
    assert set(cannot(replace(FAST, cod=False), Load(cod_yen=1), cod_on_islands=False)) == {"no_cod"}
    assert set(cannot(replace(FAST, temperatures=("normal",)), Load(temperatures=("frozen",)),
                      cod_on_islands=False)) == {"no_frozen"}  # fmt: skip


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(1, 20))
def test_pieces_are_at_peace_only_when_each_has_one_receiver_and_each_receiver_some(
    given_pieces: list[int], quantity: int
) -> None:
    receivers = tuple(Receiver(items={"1": count} if count else {}) for count in given_pieces)
    found = pieces(Entry(to="several", receivers=receivers), [Need(sku_id=1, name="猪口", quantity=quantity)])
    assert (not found) == (sum(given_pieces) == quantity and all(given_pieces))


@pytest.mark.django_db
def test_what_cannot_travel_together_is_told_in_the_cart_with_the_fee_of_each_parcel() -> None:
    makers.open_shop(10)
    catalogue.save_products([ProductRow(sku_code="pot", name="商品 pot", temperature="frozen")], by=makers.BY)
    pricing.save_shipping_table([Fare(yen=800), Fare(yen=1200, temperature="frozen")], by=makers.BY)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1), ("pot", 1))
    text = guest.get("/shop/cart/").content.decode()
    assert "荷物が 2 つに分かれます" in text
    assert "送料 800円" in text
    assert "送料 1,200円" in text
