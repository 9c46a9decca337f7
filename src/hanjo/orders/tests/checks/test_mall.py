"""Every rule of mall.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "mall_checking",
        "the mall looks at it",
        order(mall_is_checking=True),
        seen(),
        {},
        [
            (
                "モールがこの注文を確認しています",
                ("312345-20261122-0000000001 は、モールの確認が終わって取り込み直すまで出荷できません。"),
                None,
                100,
            )
        ],
    ),
    (
        "subscription",
        "a subscription",
        order(is_subscription=True),
        seen(),
        {},
        [("定期購入の注文です", "これまでの注文は 2 回です。", None, 100)],
    ),
    (
        "foreign",
        "abroad",
        order(recipient=address(country="United Kingdom"), currency="GBP"),
        seen(),
        {},
        [("海外へのお届けです", "お届け先は United Kingdom、通貨は GBP です。", None, 100)],
    ),
    (
        "foreign",
        "another currency to Japan",
        order(currency="USD"),
        seen(),
        {},
        [("円でない通貨の注文です", "通貨は USD です。", None, 100)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("mall_checking", "released", order(), seen(), {}),
    ("subscription", "a single order", order(), seen(), {}),
    ("foreign", "Japan in another spelling", order(recipient=address(country="日本")), seen(), {}),
    ("foreign", "Japan", order(), seen(), {}),
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
