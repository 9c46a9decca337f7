"""Write B2クラウド's 97 columns (送り状データ・ヤマト).

Widths in half-width columns: 市区町村 24, 番地 32, 建物 32, 会社・部門 50, 名 32, カナ 50, 品名 50, 荷扱い
20, 記事 44, 敬称 4. B2 itself divides 住所 into prefecture, city and street; what the street has no room
for goes on in the building's field, and from there into 会社・部門名 when the receiver has no company, with
a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hanjo.fulfilment.carriers.charset import width
from hanjo.fulfilment.carriers.pen import Pen, Slot
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
from hanjo.fulfilment.carriers.yamato.layout import (
    COD_LIMIT_YEN,
    COLUMNS,
    COOL,
    DAYS_AHEAD,
    KINDS,
    SEVERAL,
    WITH_COOL,
    WITH_WINDOW,
    windows,
)

ADDRESS, CITY, STREET, BUILDING, COMPANY, NAME = 64, 24, 32, 32, 50, 32
Cells = dict[int, str]


def write_labels(
    labels: Sequence[ShippingLabel],
    *,
    account: CarrierAccount,
    today: date,
    policy: LabelPolicy = USUAL,
) -> LabelBatch:
    """Write the file that B2クラウド takes in (送り状データの作成・ヤマト)."""
    header = None if policy.header is False else COLUMNS
    sheet = Sheet(f"b2cloud_{today:%Y%m%d}", header)
    return write_sheet(labels, lambda label, pen: _row(label, pen, account, today), sheet, policy)


def _row(label: ShippingLabel, pen: Pen, account: CarrierAccount, today: date) -> list[str]:
    cells: Cells = {1: pen.customer_key(COLUMNS[0])}
    _service(label, pen, cells, today)
    _recipient(label.recipient, pen, cells)
    _sender(label.sender, pen, cells)
    cells[28], cells[30] = pen.contents(label.contents, [("品名１", 50), ("品名２", 50)], required=True)
    if len(label.handling) > 2:
        pen.refuse("荷扱い", f"荷扱いは2つまでです（{len(label.handling)}つ指定されています）。")
    for column, handling in zip((31, 32), label.handling, strict=False):
        cells[column] = pen.text(COLUMNS[column - 1], handling.label, 20)
    cells[33] = pen.text("記事", label.note, 44)
    cells[40] = pen.text("ご請求先顧客コード", account.billing_code, 12, required=True)
    cells[41] = pen.text("ご請求先分類コード", account.billing_class, 3)
    cells[42] = pen.text("運賃管理番号", account.freight_code, 2, required=True)
    return [cells.get(column, "") for column in range(1, len(COLUMNS) + 1)]


def _service(label: ShippingLabel, pen: Pen, cells: Cells, today: date) -> None:
    cells[2] = _kind(label, pen)
    cells[3] = COOL[label.temperature]
    if label.temperature is not Temperature.NORMAL and label.service not in WITH_COOL:
        pen.refuse("クール区分", f"このサービスはクール便（{label.temperature.label}）を使えません。")
    if not today <= label.ship_on <= today + timedelta(days=DAYS_AHEAD):
        pen.refuse(
            "出荷予定日",
            f"出荷予定日 {label.ship_on:%Y/%m/%d} は、今日から{DAYS_AHEAD}日以内にしてください。",
        )
    if label.deliver_on and label.deliver_on < label.ship_on:
        pen.refuse("お届け予定（指定）日", "お届け指定日が出荷予定日より前です。")
    cells[5] = pen.day(label.ship_on, "%Y/%m/%d")
    cells[6] = pen.day(label.deliver_on, "%Y/%m/%d")
    if label.service not in WITH_WINDOW and (label.deliver_on or label.window is not Window.NONE):
        pen.refuse(
            "配達時間帯", "このサービスは日時を指定できません。サービスを変えるか、指定を外してください。"
        )
    choice = windows.settle(label.window, label.ship_on, "ヤマト運輸")
    cells[7] = windows.code(label.window, label.ship_on) or ""
    if not choice.settled:
        pen.refuse("配達時間帯", choice.reason)
    if label.cod_yen:
        cells[34], cells[35] = str(label.cod_yen), str(label.cod_tax_yen)
    cells[38] = str(label.parcels)
    if label.parcels > 1:
        cells[74] = cells[1]


def _kind(label: ShippingLabel, pen: Pen) -> str:
    if label.service not in KINDS:
        return pen.refuse("送り状種類", f"サービス「{label.service}」はB2クラウドの送り状種類にありません。")
    plain, cod = KINDS[label.service]
    if not 1 <= label.parcels <= 99:
        return pen.refuse("発行枚数", "個数は1～99個です。", label.parcels, 99)
    if label.parcels > 1:
        if label.cod_yen or label.service != "yamato.takkyubin":
            return pen.refuse(
                "送り状種類", "複数口は発払いの宅急便だけです。1個ずつの送り状に分けてください。"
            )
        return SEVERAL
    return _cash_on_delivery(label, pen, plain, cod) if label.cod_yen else plain


def _cash_on_delivery(label: ShippingLabel, pen: Pen, plain: str, cod: str | None) -> str:
    if cod is None:
        return pen.refuse("送り状種類", "このサービスは代金引換を使えません。宅急便に変えてください。")
    if not 1 <= label.cod_yen <= COD_LIMIT_YEN:
        reason = f"代金引換額は1～{COD_LIMIT_YEN:,}円です（{label.cod_yen:,}円）。"
        return pen.refuse("コレクト代金引換額（税込）", reason, label.cod_yen, COD_LIMIT_YEN)
    if not 0 <= label.cod_tax_yen <= label.cod_yen:
        return pen.refuse("コレクト内消費税額等", "消費税額が代金引換額を超えています。")
    return cod


def _recipient(party: Party, pen: Pen, cells: Cells) -> None:
    cells[9] = pen.phone("お届け先電話番号", party.phone, 15)
    cells[11] = pen.postal("お届け先郵便番号", party.postal)
    company = party.company
    name = party.name
    if not company and width(name) > NAME:
        company, name = _company_before(name)
        if company:
            pen.warn("お届け先名", f"お届け先名が長いため「{company}」を会社・部門名に入れました。")
    overflow: list[Slot] = (
        [] if company else [("お届け先会社・部門名１", COMPANY), ("お届け先会社・部門名２", COMPANY)]
    )
    cells[12], cells[13], *rest = _address("お届け先", party, pen, overflow)
    if company:
        rest = pen.spread(
            "お届け先会社・部門名",
            [company],
            [("お届け先会社・部門名１", 50), ("お届け先会社・部門名２", 50)],
        )
    elif any(rest):
        pen.warn("お届け先住所", f"住所が長いため「{''.join(rest)}」を会社・部門名に入れました。")
    cells[14], cells[15] = rest
    cells[16] = pen.text("お届け先名", name, NAME, required=True)
    cells[17] = pen.kana("お届け先名略称カナ", party.kana, 50)
    cells[18] = pen.text("敬称", party.honorific, 4)


def _sender(party: Party, pen: Pen, cells: Cells) -> None:
    cells[20] = pen.phone("ご依頼主電話番号", party.phone, 15)
    cells[22] = pen.postal("ご依頼主郵便番号", party.postal)
    cells[23], cells[24] = _address("ご依頼主", party, pen, [])
    cells[25] = pen.text("ご依頼主名", party.company or party.name, NAME, required=True)
    cells[26] = pen.kana("ご依頼主略称カナ", party.kana, 50)


def _address(whose: str, party: Party, pen: Pen, overflow: Sequence[Slot]) -> list[str]:
    """住所 and 建物; the street keeps 32 columns even where prefecture and city leave more of the 64."""
    area = pen.text(f"{whose}住所", f"{party.prefecture}{party.city}", ADDRESS, required=True)
    if width(party.city) > CITY:
        pen.warn(
            f"{whose}住所",
            f"市区町村「{party.city}」が半角{CITY}文字分を超えています。B2クラウドの画面で確かめてください。",
        )
    room = max(0, min(STREET, ADDRESS - width(area)))
    building = f"{whose}住所（アパートマンション名）"
    slots: list[Slot] = [(f"{whose}住所", room), (building, BUILDING), *overflow]
    number_in_city = any(
        character.isdigit() for character in party.city
    )  # some malls send the address as one text
    pieces = [party.street, party.building]
    street, *rest = pen.spread(f"{whose}住所", pieces, slots, required=not number_in_city)
    return [area + street, *rest]


def _company_before(name: str) -> tuple[str, str]:
    """Divide 「会社 部署 氏名」 at a space so that the last part fits the name's field."""
    spaces = [at for at, character in enumerate(name) if character in " 　"]
    for at, _ in pairwise([*spaces, len(name)]):
        if width(name[at + 1 :]) <= NAME and width(name[:at]) <= 2 * COMPANY:
            return name[:at], name[at + 1 :]
    return "", name
