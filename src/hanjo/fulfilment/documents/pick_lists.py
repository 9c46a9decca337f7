"""The pick lists of a wave: everything at once, or order by order, in the order of the shelves (ピッキングリスト).

Bins are walked as people number them: A-2 comes before A-10. Goods without a bin come last, so that nobody walks twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hanjo.fulfilment.documents.delivery_slip import day
from hanjo.fulfilment.documents.printing import TEMPLATES, Printed, print_many
from hanjo.ui.barcodes import code128, jan
from hanjo.ui.documents import render_pdf

TOTAL_TEMPLATE = "total_pick_list.typ"
ORDER_TEMPLATE = "order_pick_list.typ"


@dataclass(frozen=True)
class PickItem:
    """One piece of work: so many of this SKU from this bin (ピッキング明細)."""

    bin: str
    sku: str
    name: str
    quantity: int
    jan: str = ""
    detail: str = ""
    temperature: str = ""  # 冷蔵, 冷凍; empty for 常温


@dataclass(frozen=True)
class PickOrder:
    """One order to pick and pack, with what the packer must know (注文別ピッキング)."""

    number: str
    recipient: str
    items: tuple[PickItem, ...]
    position: int = 0
    service: str = ""
    ship_on: date | None = None
    flags: tuple[str, ...] = ()  # ギフト, のし, 代引, クール, 納品書不要 …
    note: str = ""
    prefecture: str = ""


@dataclass(frozen=True)
class PickWave:
    number: str
    label: str
    location: str
    made_at: datetime  # local time, as printed
    orders: tuple[PickOrder, ...]


def print_total(wave: PickWave) -> bytes:
    """Print what to fetch for the whole wave, shelf by shelf (トータルピッキング)."""
    return render_pdf(TEMPLATES / TOTAL_TEMPLATE, data_for_total(wave))


def print_orders(wave: PickWave) -> Printed:
    """Print one list per order, each on a page of its own (注文別ピッキング)."""
    return print_many(ORDER_TEMPLATE, wave.orders, lambda orders: data_for_orders(wave, orders))


def data_for_total(wave: PickWave) -> Mapping[str, object]:
    """Sum a wave by bin and SKU, in walking order (トータルピッキングのデータ)."""
    quantities: dict[tuple[str, str], int] = {}
    orders: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], PickItem] = {}
    for order in wave.orders:
        for item in order.items:
            place = (item.bin, item.sku)
            first.setdefault(place, item)
            quantities[place] = quantities.get(place, 0) + item.quantity
            orders.setdefault(place, set()).add(order.number)
    items = in_walking_order(first.values())
    rows = [
        {
            **_item(item),
            "aisle": aisle(item.bin),
            "quantity": f"{quantities[item.bin, item.sku]:,}",
            "orders": f"{len(orders[item.bin, item.sku]):,}",
        }
        for item in items
    ]
    return {
        **_wave(wave),
        "rows": rows,
        "order_count": f"{len(wave.orders):,}",
        "sku_count": f"{len({item.sku for item in items}):,}",
        "pieces": f"{sum(quantities.values()):,}",
    }


def data_for_orders(wave: PickWave, orders: Sequence[PickOrder]) -> Mapping[str, object]:
    """Every order's goods in walking order (注文別ピッキングのデータ)."""
    return {**_wave(wave), "orders": [_order(order) for order in orders]}


def in_walking_order(items: Iterable[PickItem]) -> list[PickItem]:
    return sorted(items, key=lambda item: (not item.bin, natural(item.bin), item.sku))


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key in which numbers count as numbers (A-2 before A-10)."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]


def aisle(bin_code: str) -> str:
    """The part of a bin that names the aisle, so that the list shows where one begins: A-02-3 → A."""
    return re.split(r"[-‐ ]", bin_code, maxsplit=1)[0] if bin_code else ""


def _wave(wave: PickWave) -> dict[str, object]:
    return {
        "number": wave.number,
        "label": wave.label,
        "location": wave.location,
        "made": f"{wave.made_at:%Y/%m/%d %H:%M}",
    }


def _item(item: PickItem) -> dict[str, object]:
    return {
        "bin": item.bin,
        "sku": item.sku,
        "name": item.name,
        "detail": item.detail,
        "temperature": item.temperature,
        "jan": item.jan,
        "code": _barcode(item),
        "many": item.quantity > 1,
        "quantity": f"{item.quantity:,}",
    }


def _barcode(item: PickItem) -> str:
    """The JAN when there is one that can be drawn, else our own code: the scanner takes both."""
    if len(item.jan) in (8, 13) and item.jan.isdigit():
        try:
            return str(jan(item.jan, height=26))
        except ValueError:
            pass  # a wrong check digit would not be read anyway; our own code is
    return str(code128(item.sku, height=26)) if item.sku.isascii() else ""


def _order(order: PickOrder) -> dict[str, object]:
    return {
        "number": order.number,
        "code": str(code128(order.number, height=30)) if order.number.isascii() else "",
        "recipient": order.recipient,
        "prefecture": order.prefecture,
        "position": f"{order.position}" if order.position else "",
        "service": order.service,
        "ship_on": day(order.ship_on) if order.ship_on else "",
        "flags": list(order.flags),
        "note": order.note,
        "items": [_item(item) for item in in_walking_order(order.items)],
        "pieces": f"{sum(item.quantity for item in order.items):,}",
    }
