"""Made-up papers for the tests: fictional people, real trouble (long names, 髙﨑𠮷, mixed rates)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hanjo.fulfilment.documents.delivery_slip import DeliverySlip, SlipLine, SlipParty, SlipShop
from hanjo.fulfilment.documents.pick_lists import PickItem, PickOrder, PickWave
from hanjo.kernel.tax import TaxTotal

SHOP = SlipShop(
    name="はんじょう商店",
    company="株式会社はんじょう",
    postal="6500001",
    address="兵庫県神戸市中央区加納町6-5-1",
    phone="078-000-0000",
    email="shop@hanjo.example",
    registration_number="T7000012050002",
)
BUYER = SlipParty(
    name="髙﨑 𠮷子",
    postal="1500001",
    address=("東京都渋谷区神宮前一丁目2-3", "繁盛レジデンス1203号室"),
)
LINES = (
    SlipLine("F-APPLE-6", "信州りんごジュース 1000ml×6本 詰合せ", 2, 3240, 6480, 8, "ギフト箱入り"),
    SlipLine("G-CUP-AI", "藍染めの湯呑み", 1, 2200, 2200, 10, "色：藍／サイズ：M"),
    SlipLine(
        "G-TOWEL-SET",
        "今治タオル バスタオル2枚・フェイスタオル4枚セット 無撚糸 ふんわり仕上げ 名入れ刺しゅう（桐箱入り）",
        1,
        8800,
        8800,
        10,
    ),
)
SLIP = DeliverySlip(
    number="R-102414",
    ordered_on=date(2026, 11, 21),
    shipped_on=date(2026, 11, 22),
    shop=SHOP,
    recipient=BUYER,
    lines=LINES,
    charges=(("送料", 770), ("クーポン", -500), ("ポイント利用", -250)),
    total_yen=17_500,
    taxes=(
        TaxTotal(rate=10, gross_yen=11_250, tax_yen=1_022),
        TaxTotal(rate=8, gross_yen=6_250, tax_yen=462),
    ),
    payment="クレジットカード",
    delivery="ヤマト運輸 宅急便 11/24（火）14～16時",
    channel="楽天市場",
    channel_number="372456-20261121-0000000001",
    note="冷暗所で保管し、開栓後はお早めにお召し上がりください。\n返品は到着後7日以内にご連絡をお願いいたします。",
)


def slip(**changes: Any) -> DeliverySlip:
    return replace(SLIP, **changes)


def gift() -> DeliverySlip:
    return slip(
        number="R-102415",
        is_gift=True,
        buyer=SlipParty(name="繁盛 太郎"),
        gift_message="お誕生日おめでとうございます。\nいつまでもお元気でいてください。\n\n太郎・花子",
        noshi="御祝（外のし・紅白蝶結び）名入れ：繁盛",
        wrapping="包装紙（桜）",
    )


def long_slip(lines: int) -> DeliverySlip:
    goods = tuple(replace(LINES[at % 3], code=f"SKU-{at:03d}") for at in range(lines))
    return slip(number="R-109999", lines=goods, total_yen=sum(line.amount_yen for line in goods) + 20)


def items() -> tuple[PickItem, ...]:
    return (
        PickItem("A-10-2", "G-CUP-AI", "藍染めの湯呑み", 1, "4901234567894", "色：藍／サイズ：M"),
        PickItem("A-2-1", "F-APPLE-6", "信州りんごジュース 1000ml×6本 詰合せ", 2, "", "ギフト箱入り"),
        PickItem("", "X-CARD", "メッセージカード", 1),
        PickItem("C-01", "F-GYOZA-20", "冷凍餃子 20個入り", 3, "49123456", "", "冷凍"),
    )


def wave(orders: int = 3) -> PickWave:
    return PickWave(
        "W-0007",
        "ヤマト 14時締切",
        "神戸倉庫",
        datetime(2026, 11, 22, 9, 5),  # noqa: DTZ001 (local time, as printed)
        tuple(
            PickOrder(
                f"R-{102414 + at}",
                "髙﨑 𠮷子",
                items()[: 1 + at % 4],
                at + 1,
                "ヤマト 宅急便",
                date(2026, 11, 22),
                ("ギフト", "代引") if at % 2 else (),
                "のし：御祝（外のし）\n名入れ：繁盛" if at % 2 else "",
                "東京都",
            )
            for at in range(orders)
        ),
    )
