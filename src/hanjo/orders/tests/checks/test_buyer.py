"""Every rule of buyer.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, line, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "nth_order",
        "the first",
        order(),
        seen(history={"orders": 0}),
        {},
        [("初めてのお客様です", "同じ方の以前の注文はありません。", None, 100)],
    ),
    (
        "nth_order",
        "the fifth",
        order(),
        seen(history={"orders": 4}),
        {},
        [("5 回目のご注文です", "これまでに 4 回のご注文があります。", None, 100)],
    ),
    (
        "cancel_repeater",
        "three times",
        order(),
        seen(history={"orders": 4, "cancelled": 3}),
        {},
        [
            (
                "キャンセルの多いお客様です",
                "これまでの 7 件のうち 3 件がキャンセルです。",
                {"do": "accept"},
                50,
            )
        ],
    ),
    (
        "caution_buyer",
        "on the list",
        order(),
        seen(history={"caution": "2026-08 受取拒否"}),
        {},
        [("要注意のお客様です", "登録された理由: 2026-08 受取拒否", None, 100)],
    ),
    (
        "fraud_signs",
        "first, dear, to another, far away",
        order(
            lines=(line(quantity=3, unit_price_yen=30_000, total_yen=90_000),),
            recipient=address(name="試験 太郎", postal="9000001"),
        ),
        seen(history={"orders": 0}),
        {},
        [
            (
                "不正注文の疑いがあります",
                (
                    "100 点（90,500 円の高額注文 +30、初めてのお客様 +20、お届け先が別の人 "
                    "+20、注文者と離れたお届け先 +10、高額な同じ商品を 3 点 +20）。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "duplicate",
        "the same again",
        order(),
        seen(history={"look_alikes": ("H-1000",)}),
        {},
        [
            (
                "同じ内容の注文がすでにあります",
                "H-1000 と同じ方・同じ商品（そば猪口 藍 × 2）です。",
                {"do": "cancel_duplicate"},
                60,
            )
        ],
    ),
    (
        "buyer_tag",
        "any tag",
        order(tags=("VIP",)),
        seen(),
        {},
        [("タグの付いた注文です", "「VIP」", None, 100)],
    ),
    (
        "buyer_tag",
        "a tag the shop chose",
        order(tags=("VIP", "卸")),
        seen(),
        {"tags": ("卸",)},
        [("タグの付いた注文です", "「卸」", None, 100)],
    ),
    (
        "novelty",
        "over the amount",
        order(),
        seen(),
        {"yen": 4000},
        [("ノベルティの対象です", "商品代は 4,000 円（4,000 円以上が対象）です。", None, 100)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("nth_order", "the third", order(), seen(), {}),
    ("cancel_repeater", "twice", order(), seen(history={"cancelled": 2}), {}),
    ("cancel_repeater", "more patience", order(), seen(history={"cancelled": 3}), {"times": 5}),
    ("caution_buyer", "not on it", order(), seen(), {}),
    (
        "fraud_signs",
        "a dear order of a known buyer",
        order(lines=(line(unit_price_yen=30_000, total_yen=60_000),)),
        seen(),
        {},
    ),
    (
        "fraud_signs",
        "a cheap first order to another",
        order(recipient=address(name="試験 太郎")),
        seen(history={"orders": 0}),
        {},
    ),
    ("duplicate", "only itself", order(), seen(history={"look_alikes": ("H-1001",)}), {}),
    ("duplicate", "none", order(), seen(), {}),
    ("buyer_tag", "another tag", order(tags=("VIP",)), seen(), {"tags": ("卸",)}),
    ("buyer_tag", "no tag", order(), seen(), {}),
    ("novelty", "under it", order(), seen(), {"yen": 4001}),
    ("novelty", "not in use", order(), seen(), {}),
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
