"""The words of a label and of its result (送り状の用語)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hanjo.catalogue.terms import Temperature as Temperature  # noqa: PLC0414 (a word of labels too)
from hanjo.kernel.word import Word


class Window(Word):
    """A delivery time by its meaning, not by a carrier's code (配達時間帯)."""

    NONE = "none", "指定なし"
    MORNING = "am", "午前中"
    H12_14 = "12-14", "12～14時"
    H14_16 = "14-16", "14～16時"
    H16_18 = "16-18", "16～18時"
    H18_20 = "18-20", "18～20時"
    H18_21 = "18-21", "18～21時"
    H19_21 = "19-21", "19～21時"
    H20_21 = "20-21", "20～21時"

    @classmethod
    def _missing_(cls, value: object) -> Window | None:
        """Orders keep an empty text when no window was asked for."""
        return cls.NONE if value == "" else None


class Handling(Word):
    """How a parcel wants to be handled, by meaning; each carrier has its own code for it (荷扱い)."""

    FRAGILE = "fragile", "ワレ物注意"
    THIS_SIDE_UP = "this_side_up", "天地無用"
    PERISHABLE = "perishable", "ナマモノ"
    BOTTLES = "bottles", "ビン類"
    NO_STACKING = "no_stacking", "下積厳禁"


@dataclass(frozen=True)
class Party:
    """Who receives or sends a parcel, with the address kept in its four sensible pieces
    (お届け先・ご依頼主).
    """

    name: str
    postal: str
    prefecture: str
    city: str
    street: str
    building: str = ""
    company: str = ""
    kana: str = ""
    phone: str = ""
    honorific: str = "様"


@dataclass(frozen=True)
class ShippingLabel:
    """All that any carrier's label file needs for one parcel (送り状1枚分).

    `key` is our お客様管理番号: unique per parcel, at most 16 half-width letters and digits, so that it
    fits 佐川 and ゆうプリ and comes back in every result file. `service` is a code of `services`, such as
    `yamato.takkyubin`.
    """

    key: str
    service: str
    recipient: Party
    sender: Party
    ship_on: date
    deliver_on: date | None = None
    window: Window = Window.NONE
    temperature: Temperature = Temperature.NORMAL
    contents: tuple[str, ...] = ()
    parcels: int = 1
    cod_yen: int = 0
    cod_tax_yen: int = 0
    size_cm: int | None = None
    weight_g: int | None = None
    handling: tuple[Handling, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CarrierAccount:
    """What the shop's contract with a carrier adds to every label (荷主の契約情報); a carrier reads what it
    knows.
    """

    billing_code: str = ""  # ヤマト ご請求先顧客コード
    billing_class: str = ""  # ヤマト ご請求先分類コード
    freight_code: str = "01"  # ヤマト 運賃管理番号
    customer_code: str = ""  # 佐川 お客様コード
    packaging: str = "001"  # 佐川 荷姿
    template: str = ""  # 日本郵便: name of the shop's template, empty = the documented one


@dataclass(frozen=True)
class LabelPolicy:
    """How the shop wants its label files written (送り状データの書き方)."""

    header: bool | None = None  # None = as the carrier's documented template has it
    substitutes: tuple[tuple[str, str], ...] = ()  # the shop's own character replacements; they come first
    replace_beyond_jis: bool = True  # 髙→高 etc. even though CP932 could hold the character
    shorten_contents: bool = True  # 品名 too long: shorten with a warning (False: refuse the label)


USUAL = LabelPolicy()


@dataclass(frozen=True)
class Replacement:
    """One character that had to be written differently, to be shown before printing (置換文字)."""

    key: str
    field: str
    original: str
    substitute: str

    @property
    def text(self) -> str:
        after = f"「{self.substitute}」に置き換えました" if self.substitute else "削りました"
        return f"{self.key} {self.field}：「{self.original}」を{after}"


@dataclass(frozen=True)
class LabelWarning:
    key: str
    field: str
    text: str


@dataclass(frozen=True)
class RefusedLabel:
    """A label that cannot be written as it is; the others go on (送り状を作れない理由)."""

    key: str
    field: str
    reason: str
    length: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class LabelFile:
    """One file, ready for the carrier's software (送り状データ)."""

    name: str
    content: bytes
    rows: int
    keys: tuple[str, ...]
    replacements: tuple[Replacement, ...]
    warnings: tuple[LabelWarning, ...]
    encoding: str


@dataclass(frozen=True)
class LabelBatch:
    """What became of a batch of labels: every label is in exactly one file or refused with its reasons."""

    files: tuple[LabelFile, ...]
    refused: tuple[RefusedLabel, ...]


@dataclass(frozen=True)
class CarrierResult:
    """One tracking number that came back from a carrier (送り状番号の取込)."""

    row: int
    carrier: str
    key: str
    tracking: str
    status: str = ""
    recipient_name: str = ""
    recipient_postal: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row of a result file that was not taken, with the reason and, where one exists, a proposal."""

    row: int
    reason: str
    values: tuple[str, ...] = field(default=())
    suggestion: str = ""
