"""Words of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class TaxClass(Word):
    """Which consumption tax a product bears (税区分)."""

    STANDARD = "standard", "10%"
    REDUCED = "reduced", "8%（軽減）"
    EXEMPT = "exempt", "非課税"

    @property
    def rate(self) -> int:
        """The rate in per cent today; documents freeze the rate that was in force."""
        return {"standard": 10, "reduced": 8, "exempt": 0}[self.value]


class Temperature(Word):
    """How a product must travel (温度帯)."""

    NORMAL = "normal", "常温"
    CHILLED = "chilled", "冷蔵"
    FROZEN = "frozen", "冷凍"


class SkuKind(Word):
    """Whether a SKU is a thing on a shelf or a composition of such things."""

    SINGLE = "single", "単品"
    BUNDLE = "bundle", "セット商品"


@dataclass(frozen=True, kw_only=True, slots=True)
class SkuCard:
    """What the rest of the house needs to know of a SKU, for thousands at once."""

    id: int
    code: str
    name: str
    tax_rate: int
    temperature: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    mail_size: bool
    is_bundle: bool
    is_alcohol: bool
    made_to_order: bool
    on_sale_on: str
    price_yen: int


class BadJan(Refusal):
    """The check digit of a JAN does not fit."""

    code = "bad_jan"
    message = "JANコード「{jan}」は検査数字が合いません。"
    fix = "バーコードの下の数字をもう一度確かめてください（8 桁または 13 桁）。"


class BundleOfBundles(Refusal):
    """A bundle may only contain single SKUs."""

    code = "bundle_of_bundles"
    message = "セット商品「{code}」に、別のセット商品「{component}」は入れられません。"


class CodeTaken(Refusal):
    """The code already means something else."""

    code = "code_taken"
    message = "コード「{code}」はすでに使われています。"
