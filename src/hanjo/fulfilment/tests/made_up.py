"""A small made-up shop: services, shelves, goods and orders, entered through the house's own commands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import ProductRow
from hanjo.fulfilment import commands
from hanjo.fulfilment.commands import RateDraft, ServiceDraft
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.queries import Sender
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Location
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.checks.base import CHECKS
from hanjo.orders.models import CheckSetting, Order
from hanjo.orders.terms import Address, LineDraft, OrderDraft, Placement, Severity

BY = Actor.system("test")
TODAY = clock.business_date()
WINDOWS = ["am", "14-16", "16-18", "18-20", "19-21"]
HANAKO = Address(
    name="髙橋 花子", postal="6500001", prefecture="兵庫県", city="神戸市中央区", street="加納町6-5-1",
    phone="078-000-0000",
)  # fmt: skip

GOODS: list[ProductRow] = [
    {"sku_code": "CUP", "name": "有田焼 そば猪口 藍", "jan": "4901234567894", "price_yen": 1980, "weight_g": 300,
     "length_mm": 90, "width_mm": 90, "height_mm": 80},
    {"sku_code": "TOWEL", "name": "手ぬぐい 麻の葉", "price_yen": 1200, "weight_g": 50, "length_mm": 200,
     "width_mm": 150, "height_mm": 8, "mail_size": True},
    {"sku_code": "FISH", "name": "西京漬け", "price_yen": 3200, "weight_g": 600, "length_mm": 250, "width_mm": 180,
     "height_mm": 50, "temperature": "frozen", "tax_class": "reduced"},
]  # fmt: skip
BINS = {"CUP": "A-10", "TOWEL": "A-2", "FISH": "Z-1"}


def shop(stock: int = 500) -> dict[str, int]:
    """Services, rates, two warehouses, three goods and a bundle of them; answers the SKU ids by code."""
    quiet_checks()
    services()
    commands.save_sender(
        Sender(name="はんじょう商店", postal="1000001", prefecture="東京都", city="千代田区", street="千代田1-1",
               phone="03-0000-0000"),
        by=BY,
    )  # fmt: skip
    catalogue.save_products(GOODS, by=BY)
    catalogue.save_products(
        [{"sku_code": "SET", "name": "猪口と手ぬぐいのセット", "price_yen": 3000,
          "components": (("CUP", 2), ("TOWEL", 1))}],
        by=BY,
    )  # fmt: skip
    ids = dict(Sku.objects.values_list("code", "id"))
    place("TOKYO", "東京倉庫", 10)
    place("OSAKA", "大阪倉庫", 20)
    receive("TOKYO", dict.fromkeys(BINS, stock))
    return ids


def place(code: str, name: str, priority: int) -> Location:
    return inventory.save_location(code, name=name, priority=priority, by=BY)


def receive(location: str, goods: dict[str, int]) -> None:
    where = Location.objects.get(code=location)
    ids = dict(Sku.objects.values_list("code", "id"))
    inventory.place_in_bin(where.pk, [(ids[code], BINS[code]) for code in goods], by=BY)
    inventory.receive(
        [
            inventory.ReceiveLine(
                sku_id=ids[code], location_id=where.pk, quantity=count, ref=f"in:{location}:{code}:{count}",
                unit_cost_yen=500,
            )
            for code, count in goods.items()
        ],
        by=BY,
    )  # fmt: skip


def quiet_checks() -> None:
    """Switch the automatic checks off: these tests are about parcels."""
    CheckSetting.objects.bulk_create(
        [CheckSetting(check_code=code, is_on=False, severity=Severity.NOTE) for code in CHECKS],
        ignore_conflicts=True,
    )


def services() -> None:
    commands.save_service(
        ServiceDraft(code="yamato.takkyubin", carrier="yamato", name="宅急便", cod=True, cod_limit_yen=300_000,
                     temperatures=["normal", "chilled", "frozen"], windows=WINDOWS, max_size_cm=200,
                     max_weight_g=30_000, cutoff="17:00", account={"billing_code": "0312345678"}, position=1),
        by=BY,
    )  # fmt: skip
    commands.save_service(
        ServiceDraft(code="yamato.nekopos", carrier="yamato", name="ネコポス", is_mail=True, dates=False,
                     max_weight_g=1000, max_thickness_mm=30, cutoff="17:00",
                     account={"billing_code": "0312345678"}, position=2),
        by=BY,
    )  # fmt: skip
    commands.save_service(
        ServiceDraft(code="sagawa.hikyaku", carrier="sagawa", name="飛脚宅配便", cod=True, cod_limit_yen=300_000,
                     temperatures=["normal", "chilled", "frozen"],
                     windows=["am", "12-14", "14-16", "16-18", "18-20", "18-21", "19-21"],
                     max_size_cm=160, max_weight_g=30_000, cutoff="16:00", account={"customer_code": "123456789012"},
                     position=3),
        by=BY,
    )  # fmt: skip
    commands.save_rates("yamato.takkyubin", [RateDraft(zone="", size_cm=size, price_yen=500 + size, valid_from=TODAY)
                        for size in (60, 80, 100, 120, 140, 160)], by=BY)  # fmt: skip
    commands.save_rates(
        "yamato.nekopos", [RateDraft(zone="", size_cm=0, price_yen=210, valid_from=TODAY)], by=BY
    )
    commands.save_rates("sagawa.hikyaku", [RateDraft(zone="", size_cm=size, price_yen=700 + size, valid_from=TODAY)
                        for size in (60, 80, 100, 140, 160)], by=BY)  # fmt: skip


def order(external: str, goods: dict[str, int], *, channel: str = "rakuten", **more: Any) -> Order:
    """One order that may leave at once, unless `more` says otherwise."""
    return take([(external, goods)], channel=channel, **more)[0]


def take(wanted: list[tuple[str, dict[str, int]]], *, channel: str = "rakuten", **more: Any) -> list[Order]:
    """Many orders in one batch."""
    skus = {sku.code: sku for sku in Sku.objects.select_related("product")}
    recipient = more.pop("recipient", HANAKO)
    pay_kind = more.pop("pay_kind", "mall")
    service = more.pop("service", "")
    placements = []
    for external, goods in wanted:
        lines = tuple(
            LineDraft(
                key=str(position), code=code, name=skus[code].product.name, quantity=count,
                unit_price_yen=skus[code].price_yen, total_yen=skus[code].price_yen * count,
            )
            for position, (code, count) in enumerate(goods.items(), start=1)
        )  # fmt: skip
        total = sum(line.total_yen for line in lines)
        draft = OrderDraft(
            external_number=external, ordered_at=datetime(2026, 11, 21, 0, 0, tzinfo=UTC), buyer=HANAKO,
            recipient=recipient, lines=lines, goods_yen=total, total_yen=total,
            **{"buyer_email": "hanako@example.jp", **more},
        )  # fmt: skip
        placements.append(
            Placement(
                draft=draft,
                sku_ids=tuple(skus[code].pk for code in goods),
                pay_kind=pay_kind,
                service=service,
            )
        )
    placed = orders.place(placements, channel=channel, prefix=channel[0].upper(), by=BY)
    found = {row.number: row for row in Order.objects.filter(number__in=[one.number for one in placed])}
    return [found[one.number] for one in placed]


def instruct(*rows: Order, key: str = "press", **more: Any) -> list[Instruction]:
    """Instruct these orders and answer their instructions in sheet order."""
    commands.instruct([row.number for row in rows], by=BY, key=key, **more)
    return list(Instruction.objects.filter(order__in=rows).order_by("wave_id", "position"))


def scan_all(row: Instruction) -> None:
    """Scan every piece of an instruction."""
    for line in row.lines.select_related("sku"):
        commands.scan(row.pk, line.sku.code, key=f"all:{line.pk}", by=BY, quantity=line.quantity)


def number_all(*rows: Instruction) -> None:
    """Give every parcel a number whose check digit fits."""
    for parcel in Parcel.objects.filter(instruction__in=rows, voided_at__isnull=True):
        commands.set_tracking(parcel.key, tracking(parcel.pk), by=BY)


def tracking(serial: int) -> str:
    body = 20_096_000_000 + serial
    return f"{body}{body % 7}"
