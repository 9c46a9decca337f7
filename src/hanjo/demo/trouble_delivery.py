"""Faults in how and when it should travel (配送の困りごと)."""

from __future__ import annotations

from datetime import timedelta

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder


def window_impossible(maker: Maker, slug: str) -> list[DemoOrder]:
    when = maker.day + timedelta(days=3)
    return [
        maker.order("yahoo", maker.pick("yahoo", "normal"), slug, window="20:00-21:00", wanted_on=when),
        maker.order("rakuten", maker.pick("rakuten", "normal"), slug, window="12-14", wanted_on=when),
    ]


def mail_window(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = [maker.line("rakuten", "NUN-005")]
    when = maker.day + timedelta(days=3)
    return [
        maker.order(
            "rakuten", lines, slug, method="メール便", shipping_yen=250, window="18-20", wanted_on=when
        )
    ]


def past_date(maker: Maker, slug: str) -> list[DemoOrder]:
    yesterday = maker.day - timedelta(days=1)
    return [
        maker.order("eccube", maker.pick("eccube", "normal"), slug, wanted_on=yesterday),
        maker.order(
            "rakuten", maker.pick("rakuten", "normal"), slug, wanted_on=yesterday - timedelta(days=2)
        ),
    ]


def date_too_soon(maker: Maker, slug: str) -> list[DemoOrder]:
    sapporo = maker.town.person(("0650024", "北海道", "札幌市東区", "北二十四条東"))
    naha = maker.town.person(("9000011", "沖縄県", "那覇市", "上之屋"))
    tomorrow = maker.day + timedelta(days=1)
    return [
        maker.order("rakuten", maker.pick("rakuten", "normal"), slug, buyer=sapporo, wanted_on=tomorrow),
        maker.order("yahoo", maker.pick("yahoo", "normal"), slug, buyer=naha, wanted_on=tomorrow),
    ]


def mail_too_thick(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order(
            "rakuten", [maker.line("rakuten", "NUN-001-SK", 4)], slug, method="メール便", shipping_yen=250
        ),
        maker.order("yahoo", [maker.line("yahoo", "FOD-021", 2)], slug, method="メール便", shipping_yen=250),
    ]


def temperature_mix(maker: Maker, slug: str) -> list[DemoOrder]:
    mixed = [maker.line("rakuten", "COL-001"), maker.line("rakuten", "COL-012")]
    cold = [maker.line("eccube", "COL-004", 2), maker.line("eccube", "FOD-023")]
    return [maker.order("rakuten", mixed, slug), maker.order("eccube", cold, slug)]


def fast_promise(maker: Maker, slug: str) -> list[DemoOrder]:
    made = [maker.order("amazon", maker.pick("amazon", "normal"), slug, prime=True) for _ in range(4)]
    made += [maker.order("yahoo", maker.pick("yahoo", "normal"), slug, prime=True) for _ in range(3)]
    return made
