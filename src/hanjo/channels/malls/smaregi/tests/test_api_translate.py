"""A transaction as it was recorded, and what may be otherwise about it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.smaregi.translate import DIVISIONS, document_text, receipt, understand
from hanjo.channels.malls.tills import Receipt
from hanjo.channels.terms import RowClass

TOLD: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "samples" / "api" / "transaction.json").read_text("utf-8")
)


def text_of(**changes: Any) -> str:
    """The recorded transaction with other values, under the usual settings."""
    told = {**deepcopy(TOLD), **changes}
    return document_text(told, sales={"1", "7", "12"}, returns={"5"}, return_lines={"2"})


def gone(**changes: Any) -> dict[str, int]:
    """What is gone because of it."""
    made = receipt(text_of(**changes))
    assert isinstance(made, Receipt)
    return dict(made.pieces)


def lines(**changes: Any) -> list[dict[str, Any]]:
    """Its lines, the first with other values."""
    made = deepcopy(TOLD["details"])
    made[0] |= changes
    return [dict(one) for one in made]


def test_a_sale_takes_its_pieces_and_says_where_to_find_it() -> None:
    made = receipt(text_of())
    assert made == Receipt(
        key="12346", pieces={"HJ-CUP-WH": 2, "HJ-TEA-100": 1}, named="2026-11-22 のスマレジの取引 12346",
        at=datetime(2026, 11, 22, 4, 5, 10, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("division", "pieces"), [("1", 2), ("7", 2), ("12", 2), ("5", -2), ("4", 0), ("14", 0)]
)
def test_the_division_decides(division: str, pieces: int) -> None:
    assert gone(transactionHeadDivision=division)["HJ-CUP-WH"] == pieces


def test_a_return_brings_back_however_its_number_is_signed() -> None:
    assert gone(transactionHeadDivision="5", details=lines(quantity="-2"))["HJ-CUP-WH"] == -2


def test_a_line_that_is_a_return_comes_back_within_a_sale() -> None:
    assert gone(details=lines(transactionDetailDivision="2")) == {"HJ-CUP-WH": -2, "HJ-TEA-100": 1}


def test_the_same_goods_on_two_lines_are_counted_together() -> None:
    assert gone(details=lines(productCode="HJ-TEA-100")) == {"HJ-TEA-100": 3}


def test_goods_without_a_code_are_known_by_their_id_and_a_department_by_nothing() -> None:
    assert gone(details=lines(productCode=None)) == {"8000001": 2, "HJ-TEA-100": 1}
    assert gone(details=lines(productCode=None, productId=None)) == {"HJ-TEA-100": 1}


def test_nobody_s_name_is_kept() -> None:
    kept = json.loads(text_of())
    assert not [key for key in kept if key.startswith(("customer", "staff"))]


def test_every_division_is_set_aside_with_its_name() -> None:
    for division, name in DIVISIONS.items():
        (verdict,) = understand("12346", text_of(transactionHeadDivision=division)).verdicts
        assert verdict.row_class is RowClass.ADJUSTMENT
        assert f"（{name}）" in verdict.reason


def test_a_count_that_cannot_be_read_is_refused_and_moves_nothing() -> None:
    text = text_of(details=lines(quantity="たくさん"))
    assert receipt(text) is None
    (verdict,) = understand("12346", text).verdicts
    assert verdict.row_class is RowClass.REFUSED
    assert "HJ-CUP-WH" in verdict.reason
