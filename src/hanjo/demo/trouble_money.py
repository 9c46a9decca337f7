"""Faults in what is paid (お金の困りごと)."""

from __future__ import annotations

from dataclasses import replace

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder


def cod_over_limit(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = [maker.line("rakuten", "KRU-003-SM-L", 19)]
    return [maker.order("rakuten", lines, slug, pay="代金引換", cod_fee_yen=1100)]


def cod_other_receiver(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = maker.pick("yahoo", "normal")
    return [maker.order("yahoo", lines, slug, pay="商品代引", recipient=maker.town.person())]


def amount_mismatch(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", maker.pick("rakuten", "normal"), slug, total_off_yen=-500, points_yen=0),
        maker.order("eccube", maker.pick("eccube", "normal"), slug, total_off_yen=110, points_yen=0),
    ]


def amount_undecided(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = [maker.line("rakuten", "FOD-048", 2)]
    return [maker.order("rakuten", lines, slug, undecided=True, points_yen=0)]


def unpaid(maker: Maker, slug: str) -> list[DemoOrder]:
    malls = (("eccube", 4), ("rakuten", 2), ("yahoo", 1))
    return [
        maker.order(mall, maker.pick(mall, "normal"), slug, pay="銀行振込", paid=False)
        for mall, count in malls
        for _ in range(count)
    ]


def unauthorised(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("eccube", maker.pick("eccube", "normal"), slug, pay="後払い決済", paid=False),
        maker.order("eccube", maker.pick("eccube", "normal"), slug, pay="後払い決済", paid=False),
        maker.order("rakuten", maker.pick("rakuten", "normal"), slug, pay="後払い決済", paid=False),
    ]


def points_all(maker: Maker, slug: str) -> list[DemoOrder]:
    made = maker.order("rakuten", maker.pick("rakuten", "normal"), slug, pay="全額ポイント払い", points_yen=0)
    return [replace(made, points_yen=made.goods_yen + made.shipping_yen)]


def high_value_first(maker: Maker, slug: str) -> list[DemoOrder]:
    lines = [maker.line("rakuten", "KRU-003-AI-L", 4), maker.line("rakuten", "DOG-009", 3)]
    buyer = maker.town.person(("5300001", "大阪府", "大阪市北区", "梅田"))
    away = maker.town.person(("0650024", "北海道", "札幌市東区", "北二十四条東"))
    return [maker.order("rakuten", lines, slug, buyer=buyer, recipient=away)]


def mall_checking(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("rakuten", maker.pick("rakuten", "normal"), slug, checking=True)]
