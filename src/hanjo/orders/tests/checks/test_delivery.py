"""Every rule of delivery.py: an order that trips it, told exactly, and orders that pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hanjo.orders.checks.base import OrderView, Seen
from hanjo.orders.tests.checks.make import NEKOPOS, TAQBIN, address, cold, line, look, order, seen, sku, told

Told = list[tuple[str, str, dict[str, Any] | None, int]]

TRIPS: list[tuple[str, str, OrderView, Seen, dict[str, Any], Told]] = [
    (
        "window_not_understood",
        "words that mean a window",
        order(window_raw="お夕方ごろ（16時〜18時）"),
        seen(),
        {},
        [
            (
                "お届け時間帯の指定が読み取れません",
                "モールの指定は「お夕方ごろ（16時〜18時）」です。",
                {"set": {"window": "16-18"}},
                65,
            )
        ],
    ),
    (
        "window_not_understood",
        "words that mean nothing",
        order(window_raw="コード99"),
        seen(),
        {},
        [("お届け時間帯の指定が読み取れません", "モールの指定は「コード99」です。", None, 100)],
    ),
    (
        "window_not_served",
        "12-14 with a carrier that has given it up",
        order(window="12-14"),
        seen(),
        {},
        [
            (
                "宅急便では指定できない時間帯です",
                (
                    "ご希望は「12〜14時」、宅急便で選べるのは 午前中、14〜16時、16〜18時、"
                    "18〜20時、19〜21時 です。"
                ),
                {"set": {"window": "14-16"}},
                50,
            )
        ],
    ),
    (
        "window_not_served",
        "18-21 is asked",
        order(window="18-21"),
        seen(),
        {},
        [
            (
                "宅急便では指定できない時間帯です",
                (
                    "ご希望は「18〜21時」、宅急便で選べるのは 午前中、14〜16時、16〜18時、"
                    "18〜20時、19〜21時 です。"
                ),
                {"set": {"window": "18-20"}},
                75,
            )
        ],
    ),
    (
        "window_not_served",
        "a service that has no window like it",
        order(window="19-21"),
        seen(services={"yamato-taqbin": replace(TAQBIN, windows=("am",))}),
        {},
        [
            (
                "宅急便では指定できない時間帯です",
                "ご希望は「19〜21時」、宅急便で選べるのは 午前中 です。",
                {"set": {"window": "am"}},
                50,
            )
        ],
    ),
    (
        "wanted_date_past",
        "today",
        order(wanted_on=date(2026, 11, 22)),
        seen(),
        {},
        [
            (
                "お届け希望日が今日です",
                "ご希望は 11/22（日）、最短の出荷日は 11/22（日）です。",
                {"set": {"wanted_on": None}},
                60,
            )
        ],
    ),
    (
        "wanted_date_past",
        "yesterday",
        order(wanted_on=date(2026, 11, 21)),
        seen(ship_on=date(2026, 11, 24)),
        {},
        [
            (
                "お届け希望日が過ぎた日です",
                "ご希望は 11/21（土）、最短の出荷日は 11/24（火）です。",
                {"set": {"wanted_on": None}},
                60,
            )
        ],
    ),
    (
        "wanted_date_too_soon",
        "shipped tomorrow, there the day after",
        order(wanted_on=date(2026, 11, 23)),
        seen(ship_on=date(2026, 11, 23)),
        {},
        [
            (
                "お届け希望日に間に合いません",
                (
                    "ご希望は 11/23（月）ですが、11/23（月）に出荷して兵庫県へは "
                    "1 日かかり、最短で 11/24（火）です。"
                ),
                {"set": {"wanted_on": "2026-11-24"}},
                60,
            )
        ],
    ),
    (
        "wanted_date_too_soon",
        "Okinawa takes three days",
        order(wanted_on=date(2026, 11, 24), recipient=address(prefecture="沖縄県")),
        seen(),
        {},
        [
            (
                "お届け希望日に間に合いません",
                (
                    "ご希望は 11/24（火）ですが、11/22（日）に出荷して沖縄県へは "
                    "3 日かかり、最短で 11/25（水）です。"
                ),
                {"set": {"wanted_on": "2026-11-25"}},
                60,
            )
        ],
    ),
    (
        "wanted_date_too_soon",
        "no service chosen yet",
        order(wanted_on=date(2026, 11, 23), service=""),
        seen(ship_on=date(2026, 11, 23)),
        {},
        [
            (
                "お届け希望日に間に合いません",
                (
                    "ご希望は 11/23（月）ですが、11/23（月）に出荷して兵庫県へは "
                    "1 日かかり、最短で 11/24（火）です。"
                ),
                {"set": {"wanted_on": "2026-11-24"}},
                60,
            )
        ],
    ),
    (
        "mail_with_date",
        "a date into the letter box",
        order(wanted_on=date(2026, 11, 25), service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは日時の指定ができません",
                "ご希望は 11/25（水） ですが、ネコポスでは日時を選べません。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "mail_with_date",
        "date and window into the letter box",
        order(wanted_on=date(2026, 11, 25), window="am", service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは日時の指定ができません",
                "ご希望は 11/25（水） 午前中 ですが、ネコポスでは日時を選べません。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "mail_with_date",
        "no parcel service on file",
        order(window="am", service="yamato-nekopos"),
        seen(services={"yamato-nekopos": NEKOPOS}),
        {},
        [
            (
                "ネコポスでは日時の指定ができません",
                "ご希望は 午前中 ですが、ネコポスでは日時を選べません。",
                None,
                100,
            )
        ],
    ),
    (
        "temperature_not_served",
        "frozen by mail",
        order(lines=(cold("frozen"),), service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは冷凍の商品を送れません",
                "「そば猪口 藍」は冷凍の商品です。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "temperature_not_served",
        "chilled, and no service can",
        order(lines=(cold("chilled"),), service="yamato-nekopos"),
        seen(services={"yamato-nekopos": NEKOPOS}),
        {},
        [("ネコポスでは冷蔵の商品を送れません", "「そば猪口 藍」は冷蔵の商品です。", None, 100)],
    ),
    (
        "mail_goods",
        "not for the letter box",
        order(lines=(line(sku=sku(mail_size=False)),), service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは送れません",
                "「そば猪口 藍」はポスト投函に入らない商品です。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "mail_goods",
        "too thick together",
        order(service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは送れません",
                "厚さが 20 mm × 2 点 = 40 mm で、上限 30 mm を超えます。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "mail_goods",
        "too heavy",
        order(lines=(line(sku=sku(height_mm=5, weight_g=600)),), service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは送れません",
                "重さが 1,200 g で、上限 1,000 g を超えます。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "mail_goods",
        "too many",
        order(lines=(line(quantity=11, sku=sku(height_mm=1, weight_g=10)),), service="yamato-nekopos"),
        seen(),
        {},
        [
            (
                "ネコポスでは送れません",
                "11 点で、1 通に入れる上限 10 点を超えます。",
                {"do": "change_service", "service": "yamato-taqbin"},
                85,
            )
        ],
    ),
    (
        "fast_promise",
        "the promise is today",
        order(is_prime=True, ship_by_on=date(2026, 11, 22)),
        seen(),
        {},
        [("早く届ける約束の出荷期限は今日です", "出荷期限 11/22（日）。", {"do": "accept"}, 100)],
    ),
    (
        "fast_promise",
        "the promise is over",
        order(is_prime=True, ship_by_on=date(2026, 11, 21)),
        seen(),
        {},
        [("早く届ける約束の出荷期限が過ぎています", "出荷期限 11/21（土）。", {"do": "accept"}, 100)],
    ),
    (
        "fast_promise",
        "no day given",
        order(is_prime=True),
        seen(),
        {},
        [
            (
                "早く届ける約束の注文です",
                "出荷期限がモールから届いていません。今日の出荷に入れてください。",
                None,
                100,
            )
        ],
    ),
]

PASSES: list[tuple[str, str, OrderView, Seen, dict[str, Any]]] = [
    ("window_not_understood", "understood already", order(window_raw="午前", window="am"), seen(), {}),
    ("window_not_understood", "no wish", order(), seen(), {}),
    ("window_not_served", "a window it serves", order(window="am"), seen(), {}),
    (
        "window_not_served",
        "a letter box has a check of its own",
        order(window="am", service="yamato-nekopos"),
        seen(),
        {},
    ),
    ("window_not_served", "no service yet", order(window="12-14", service=""), seen(), {}),
    ("wanted_date_past", "tomorrow", order(wanted_on=date(2026, 11, 23)), seen(), {}),
    ("wanted_date_past", "no wish", order(), seen(), {}),
    ("wanted_date_too_soon", "in time", order(wanted_on=date(2026, 11, 23)), seen(), {}),
    (
        "wanted_date_too_soon",
        "Okinawa in time",
        order(wanted_on=date(2026, 11, 25), recipient=address(prefecture="沖縄県")),
        seen(),
        {},
    ),
    (
        "wanted_date_too_soon",
        "past dates have a check of their own",
        order(wanted_on=date(2026, 11, 22)),
        seen(ship_on=date(2026, 11, 23)),
        {},
    ),
    (
        "wanted_date_too_soon",
        "a letter box takes no date",
        order(wanted_on=date(2026, 11, 23), service="yamato-nekopos"),
        seen(ship_on=date(2026, 11, 23)),
        {},
    ),
    ("mail_with_date", "a parcel with both", order(wanted_on=date(2026, 11, 25), window="am"), seen(), {}),
    ("mail_with_date", "a letter without either", order(service="yamato-nekopos"), seen(), {}),
    ("temperature_not_served", "frozen by a cool service", order(lines=(cold("frozen"),)), seen(), {}),
    (
        "temperature_not_served",
        "goods that are not known yet",
        order(lines=(line(sku=None),), service="yamato-nekopos"),
        seen(),
        {},
    ),
    (
        "mail_goods",
        "one thin cup",
        order(lines=(line(quantity=1, total_yen=2000),), service="yamato-nekopos"),
        seen(),
        {},
    ),
    ("mail_goods", "a parcel takes it", order(), seen(), {}),
    ("fast_promise", "tomorrow", order(is_prime=True, ship_by_on=date(2026, 11, 23)), seen(), {}),
    ("fast_promise", "no promise", order(ship_by_on=date(2026, 11, 22)), seen(), {}),
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
