"""Faults in where it should go (住所の困りごと)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder
from hanjo.demo.people import Person


def _moved(maker: Maker, **changes: Any) -> Person:
    return replace(maker.town.person(), **changes)


def _to(maker: Maker, slug: str, mall: str, person: Person, **changes: Any) -> DemoOrder:
    return maker.order(mall, maker.pick(mall, "normal"), slug, buyer=person, **changes)


def postal_mismatch(maker: Maker, slug: str) -> list[DemoOrder]:
    kobe = {"prefecture": "兵庫県", "city": "神戸市中央区", "phone": "078-000-7001"}
    return [
        _to(
            maker,
            slug,
            "rakuten",
            _moved(maker, **kobe, postal="6580001", street="加納町6-51-2", building=""),
        ),
        _to(
            maker,
            slug,
            "rakuten",
            _moved(
                maker,
                postal="1500001",
                prefecture="東京都",
                city="新宿区",
                street="神宮前9-80-1",
                building="",
            ),
        ),
        _to(
            maker,
            slug,
            "eccube",
            _moved(
                maker,
                postal="5300001",
                prefecture="大阪府",
                city="大阪市中央区",
                street="梅田8-70-3",
                building="",
            ),
        ),
    ]


def postal_missing(maker: Maker, slug: str) -> list[DemoOrder]:
    person = _moved(
        maker, postal="", prefecture="京都府", city="京都市左京区", street="下鴨松原町800-1", building=""
    )
    return [_to(maker, slug, "eccube", person)]


def island(maker: Maker, slug: str) -> list[DemoOrder]:
    father = _moved(
        maker, postal="1002101", prefecture="東京都", city="小笠原村", street="父島字みほん900", building=""
    )
    goto = _moved(
        maker, postal="8530018", prefecture="長崎県", city="五島市", street="池田町900-1", building=""
    )
    return [
        _to(maker, slug, "rakuten", father, island_flag=True),
        _to(maker, slug, "yahoo", goto),
    ]


def no_house_number(maker: Maker, slug: str) -> list[DemoOrder]:
    person = _moved(maker, postal="1500001", prefecture="東京都", city="渋谷区", street="神宮前", building="")
    return [_to(maker, slug, "yahoo", person)]


def long_address(maker: Maker, slug: str) -> list[DemoOrder]:
    building = "架空中央グランドステーションタワーレジデンス・ノースウイング 第一住居棟 3804号室 みほん設計事務所気付"
    place = {"postal": "2200012", "prefecture": "神奈川県", "city": "横浜市西区", "building": building}
    return [
        _to(maker, slug, "rakuten", _moved(maker, **place, street="みなとみらい9丁目800番地1号")),
        _to(maker, slug, "amazon", _moved(maker, **place, street="みなとみらい9丁目800番地2号")),
    ]


def phone_missing(maker: Maker, slug: str) -> list[DemoOrder]:
    return [_to(maker, slug, "eccube", _moved(maker, phone=""))]


def prefecture_invalid(maker: Maker, slug: str) -> list[DemoOrder]:
    person = _moved(
        maker, postal="6500001", prefecture="Hyogo", city="神戸市中央区", street="加納町6-51-3", building=""
    )
    return [_to(maker, slug, "amazon", person)]
