"""One morning of 320 and more orders in the malls' own files, with every kind of trouble in them (朝の受注)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from hanjo.demo.maker import Maker
from hanjo.demo.malls.amazon import amazon_file
from hanjo.demo.malls.eccube import eccube_file
from hanjo.demo.malls.rakuten import rakuten_file
from hanjo.demo.malls.yahoo import yahoo_item_file, yahoo_order_file
from hanjo.demo.neutral import DemoOrder
from hanjo.demo.troubles import TROUBLES

TOTALS = {"rakuten": 166, "amazon": 96, "yahoo": 84, "eccube": 74}
FILES = {
    "rakuten": ("rakuten.csv",),
    "amazon": ("amazon-unshipped.txt",),
    "yahoo": ("yahoo-order.csv", "yahoo-order_item.csv"),
    "eccube": ("eccube.csv",),
}


@lru_cache(maxsize=4)
def morning(business_date: date) -> tuple[DemoOrder, ...]:
    """Every order of the morning before `business_date`, oldest first within each mall."""
    maker = Maker(business_date)
    made = [order for trouble in TROUBLES for order in trouble.make(maker, trouble.slug)]
    for mall, total in TOTALS.items():
        missing = total - sum(order.mall == mall for order in made)
        made += [maker.order(mall) for _ in range(missing)]
    return tuple(
        sorted(made, key=lambda order: (list(TOTALS).index(order.mall), order.ordered_at, order.number))
    )


def files(orders: Iterable[DemoOrder]) -> dict[str, bytes]:
    """The malls' files for these orders, by file name."""
    by_mall: dict[str, list[DemoOrder]] = {mall: [] for mall in TOTALS}
    for order in orders:
        by_mall[order.mall].append(order)
    return {
        "rakuten.csv": rakuten_file(by_mall["rakuten"]),
        "amazon-unshipped.txt": amazon_file(by_mall["amazon"]),
        "yahoo-order.csv": yahoo_order_file(by_mall["yahoo"]),
        "yahoo-order_item.csv": yahoo_item_file(by_mall["yahoo"]),
        "eccube.csv": eccube_file(by_mall["eccube"]),
    }


def write_morning(inbox: Path, business_date: date) -> list[Path]:
    """Lay the morning's files into the channels' inbox folders, for the newcomer's click on 「朝の受注を取り込む」."""
    content = files(morning(business_date))
    written = []
    for mall, names in FILES.items():
        folder = inbox / mall
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            path = folder / name
            path.write_bytes(content[name])
            written.append(path)
    return written
