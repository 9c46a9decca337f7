"""How much of everything lies where on the demo's first morning, so that it suffices but for what was planned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hanjo.demo import goods
from hanjo.demo.morning import morning

MAIN, SECOND, SHOP = "main", "second", "shop"
SCARCE = {"COL-008": 3, "UTW-001": 4, "UTW-002": 10, "FOD-036": 0, "FOD-050": 0, "SAK-010": 0}
# SKU, pieces, days from today: what a shortage can promise
COMING = (
    ("COL-008", 24, 2),
    ("UTW-001", 36, 4),
    ("FOD-050", 40, 10),
    ("SAK-010", 48, 18),
    ("KRU-001-AI-M", 30, 3),
)
AISLES = {
    "bowl": "A", "cup": "A", "plate": "A", "pot": "A", "tool": "B", "living": "B", "paper": "B",
    "towel": "C", "tenugui": "C", "furoshiki": "C", "wear": "D", "apron": "D", "socks": "D", "bag": "D",
    "rice": "E", "tea": "E", "dry": "E", "season": "E", "sweets": "F", "noodle": "F", "drink": "F",
    "sake": "G", "chilled": "H", "frozen": "J",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Pile:
    """Some pieces of one SKU in one place, on one shelf."""

    sku: str
    place: str
    bin: str
    quantity: int
    unit_cost_yen: int


def demand(business_date: date) -> Counter[str]:
    """How many pieces of each single SKU the morning asks for; bundles count as what is in them."""
    asked: Counter[str] = Counter()
    for order in morning(business_date):
        for line in order.lines:
            if not line.sku or order.cancelled:
                continue
            for code, count in goods.skus()[line.sku].components or ((line.sku, 1),):
                asked[code] += count * line.quantity
    return asked


def opening(business_date: date) -> list[Pile]:
    """The opening stock of all three places."""
    rng = Random("hanjo-opening-stock")
    asked = demand(business_date)
    shelves: Counter[str] = Counter()
    piles = []
    for product in goods.products():
        for sku in product.skus:
            if sku.components or product.made_to_order:
                continue
            aisle = AISLES[product.category]
            shelf = shelves[aisle]
            shelves[aisle] += 1
            bin_code = f"{aisle}-{shelf // 4 + 1:02d}-{shelf % 4 + 1}"
            main = max(rng.randint(12, 48), asked[sku.code] * 2 + 4)
            spread = {MAIN: main, SECOND: rng.choice((0, 0, 12, 24)), SHOP: rng.choice((0, 2, 4, 6))}
            if sku.code in SCARCE:
                spread = {MAIN: SCARCE[sku.code]}
            if product.temperature.value != "normal":
                spread = {MAIN: spread[MAIN]}
            piles += [
                Pile(sku=sku.code, place=place, bin=bin_code, quantity=count, unit_cost_yen=sku.cost_yen)
                for place, count in spread.items()
                if count
            ]
    return piles


def coming(business_date: date) -> list[tuple[str, int, date]]:
    """What is on its way: SKU, pieces, day."""
    return [(sku, count, business_date + timedelta(days=days)) for sku, count, days in COMING]
