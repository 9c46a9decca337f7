"""The sample files of every format, opened."""

from __future__ import annotations

from pathlib import Path

from hanjo.channels.malls import Plan, plan
from hanjo.channels.malls.generic.mapping import ONLINE_RETAIL, GenericMapping
from hanjo.channels.reading import open_tables
from hanjo.channels.terms import Understood

MALLS = Path(__file__).parents[1]
OWN_SHOP = GenericMapping(
    name="own-shop",
    columns={
        "order_number": "注文No",
        "ordered_at": "注文日",
        "buyer_name": "お名前",
        "buyer_address": "ご住所",
        "name": "商品名",
        "code": "品番",
        "quantity": "数量",
        "unit_price": "単価（税込）",
        "shipping": "送料",
        "remarks": "備考",
    },
    constants={"pay_method": "銀行振込"},
)
#: format or mapping name → (files, mapping)
SAMPLES: dict[str, tuple[tuple[str, ...], GenericMapping | None]] = {
    "rakuten": (("rakuten/samples/normal_orders.csv",), None),
    "amazon": (("amazon/samples/unshipped.tsv",), None),
    "yahoo": (("yahoo/samples/orders.csv", "yahoo/samples/items.csv"), None),
    "eccube": (("eccube/samples/orders.csv",), None),
    "own-shop": (("generic/samples/own_shop.csv",), OWN_SHOP),
    "online-retail": (("generic/samples/online_retail_extract.csv",), ONLINE_RETAIL),
}


def content(name: str) -> list[tuple[bytes, str]]:
    """The bytes of a sample's files with their names."""
    return [((MALLS / path).read_bytes(), Path(path).name) for path in SAMPLES[name][0]]


def planned(name: str, files: list[tuple[bytes, str]] | None = None, **more: object) -> Plan:
    """A sample, or changed bytes of it, planned."""
    tables = open_tables(files or content(name))
    return plan(tables, mapping=SAMPLES[name][1], **more)  # type: ignore[arg-type]  # options of any kind go through


def understood(
    name: str, files: list[tuple[bytes, str]] | None = None, **more: object
) -> dict[str, Understood]:
    """Every document of a sample by its number."""
    one = planned(name, files, **more)
    return {group.key: one.translator.understand(group) for group in one.groups()}
