"""What the packer and the receiver of a gift read."""

from __future__ import annotations

from pathlib import Path

import pytest

from hanjo.fulfilment import queries
from hanjo.fulfilment.documents.delivery_slip import print_slips
from hanjo.fulfilment.documents.pick_lists import print_orders
from hanjo.fulfilment.documents.tests.test_delivery_slip import text_of
from hanjo.fulfilment.queries import papers
from hanjo.fulfilment.tests import made_up

pytestmark = pytest.mark.django_db
DRESSED = {
    "is_gift": True,
    "noshi": "内のし・御歳暮・蝶結び・見本",
    "wrapping": "包装紙・手提げ袋",
    "gift_message": "お元気で",
}


def test_the_packer_reads_the_noshi_and_the_wrapping_and_the_receiver_no_price(tmp_path: Path) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1}, **DRESSED, no_prices=True)
    wave = made_up.instruct(order)[0].wave
    flags = papers.pack_flags(order)
    assert {"のし 内のし・御歳暮・蝶結び・見本", "包装 包装紙・手提げ袋", "金額なし納品書"} <= set(flags)
    listed = text_of(print_orders(queries.pick_wave(wave)).pdf, tmp_path)
    assert "御歳暮" in listed.replace("\n", "")
    slip = text_of(print_slips(queries.slips(wave)).pdf, tmp_path)
    assert "お元気で" in slip
    assert "¥" not in slip
    assert "1,980" not in slip


def test_a_buyer_who_wants_prices_on_a_dressed_parcel_gets_them(tmp_path: Path) -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1}, **DRESSED, extra={"no_prices": False})
    wave = made_up.instruct(order)[0].wave
    assert "金額なし納品書" not in papers.pack_flags(order)
    assert "¥1,980" in text_of(print_slips(queries.slips(wave)).pdf, tmp_path)


def test_a_slip_names_the_number_of_the_mall_and_none_of_our_own_basket(tmp_path: Path) -> None:
    made_up.shop()
    mall = made_up.order("MALL-4711", {"CUP": 1})
    own = made_up.order("4712", {"CUP": 1}, extra={"checkout": "basket-1"})
    wave = made_up.instruct(mall, own)[0].wave
    said = text_of(print_slips(queries.slips(wave)).pdf, tmp_path)
    assert "MALL-4711" in said
    assert "購入先の注文番号" in said
    assert said.count("購入先の注文番号") == 1


def test_the_goods_that_stay_undressed_are_named_on_every_paper_and_where_the_parcel_is_checked(
    tmp_path: Path,
) -> None:
    made_up.shop()
    but = {
        "noshi": "内のし・御歳暮・蝶結び・見本（麻の葉の手ぬぐいを除く）",
        "wrapping": "包装紙・手提げ袋（麻の葉の手ぬぐいを除く）",
    }
    order = made_up.order("1", {"CUP": 1, "TOWEL": 1}, **{**DRESSED, **but})
    [row] = made_up.instruct(order)
    flags = papers.pack_flags(order)
    assert {f"のし {but['noshi']}", f"包装 {but['wrapping']}"} <= set(flags)
    for made in (print_orders(queries.pick_wave(row.wave)), print_slips(queries.slips(row.wave))):
        text = "".join(text_of(made.pdf, tmp_path).split())
        assert text.count("麻の葉の手ぬぐいを除く") == 2
    seen = queries.scan_state(row.pk)
    assert seen.dressing == (f"のし {but['noshi']}", f"包装 {but['wrapping']}", "メッセージを入れる")
