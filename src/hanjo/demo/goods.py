"""The shelf of the demo shop: what it sells, as plain values read from `data/goods.txt` (デモ商品)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import product as crossed
from pathlib import Path

from hanjo.catalogue.terms import TaxClass, Temperature
from hanjo.demo.options import SUFFIXES

BOX_WEIGHT_G = 120
BOX_COST_YEN = 90
DATA = Path(__file__).parent / "data"

# code, name, parent code; parents first.
CATEGORIES: tuple[tuple[str, str, str], ...] = (
    ("utsuwa", "うつわ", ""),
    ("bowl", "碗・鉢", "utsuwa"),
    ("cup", "湯呑・マグ・酒器", "utsuwa"),
    ("plate", "皿", "utsuwa"),
    ("pot", "急須・鍋", "utsuwa"),
    ("kitchen", "台所道具", ""),
    ("tool", "道具", "kitchen"),
    ("cloth", "布もの", ""),
    ("towel", "タオル・ふきん", "cloth"),
    ("tenugui", "手ぬぐい", "cloth"),
    ("furoshiki", "風呂敷・のれん", "cloth"),
    ("clothes", "着るもの", ""),
    ("wear", "服", "clothes"),
    ("apron", "前掛け", "clothes"),
    ("socks", "くつした・小物", "clothes"),
    ("bag", "かばん", "clothes"),
    ("food", "食品", ""),
    ("rice", "米・雑穀", "food"),
    ("tea", "お茶", "food"),
    ("dry", "だし・乾物", "food"),
    ("season", "調味料", "food"),
    ("sweets", "菓子", "food"),
    ("noodle", "麺", "food"),
    ("drink", "飲みもの", "food"),
    ("frozen", "冷凍", "food"),
    ("chilled", "冷蔵", "food"),
    ("sake", "酒", ""),
    ("life", "暮らし", ""),
    ("living", "暮らしの道具", "life"),
    ("paper", "紙もの", "life"),
    ("gift", "贈りもの", ""),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoSku:
    """One choice of a product, ready to be entered."""

    code: str
    option1: str
    option2: str
    jan: str
    price_yen: int
    cost_yen: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    mail_size: bool
    components: tuple[tuple[str, int], ...] = ()

    @property
    def options(self) -> str:
        """How a mall writes the choice: `藍 / M`."""
        return " / ".join(part for part in (self.option1, self.option2) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoProduct:
    """One fictional product with its choices and the picture that is drawn of it."""

    code: str
    name: str
    kana: str
    category: str
    brand: str
    motif: str
    palette: str
    description: str
    tax_class: TaxClass
    temperature: Temperature
    is_alcohol: bool
    made_to_order: bool
    preorder: bool
    skus: tuple[DemoSku, ...]

    @property
    def tax_rate(self) -> int:
        """Per cent, as in force today."""
        return self.tax_class.rate

    @property
    def noshi_fits(self) -> bool:
        """Whether the shop offers noshi paper for it."""
        return self.motif in ("giftbox", "sweetbox", "noodlebox", "castella", "teatin")


def check_digit(twelve: str) -> str:
    """The 13th digit of a JAN: weights 1 and 3 from the left, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def in_store_jan(number: int) -> str:
    """A JAN from the in-store range 20 to 29, which no maker in the world owns (インストアマーキング)."""
    twelve = f"2009{number:08d}"
    return twelve + check_digit(twelve)


@cache
def products() -> tuple[DemoProduct, ...]:
    """Every product of the demo shop, in shelf order."""
    lines = (DATA / "goods.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    made: list[DemoProduct] = []
    number = 1
    for row in rows:
        skus = _skus(row, number)
        number += len(skus)
        made.append(_product(row, skus))
    singles = {sku.code: sku for product in made for sku in product.skus if not sku.components}
    return tuple(_boxed(product, singles) for product in made)


@cache
def skus() -> dict[str, DemoSku]:
    """Every SKU by its code."""
    return {sku.code: sku for product in products() for sku in product.skus}


@cache
def product_of() -> dict[str, DemoProduct]:
    """The product of every SKU code."""
    return {sku.code: product for product in products() for sku in product.skus}


def _boxed(product: DemoProduct, singles: dict[str, DemoSku]) -> DemoProduct:
    """A bundle weighs and costs what is in it, and its box."""
    sku = product.skus[0]
    if not sku.components:
        return product
    weight = BOX_WEIGHT_G + sum(singles[code].weight_g * count for code, count in sku.components)
    cost = BOX_COST_YEN + sum(singles[code].cost_yen * count for code, count in sku.components)
    return replace(product, skus=(replace(sku, weight_g=weight, cost_yen=cost),))


def _product(row: list[str], made: tuple[DemoSku, ...]) -> DemoProduct:
    flags = row[11]
    cold = Temperature.FROZEN if "f" in flags else Temperature.CHILLED if "c" in flags else Temperature.NORMAL
    return DemoProduct(
        code=row[0],
        name=row[1],
        kana=row[2],
        category=row[3],
        brand=row[4],
        motif=row[5],
        palette=row[6],
        description=row[13],
        tax_class=TaxClass.REDUCED if "8" in flags else TaxClass.STANDARD,
        temperature=cold,
        is_alcohol="a" in flags,
        made_to_order="o" in flags,
        preorder="p" in flags,
        skus=made,
    )


def _skus(row: list[str], number: int) -> tuple[DemoSku, ...]:
    choices = row[12]
    if choices.startswith("="):
        parts = [part.split("*") for part in choices[1:].split("+")]
        components = tuple((code, int(count)) for code, count in parts)
        return (replace(_sku(row, number, row[0], ("", "")), components=components),)
    axes = [axis.split(":")[1].split(",") for axis in choices.split(";")] if choices else []
    made = []
    for offset, combination in enumerate(crossed(*axes)):
        values = [value.partition("@") for value in combination]
        names = [name for name, _, _ in values] + ["", ""]
        own = "".join(rest for _, _, rest in values)
        code = "-".join([row[0], *(SUFFIXES.get(name, name.upper()) for name, _, _ in values)])
        made.append(_sku(row, number + offset, code, (names[0], names[1]), own))
    return tuple(made)


def _sku(
    row: list[str],
    number: int,
    code: str,
    options: tuple[str, str],
    own: str = "",
) -> DemoSku:
    given = own.split("/") if own else []
    price = int(given[0]) if given else int(row[7])
    weight = int(given[1]) if len(given) > 1 else int(row[9])
    size = given[2] if len(given) > 2 else row[10]
    cost = round(int(row[8]) * price / int(row[7]))
    length, width, height = (int(side) for side in size.split("x"))
    return DemoSku(
        code=code,
        option1=options[0],
        option2=options[1],
        jan=in_store_jan(number),
        price_yen=price,
        cost_yen=cost,
        weight_g=weight,
        length_mm=length,
        width_mm=width,
        height_mm=height,
        mail_size="m" in row[11],
    )
