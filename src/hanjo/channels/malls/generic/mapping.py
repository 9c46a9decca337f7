"""The saved mapping of a file's columns to an order (列の対応).

Its JSON is the same on the page, in the database and in the file that ships: unknown keys are refused, so that a
misspelt rule is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from hanjo.channels.reading import dates
from hanjo.kernel.refusal import Refusal

_PARTS = {
    "name": "氏名",
    "kana": "フリガナ",
    "company": "会社名",
    "postal": "郵便番号",
    "address": "住所（1 列にまとめて書かれたもの）",
    "prefecture": "都道府県",
    "city": "市区町村",
    "street": "町名・番地",
    "building": "建物名",
    "phone": "電話番号",
    "country": "国",
}
#: Every field a column or a constant can fill, with its label.
FIELDS: dict[str, str] = {
    "order_number": "注文番号（同じ番号の行を 1 つの注文にまとめる）",
    "ordered_at": "注文日時",
    "line_key": "明細番号",
    "code": "商品コード",
    "name": "商品名",
    "options": "選択肢・規格",
    "quantity": "数量",
    "unit_price": "単価",
    "tax_rate": "税率（%）",
    "buyer_key": "顧客番号",
    "buyer_email": "メールアドレス",
    **{f"buyer_{part}": f"注文者の{label}" for part, label in _PARTS.items()},
    **{f"recipient_{part}": f"お届け先の{label}" for part, label in _PARTS.items()},
    "shipping": "送料",
    "fee": "手数料",
    "wrapping": "ラッピング料",
    "discount": "値引き・クーポン",
    "points": "ポイント利用",
    "total": "請求金額",
    "pay_method": "支払方法",
    "paid_at": "入金日時",
    "shipping_method": "配送方法",
    "wanted_on": "お届け希望日",
    "window": "お届け時間帯",
    "ship_by_on": "出荷期限",
    "remarks": "備考",
    "shop_note": "社内メモ",
    "noshi": "のし",
    "gift_message": "メッセージ",
    "receipt_name": "領収書の宛名",
    "receipt_proviso": "領収書の但し書き",
}
REQUIRED = ("order_number", "ordered_at", "quantity", "unit_price")


class BadMapping(Refusal):
    """A mapping that cannot be used as it is; nothing was saved."""

    code = "bad_mapping"
    message = "列の対応に直すところがあります: {summary}"
    fix = "「取込」の画面で列の対応を直してから、もう一度お試しください。"

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(summary=" ".join(problems))


@dataclass(frozen=True, kw_only=True, slots=True)
class GenericMapping:
    """Which column fills which field, and by which rules a row is goods, fee, cancellation or adjustment.

    The rules are asked in this order: a row that cannot be read is refused; every row of a document whose number
    begins with `cancellation_prefix` is a cancellation; a document whose number begins with one of
    `adjustment_prefixes`, a row of price 0 without a customer (`free_without_customer_adjusts`), a negative quantity
    outside a cancellation (`negative_adjusts`; else the document is refused), a quantity of 0 and a negative price
    (which becomes the order's discount) are adjustments; a code in `fee_codes` or with one of
    `fee_prefixes` is a fee; everything else is goods. A document with only adjustments makes no order; one with only
    fees does, because its money is owed all the same.
    """

    name: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    date_pattern: str = dates.AUTO
    time_zone: str = "Asia/Tokyo"
    currency: str = "JPY"
    rate: Decimal = Decimal(1)  # yen for one unit of the currency
    cancellation_prefix: str = ""
    adjustment_prefixes: tuple[str, ...] = ()
    free_without_customer_adjusts: bool = False
    negative_adjusts: bool = True
    fee_codes: tuple[str, ...] = ()
    fee_prefixes: tuple[str, ...] = ()
    notice: str = ""  # source and licence of the data, when they must be shown

    def problems(self) -> tuple[str, ...]:
        """What is wrong with it, each in one Japanese sentence."""
        found: list[str] = []
        if not self.name.strip():
            found.append("名前を入れてください。")
        unknown = [key for key in (*self.columns, *self.constants) if key not in FIELDS]
        found += [f"項目「{key}」はありません。" for key in unknown]
        for key in REQUIRED:
            if not self.columns.get(key) and not (key in self.constants and key != "order_number"):
                found.append(f"「{FIELDS[key]}」の列を選んでください。")
        if not any(self.columns.get(key) for key in ("code", "name")):
            found.append("「商品コード」か「商品名」の列を選んでください。")
        found += filter(None, [dates.check_pattern(self.date_pattern), self._zone_problem()])
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            found.append(f"通貨「{self.currency}」は 3 文字のコード（JPY など）で書いてください。")
        if not self.rate.is_finite() or not 0 < self.rate < 1_000_000:
            found.append("換算レートは 0 より大きい数にしてください。")
        if self.currency == "JPY" and self.rate != 1:
            found.append("円の換算レートは 1 です。")
        return tuple(found)

    def _zone_problem(self) -> str:
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            return f"時間帯「{self.time_zone}」はありません（例: Asia/Tokyo）。"
        return ""

    def checked(self) -> Self:
        """Itself, or a refusal that lists everything to mend."""
        problems = self.problems()
        if problems:
            raise BadMapping(problems)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = asdict(self)
        return plain | {
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "rate": str(self.rate),
            **{key: list(plain[key]) for key in ("adjustment_prefixes", "fee_codes", "fee_prefixes")},
        }

    def to_json(self) -> str:
        """The saved form."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, saved: str | Mapping[str, Any]) -> Self:
        """A mapping from its saved form; refuses one that cannot be used, with every reason."""
        if isinstance(saved, str):
            try:
                saved = json.loads(saved)
            except json.JSONDecodeError as error:
                raise BadMapping((f"JSON として読めません（{error.lineno} 行目）。",)) from error
        if not isinstance(saved, Mapping):
            raise BadMapping(("JSON のオブジェクトではありません。",))
        return cls(**_typed(saved)).checked()


_TEXTS = ("name", "label", "date_pattern", "time_zone", "currency", "cancellation_prefix", "notice")
_LISTS = ("adjustment_prefixes", "fee_codes", "fee_prefixes")
_FLAGS = ("free_without_customer_adjusts", "negative_adjusts")


def _typed(saved: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the right type, or every sentence about those that are not."""
    problems = [
        f"設定「{key}」はありません。"
        for key in saved
        if key not in {one.name for one in fields(GenericMapping)}
    ]
    values: dict[str, Any] = {"name": "", "columns": {}}
    for key, written in saved.items():
        kept = _value(key, written)
        if kept is None:
            problems.append(f"設定「{key}」の値が正しくありません。")
        values[key] = kept
    if problems:
        raise BadMapping(tuple(problems))
    return values


def _value(key: str, written: Any) -> Any:
    """A setting in its own type; None when it does not fit."""
    if key in _TEXTS:
        return written if isinstance(written, str) else None
    if key in _FLAGS:
        return written if isinstance(written, bool) else None
    if key in _LISTS:
        fits = isinstance(written, (list, tuple)) and all(isinstance(one, str) and one for one in written)
        return tuple(written) if fits else None
    if key == "rate":
        return _rate(written)
    fits = isinstance(written, Mapping) and all(
        isinstance(text, str) for pair in written.items() for text in pair
    )
    return dict(written) if fits else None


def _rate(value: Any) -> Decimal | None:
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            return Decimal(value)
        except InvalidOperation:
            pass
    return None


def load_shipped(name: str) -> GenericMapping:
    """A mapping that comes with Hanjo, by its name: online-retail."""
    path = Path(__file__).parent / (name.replace("-", "_") + ".json")
    return GenericMapping.from_json(path.read_text("utf-8"))


ONLINE_RETAIL = load_shipped("online-retail")
