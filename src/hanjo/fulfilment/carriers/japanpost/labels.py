"""Write a file for ゆうパックプリントR or ゆうプリクラウド from a template (送り状データ・日本郵便)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hanjo.fulfilment.carriers.japanpost.codes import (
    COOL,
    HANDLING_FIELDS,
    MAIL_KINDS,
    SLIP_KINDS,
    WITH_COD,
    WITH_WINDOW,
    windows,
)
from hanjo.fulfilment.carriers.japanpost.documented import FULL, TEMPLATES
from hanjo.fulfilment.carriers.japanpost.template import SHARED, Column, Template
from hanjo.fulfilment.carriers.pen import Pen, address_pieces
from hanjo.fulfilment.carriers.sheet import Sheet, write_sheet
from hanjo.fulfilment.carriers.terms import (
    USUAL,
    CarrierAccount,
    LabelBatch,
    LabelPolicy,
    Party,
    ShippingLabel,
    Temperature,
    Window,
)

DAY = "%Y%m%d"


def write_labels(
    labels: Sequence[ShippingLabel],
    *,
    account: CarrierAccount,
    today: date,
    policy: LabelPolicy = USUAL,
    template: Template | None = None,
) -> LabelBatch:
    """Write the file that the shop's 取込フィルタ takes in (送り状データの作成・日本郵便).

    The template is the one given, else the documented one that the account names, else the full layout.
    """
    layout = template or TEMPLATES.get(account.template, FULL)
    wants_header = layout.header if policy.header is None else policy.header
    sheet = Sheet(f"yupri_{today:%Y%m%d}", layout.headers if wants_header else None, layout.encoding)
    return write_sheet(labels, lambda label, pen: _row(label, pen, layout), sheet, policy)


def _row(label: ShippingLabel, pen: Pen, layout: Template) -> list[str]:
    _refuse_what_is_lost(label, pen, layout)
    cells = [_single(label, pen, column) for column in layout.columns]
    for stem in SHARED:
        found = layout.slots(stem)
        slots = [(column.header, column.width) for _, column in found]
        for (position, _), part in zip(found, _shared(stem, label, pen, slots), strict=True):
            cells[position] = part
    return cells


def _shared(stem: str, label: ShippingLabel, pen: Pen, slots: list[tuple[str, int]]) -> list[str]:
    if not slots:
        return []
    if stem == "contents":
        return pen.contents(label.contents, slots)
    party, whose = (
        (label.recipient, "お届け先") if stem.startswith("recipient") else (label.sender, "ご依頼主")
    )
    if stem.endswith("address"):
        return pen.spread(f"{whose}住所", address_pieces(party), slots, required=True)
    return pen.spread(f"{whose}名称", _names(party), slots, required=True)


def _names(party: Party) -> list[str]:
    return [party.company, party.name]


def _single(label: ShippingLabel, pen: Pen, column: Column) -> str:
    expression = column.expression
    if expression.startswith("="):
        return expression[1:].strip('"')
    if expression in HANDLING_FIELDS:
        return "1" if HANDLING_FIELDS[expression] in label.handling else "0"
    if expression.startswith(("recipient.", "sender.")):
        return _party(label, pen, column)
    maker = _MAKERS.get(expression)
    return maker(label, pen, column) if maker else ""


def _party(label: ShippingLabel, pen: Pen, column: Column) -> str:
    whose, what = column.expression.split(".", 1)
    party = label.recipient if whose == "recipient" else label.sender
    if what == "postal":
        return pen.postal(column.header, party.postal)
    if what == "phone":
        return pen.phone(column.header, party.phone, column.width)
    if what == "kana":
        return pen.kana(column.header, party.kana, column.width)
    if what == "honorific_code":
        return _honorific_code(party.honorific, pen, column)
    return pen.text(column.header, party.honorific, column.width)


def _honorific_code(honorific: str, pen: Pen, column: Column) -> str:
    """Only the code of 様 is established; anything else is written as 様, and said."""
    if honorific != "様":
        pen.warn(column.header, f"敬称「{honorific}」の区分が未確認のため「様」として書きました。")
    return "0"


def _mail_kind(label: ShippingLabel, pen: Pen, column: Column) -> str:
    kind = MAIL_KINDS.get(label.service)
    return kind or pen.refuse(column.header, f"サービス「{label.service}」は日本郵便の郵便種別にありません。")


def _window(label: ShippingLabel, pen: Pen, column: Column) -> str:
    choice = windows.settle(label.window, label.ship_on, "日本郵便")
    if not choice.settled:
        return pen.refuse(column.header, choice.reason)
    return windows.code(label.window, label.ship_on) or ""


def _number(value: int | None, pen: Pen, column: Column) -> str:
    return pen.text(column.header, "" if value is None else str(value), column.width)


_Maker = Callable[[ShippingLabel, Pen, Column], str]
_MAKERS: dict[str, _Maker] = {
    "key": lambda label, pen, column: pen.customer_key(column.header),
    "ship_on": lambda label, pen, column: pen.day(label.ship_on, DAY),
    "deliver_on": lambda label, pen, column: pen.day(label.deliver_on, DAY),
    "window": _window,
    "temperature": lambda label, pen, column: COOL[label.temperature],
    "payment": lambda label, pen, column: "2" if label.cod_yen else "0",
    "mail_kind": _mail_kind,
    "parcels": lambda label, pen, column: _number(label.parcels, pen, column),
    "slip_kind": lambda label, pen, column: SLIP_KINDS.get((label.service, label.cod_yen > 0), ""),
    "cod_yen": lambda label, pen, column: _number(label.cod_yen or None, pen, column),
    "cod_tax_yen": lambda label, pen, column: _number(
        label.cod_tax_yen if label.cod_yen else None, pen, column
    ),
    "size": lambda label, pen, column: "" if label.size_cm is None else f"{label.size_cm:03d}",
    "weight_g": lambda label, pen, column: _number(label.weight_g, pen, column),
    "note": lambda label, pen, column: pen.text(column.header, label.note, column.width),
}


def _refuse_what_is_lost(label: ShippingLabel, pen: Pen, layout: Template) -> None:
    """Refuse what the service cannot do, and what this template has no column for."""
    if label.cod_yen and label.service not in WITH_COD:
        pen.refuse("代引金額", "このサービスは代金引換を使えません。ゆうパックに変えてください。")
    if label.temperature is not Temperature.NORMAL and label.service != "japanpost.yupack":
        pen.refuse("保冷種別", f"このサービスはクール便（{label.temperature.label}）を使えません。")
    dated = label.deliver_on is not None or label.window is not Window.NONE
    if dated and label.service not in WITH_WINDOW:
        pen.refuse(
            "配達時間帯区分",
            "このサービスは日時を指定できません。ゆうパックに変えるか、指定を外してください。",
        )
    if label.deliver_on and label.deliver_on < label.ship_on:
        pen.refuse("配達指定日", "配達指定日が発送予定日より前です。")
    asked = {
        "cod_yen": label.cod_yen > 0,
        "temperature": label.temperature is not Temperature.NORMAL,
        "deliver_on": label.deliver_on is not None,
        "window": label.window is not Window.NONE,
        "note": bool(label.note),
    }
    for expression, wanted in asked.items():
        if wanted and not layout.has(expression):
            pen.refuse(
                expression,
                f"テンプレート「{layout.name}」に「{expression}」の列がないため、指定が失われます。",
            )
    if label.parcels > 1 and not layout.has("parcels"):
        pen.refuse("parcels", f"テンプレート「{layout.name}」に個数の列がありません。")
