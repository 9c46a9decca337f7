"""Faults in who ordered, how often, together with whom (人と重なりの困りごと)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder
from hanjo.demo.people import Person

# The shop wrote a caution about her months ago; the seeding enters it.
CAUTION = Person(
    family="例山",
    given="架空子",
    family_kana="レイヤマ",
    given_kana="カクコ",
    postal="5420081",
    prefecture="大阪府",
    city="大阪市中央区",
    street="南船場9-80-7",
    building="",
    phone="072-000-9007",
    email="caution@example.com",
)
# He cancelled three times in the past weeks; `history` has those orders.
CANCELLER = replace(
    CAUTION,
    family="試山",
    given="取消郎",
    family_kana="タメシヤマ",
    given_kana="トリケシロウ",
    postal="2540012",
    prefecture="神奈川県",
    city="平塚市",
    street="大神9-80-8",
    phone="070-0000-9008",
    email="canceller@example.com",
)


def broken_name(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("amazon", maker.pick("amazon", "normal"), slug, broken="name"),
        maker.order("eccube", maker.pick("eccube", "normal"), slug, broken="name"),
    ]


def rare_letters(maker: Maker, slug: str) -> list[DemoOrder]:
    takasaki = replace(
        maker.town.person(), family="髙﨑", given="晴美", family_kana="タカサキ", given_kana="ハルミ"
    )
    yoshida = replace(
        maker.town.person(), family="𠮷田", given="渚", family_kana="ヨシダ", given_kana="ナギサ"
    )
    return [
        maker.order("rakuten", maker.pick("rakuten", "normal"), slug, buyer=takasaki),
        maker.order("eccube", maker.pick("eccube", "normal"), slug, buyer=yoshida),
    ]


def merge_same_mall(maker: Maker, slug: str) -> list[DemoOrder]:
    person = maker.town.person()
    return [
        maker.order("rakuten", [maker.line("rakuten", "FOD-017")], slug, buyer=person, points_yen=0),
        maker.order("rakuten", [maker.line("rakuten", "UTW-007-SO", 2)], slug, buyer=person, points_yen=0),
    ]


def merge_across_malls(maker: Maker, slug: str) -> list[DemoOrder]:
    person = maker.town.person()
    return [
        maker.order("yahoo", [maker.line("yahoo", "NUN-002-KN")], slug, buyer=person),
        maker.order("eccube", [maker.line("eccube", "FOD-026-KOSHI")], slug, buyer=person),
    ]


def duplicate(maker: Maker, slug: str) -> list[DemoOrder]:
    person, at = maker.town.person(), maker.moment()
    lines = [maker.line("yahoo", "KRU-007-MD")]
    return [
        maker.order("yahoo", lines, slug, buyer=person, ordered_at=at, points_yen=0),
        maker.order("yahoo", lines, slug, buyer=person, ordered_at=at + timedelta(minutes=2), points_yen=0),
    ]


def repeat_canceller(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("rakuten", [maker.line("rakuten", "UTW-018")], slug, buyer=CANCELLER)]


def caution_customer(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("yahoo", maker.pick("yahoo", "normal"), slug, buyer=CAUTION)]


def several_recipients(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = [maker.line("rakuten", "FOD-045"), maker.line("rakuten", "FOD-045")]
    return [maker.order("rakuten", lines, slug, several=True, recipient=maker.town.person(), points_yen=0)]


def cancelled(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("yahoo", maker.pick("yahoo", "normal"), slug, cancelled=True),
        maker.order("eccube", maker.pick("eccube", "normal"), slug, cancelled=True),
    ]
