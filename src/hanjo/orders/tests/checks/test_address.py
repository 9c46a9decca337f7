"""Every rule of address.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "prefecture_invalid",
        "without its last character",
        order(recipient=address(prefecture="兵庫")),
        seen(),
        {},
        [
            (
                "都道府県が正しくありません",
                "「兵庫」は都道府県の名前ではありません。650-0001 は「兵庫県」です。",
                {"set": {"prefecture": "兵庫県"}},
                95,
            )
        ],
    ),
    (
        "prefecture_invalid",
        "empty, written in the city field",
        order(recipient=address(prefecture="", city="兵庫県神戸市中央区")),
        seen(),
        {},
        [
            (
                "都道府県が正しくありません",
                "都道府県が空です。650-0001 は「兵庫県」です。",
                {"set": {"prefecture": "兵庫県", "city": "神戸市中央区"}},
                95,
            )
        ],
    ),
    (
        "prefecture_invalid",
        "empty, told by the postal code",
        order(recipient=address(prefecture="")),
        seen(),
        {},
        [
            (
                "都道府県が正しくありません",
                "都道府県が空です。650-0001 は「兵庫県」です。",
                {"set": {"prefecture": "兵庫県"}},
                95,
            )
        ],
    ),
    (
        "prefecture_invalid",
        "a number",
        order(recipient=address(prefecture="28", postal="", city="神戸市中央区")),
        seen(),
        {},
        [
            (
                "都道府県が正しくありません",
                "「28」は都道府県の名前ではありません。",
                {"set": {"prefecture": "兵庫県"}},
                80,
            )
        ],
    ),
    (
        "no_building_number",
        "only the town",
        order(recipient=address(street="加納町", building="")),
        seen(),
        {},
        [("番地がありません", "お届け先は「神戸市中央区加納町」までです。", None, 100)],
    ),
    (
        "no_building_number",
        "the number in the building field",
        order(recipient=address(street="加納町", building="6-5-1 見本ビル")),
        seen(),
        {},
        [
            (
                "番地が建物名の欄に入っているようです",
                "住所「神戸市中央区加納町」に数字がなく、建物名は「6-5-1 見本ビル」です。",
                {"set": {"street": "加納町6-5-1 見本ビル", "building": ""}},
                75,
            )
        ],
    ),
    (
        "unprintable",
        "𠮷 in the name",
        order(recipient=address(name="𠮷田 花子")),
        seen(),
        {},
        [
            (
                "送り状では似た字に置き換わる文字があります",
                "「𠮷」→「吉」。納品書には元の字のまま印刷します。",
                None,
                100,
            )
        ],
    ),
    (
        "unprintable",
        "a kanji without a known twin",
        order(recipient=address(name="𠀋 花子")),
        seen(),
        {},
        [
            (
                "送り状では似た字に置き換わる文字があります",
                "「𠀋」。納品書には元の字のまま印刷します。",
                None,
                100,
            )
        ],
    ),
    (
        "unprintable",
        "emoji in the building",
        order(recipient=address(building="見本ビル🎁")),
        seen(),
        {},
        [
            (
                "送り状に書けない文字があります",
                "「🎁」は運送会社のデータに書けません。",
                {"set": {"building": "見本ビル"}},
                90,
            )
        ],
    ),
    (
        "remote_island",
        "an island municipality",
        order(recipient=address(postal="1002101", prefecture="東京都", city="小笠原村", street="父島1")),
        seen(),
        {},
        [
            (
                "離島へのお届けです",
                "100-2101 は「東京都小笠原村」です。追加の送料と日数を確かめてください。",
                {"do": "accept"},
                100,
            )
        ],
    ),
    (
        "remote_island",
        "an island town of a mainland city",
        order(recipient=address(postal="6720101", prefecture="兵庫県", city="姫路市", street="家島町真浦1")),
        seen(),
        {},
        [
            (
                "離島へのお届けです",
                "672-0101 は「兵庫県姫路市家島町真浦」です。追加の送料と日数を確かめてください。",
                {"do": "accept"},
                100,
            )
        ],
    ),
    (
        "remote_island",
        "the mall says so",
        order(remote_island=True),
        seen(),
        {},
        [
            (
                "離島へのお届けです",
                (
                    "モールで離島の印が付いています（兵庫県神戸市中央区）。追加の送料と日数を確か"
                    "めてください。"
                ),
                {"do": "accept"},
                100,
            )
        ],
    ),
    (
        "remote_island",
        "a place the shop added",
        order(),
        seen(),
        {"add": ("兵庫県神戸市中央区加納町",)},
        [
            (
                "離島へのお届けです",
                ("650-0001 は「兵庫県神戸市中央区加納町」です。追加の送料と日数を確かめてください。"),
                {"do": "accept"},
                100,
            )
        ],
    ),
    (
        "relay_area",
        "Hokkaido",
        order(recipient=address(prefecture="北海道")),
        seen(),
        {},
        [("北海道へのお届けです", "いただいた送料は 500 円です。", None, 100)],
    ),
    (
        "relay_area",
        "Okinawa",
        order(recipient=address(prefecture="沖縄県"), shipping_yen=1500),
        seen(),
        {},
        [("沖縄県へのお届けです", "いただいた送料は 1,500 円です。", None, 100)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("prefecture_invalid", "one of the 47", order(), seen(), {}),
    ("no_building_number", "digits", order(), seen(), {}),
    (
        "no_building_number",
        "full-width digits",
        order(recipient=address(street="加納町６－５－１")),
        seen(),
        {},
    ),
    (
        "no_building_number",
        "kanji numerals",
        order(recipient=address(street="加納町六丁目五番一号")),
        seen(),
        {},
    ),
    (
        "no_building_number",
        "land without a number",
        order(recipient=address(street="西表無番地")),
        seen(),
        {},
    ),
    (
        "no_building_number",
        "everything in the city field",
        order(recipient=address(city="神戸市中央区加納町6-5-1", street="", building="")),
        seen(),
        {},
    ),
    (
        "no_building_number",
        "an empty street is another check",
        order(recipient=address(street="", building="")),
        seen(),
        {},
    ),
    ("unprintable", "髙 and 﨑 are in CP932", order(recipient=address(name="髙﨑 花子")), seen(), {}),
    (
        "unprintable",
        "dashes and hearts that are swapped quietly",
        order(recipient=address(street="加納町6‑5–1", building="見本♡ビル")),
        seen(),
        {},
    ),
    ("remote_island", "the mainland", order(), seen(), {}),
    (
        "remote_island",
        "the mainland part of such a city",
        order(recipient=address(postal="6700012", prefecture="兵庫県", city="姫路市", street="本町68")),
        seen(),
        {},
    ),
    (
        "remote_island",
        "a place the shop removed",
        order(recipient=address(postal="1002101", prefecture="東京都", city="小笠原村", street="父島1")),
        seen(),
        {"drop": ("東京都小笠原村",)},
    ),
    ("relay_area", "Hyogo", order(), seen(), {}),
    (
        "relay_area",
        "prefectures the shop chose",
        order(recipient=address(prefecture="北海道")),
        seen(),
        {"prefectures": ("沖縄県",)},
    ),
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
