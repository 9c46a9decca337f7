"""Write クリックポスト's まとめ申込 file (送り状データ・クリックポスト).

Source: header row, Shift_JIS, at most 40 rows a file; name and every address line 40 half-width columns,
内容品 30, 敬称 様, 御中 or empty. There is no cash on delivery, no date, no window, no cooling: a label
that asks for one is refused instead of losing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanjo.fulfilment.carriers.pen import Pen, Slot, address_pieces
from hanjo.fulfilment.carriers.sheet import Sheet, write_sheet
from hanjo.fulfilment.carriers.terms import (
    USUAL,
    CarrierAccount,
    LabelBatch,
    LabelPolicy,
    ShippingLabel,
    Temperature,
    Window,
)
from hanjo.fulfilment.carriers.windows import WindowTable

CARRIER = "clickpost"
NAME = "クリックポスト"
COLUMNS: tuple[str, ...] = (
    "お届け先郵便番号", "お届け先氏名", "お届け先敬称", "お届け先住所1行目", "お届け先住所2行目",
    "お届け先住所3行目",
    "お届け先住所4行目", "内容品",
)  # fmt: skip
ROWS_PER_FILE = 40
LINE, CONTENTS = 40, 30

windows = WindowTable(CARRIER, ())


def write_labels(
    labels: Sequence[ShippingLabel],
    *,
    account: CarrierAccount,
    today: date,
    policy: LabelPolicy = USUAL,
) -> LabelBatch:
    """Write as many files of 40 as needed (送り状データの作成・クリックポスト)."""
    del account  # クリックポスト is paid per parcel on its own page; there is no contract code to write
    header = None if policy.header is False else COLUMNS
    sheet = Sheet(f"clickpost_{today:%Y%m%d}", header, rows_per_file=ROWS_PER_FILE, quote_all=False)
    return write_sheet(labels, _row, sheet, policy)


def _row(label: ShippingLabel, pen: Pen) -> list[str]:
    to = label.recipient
    _refuse_what_is_lost(label, pen)
    lines: list[Slot] = [(name, LINE) for name in COLUMNS[3:7]]
    address = pen.spread("お届け先住所", [*address_pieces(to), to.company], lines, required=True)
    if to.honorific not in {"様", "御中", ""}:
        pen.refuse("お届け先敬称", f"敬称「{to.honorific}」は使えません（様・御中・なし）。")
    (contents,) = pen.contents(label.contents, [("内容品", CONTENTS)], required=True)
    return [
        pen.postal("お届け先郵便番号", to.postal),
        pen.text("お届け先氏名", to.name, LINE, required=True),
        to.honorific,
        *address,
        contents,
    ]


def _refuse_what_is_lost(label: ShippingLabel, pen: Pen) -> None:
    asked = {
        "代金引換": label.cod_yen > 0,
        "お届け日の指定": label.deliver_on is not None,
        "時間帯の指定": label.window is not Window.NONE,
        "クール便": label.temperature is not Temperature.NORMAL,
        "複数口": label.parcels > 1,
    }
    for what, wanted in asked.items():
        if wanted:
            pen.refuse(
                what, f"クリックポストでは{what}を使えません。発送方法を変えるか、指定を外してください。"
            )
