"""Every rule of goods.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.terms import LineKind
from hanjo.orders.tests.checks.make import LINE, cold, line, look, order, seen, sku, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "unknown_item",
        "two lines of one code, one of another",
        order(
            lines=(
                line(sku=None, code="NEW-1", name="新しい皿"),
                line(sku=None, key="2", code="NEW-1", name="新しい皿"),
                line(sku=None, key="3", code="NEW-2", name="新しい鉢", quantity=1),
            )
        ),
        seen(),
        {},
        [
            (
                "商品コードが店の商品に結び付いていません",
                "「NEW-1」新しい皿 × 2",
                {"line": "1", "map": ""},
                0,
            ),
            (
                "商品コードが店の商品に結び付いていません",
                "「NEW-2」新しい鉢 × 1",
                {"line": "3", "map": ""},
                0,
            ),
        ],
    ),
    (
        "quantity",
        "none",
        order(lines=(line(quantity=0),)),
        seen(),
        {},
        [("数量が 0 以下です", "「そば猪口 藍」の数量は 0 です。", None, 100)],
    ),
    (
        "quantity",
        "too many",
        order(lines=(line(quantity=31),)),
        seen(),
        {},
        [("数量が多すぎます", "「そば猪口 藍」× 31（店の目安は 30 点まで）。", {"do": "accept"}, 50)],
    ),
    (
        "price_differs",
        "a digit lost",
        order(lines=(line(unit_price_yen=200, total_yen=400),)),
        seen(),
        {},
        [
            (
                "単価が商品マスタの売価と大きく違います",
                "「そば猪口 藍」の単価は 200 円、商品マスタは 2,000 円です（-90%）。",
                {"do": "accept"},
                40,
            )
        ],
    ),
    (
        "price_differs",
        "too dear",
        order(lines=(line(unit_price_yen=20_000, total_yen=40_000),)),
        seen(),
        {},
        [
            (
                "単価が商品マスタの売価と大きく違います",
                "「そば猪口 藍」の単価は 20,000 円、商品マスタは 2,000 円です（+900%）。",
                {"do": "accept"},
                40,
            )
        ],
    ),
    (
        "pre_order",
        "on sale in December",
        order(lines=(line(sku=sku(on_sale_on="2026-12-01")),)),
        seen(),
        {},
        [("予約商品が入っています", "「そば猪口 藍」の発売日は 12/1（火）です。", None, 100)],
    ),
    (
        "made_to_order",
        "ordered from the maker",
        order(lines=(line(sku=sku(made_to_order=True)),)),
        seen(),
        {},
        [("取り寄せ・受注生産の商品が入っています", "「そば猪口 藍」", None, 100)],
    ),
    (
        "temperature_mix",
        "frozen with the rest",
        order(lines=(LINE, cold("frozen", key="2", name="冷凍餃子"))),
        seen(),
        {},
        [
            (
                "冷凍とほかの温度帯の商品が混ざっています",
                "常温: そば猪口 藍、冷凍: 冷凍餃子。一つの荷物では送れません。",
                {"do": "split_by_temperature"},
                95,
            )
        ],
    ),
    (
        "temperature_mix",
        "chilled with the rest",
        order(lines=(LINE, cold("chilled", key="2", name="生チョコ"))),
        seen(),
        {},
        [
            (
                "常温と冷蔵の商品が混ざっています",
                "常温: そば猪口 藍、冷蔵: 生チョコ。冷蔵便でまとめて送れます。",
                {"do": "split_by_temperature"},
                50,
            )
        ],
    ),
    (
        "alcohol",
        "sake",
        order(lines=(line(name="純米酒 見本", sku=sku(is_alcohol=True)),)),
        seen(),
        {},
        [
            (
                "酒類が入っています",
                "「純米酒 見本」。注文した方が 20 歳以上であることを確かめてください。",
                None,
                100,
            )
        ],
    ),
    (
        "bundle",
        "a set",
        order(lines=(line(name="茶器セット", sku=sku(is_bundle=True)),)),
        seen(),
        {},
        [("セット商品が入っています", "「茶器セット」は構成品ごとに出荷します。", None, 100)],
    ),
    (
        "mixed_tax",
        "food and cups",
        order(lines=(LINE, line(key="2", tax_rate=8, total_yen=1080))),
        seen(),
        {},
        [("税率の違う商品が混ざっています", "10% 4,000 円、8% 1,080 円。", None, 100)],
    ),
    (
        "inactive_item",
        "no longer sold",
        order(lines=(line(sku_active=False),)),
        seen(),
        {},
        [
            (
                "販売を終えた商品の注文です",
                ("「SOBA-AI」そば猪口 藍 × 2。在庫と、モールの出品が残っていないか確かめてください。"),
                {"do": "accept"},
                50,
            )
        ],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("unknown_item", "known", order(), seen(), {}),
    (
        "unknown_item",
        "a fee has no item",
        order(lines=(LINE, line(key="2", sku=None, kind=LineKind.FEE))),
        seen(),
        {},
    ),
    ("quantity", "two", order(), seen(), {}),
    ("quantity", "the shop's own mark", order(lines=(line(quantity=31),)), seen(), {"pieces": 100}),
    ("price_differs", "the price", order(), seen(), {}),
    ("price_differs", "a sale", order(lines=(line(unit_price_yen=1000, total_yen=2000),)), seen(), {}),
    ("price_differs", "no price on file", order(lines=(line(sku=sku(price_yen=0)),)), seen(), {}),
    (
        "price_differs",
        "another currency",
        order(currency="GBP", lines=(line(unit_price_yen=200),)),
        seen(),
        {},
    ),
    ("pre_order", "on sale today", order(lines=(line(sku=sku(on_sale_on="2026-11-22")),)), seen(), {}),
    ("pre_order", "on sale for long", order(), seen(), {}),
    ("made_to_order", "on the shelf", order(), seen(), {}),
    ("temperature_mix", "all frozen", order(lines=(cold("frozen"), cold("frozen", key="2"))), seen(), {}),
    ("temperature_mix", "one line", order(), seen(), {}),
    ("alcohol", "cups", order(), seen(), {}),
    ("bundle", "single goods", order(), seen(), {}),
    ("mixed_tax", "one rate", order(), seen(), {}),
    (
        "mixed_tax",
        "a fee has another rate",
        order(lines=(line(tax_rate=8), line(key="2", kind=LineKind.FEE))),
        seen(),
        {},
    ),
    ("inactive_item", "sold", order(), seen(), {}),
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
