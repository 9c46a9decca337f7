"""Faults in what is ordered (商品と在庫の困りごと). The seeding plans the stock for them, see `stock_plan`."""

from __future__ import annotations

from hanjo.demo.maker import Maker
from hanjo.demo.neutral import DemoOrder

UNKNOWN = "hanjo-chasoba-2024"
UNKNOWN_MEANS = "FOD-046"


def unknown_code(maker: Maker, slug: str) -> list[DemoOrder]:
    old = [
        maker.line(
            "rakuten", UNKNOWN_MEANS, n, sku="", code=UNKNOWN, parent=UNKNOWN, name="十割そば 旧パッケージ"
        )
        for n in (1, 2, 1)
    ]
    return [maker.order("rakuten", [line], slug, points_yen=0) for line in old]


def shortage(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order(mall, [maker.line(mall, "COL-008", 2)], slug)
        for mall in ("rakuten", "amazon", "yahoo", "eccube")
    ]


def shared_component(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", [maker.line("rakuten", "GFT-003")], slug),
        maker.order("yahoo", [maker.line("yahoo", "GFT-003")], slug),
        maker.order("rakuten", [maker.line("rakuten", "UTW-001", 3)], slug),
    ]


def out_of_stock(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("amazon", [maker.line("amazon", "FOD-036")], slug)]


def preorder(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", [maker.line("rakuten", "FOD-050")], slug),
        maker.order("eccube", [maker.line("eccube", "FOD-050")], slug),
        maker.order("eccube", [maker.line("eccube", "SAK-010")], slug),
    ]


def made_to_order(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("yahoo", [maker.line("yahoo", "ZAK-013")], slug)]


def alcohol(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", [maker.line("rakuten", "SAK-001")], slug),
        maker.order("rakuten", [maker.line("rakuten", "SAK-007")], slug),
        maker.order("eccube", [maker.line("eccube", "GFT-008")], slug),
        maker.order("yahoo", [maker.line("yahoo", "SAK-002-720ML", 2)], slug),
    ]


def large_quantity(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("rakuten", [maker.line("rakuten", "ZAK-012-TSURU", 60)], slug)]


def noshi(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", [maker.line("rakuten", "FOD-014")], slug, noshi="のし希望", gift=True),
        maker.order("eccube", [maker.line("eccube", "FOD-044")], slug, noshi="外のし 寿 架空", gift=True),
    ]


def gift(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order(
            "yahoo",
            [maker.line("yahoo", "GFT-001")],
            slug,
            gift=True,
            wrapping_yen=220,
            gift_message="お誕生日おめでとう。お茶の時間にどうぞ。",
            recipient=maker.town.person(),
        ),
        maker.order(
            "rakuten",
            [maker.line("rakuten", "GFT-005")],
            slug,
            gift=True,
            wrapping_yen=220,
            recipient=maker.town.person(),
        ),
    ]


def broken_quantity(maker: Maker, slug: str) -> list[DemoOrder]:
    return [
        maker.order("rakuten", [maker.line("rakuten", "DOG-014-500ML", 3)], slug, broken="quantity"),
        maker.order("amazon", [maker.line("amazon", "NUN-004-AI")], slug, broken="quantity"),
        maker.order("eccube", [maker.line("eccube", "FOD-024")], slug, broken="quantity"),
    ]


def broken_number(maker: Maker, slug: str) -> list[DemoOrder]:
    return [maker.order("rakuten", [maker.line("rakuten", "FOD-012")], slug, broken="number")]
