"""Every rule of address.py about postal codes: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "postcode_missing",
        "empty, the place has one code",
        order(recipient=address(postal="")),
        seen(),
        {},
        [
            (
                "郵便番号がありません",
                "お届け先は「兵庫県神戸市中央区加納町6-5-1」です。",
                {"set": {"postal": "6500001"}},
                92,
            )
        ],
    ),
    (
        "postcode_missing",
        "empty, the buyer's own address of a town without a code",
        order(recipient=address(postal="", street="架空町1-1"), buyer=address(street="架空町1-1")),
        seen(),
        {},
        [
            (
                "郵便番号がありません",
                "お届け先は「兵庫県神戸市中央区架空町1-1」です。",
                {"set": {"postal": "6500001"}},
                90,
            )
        ],
    ),
    (
        "postcode_missing",
        "empty, the buyer's own address in one piece",
        order(
            recipient=address(postal="", street="架空町1-1"),
            buyer=address(prefecture="", city="", street="兵庫県神戸市中央区架空町1-1 見本ビル"),
        ),
        seen(),
        {},
        [
            (
                "郵便番号がありません",
                "お届け先は「兵庫県神戸市中央区架空町1-1」です。",
                {"set": {"postal": "6500001"}},
                90,
            )
        ],
    ),
    (
        "postcode_missing",
        "empty and nothing known",
        order(recipient=address(postal="", street="架空町1-1"), buyer=address(postal="", street="")),
        seen(),
        {},
        [("郵便番号がありません", "お届け先は「兵庫県神戸市中央区架空町1-1」です。", None, 100)],
    ),
    (
        "postcode_missing",
        "empty, an earlier order to the same city",
        order(recipient=address(postal="", street="架空町1-1")),
        seen(history={"known_addresses": (("6500001", "神戸市中央区"),)}),
        {},
        [
            (
                "郵便番号がありません",
                "お届け先は「兵庫県神戸市中央区架空町1-1」です。",
                {"set": {"postal": "6500001"}},
                70,
            )
        ],
    ),
    (
        "postcode_missing",
        "a zero eaten by a spreadsheet",
        order(
            recipient=address(postal="600001", prefecture="北海道", city="札幌市中央区", street="北一条西2-1")
        ),
        seen(),
        {},
        [
            (
                "郵便番号の桁数が違います",
                "「600001」は 6 桁です。郵便番号は 7 桁の数字です。",
                {"set": {"postal": "0600001"}},
                95,
            )
        ],
    ),
    (
        "postcode_missing",
        "hyphen left in",
        order(recipient=address(postal="650-0001")),
        seen(),
        {},
        [
            (
                "郵便番号に数字でない文字があります",
                "「650-0001」から数字だけを使います。",
                {"set": {"postal": "6500001"}},
                95,
            )
        ],
    ),
    (
        "postcode_missing",
        "six digits of nowhere",
        order(recipient=address(postal="123456", street="架空町1-1"), buyer=address(street="")),
        seen(),
        {},
        [("郵便番号の桁数が違います", "「123456」は 6 桁です。郵便番号は 7 桁の数字です。", None, 100)],
    ),
    (
        "postcode_unknown",
        "a code that does not exist",
        order(recipient=address(postal="6509999")),
        seen(),
        {},
        [
            (
                "存在しない郵便番号です",
                ("650-9999 は日本郵便の一覧にありません。お届け先は「兵庫県神戸市中央区加納町」です。"),
                {"set": {"postal": "6500001"}},
                90,
            )
        ],
    ),
    (
        "postcode_unknown",
        "a town without a code, an earlier order knows one",
        order(recipient=address(postal="6509999", street="架空町1-1")),
        seen(history={"known_addresses": (("6500001", "神戸市中央区"),)}),
        {},
        [
            (
                "存在しない郵便番号です",
                ("650-9999 は日本郵便の一覧にありません。お届け先は「兵庫県神戸市中央区架空町」です。"),
                {"set": {"postal": "6500001"}},
                70,
            )
        ],
    ),
    (
        "postcode_prefecture",
        "the town is right, the prefecture is not",
        order(recipient=address(prefecture="大阪府")),
        seen(),
        {},
        [
            (
                "郵便番号と都道府県が合いません",
                ("650-0001 は「兵庫県神戸市中央区加納町」です。お届け先は「大阪府神戸市中央区加納町」です。"),
                {"set": {"prefecture": "兵庫県"}},
                90,
            )
        ],
    ),
    (
        "postcode_prefecture",
        "the whole place is elsewhere",
        order(recipient=address(prefecture="大阪府", city="大阪市北区", street="梅田1-1")),
        seen(),
        {},
        [
            (
                "郵便番号と都道府県が合いません",
                (
                    "650-0001 は「兵庫県神戸市中央区加納町」です。お届け先は「大阪府大阪市北区梅田"
                    "」です。お届け先の郵便番号は 530-0001 です。"
                ),
                {"set": {"postal": "5300001"}},
                90,
            )
        ],
    ),
    (
        "postcode_prefecture",
        "elsewhere in no known town, with an earlier order there",
        order(recipient=address(prefecture="大阪府", city="大阪市北区", street="架空町1-1")),
        seen(history={"known_addresses": (("5300001", "大阪市北区"),)}),
        {},
        [
            (
                "郵便番号と都道府県が合いません",
                ("650-0001 は「兵庫県神戸市中央区加納町」です。お届け先は「大阪府大阪市北区架空町」です。"),
                {"set": {"postal": "5300001"}},
                70,
            )
        ],
    ),
    (
        "postcode_city",
        "another ward of the same city",
        order(recipient=address(city="神戸市灘区")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "650-0001 は「神戸市中央区加納町」です。お届け先は「神戸市灘区加納町」です。",
                {"set": {"city": "神戸市中央区"}},
                90,
            )
        ],
    ),
    (
        "postcode_city",
        "another ward, and the buyer was in the right one before",
        order(recipient=address(city="神戸市灘区")),
        seen(history={"known_addresses": (("6500001", "神戸市中央区"),)}),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                (
                    "650-0001 は「神戸市中央区加納町」です。お届け先は「神戸市灘区加納町」"
                    "です。同じ方の以前の注文は「神戸市中央区」でした。"
                ),
                {"set": {"city": "神戸市中央区"}},
                97,
            )
        ],
    ),
    (
        "postcode_city",
        "the ward in the street field",
        order(recipient=address(city="神戸市", street="灘区加納町6-5-1")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "650-0001 は「神戸市中央区加納町」です。お届け先は「神戸市灘区加納町」です。",
                {"set": {"city": "神戸市中央区", "street": "加納町6-5-1"}},
                90,
            )
        ],
    ),
    (
        "postcode_city",
        "the ward left out",
        order(recipient=address(city="神戸市")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "650-0001 は「神戸市中央区加納町」です。お届け先は「神戸市加納町」です。",
                {"set": {"city": "神戸市中央区"}},
                90,
            )
        ],
    ),
    (
        "postcode_city",
        "the whole written place has a code of its own",
        order(recipient=address(city="姫路市", street="本町68")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                (
                    "650-0001 は「神戸市中央区加納町」です。お届け先は「姫路市本町」"
                    "です。「姫路市本町」の郵便番号は 670-0012 です。"
                ),
                {"set": {"postal": "6700012"}},
                90,
            )
        ],
    ),
    (
        "postcode_city",
        "the buyer's earlier orders carry another code",
        order(recipient=address(city="姫路市", street="本町68")),
        seen(history={"known_addresses": (("6700012", "姫路市"),)}),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                (
                    "650-0001 は「神戸市中央区加納町」です。お届け先は「姫路市本町」"
                    "です。同じ方の以前の注文は 670-0012 でした。"
                ),
                {"set": {"postal": "6700012"}},
                88,
            )
        ],
    ),
    (
        "postcode_city",
        "none of two municipalities of a code",
        order(recipient=address(postal="4980000", prefecture="愛知県", city="津島市", street="架空町1")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "498-0000 は「弥富市」か「桑名郡木曽岬町」です。お届け先は「津島市架空町」です。",
                None,
                100,
            )
        ],
    ),
    (
        "postcode_city",
        "a town of that name is in both cities",
        order(recipient=address(postal="5410053", prefecture="大阪府", city="堺市中区", street="本町1")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "541-0053 は「大阪市中央区本町」です。お届け先は「堺市中区本町」です。",
                {"set": {"city": "大阪市中央区"}},
                90,
            )
        ],
    ),
    (
        "postcode_city",
        "a town of that name is really in both cities",
        order(recipient=address(postal="6700012", city="明石市", street="本町68")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "670-0012 は「姫路市本町」です。お届け先は「明石市本町」です。",
                {"set": {"city": "姫路市"}},
                60,
            )
        ],
    ),
    (
        "postcode_city",
        "no such town anywhere",
        order(recipient=address(city="姫路市", street="架空町1")),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "650-0001 は「神戸市中央区加納町」です。お届け先は「姫路市架空町」です。",
                {"set": {"city": "神戸市中央区"}},
                70,
            )
        ],
    ),
    (
        "postcode_city",
        "an old ward of 浜松",
        order(
            recipient=address(postal="4308652", prefecture="静岡県", city="浜松市中区", street="元城町103-2")
        ),
        seen(),
        {},
        [
            (
                "郵便番号と市区町村が合いません",
                "430-8652 は「浜松市中央区元城町」です。お届け先は「浜松市中区元城町」です。",
                {"set": {"city": "浜松市中央区"}},
                90,
            )
        ],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("postcode_missing", "seven digits", order(), seen(), {}),
    ("postcode_unknown", "a code that exists", order(), seen(), {}),
    (
        "postcode_unknown",
        "a code of a large office",
        order(
            recipient=address(
                postal="0608621", prefecture="北海道", city="札幌市中央区", street="北一条西6丁目1-2"
            )
        ),
        seen(),
        {},
    ),
    ("postcode_unknown", "no code at all is another check", order(recipient=address(postal="")), seen(), {}),
    (
        "postcode_prefecture",
        "one of two prefectures of a code",
        order(recipient=address(postal="4980000", prefecture="三重県", city="桑名郡木曽岬町", street="栄1")),
        seen(),
        {},
    ),
    (
        "postcode_prefecture",
        "a misspelt prefecture is another check",
        order(recipient=address(prefecture="兵庫")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "the ward in the street field, rightly",
        order(recipient=address(city="神戸市", street="中央区加納町6-5-1")),
        seen(),
        {},
    ),
    ("postcode_city", "spaces inside", order(recipient=address(city="神戸市 中央区")), seen(), {}),
    (
        "postcode_city",
        "without its 郡",
        order(recipient=address(postal="3890207", prefecture="長野県", city="御代田町", street="馬瀬口1794")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "with its 郡",
        order(
            recipient=address(
                postal="3890207", prefecture="長野県", city="北佐久郡御代田町", street="馬瀬口1794"
            )
        ),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "ケ for ヶ",
        order(
            recipient=address(postal="0301300", prefecture="青森県", city="東津軽郡外ケ浜町", street="蟹田1")
        ),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "が for ヶ",
        order(
            recipient=address(postal="2530041", prefecture="神奈川県", city="茅が崎市", street="茅ヶ崎1-1")
        ),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "old character forms",
        order(
            recipient=address(
                postal="2520303", prefecture="神奈川県", city="相模原市南区", street="相模大野5-1"
            )
        ),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "Kyoto with its streets",
        order(
            recipient=address(
                postal="6048001",
                prefecture="京都府",
                city="京都市中京区",
                street="木屋町通三条下る上大阪町521",
            )
        ),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "the second municipality of a code",
        order(recipient=address(postal="4980000", prefecture="三重県", city="木曽岬町", street="栄1")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "the prefecture repeated in the city field",
        order(recipient=address(city="兵庫県神戸市中央区")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "八丈町 without its island",
        order(recipient=address(postal="1001401", prefecture="東京都", city="八丈町", street="大賀郷2551-2")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "an unknown code is another check",
        order(recipient=address(postal="6509999", city="姫路市")),
        seen(),
        {},
    ),
    (
        "postcode_city",
        "a wrong prefecture is another check",
        order(recipient=address(prefecture="大阪府", city="大阪市北区", street="梅田1-1")),
        seen(),
        {},
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
