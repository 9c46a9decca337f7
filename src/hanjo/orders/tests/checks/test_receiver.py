"""Every rule of receiver.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "receiver_incomplete",
        "no name",
        order(recipient=address(name="")),
        seen(),
        {},
        [
            (
                "お届け先のお名前がありません",
                "届いているのは「兵庫県神戸市中央区加納町6-5-1」だけです。",
                None,
                100,
            )
        ],
    ),
    (
        "receiver_incomplete",
        "nothing below the city",
        order(recipient=address(street="")),
        seen(),
        {},
        [
            (
                "お届け先の町名・番地がありません",
                "届いているのは「兵庫県神戸市中央区 見本 花子」だけです。",
                None,
                100,
            )
        ],
    ),
    (
        "receiver_incomplete",
        "nothing at all, the buyer's address is there",
        order(recipient=address(name="", city="", street="", prefecture="")),
        seen(),
        {},
        [
            (
                "お届け先のお名前と住所がありません",
                "お届け先が空です。",
                {
                    "set": {
                        "name": "見本 花子",
                        "kana": "",
                        "company": "",
                        "postal": "6500001",
                        "prefecture": "兵庫県",
                        "city": "神戸市中央区",
                        "street": "加納町6-5-1",
                        "building": "見本ビル 302",
                        "phone": "078-000-0001",
                    }
                },
                60,
            )
        ],
    ),
    (
        "receiver_too_long",
        "a long name",
        order(recipient=address(name="株式会社見本総合開発研究所西日本支社 花子")),
        seen(),
        {},
        [
            (
                "お名前が送り状に入りきりません",
                (
                    "「株式会社見本総合開発研究所西日本支社 花子」は半角 41 桁で、"
                    "上限の 32 桁を 9 桁超えています。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "receiver_too_long",
        "a long building",
        order(recipient=address(building="グランドレジデンス見本加納町サウスタワー 3002号室")),
        seen(),
        {},
        [
            (
                "建物名が送り状に入りきりません",
                (
                    "「グランドレジデンス見本加納町サウスタワー 3002号室」は半角 "
                    "49 桁で、上限の 32 桁を 17 桁超えています。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "receiver_too_long",
        "a long address",
        order(recipient=address(street="加納町六丁目五番一号見本総合卸売市場管理棟西側通用口南三号荷捌き場")),
        seen(),
        {},
        [
            (
                "住所が送り状に入りきりません",
                (
                    "「兵庫県神戸市中央区加納町六丁目五番一号見本総合卸売市場管理棟西側通用口南三"
                    "号荷捌き場」は半角 84 桁で、上限の 64 桁を 20 桁超えています。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "phone",
        "empty, the buyer's is there",
        order(recipient=address(phone="")),
        seen(),
        {},
        [
            (
                "電話番号がありません",
                "お届け先の電話番号が空です。ご注文者の電話番号は 078-000-0001 です。",
                {"set": {"phone": "078-000-0001"}},
                90,
            )
        ],
    ),
    (
        "phone",
        "empty, somebody else's is there",
        order(recipient=address(phone="", name="試験 太郎")),
        seen(),
        {},
        [
            (
                "電話番号がありません",
                "お届け先の電話番号が空です。ご注文者の電話番号は 078-000-0001 です。",
                {"set": {"phone": "078-000-0001"}},
                65,
            )
        ],
    ),
    (
        "phone",
        "empty and none known",
        order(recipient=address(phone=""), buyer=address(phone="")),
        seen(),
        {},
        [("電話番号がありません", "お届け先の電話番号が空です。", None, 100)],
    ),
    (
        "phone",
        "a digit short",
        order(recipient=address(phone="090-0000-111"), buyer=address(phone="")),
        seen(),
        {},
        [("電話番号の桁数が違います", "「090-0000-111」は 10 桁です。", None, 100)],
    ),
    (
        "phone",
        "the leading zero is gone",
        order(recipient=address(phone="9000001111")),
        seen(),
        {},
        [
            (
                "電話番号の桁数が違います",
                "「9000001111」は 10 桁です。先頭の 0 を補うと 09000001111 です。",
                {"set": {"phone": "09000001111"}},
                95,
            )
        ],
    ),
    (
        "phone",
        "with the country's number",
        order(recipient=address(phone="+81 90-0000-1111")),
        seen(),
        {},
        [
            (
                "電話番号の桁数が違います",
                "「+81 90-0000-1111」は 12 桁です。先頭の 0 を補うと 09000001111 です。",
                {"set": {"phone": "09000001111"}},
                95,
            )
        ],
    ),
    (
        "same_receiver",
        "another open order",
        order(),
        seen(history={"same_receiver_open": ("H-0999", "H-1000")}),
        {},
        [
            (
                "同じお届け先の注文があります",
                "未出荷の注文: H-0999、H-1000（見本 花子 様）",
                {"do": "merge", "with": "H-0999"},
                80,
            )
        ],
    ),
    (
        "several_recipients",
        "the mall says so",
        order(several_recipients=True),
        seen(),
        {},
        [
            (
                "お届け先が 2 か所以上あります",
                (
                    "いま開いているお届け先は「見本 花子」です。ほかのお届け先の商品が混ざっていな"
                    "いか確かめてください。"
                ),
                {"do": "accept"},
                50,
            )
        ],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("receiver_incomplete", "complete", order(), seen(), {}),
    (
        "receiver_incomplete",
        "a company without a person",
        order(recipient=address(name="", company="見本商事")),
        seen(),
        {},
    ),
    (
        "receiver_incomplete",
        "the whole address in the city field",
        order(recipient=address(city="神戸市中央区加納町6-5-1", street="")),
        seen(),
        {},
    ),
    (
        "receiver_too_long",
        "as long as a label allows",
        order(recipient=address(building="見本見本見本見本見本見本見本見本")),
        seen(),
        {},
    ),
    (
        "receiver_too_long",
        "half-width letters count half",
        order(recipient=address(building="Grand Residence Mihon 3002")),
        seen(),
        {},
    ),
    ("phone", "full-width digits", order(recipient=address(phone="０９０－００００－１１１１")), seen(), {}),
    ("phone", "an IP telephone", order(recipient=address(phone="05000001111")), seen(), {}),
    ("phone", "no hyphens", order(recipient=address(phone="0780000001")), seen(), {}),
    ("same_receiver", "only itself", order(), seen(history={"same_receiver_open": ("H-1001",)}), {}),
    ("same_receiver", "none", order(), seen(), {}),
    ("several_recipients", "one receiver", order(), seen(), {}),
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
