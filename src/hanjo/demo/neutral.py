"""An order as the demo thinks of it, before any mall's file format (架空の注文)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hanjo.demo.people import Person


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoLine:
    """One line: our SKU (empty when nobody knows the code), the mall's code and words, prices with tax."""

    sku: str
    code: str
    parent: str
    name: str
    options: str
    quantity: int
    price_yen: int
    tax_rate: int

    @property
    def total_yen(self) -> int:
        return self.quantity * self.price_yen


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoOrder:
    """One fictional order. `trouble` names the deliberate fault in it; empty orders can go as they are."""

    mall: str
    number: str
    ordered_at: datetime
    buyer: Person
    recipient: Person
    lines: tuple[DemoLine, ...]
    pay: str
    paid: bool = True
    shipping_yen: int = 0
    cod_fee_yen: int = 0
    wrapping_yen: int = 0
    coupon_yen: int = 0
    points_yen: int = 0
    method: str = "宅配便"
    cold: str = ""
    wanted_on: date | None = None
    window: str = ""
    remarks: str = ""
    gift: bool = False
    noshi: str = ""
    gift_message: str = ""
    prime: bool = False
    cancelled: bool = False
    checking: bool = False
    island_flag: bool = False
    several: bool = False
    undecided: bool = False
    total_off_yen: int = 0
    broken: str = ""
    trouble: str = ""

    @property
    def goods_yen(self) -> int:
        return sum(line.total_yen for line in self.lines)

    @property
    def payable_yen(self) -> int:
        """What the buyer pays, as the mall says it (an amount trouble makes it disagree with its parts)."""
        parts = self.goods_yen + self.shipping_yen + self.cod_fee_yen + self.wrapping_yen
        return parts - self.coupon_yen - self.points_yen + self.total_off_yen

    def gross_by_rate(self) -> dict[int, int]:
        """Goods by tax rate, postage and fees at the standard rate."""
        gross = {10: self.shipping_yen + self.cod_fee_yen + self.wrapping_yen, 8: 0}
        for line in self.lines:
            gross[line.tax_rate] = gross.get(line.tax_rate, 0) + line.total_yen
        return gross
