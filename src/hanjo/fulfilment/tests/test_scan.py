"""検品."""

from __future__ import annotations

import pytest

from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.models import InstructionLine, Scan
from hanjo.fulfilment.terms import (
    InstructionNotFound,
    InstructionState,
    NothingToUndo,
    NotLive,
    SurplusGoods,
    UnknownCode,
    WrongGoods,
)
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = pytest.mark.django_db


def test_a_slip_is_found_by_order_number_parcel_key_or_tracking_number() -> None:
    made_up.shop()
    order = made_up.order("1", {"CUP": 1})
    [row] = made_up.instruct(order)
    made_up.number_all(row)
    parcel = row.parcels.get()
    for code in (order.number, parcel.key.lower(), parcel.tracking_number, f"A{parcel.tracking_number}A"):
        assert queries.find_instruction(str(code)) == row.pk
    with pytest.raises(InstructionNotFound):
        queries.find_instruction("R-9")


def test_the_last_piece_makes_the_order_verified() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2, "TOWEL": 1}))
    commands.scan(row.pk, "4901234567894", key="a", by=BY)
    commands.scan(row.pk, "４９０１２３４５６７８９４", key="b", by=BY)
    assert queries.scan_state(row.pk).left == 1
    state = commands.scan(row.pk, "towel", key="c", by=BY)
    assert state.done
    assert state.state is InstructionState.VERIFIED
    row.refresh_from_db()
    assert row.verified_by == "system:test"


def test_wrong_goods_are_refused_and_only_the_beep_is_kept() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    with pytest.raises(WrongGoods) as refusal:
        commands.scan(row.pk, "TOWEL", key="a", by=BY)
    assert refusal.value.text == "手ぬぐい 麻の葉 はこの注文の商品ではありません。"
    assert "有田焼 そば猪口 藍" in refusal.value.advice
    assert Scan.objects.get().result == "wrong"
    assert InstructionLine.objects.get().verified == 0


def test_one_too_many_is_refused_and_only_the_beep_is_kept() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1, "TOWEL": 1}))
    commands.scan(row.pk, "CUP", key="a", by=BY)
    with pytest.raises(SurplusGoods):
        commands.scan(row.pk, "CUP", key="b", by=BY)
    assert list(Scan.objects.order_by("id").values_list("result", flat=True)) == ["ok", "surplus"]
    assert sum(InstructionLine.objects.values_list("verified", flat=True)) == 1


def test_a_code_that_means_nothing_is_refused() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    with pytest.raises(UnknownCode):
        commands.scan(row.pk, "0000", key="a", by=BY)
    assert Scan.objects.get().result == "unknown"


def test_a_beep_that_is_sent_again_counts_once_and_gets_the_same_answer() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    commands.scan(row.pk, "CUP", key="a", by=BY)
    assert commands.scan(row.pk, "CUP", key="a", by=BY).left == 1
    with pytest.raises(WrongGoods):
        commands.scan(row.pk, "TOWEL", key="b", by=BY)
    with pytest.raises(WrongGoods):
        commands.scan(row.pk, "TOWEL", key="b", by=BY)
    assert Scan.objects.count() == 2


def test_a_quantity_is_counted_at_once_but_never_beyond_the_order() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 3}))
    with pytest.raises(SurplusGoods):
        commands.scan(row.pk, "CUP", key="a", by=BY, quantity=4)
    assert queries.scan_state(row.pk).left == 3
    assert commands.scan(row.pk, "CUP", key="b", by=BY, quantity=3).done


def test_undo_takes_back_one_beep_also_from_a_complete_order() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    made_up.scan_all(row)
    assert commands.undo_scan(row.pk, key="u", by=BY).left == 2
    assert commands.undo_scan(row.pk, key="u", by=BY).left == 2
    row.refresh_from_db()
    assert row.state == InstructionState.PRINTED
    assert row.verified_at is None
    with pytest.raises(NothingToUndo):
        commands.undo_scan(row.pk, key="v", by=BY)


def test_a_cancelled_instruction_cannot_be_scanned() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    commands.cancel_instruction([row.pk], because="変更", by=BY)
    with pytest.raises(NotLive):
        commands.scan(row.pk, "CUP", key="a", by=BY)
    assert not Scan.objects.exists()


def test_a_second_device_sees_the_same_state() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 2}))
    mine = commands.scan(row.pk, "CUP", key="a", by=BY)
    theirs = queries.scan_state(row.pk)
    assert (theirs.version, theirs.left, theirs.last) == (mine.version, 1, mine.last)


def test_a_bundle_is_verified_by_its_components() -> None:
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"SET": 1}))
    commands.scan(row.pk, "CUP", key="a", by=BY, quantity=2)
    assert commands.scan(row.pk, "TOWEL", key="b", by=BY).done
