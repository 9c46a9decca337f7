"""A made-up shop of any size and the documents of its orders, entered through the house's own commands."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hanjo.kernel.actor import Actor

BY = Actor.system("bench")
CHANNEL, PREFIX, PLACE = "bench", "B", "TOKYO"
START = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
PLACES = (
    ("6500001", "兵庫県", "神戸市中央区", "加納町"),
    ("1000001", "東京都", "千代田区", "千代田"),
    ("5300001", "大阪府", "大阪市北区", "梅田"),
    ("4600008", "愛知県", "名古屋市中区", "栄"),
    ("8120011", "福岡県", "福岡市博多区", "博多駅前"),
)
FAMILY = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田".split()
GIVEN = "花子 太郎 一郎 美咲 大輔 直子 健一 裕子 翔 愛".split()
HEADERS = (
    "注文番号 注文日時 商品コード 商品名 数量 単価 氏名 郵便番号 都道府県 市区町村 番地 電話番号"
    " メール 支払方法 配送方法"
).split()
FIELDS = (
    "order_number ordered_at code name quantity unit_price buyer_name buyer_postal buyer_prefecture buyer_city"
    " buyer_street buyer_phone buyer_email pay_method shipping_method"
).split()


def mapping() -> Any:
    """The column mapping of the shop's file."""
    from hanjo.channels.malls.generic.mapping import GenericMapping

    return GenericMapping(name="bench", columns=dict(zip(FIELDS, HEADERS, strict=True)))


def build(skus: int, stock: int | Sequence[int] = 1_000_000) -> list[str]:
    """Channel, payment rule, service, one warehouse, and this many SKUs with stock; answers the SKU codes."""
    from hanjo.catalogue import commands as catalogue
    from hanjo.catalogue.models import Sku
    from hanjo.channels.models import Channel, Mapping
    from hanjo.fulfilment import commands as fulfilment
    from hanjo.fulfilment.commands import RateDraft, ServiceDraft
    from hanjo.fulfilment.queries import Sender
    from hanjo.inventory import commands as inventory
    from hanjo.kernel import clock
    from hanjo.payments.models import PayRule

    Channel.objects.create(
        code=CHANNEL, name="計測商店", letter="B", prefix=PREFIX, format="generic",
        settings={"services": {"宅急便": "yamato.takkyubin"}, "default_service": "yamato.takkyubin"},
    )  # fmt: skip
    Mapping.objects.create(code="bench", name="計測", body=_json(mapping()))
    PayRule.objects.create(channel="", method="クレジットカード", kind="card", policy="may_ship")
    service = ServiceDraft(
        code="yamato.takkyubin", carrier="yamato", name="宅急便", cod=True, temperatures=["normal"],
        windows=["am"],
        max_size_cm=200, max_weight_g=30_000, cutoff="17:00", account={"billing_code": "0312345678"}, position=1,
    )  # fmt: skip
    fulfilment.save_service(service, by=BY)
    day = clock.business_date()
    rates = [
        RateDraft(zone="", size_cm=size, price_yen=500 + size, valid_from=day) for size in (60, 80, 100, 160)
    ]
    fulfilment.save_rates("yamato.takkyubin", rates, by=BY)
    shop = Sender(name="計測商店", postal="1000001", prefecture="東京都", city="千代田区", street="千代田1-1",
                  phone="03-0000-0000")  # fmt: skip
    fulfilment.save_sender(shop, by=BY)
    where = inventory.save_location(PLACE, name="東京倉庫", priority=10, by=BY)
    codes = [f"SKU-{number:06}" for number in range(skus)]
    for start in range(0, skus, 5_000):
        part = codes[start : start + 5_000]
        catalogue.save_products([product(code) for code in part], by=BY)  # type: ignore[misc]  # a typed dict
        ids = dict(Sku.objects.filter(code__in=part).values_list("code", "id"))
        inventory.place_in_bin(where.pk, [(ids[code], f"A-{int(code[4:]) % 400}") for code in part], by=BY)
        inventory.receive(
            [
                inventory.ReceiveLine(
                    sku_id=ids[code],
                    location_id=where.pk,
                    quantity=stock if isinstance(stock, int) else stock[int(code[4:])],
                    ref=f"in:{code}",
                    unit_cost_yen=500,
                )
                for code in part
            ],
            by=BY,
        )
    return codes


def product(code: str) -> dict[str, Any]:
    """One row of a product file."""
    return {
        "sku_code": code, "name": f"木のうつわ {code[4:]}", "price_yen": 1_980, "weight_g": 300,
        "length_mm": 90, "width_mm": 90, "height_mm": 80,
    }  # fmt: skip


def _json(mapping: Any) -> Any:
    import json

    return json.loads(mapping.to_json())


def rows(first: int, count: int, codes: Sequence[str], seed: int = 7) -> list[list[list[str]]]:
    """The documents of `count` orders with two lines each, as cells; the numbers follow on from `first`."""
    pick = random.Random(f"{seed}:{first}")
    documents = []
    for number in range(first, first + count):
        postal, prefecture, city, town = PLACES[number % len(PLACES)]
        one, two = sorted(pick.sample(range(len(codes)), 2))
        moment = START + timedelta(seconds=number * 7)
        person = [
            f"{FAMILY[number % 12]} {GIVEN[number // 12 % 10]}{number}", postal, prefecture, city,
            f"{town}{number % 30 + 1}-{number % 20 + 1}-{number % 9 + 1}",
            f"090-{number // 10_000 % 10_000:04}-{number % 10_000:04}",
            f"buyer{number}@example.jp", "クレジットカード", "宅急便",
        ]  # fmt: skip
        documents.append(
            [
                [f"N{number}", f"{moment:%Y/%m/%d} {moment.hour}:{moment:%M}", codes[sku],
                 f"木のうつわ {codes[sku][4:]}",
                 str(pick.randint(1, 3)), "1980", *person]
                for sku in (one, two)
            ]
        )  # fmt: skip
    return documents


class Intake:
    """The product's own way in, a batch at a time, as `take_in` walks over a file."""

    def __init__(self) -> None:
        from hanjo.channels.commands import _resolve
        from hanjo.channels.malls import translator_for
        from hanjo.channels.models import Channel
        from hanjo.channels.terms import Format

        self.channel = Channel.objects.get(code=CHANNEL)
        self.translator = translator_for(Format.GENERIC, tuple(HEADERS), mapping=mapping())
        self.resolver = _resolve.Resolver.of(self.channel)
        self.row = 1

    def groups(self, documents: Sequence[list[list[str]]]) -> list[Any]:
        """Cells as the reader hands them on."""
        from hanjo.channels.terms import RawGroup, Row

        found = []
        for lines in documents:
            found.append(
                RawGroup(
                    key=lines[0][0], rows=tuple(Row(self.row + at, line) for at, line in enumerate(lines))
                )
            )
            self.row += len(lines)
        return found

    def take(self, groups: Sequence[Any]) -> dict[str, int]:
        """One batch through raw documents, translation, checks, placing, reservation, timeline and audit."""
        from hanjo.channels.commands import _raw
        from hanjo.channels.commands.take_in import take_batch
        from hanjo.channels.models import ImportFile
        from hanjo.kernel import bulk

        file = ImportFile.objects.create(
            channel=self.channel, format="generic", name="bench.csv", sha256="", bytes=0, path="", state="running",
            received_by=str(BY),
        )  # fmt: skip
        with bulk.undisturbed():
            documents = [_raw.document(group) for group in groups]
            take_batch(file.pk, 0, documents, self.translator, self.resolver, by=BY)
        file.refresh_from_db()
        counts: dict[str, int] = file.counts["orders"]
        return counts
