"""Write e飛伝Ⅲ's 74 columns (送り状データ・佐川).

Widths: every address and name line 32 half-width columns, 電話 14, 郵便 8, 品名 32, お客様管理番号 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanjo.fulfilment.carriers.pen import Pen, Slot, address_pieces
from hanjo.fulfilment.carriers.sagawa.layout import COLUMNS, COOL, LINE, SEALS, SERVICES, windows
from hanjo.fulfilment.carriers.sheet import Sheet, write_sheet
from hanjo.fulfilment.carriers.terms import (
    USUAL,
    CarrierAccount,
    LabelBatch,
    LabelPolicy,
    Party,
    ShippingLabel,
)

Cells = dict[int, str]


def write_labels(
    labels: Sequence[ShippingLabel],
    *,
    account: CarrierAccount,
    today: date,
    policy: LabelPolicy = USUAL,
) -> LabelBatch:
    """Write the file that e飛伝Ⅲ takes in (送り状データの作成・佐川)."""
    header = None if policy.header is False else COLUMNS
    sheet = Sheet(f"ehiden3_{today:%Y%m%d}", header)
    return write_sheet(labels, lambda label, pen: _row(label, pen, account), sheet, policy)


def _slots(*columns: int) -> list[Slot]:
    return [(COLUMNS[column - 1], LINE) for column in columns]


def _row(label: ShippingLabel, pen: Pen, account: CarrierAccount) -> list[str]:
    cells: Cells = {10: pen.customer_key("お客様管理番号")}
    cells[11] = pen.text("お客様コード", account.customer_code, 12, required=True)
    _parties(label, pen, cells)
    cells[24] = account.packaging
    names = range(25, 29) if label.note else range(25, 30)
    cells.update(zip(names, pen.contents(label.contents, _slots(*names)), strict=True))
    if label.note:
        cells[29] = pen.text(
            "品名５", label.note, LINE
        )  # e飛伝Ⅲ has no 記事; the last 品名 is printed in its place
    _service(label, pen, cells)
    seals = list(dict.fromkeys(SEALS[handling] for handling in label.handling if handling in SEALS))
    for handling in label.handling:
        if handling not in SEALS:
            pen.warn(
                "指定シール",
                f"「{handling.label}」に当たる指定シールがありません。荷物に貼って伝えてください。",
            )
    cells.update(zip((52, 53, 54), seals, strict=False))
    cells[58] = "1"
    cells[61] = pen.day(label.ship_on, "%Y%m%d")
    return [cells.get(column, "") for column in range(1, len(COLUMNS) + 1)]


def _parties(label: ShippingLabel, pen: Pen, cells: Cells) -> None:
    to, by = label.recipient, label.sender
    cells[3] = pen.phone("お届け先電話番号", to.phone, 14)
    cells[4] = pen.postal("お届け先郵便番号", to.postal)
    cells[5], cells[6], cells[7] = pen.spread(
        "お届け先住所", address_pieces(to), _slots(5, 6, 7), required=True
    )
    cells[8], cells[9] = pen.spread("お届け先名称", _names(to), _slots(8, 9), required=True)
    cells[18] = pen.phone("ご依頼主電話番号", by.phone, 14)
    cells[19] = pen.postal("ご依頼主郵便番号", by.postal)
    cells[20], cells[21] = pen.spread("ご依頼主住所", address_pieces(by), _slots(20, 21), required=True)
    cells[22], cells[23] = pen.spread("ご依頼主名称", _names(by), _slots(22, 23), required=True)


def _names(party: Party) -> list[str]:
    return [party.company, party.name]


def _service(label: ShippingLabel, pen: Pen, cells: Cells) -> None:
    cells[43] = SERVICES.get(label.service, "")
    if label.service not in SERVICES:
        pen.refuse("スピード指定", f"サービス「{label.service}」は佐川急便のサービスにありません。")
    if not 1 <= label.parcels <= 999:
        pen.refuse("出荷個数", "出荷個数は1～999個です。", label.parcels, 999)
    if label.deliver_on and label.deliver_on < label.ship_on:
        pen.refuse("配達日", "配達日が出荷日より前です。")
    cells[42] = str(label.parcels)
    cells[44] = COOL[label.temperature]
    cells[45] = pen.day(label.deliver_on, "%Y%m%d")
    cells[46] = windows.code(label.window, label.ship_on) or ""
    choice = windows.settle(label.window, label.ship_on, "佐川急便")
    if not choice.settled:
        pen.refuse("配達指定時間帯", choice.reason)
    if label.cod_yen:
        if not 0 <= label.cod_tax_yen <= label.cod_yen:
            pen.refuse("消費税", "消費税額が代引金額を超えています。")
        cells[48], cells[49] = str(label.cod_yen), str(label.cod_tax_yen)
