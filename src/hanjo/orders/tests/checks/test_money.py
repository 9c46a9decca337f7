"""Every rule of money.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, line, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "cod_not_served",
        "by mail",
        order(pay_kind="cod", pay_method="代金引換", service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは代金引換ができません",
                "お支払いは「代金引換」、金額は 4,500 円です。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "cod_over_service",
        "over the limit",
        order(pay_kind="cod", lines=(line(total_yen=400_000),)),
        seen(),
        {},
        [
            (
                "代引きの金額が宅急便の上限を超えています",
                "金額は 400,500 円、上限は 300,000 円です。",
                None,
                100,
            )
        ],
    ),
    (
        "cod_over_shop",
        "at the shop's mark",
        order(pay_kind="cod", lines=(line(total_yen=9_500),)),
        seen(),
        {},
        [
            (
                "代引きの金額が店の目安以上です",
                "金額は 10,000 円、店の目安は 10,000 円です。",
                {"do": "accept"},
                50,
            )
        ],
    ),
    (
        "cod_over_shop",
        "the shop's own mark",
        order(pay_kind="cod"),
        seen(),
        {"yen": 3000},
        [
            (
                "代引きの金額が店の目安以上です",
                "金額は 4,500 円、店の目安は 3,000 円です。",
                {"do": "accept"},
                50,
            )
        ],
    ),
    (
        "cod_other_receiver",
        "somebody else pays at the door",
        order(pay_kind="cod", recipient=address(name="試験 太郎")),
        seen(),
        {},
        [
            (
                "代引きですが、お届け先が注文した方と違います",
                (
                    "ご注文は「見本 花子」、お届け先は「試験 太郎」です。受け取る方が "
                    "4,500 円を払うことになります。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "amount_mismatch",
        "the total",
        order(total_yen=5000, discount_yen=300, points_yen=200, fee_yen=330, wrapping_yen=220),
        seen(),
        {},
        [
            (
                "合計の金額が合いません",
                (
                    "商品 4,000 円 + 送料 500 円 + 手数料 330 円 + ラッピング 220 "
                    "円 − 値引き 300 円 − ポイント 200 円 = 4,550 円ですが、合計は "
                    "5,000 円です（差 +450 円）。"
                ),
                None,
                100,
            )
        ],
    ),
    (
        "amount_mismatch",
        "the lines",
        order(goods_yen=4200, total_yen=4700),
        seen(),
        {},
        [
            (
                "明細の合計が商品代と合いません",
                "明細を足すと 4,000 円、商品代は 4,200 円です（差 +200 円）。",
                None,
                100,
            )
        ],
    ),
    (
        "amount_undecided",
        "the mall says so",
        order(amount_undecided=True),
        seen(),
        {},
        [
            (
                "送料か合計がまだ決まっていません",
                ("商品 4,000 円、送料は未確定です。モールの画面で金額を決めてから取り込み直してください。"),
                None,
                100,
            )
        ],
    ),
    (
        "amount_undecided",
        "a postage below zero",
        order(shipping_yen=-9999),
        seen(),
        {},
        [
            (
                "送料か合計がまだ決まっていません",
                ("商品 4,000 円、送料は未確定です。モールの画面で金額を決めてから取り込み直してください。"),
                None,
                100,
            )
        ],
    ),
    (
        "total_zero",
        "nothing to pay and no reason",
        order(total_yen=0),
        seen(),
        {},
        [
            (
                "商品があるのに請求額が 0 円です",
                "商品 2 点、値引きもポイント利用もありません。",
                {"do": "accept"},
                40,
            )
        ],
    ),
    (
        "total_zero",
        "points cover all",
        order(total_yen=0, points_yen=4500),
        seen(),
        {},
        [
            (
                "ポイントで全額お支払い済みです",
                "商品 4,000 円に対して、ポイント 4,500 円の利用です。",
                None,
                100,
            )
        ],
    ),
    (
        "total_zero",
        "a discount covers all",
        order(total_yen=0, discount_yen=4500),
        seen(),
        {},
        [("値引きで請求額が 0 円です", "商品 4,000 円に対して、値引きは 4,500 円です。", None, 100)],
    ),
    (
        "discount",
        "a coupon",
        order(discount_yen=500, total_yen=4000),
        seen(),
        {},
        [
            (
                "クーポン・値引きの利用があります",
                "商品 4,000 円に対して、値引きは 500 円（12%）です。",
                None,
                100,
            )
        ],
    ),
    (
        "discount",
        "more than half",
        order(discount_yen=2500, total_yen=2000),
        seen(),
        {},
        [
            (
                "値引きが商品代の 50% 以上です",
                "商品 4,000 円に対して、値引きは 2,500 円（62%）です。",
                {"do": "accept"},
                50,
            )
        ],
    ),
    (
        "payment_unknown",
        "a word nobody mapped",
        order(pay_kind="other", pay_method="○○ペイ"),
        seen(),
        {},
        [
            (
                "支払方法が分かりません",
                ("「○○ペイ」がどの支払方法か、まだ決まっていません。設定の「支払方法」で決めてください。"),
                None,
                100,
            )
        ],
    ),
    (
        "payment_unknown",
        "no word at all",
        order(pay_kind="", pay_method=""),
        seen(),
        {},
        [("支払方法がありません", "請求額は 4,500 円です。", None, 100)],
    ),
    (
        "not_authorised",
        "waiting",
        order(pay_policy="after_authorised", pay_method="クレジットカード"),
        seen(),
        {},
        [("支払いの与信がまだ通っていません", "クレジットカード 4,500 円。", None, 100)],
    ),
    (
        "unpaid",
        "a bank transfer",
        order(pay_policy="after_paid", pay_method="銀行振込"),
        seen(),
        {},
        [("入金を待っています", "銀行振込 4,500 円、期限は 11/29（日）です。", None, 100)],
    ),
    (
        "unpaid",
        "due today",
        order(pay_policy="after_paid", pay_method="銀行振込"),
        seen(),
        {"days": 0},
        [("入金を待っています", "銀行振込 4,500 円、期限は 11/22（日）です。", None, 100)],
    ),
    (
        "unpaid",
        "overdue",
        order(
            pay_policy="after_paid", pay_method="銀行振込", ordered_at=datetime(2026, 11, 10, 3, tzinfo=UTC)
        ),
        seen(),
        {},
        [("入金の期限を過ぎています", "銀行振込 4,500 円、期限は 11/17（火）です。", None, 100)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("cod_not_served", "by parcel", order(pay_kind="cod"), seen(), {}),
    ("cod_not_served", "paid by card by mail", order(pay_kind="card", service="yamato-nekopos"), seen(), {}),
    ("cod_over_service", "at the limit", order(pay_kind="cod", lines=(line(total_yen=299_500),)), seen(), {}),
    ("cod_over_service", "not by cash", order(lines=(line(total_yen=400_000),)), seen(), {}),
    ("cod_over_shop", "below", order(pay_kind="cod"), seen(), {}),
    ("cod_over_shop", "not by cash", order(lines=(line(total_yen=90_000),)), seen(), {}),
    (
        "cod_other_receiver",
        "the same person, spaced otherwise",
        order(pay_kind="cod", recipient=address(name="見本　花子")),
        seen(),
        {},
    ),
    ("cod_other_receiver", "paid before", order(recipient=address(name="試験 太郎")), seen(), {}),
    (
        "cod_other_receiver",
        "the buyer's name is not known",
        order(pay_kind="cod", buyer=address(name="")),
        seen(),
        {},
    ),
    ("amount_mismatch", "it adds up", order(discount_yen=300, points_yen=200, total_yen=4000), seen(), {}),
    ("amount_mismatch", "within what the shop allows", order(total_yen=4501), seen(), {"yen": 1}),
    ("amount_mismatch", "another currency", order(currency="USD", total_yen=1), seen(), {}),
    ("amount_mismatch", "undecided", order(amount_undecided=True, total_yen=1), seen(), {}),
    ("amount_undecided", "decided", order(), seen(), {}),
    ("total_zero", "something to pay", order(), seen(), {}),
    ("discount", "no discount", order(), seen(), {}),
    ("payment_unknown", "known", order(), seen(), {}),
    ("payment_unknown", "nothing to pay", order(pay_kind="other", pay_method="", total_yen=0), seen(), {}),
    (
        "not_authorised",
        "authorised",
        order(pay_policy="after_authorised", money_state="authorised"),
        seen(),
        {},
    ),
    ("not_authorised", "may ship anyway", order(), seen(), {}),
    ("unpaid", "paid", order(pay_policy="after_paid", money_state="paid"), seen(), {}),
    ("unpaid", "may ship anyway", order(), seen(), {}),
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
