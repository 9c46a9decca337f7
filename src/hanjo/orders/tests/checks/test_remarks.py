"""Every rule of remarks.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import address, look, order, seen, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "remarks_left",
        "words that nobody reads",
        order(remarks="玄関前に置き配でお願いします。"),
        seen(),
        {},
        [("備考を読んでください", "備考「玄関前に置き配でお願いします」", {"do": "accept"}, 0)],
    ),
    (
        "remarks_left",
        "only the rest of it",
        order(remarks="11/25希望。インターホンは鳴らさないでください。"),
        seen(),
        {},
        [("備考を読んでください", "備考「インターホンは鳴らさないでください」", {"do": "accept"}, 0)],
    ),
    (
        "remarks_date",
        "a clear wish",
        order(remarks="11月25日(水)着でお願いします。"),
        seen(),
        {},
        [
            (
                "備考にお届け日の希望があります",
                "備考「11月25日(水)着でお願いします。」",
                {"set": {"wanted_on": "2026-11-25"}},
                95,
            )
        ],
    ),
    (
        "remarks_date",
        "another day than the order's",
        order(remarks="11月25日着でお願いします。", wanted_on=date(2026, 11, 27)),
        seen(),
        {},
        [
            (
                "備考のお届け日が、注文の希望日と違います",
                "備考「11月25日着でお願いします。」。注文の希望日は 11/27（金）です。",
                {"set": {"wanted_on": "2026-11-25"}},
                60,
            )
        ],
    ),
    (
        "remarks_date",
        "the weekday does not fit",
        order(remarks="11/25(火)着希望"),
        seen(),
        {},
        [
            (
                "備考の日にちの希望がはっきりしません",
                "備考「11/25(火)着希望」",
                {"set": {"wanted_on": "2026-11-25"}},
                40,
            )
        ],
    ),
    (
        "remarks_date",
        "a day to avoid",
        order(remarks="11/25は不在です"),
        seen(),
        {},
        [("備考の日にちの希望がはっきりしません", "備考「11/25は不在です」", None, 20)],
    ),
    (
        "remarks_window",
        "a clear wish",
        order(remarks="14-16時希望"),
        seen(),
        {},
        [("備考に時間帯の希望があります", "備考「14-16時希望」", {"set": {"window": "14-16"}}, 96)],
    ),
    (
        "remarks_window",
        "another window than the order's",
        order(remarks="午前中希望", window="14-16"),
        seen(),
        {},
        [
            (
                "備考の時間帯が、注文の時間帯と違います",
                "備考「午前中希望」。注文の時間帯は 14〜16時 です。",
                {"set": {"window": "am"}},
                60,
            )
        ],
    ),
    (
        "remarks_window",
        "a vague one",
        order(remarks="夕方にお願いします"),
        seen(),
        {},
        [
            (
                "備考の時間帯の希望がはっきりしません",
                "備考「夕方にお願いします」",
                {"set": {"window": "16-18"}},
                65,
            )
        ],
    ),
    (
        "remarks_window",
        "one to avoid",
        order(remarks="午前中は不在です"),
        seen(),
        {},
        [("備考に、避けてほしい時間帯があるようです", "備考「午前中は不在です」", None, 20)],
    ),
    (
        "remarks_receipt",
        "with a name",
        order(remarks="領収書の宛名は「見本商事株式会社」でお願いします。但し書きは「備品代」で。"),
        seen(),
        {},
        [
            (
                "備考に領収書の宛名があります",
                (
                    "備考「領収書の宛名は「見本商事株式会社」でお願いします。但し書きは「"
                    "備品代」で。」（但し書き: 備品代）"
                ),
                {"set": {"receipt_name": "見本商事株式会社", "receipt_proviso": "備品代"}},
                96,
            )
        ],
    ),
    (
        "remarks_receipt",
        "without a name",
        order(remarks="領収書をお願いします"),
        seen(),
        {},
        [
            (
                "備考に領収書の希望があります。宛名を確かめてください",
                "備考「領収書をお願いします」",
                {"set": {"receipt_name": "見本 花子"}},
                50,
            )
        ],
    ),
    (
        "remarks_receipt",
        "without any name known",
        order(remarks="領収書をお願いします", buyer=address(name="")),
        seen(),
        {},
        [("備考に領収書の希望があります。宛名を確かめてください", "備考「領収書をお願いします」", None, 50)],
    ),
    (
        "remarks_no_slip",
        "no slip",
        order(remarks="納品書は入れないでください"),
        seen(),
        {},
        [
            (
                "備考に納品書不要の希望があります",
                "備考「納品書は入れないでください」",
                {"set": {"no_slip": True}},
                93,
            )
        ],
    ),
    (
        "remarks_no_slip",
        "no prices",
        order(remarks="プレゼントなので金額のわかるものは入れないでください"),
        seen(),
        {},
        [
            (
                "備考に納品書不要の希望があります",
                "備考「プレゼントなので金額のわかるものは入れないでください」",
                {"set": {"no_slip": True}},
                92,
            )
        ],
    ),
    (
        "remarks_no_slip",
        "taken back",
        order(remarks="納品書不要ではありません"),
        seen(),
        {},
        [
            (
                "備考の納品書についての希望がはっきりしません",
                "備考「納品書不要ではありません」",
                {"set": {"no_slip": True}},
                30,
            )
        ],
    ),
    (
        "remarks_gift",
        "noshi with wording and name",
        order(remarks="のしは「内祝」、名前は「見本」でお願いします。"),
        seen(),
        {},
        [
            (
                "備考にギフトの希望があります",
                "備考「のしは「内祝」、名前は「見本」でお願いします。」",
                {"set": {"is_gift": True, "noshi": "内祝 見本"}},
                90,
            )
        ],
    ),
    (
        "remarks_gift",
        "wrapping and message",
        order(remarks="ラッピング希望。メッセージカードに「おめでとう」とお願いします。"),
        seen(),
        {},
        [
            (
                "備考にギフトの希望があります",
                "備考「ラッピング希望。メッセージカードに「おめでとう」とお願いします。」",
                {"set": {"is_gift": True, "wrapping": "希望", "gift_message": "おめでとう"}},
                88,
            )
        ],
    ),
    (
        "remarks_gift",
        "a hint",
        order(remarks="プレゼント用です"),
        seen(),
        {},
        [
            (
                "備考のギフトの希望がはっきりしません",
                "備考「プレゼント用です」",
                {"set": {"is_gift": True}},
                60,
            )
        ],
    ),
    (
        "remarks_change",
        "cancel",
        order(remarks="キャンセルをお願いします"),
        seen(),
        {},
        [("備考にキャンセルの希望があります", "備考「キャンセルをお願いします」", None, 92)],
    ),
    (
        "remarks_change",
        "twice",
        order(remarks="間違えて2重に注文したので、こちらをキャンセルしてください"),
        seen(),
        {},
        [
            (
                "備考に、重複した注文のキャンセルの希望があります",
                "備考「間違えて2重に注文したので、こちらをキャンセルしてください」",
                {"do": "cancel_duplicate"},
                70,
            )
        ],
    ),
    (
        "remarks_change",
        "change",
        order(remarks="サイズをMからLに変更してください"),
        seen(),
        {},
        [("備考に注文の変更の希望があります", "備考「サイズをMからLに変更してください」", None, 85)],
    ),
    (
        "remarks_question",
        "when",
        order(remarks="いつ届きますか？"),
        seen(),
        {},
        [("備考に質問があります", "備考「いつ届きますか？」", {"do": "accept"}, 85)],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("remarks_left", "understood", order(remarks="11/25の午前中にお願いします。"), seen(), {}),
    (
        "remarks_left",
        "greetings",
        order(remarks="いつもお世話になっております。よろしくお願いいたします。"),
        seen(),
        {},
    ),
    ("remarks_left", "nothing", order(remarks="特になし"), seen(), {}),
    (
        "remarks_left",
        "a mall's empty form",
        order(remarks="[配送日時指定:]\n指定なし\n[備考:]\n"),
        seen(),
        {},
    ),
    ("remarks_left", "empty", order(), seen(), {}),
    (
        "remarks_date",
        "the same day",
        order(remarks="11月25日着でお願いします。", wanted_on=date(2026, 11, 25)),
        seen(),
        {},
    ),
    (
        "remarks_date",
        "the day of another order",
        order(remarks="11/20に注文した商品と一緒に送ってください"),
        seen(),
        {},
    ),
    ("remarks_date", "empty", order(), seen(), {}),
    ("remarks_window", "the same", order(remarks="午前中希望", window="am"), seen(), {}),
    ("remarks_window", "empty", order(), seen(), {}),
    ("remarks_receipt", "not wanted", order(remarks="領収書は不要です"), seen(), {}),
    (
        "remarks_receipt",
        "known already",
        order(remarks="領収書の宛名は「見本商事株式会社」で", receipt_name="見本商事株式会社"),
        seen(),
        {},
    ),
    (
        "remarks_receipt",
        "known already with its proviso",
        order(
            remarks="領収書の宛名は「見本商事株式会社」でお願いします。但し書きは「備品代」で。",
            receipt_name="見本商事株式会社",
            receipt_proviso="備品代",
        ),
        seen(),
        {},
    ),
    ("remarks_receipt", "empty", order(), seen(), {}),
    ("remarks_no_slip", "a slip is wanted", order(remarks="納品書を入れてください"), seen(), {}),
    ("remarks_no_slip", "known already", order(remarks="納品書不要", no_slip=True), seen(), {}),
    ("remarks_no_slip", "empty", order(), seen(), {}),
    ("remarks_gift", "not wanted", order(remarks="のしは要りません"), seen(), {}),
    (
        "remarks_gift",
        "known already",
        order(remarks="ラッピング希望", is_gift=True, wrapping="包装紙"),
        seen(),
        {},
    ),
    ("remarks_gift", "empty", order(), seen(), {}),
    ("remarks_change", "no change", order(remarks="変更はありません"), seen(), {}),
    ("remarks_change", "empty", order(), seen(), {}),
    ("remarks_question", "a polite wish", order(remarks="11/25に届けていただけますか？"), seen(), {}),
    ("remarks_question", "empty", order(), seen(), {}),
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
