"""e飛伝Ⅲ 「標準_飛脚宅配便_CSV」, 74 columns, and its codes.

Source: seven public implementations agree on the columns. The seals 011 and 013 are marked there; 決済種別
and the two 取得区分 have no established values and stay empty. Codes keep their leading zeros: every field
is quoted text.
"""

from __future__ import annotations

from hanjo.fulfilment.carriers.terms import Handling, Temperature, Window
from hanjo.fulfilment.carriers.windows import WindowRow, WindowTable

CARRIER = "sagawa"
NAME = "佐川急便"

NUMBERS = ("１", "２", "３", "４", "５", "６", "７", "８", "９", "１０", "１１")


def _numbered(stem: str, count: int) -> tuple[str, ...]:
    return tuple(f"{stem}{number}" for number in NUMBERS[:count])


COLUMNS: tuple[str, ...] = (
    "お届け先コード取得区分", "お届け先コード", "お届け先電話番号", "お届け先郵便番号", "お届け先住所１",
    "お届け先住所２",
    "お届け先住所３", "お届け先名称１", "お届け先名称２", "お客様管理番号", "お客様コード",
    "部署ご担当者コード取得区分", "部署ご担当者コード", "部署ご担当者名称", "荷送人電話番号",
    "ご依頼主コード取得区分", "ご依頼主コード", "ご依頼主電話番号", "ご依頼主郵便番号", "ご依頼主住所１",
    "ご依頼主住所２", "ご依頼主名称１", "ご依頼主名称２", "荷姿", *_numbered("品名", 5), "荷札荷姿",
    *_numbered("荷札品名", 11), "出荷個数", "スピード指定", "クール便指定", "配達日", "配達指定時間帯",
    "配達指定時間（時分）", "代引金額", "消費税", "決済種別", "保険金額", *_numbered("指定シール", 3),
    "営業所受取",
    "SRC区分", "営業所受取営業所コード", "元着区分", "メールアドレス", "ご不在時連絡先", "出荷日",
    "お問い合せ送り状No.", "出荷場印字区分", "集約解除指定",
    *(f"編集０{number}" for number in NUMBERS[:9]), "編集１０",
)  # fmt: skip

SERVICES: dict[str, str] = {"sagawa.hikyaku": "000"}  # スピード指定; others are by contract
COOL: dict[Temperature, str] = {
    Temperature.NORMAL: "001",
    Temperature.CHILLED: "002",
    Temperature.FROZEN: "003",
}
SEALS: dict[Handling, str] = {
    Handling.FRAGILE: "011",
    Handling.BOTTLES: "011",
    Handling.NO_STACKING: "011",
    Handling.THIS_SIDE_UP: "013",
}
LINE = 32  # each address and name line, and 品名

windows = WindowTable(
    CARRIER,
    (
        WindowRow(Window.MORNING, "01", source="code"),
        WindowRow(Window.H12_14, "12", source="code"),
        WindowRow(Window.H14_16, "14", source="code"),
        WindowRow(Window.H16_18, "16", source="code"),
        WindowRow(Window.H18_20, "18", source="code"),
        WindowRow(Window.H18_21, "04", source="code"),
        WindowRow(Window.H19_21, "19", source="code"),
    ),
)
