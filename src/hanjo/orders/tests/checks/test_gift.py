"""Every rule of gift.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "gift",
        "no wording",
        order(is_gift=True),
        seen(),
        {},
        [
            (
                "ギフトですが、のし・ラッピングの内容がありません",
                "のし、ラッピング、メッセージのどれも空です。",
                {"do": "accept"},
                50,
            )
        ],
    ),
    (
        "gift",
        "noshi without wording",
        order(is_gift=True, noshi="あり"),
        seen(),
        {},
        [("のしの表書きがありません", "のしの指定は「あり」だけです。", None, 100)],
    ),
    (
        "gift",
        "prices reach the receiver",
        order(is_gift=True, noshi="御祝", recipient=address(name="試験 太郎")),
        seen(),
        {},
        [
            (
                "ギフトに金額の入った納品書が付きます",
                "ご注文は「見本 花子」、お届け先は「試験 太郎」です。",
                {"set": {"no_slip": True}},
                90,
            )
        ],
    ),
    (
        "gift",
        "a good gift is only told",
        order(is_gift=True, noshi="御祝", wrapping="包装紙", gift_message="おめでとう", no_slip=True),
        seen(),
        {},
        [("ギフトの注文です", "のし「御祝」、ラッピング「包装紙」、メッセージ「おめでとう」", None, 100)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("gift", "no gift", order(), seen(), {}),
    ("gift", "noshi declined", order(noshi="なし"), seen(), {}),
]


@pytest.mark.parametrize(
    ("code", "case", "an_order", "around", "limits", "expected"),
    TRIPS,
    ids=[f"{row[0]}: {row[1]}" for row in TRIPS],
)
def test_the_rule_says_what_it_saw_with_evidence_and_fix(
    code: str, case: str, an_order: OrderView, around: Seen, limits: dict[str, Any], expected: Told
) -> None:
    assert told(look(code, an_order, around, **limits)) == expected


@pytest.mark.parametrize(
    ("code", "case", "an_order", "around", "limits"), PASSES, ids=[f"{row[0]}: {row[1]}" for row in PASSES]
)
def test_the_rule_lets_a_good_order_pass(
    code: str, case: str, an_order: OrderView, around: Seen, limits: dict[str, Any]
) -> None:
    assert look(code, an_order, around, **limits) == []
