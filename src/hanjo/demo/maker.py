"""Makes plausible orders one after another, always the same ones for the same day (注文の生成)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hanjo.demo import goods
from hanjo.demo.distance import lead_days
from hanjo.demo.goods import DemoProduct, DemoSku
from hanjo.demo.mall_codes import code_at
from hanjo.demo.neutral import DemoLine, DemoOrder
from hanjo.demo.people import Town

JST = ZoneInfo("Asia/Tokyo")

# Goods that ordinary orders leave alone: troubles need their stock to be exactly what the seeding says.
KEPT_BACK = frozenset(
    {
        "UTW-001", "UTW-002", "GFT-003", "COL-008", "KRU-012-AI", "SAK-003", "FOD-036", "COL-005", "ZAK-008-KINGYO",
        "NUN-013-KN", "FOD-008", "GFT-002",
    }
)  # fmt: skip

PAYMENTS = {
    "rakuten": ("クレジットカード",) * 12 + ("代金引換",) * 2,
    "amazon": ("Other",) * 12 + ("COD",),
    "yahoo": ("クレジットカード決済",) * 7 + ("PayPay残高払い",) * 6 + ("商品代引",),
    "eccube": ("クレジットカード",) * 9 + ("代金引換",) * 2,
}
WINDOWS = ("", "", "", "", "am", "14-16", "16-18", "18-20", "19-21")


class Maker:
    """One morning's source of orders. Everything random comes from one seeded generator."""

    def __init__(self, business_date: date, town: Town | None = None) -> None:
        self.day = business_date
        self.rng = Random(f"hanjo-morning-{business_date:%Y%m%d}")
        self.town = town or Town(f"hanjo-town-{business_date:%Y%m%d}")
        self.numbers = dict.fromkeys(PAYMENTS, 0)

    @cached_property
    def shelf(self) -> dict[str, list[tuple[DemoProduct, DemoSku]]]:
        """Goods of ordinary orders by the way they travel."""
        shelf: dict[str, list[tuple[DemoProduct, DemoSku]]] = {
            "normal": [],
            "mail": [],
            "chilled": [],
            "frozen": [],
        }
        for product in goods.products():
            if product.is_alcohol or product.made_to_order or product.preorder:
                continue
            for sku in product.skus:
                if KEPT_BACK & {sku.code, *(code for code, _ in sku.components)} or sku.price_yen > 9000:
                    continue
                shelf[product.temperature.value].append((product, sku))
                if sku.mail_size:
                    shelf["mail"].append((product, sku))
        return shelf

    def moment(self) -> datetime:
        """Between yesterday 16:00 and this morning 8:25, most of them in the evening."""
        rng = self.rng
        start = datetime.combine(self.day - timedelta(days=1), time(16, 0), JST)
        minutes = min(rng.triangular(0, 985, 300), 985)
        return start + timedelta(minutes=int(minutes), seconds=rng.randrange(60))

    def number(self, mall: str, at: datetime) -> str:
        """The mall's own kind of order number."""
        self.numbers[mall] += 1
        n = self.numbers[mall]
        serial = int(f"{self.day:%j}") * 1000 + n
        if mall == "rakuten":
            return f"299999-{at:%Y%m%d}-{serial:010d}"
        if mall == "amazon":
            return f"250-{at:%y%m%d}0-{serial:07d}"
        if mall == "yahoo":
            return str(10_000_000 + int(f"{self.day:%y%j}") * 1000 + n)
        return str(int(f"{self.day:%y%j}") * 1000 + n)

    def line(self, mall: str, code: str, quantity: int = 1, /, **changes: Any) -> DemoLine:
        """A line of one of our SKUs under the code that this mall uses."""
        product, sku = goods.product_of()[code], goods.skus()[code]
        facts: dict[str, Any] = {
            "sku": sku.code,
            "code": code_at(mall, sku.code),
            "parent": code_at(mall, product.code),
            "name": product.name,
            "options": sku.options,
            "quantity": quantity,
            "price_yen": sku.price_yen,
            "tax_rate": product.tax_rate,
        }
        return DemoLine(**(facts | changes))

    def pick(self, mall: str, kind: str) -> tuple[DemoLine, ...]:
        """Some goods that can travel together in one parcel."""
        rng = self.rng
        if kind == "mail":
            _, sku = rng.choice(self.shelf["mail"])
            fits = max(1, min(3, 30 // sku.height_mm, 1000 // sku.weight_g))
            return (self.line(mall, sku.code, rng.randint(1, fits)),)
        chosen: dict[str, int] = {}
        for _ in range(rng.choices((1, 2, 3, 4), (55, 28, 12, 5))[0]):
            _, sku = rng.choice(self.shelf[kind])
            chosen[sku.code] = rng.choices((1, 2, 3), (80, 16, 4))[0]
        return tuple(self.line(mall, code, quantity) for code, quantity in chosen.items())

    def order(
        self, mall: str, lines: Sequence[DemoLine] = (), trouble: str = "", **changes: Any
    ) -> DemoOrder:
        """An order that can go as it is, unless `changes` say otherwise."""
        rng = self.rng
        cold = self._cold(lines)
        mail = not lines and rng.random() < 0.14
        kind = cold or ("mail" if mail else "normal")
        if not lines:
            kind = "mail" if mail else rng.choices(("normal", "frozen", "chilled"), (88, 8, 4))[0]
            lines = self.pick(mall, kind)
        plain = mail or bool(trouble)
        goods_yen = sum(line.total_yen for line in lines)
        plain = plain or goods_yen > 20000  # nobody pays that much at the door
        pay = changes.pop("pay", None) or ("" if plain else rng.choice(PAYMENTS[mall])) or PAYMENTS[mall][0]
        at = changes.pop("ordered_at", None) or self.moment()
        buyer = changes.pop("buyer", None) or self.town.person()
        cod = pay in ("代金引換", "商品代引", "COD")
        facts: dict[str, Any] = {
            "mall": mall,
            "number": self.number(mall, at),
            "ordered_at": at,
            "buyer": buyer,
            "recipient": self.town.person() if rng.random() < 0.08 and not cod and not trouble else buyer,
            "lines": tuple(lines),
            "pay": pay,
            "shipping_yen": self._postage(kind, goods_yen),
            "cod_fee_yen": 330 if cod else 0,
            "method": "メール便" if kind == "mail" else "宅配便",
            "cold": kind if kind in ("chilled", "frozen") else "",
            "trouble": trouble,
        }
        if mall != "amazon" and rng.random() < 0.12:
            facts["points_yen"] = rng.choice((50, 100, 120, 300))
        if mall in ("rakuten", "yahoo") and not trouble and goods_yen >= 1500 and rng.random() < 0.08:
            facts["coupon_yen"] = 300
        if kind != "mail" and not trouble and rng.random() < 0.3:
            lead = lead_days(facts["recipient"].prefecture)
            facts["wanted_on"] = self.day + timedelta(days=lead + rng.choice((0, 0, 0, 1, 3)))
            facts["window"] = "" if mall == "amazon" else rng.choice(WINDOWS)
        return DemoOrder(**(facts | changes))

    def _cold(self, lines: Sequence[DemoLine]) -> str:
        kinds = {goods.product_of()[line.sku].temperature.value for line in lines if line.sku}
        return "frozen" if "frozen" in kinds else "chilled" if "chilled" in kinds else ""

    def _postage(self, kind: str, goods_yen: int) -> int:
        if kind == "mail":
            return 250
        if kind in ("chilled", "frozen"):
            return 980 if goods_yen < 10000 else 330
        return 660 if goods_yen < 8000 else 0
