"""Words of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

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
        return RATES[self.value]


RATES = {"standard": 10, "reduced": 8, "exempt": 0}


DRINKING_NOTICE = "20歳未満の者の飲酒は法律で禁止されています。"
"""Stands wherever alcohol is shown, sent and written of.

Source: 二十歳未満の者の飲酒防止に関する表示基準（国税庁告示 令和元年第6号）.
"""
DRINKING_NOTICE_EN = "Drinking by persons under the age of 20 is prohibited by law."


class Temperature(Word):
    """How a product must travel (温度帯)."""

    NORMAL = "normal", "常温"
    CHILLED = "chilled", "冷蔵"
    FROZEN = "frozen", "冷凍"


class SkuKind(Word):
    """Whether a SKU is a thing on a shelf or a composition of such things."""

    SINGLE = "single", "単品"
    BUNDLE = "bundle", "セット商品"


class RowVerdict(Word):
    """What becomes of one row that states a product (判定)."""

    NEW = "new", "新規"
    CHANGED = "changed", "変更"
    UNCHANGED = "unchanged", "変更なし"
    REFUSED = "refused", "登録できない"


class FileState(Word):
    """How far a product file is (取込の状態)."""

    READING = "reading", "読み込み中"
    READY = "ready", "確認待ち"
    APPLYING = "applying", "登録中"
    DONE = "done", "登録済み"
    REFUSED = "refused", "読めないファイル"


class ProductRow(TypedDict, total=False):
    """One SKU with its product, as far as somebody states it; what is absent stays as it is.

    Without `product_code` the product has the code of its SKU. `components` makes a bundle.
    """

    sku_code: str
    product_code: str
    name: str
    kana: str
    category: str
    brand: str
    description: str
    tax_class: str
    temperature: str
    is_alcohol: bool
    made_to_order: bool
    on_sale_on: date | None
    option1: str
    option2: str
    jan: str | None
    price_yen: int
    list_price_yen: int | None
    cost_yen: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    mail_size: bool
    is_active: bool
    position: int
    components: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: its column, before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row, in the order in which the rows were given."""

    code: str
    verdict: RowVerdict
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """What became of all rows of one save."""

    outcomes: list[RowOutcome]
    new_categories: list[str] = field(default_factory=list)

    def count(self, verdict: RowVerdict) -> int:
        """How many rows had this verdict."""
        return sum(1 for outcome in self.outcomes if outcome.verdict is verdict)


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
    is_active: bool = True  # both the product and this SKU are sold
    product_id: int = 0


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


class RowRefused(Refusal):
    """One product could not be saved; the sentence says why."""

    code = "product_refused"
    message = "「{sku_code}」を登録できません。{reason}"


class BadPicture(Refusal):
    """The file is no picture that we can use."""

    code = "bad_picture"
    message = "この画像は使えません。{reason}"
    fix = "JPEG・PNG・WebP で、20MB・4,000 万画素までの画像を選んでください。"


class BadOrder(Refusal):
    """A new order of pictures must name each of them once."""

    code = "bad_order"
    message = "画像の並びが、いまの画像と一致しません。"
    fix = "ページを開き直してから、もう一度並べ替えてください。"


class BadFile(Refusal):
    """The file cannot be read at all; nothing was changed."""

    code = "bad_file"
    message = "このファイルは読めません。{reason}"
    fix = "CSV（UTF-8 または Shift_JIS）か Excel（.xlsx）で保存し直してください。"


class FileNotReady(Refusal):
    """The file has not been looked through yet, or was already applied."""

    code = "file_not_ready"
    message = "このファイルはいま登録できません（{state}）。"


class CategoryTaken(Refusal):
    """A category's code is empty or belongs to another one."""

    code = "category_taken"
    message = "コード「{code}」は、ほかのカテゴリが使っているか、空です。"
    fix = "ほかのコードにしてください。"


class CategoryLoop(Refusal):
    """A category cannot lie under itself."""

    code = "category_loop"
    message = "カテゴリ「{code}」を、自分の下に置くことはできません。"
