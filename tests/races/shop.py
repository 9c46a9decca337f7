"""A shop with a mall whose order files these tests write themselves."""

from __future__ import annotations

import csv
import io
from typing import Any

from hanjo.channels import commands as channels
from hanjo.channels.models import Channel, ImportFile
from hanjo.fulfilment.tests import made_up
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order

BY = Actor.system("test")
HEADERS = [
    "注文番号",
    "注文日",
    "お名前",
    "メール",
    "郵便番号",
    "ご住所",
    "電話",
    "品番",
    "商品名",
    "数量",
    "単価",
]
MAPPING = {
    "name": "own",
    "columns": {
        "order_number": "注文番号",
        "ordered_at": "注文日",
        "buyer_name": "お名前",
        "recipient_name": "お名前",
        "buyer_email": "メール",
        "buyer_postal": "郵便番号",
        "recipient_postal": "郵便番号",
        "buyer_address": "ご住所",
        "recipient_address": "ご住所",
        "buyer_phone": "電話",
        "recipient_phone": "電話",
        "code": "品番",
        "name": "商品名",
        "quantity": "数量",
        "unit_price": "単価",
    },
    "constants": {"pay_method": "モール決済"},
}
PRICES = {"CUP": 1980, "TOWEL": 1200}


def open_shop(stock: int = 10_000) -> Channel:
    """Goods, carriers and one channel that takes files of its own."""
    made_up.shop(stock)
    channels.save_mapping("own", name="自店", body=MAPPING, by=BY)
    return channels.save_channel(
        "own",
        name="自店",
        letter="自",
        prefix="J",
        format="generic",
        sender_email="shop@example.jp",
        settings={"mapping": "own"},
        by=BY,
    )


def order_file(count: int, *, first: int = 0) -> bytes:
    """So many orders, one or two lines each, every sum right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADERS)
    for number in range(first, first + count):
        buyer = [f"見本 {number} 郎", f"b{number}@example.jp", "650-0001", "兵庫県神戸市中央区加納町6-5-1"]
        for code in ("CUP", "TOWEL")[: 1 + number % 2]:
            line = [code, f"商品 {code}", 1 + number % 3, PRICES[code]]
            writer.writerow([f"N{number:05}", "2026-11-21 09:00", *buyer, "078-000-0001", *line])
    return out.getvalue().encode()


def store(content: bytes, name: str = "orders.csv") -> ImportFile:
    """Keep a file as it came."""
    return channels.store_file([(name, io.BytesIO(content))], channel="own", by=BY)


def each_once(count: int) -> None:
    """Every order of the file is in the house once, with all its lines and all its stock."""
    orders = Order.objects.filter(channel="own")
    assert orders.count() == count
    assert orders.values("external_number").distinct().count() == count
    lines = [order.lines.count() for order in orders.prefetch_related("lines")[:50]]
    assert set(lines) <= {1, 2}


def totals(file: ImportFile) -> Any:
    """The account of a file's orders."""
    file.refresh_from_db()
    return file.counts["orders"]
