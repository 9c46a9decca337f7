"""Codes of ゆうパックプリントR and its successor (日本郵便のコード).

Source: public implementations of 2014 to 2026. 20～21時 (56) ended with March 2024.
"""

from __future__ import annotations

from datetime import date

from hanjo.fulfilment.carriers.terms import Handling, Temperature, Window
from hanjo.fulfilment.carriers.windows import WindowRow, WindowTable

CARRIER = "japanpost"
NAME = "日本郵便"

MAIL_KINDS: dict[str, str] = {
    "japanpost.yupack": "0",
    "japanpost.yumail": "1",
    "japanpost.teikeigai": "3",
    "japanpost.yupacket": "9",
}
#: 送り状種別 by service and cash on delivery; only prepaid ゆうパック is established, the rest stays empty.
SLIP_KINDS: dict[tuple[str, bool], str] = {("japanpost.yupack", False): "1100780"}
WITH_COD = frozenset({"japanpost.yupack"})
WITH_WINDOW = frozenset({"japanpost.yupack"})
COOL: dict[Temperature, str] = {Temperature.NORMAL: "0", Temperature.CHILLED: "1", Temperature.FROZEN: "2"}
HANDLING_FIELDS: dict[str, Handling] = {
    "handling.fragile": Handling.FRAGILE,
    "handling.perishable": Handling.PERISHABLE,
    "handling.bottles": Handling.BOTTLES,
    "handling.this_side_up": Handling.THIS_SIDE_UP,
    "handling.no_stacking": Handling.NO_STACKING,
}

windows = WindowTable(
    CARRIER,
    (
        WindowRow(Window.MORNING, "51", source="code"),
        WindowRow(Window.H12_14, "52", source="code"),
        WindowRow(Window.H14_16, "53", source="code"),
        WindowRow(Window.H16_18, "54", source="code"),
        WindowRow(Window.H18_20, "55", source="code"),
        WindowRow(Window.H20_21, "56", until=date(2024, 3, 31), source="code; ended in April 2024"),
        WindowRow(Window.H19_21, "57", source="code"),
    ),
    none_code="00",
)
