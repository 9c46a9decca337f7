"""The morning as 楽天's 通常購入データ: CP932, one row per line, a template subset of its 158 columns (楽天)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hanjo.demo.malls.sheet import columns, halves, thirds, written
from hanjo.demo.neutral import DemoLine, DemoOrder
from hanjo.demo.people import Person

TERMS = {
    "": "0",
    "am": "1",
    "12-14": "1214",
    "14-16": "1416",
    "16-18": "1618",
    "18-20": "1820",
    "19-21": "1921",
}
UNDECIDED = -9999  # the mall's word for an amount that the shop must still fix


def rakuten_file(orders: Iterable[DemoOrder]) -> bytes:
    """The download of 楽天 RMS for these orders."""
    return written(columns("rakuten"), (row for order in orders for row in _rows(order)))


def _rows(order: DemoOrder) -> Iterator[dict[str, object]]:
    head = _order(order) | _money(order) | _buyer(order.buyer) | _receiver(order) | _taxes(order)
    for position, line in enumerate(order.lines, 1):
        row = head | _line(order, line, position)
        if order.several and position == len(order.lines):
            row |= _address("送付先", order.buyer) | {
                "送付先ID": f"{order.number[-8:]}2",
                "送付先一致フラグ": "1",
            }
        if order.broken == "quantity":
            row["個数"] = "三個"
        if order.broken == "number":
            row["注文番号"] = ""
        if order.broken == "name":
            row |= {"送付先姓": "", "送付先名": "", "注文者姓": "", "注文者名": ""}
        yield row


def _order(order: DemoOrder) -> dict[str, object]:
    at = order.ordered_at
    return {
        "注文番号": order.number,
        "ステータス": "900" if order.cancelled else "300",
        "サブステータスID": "",
        "注文日時": f"{at:%Y-%m-%d %H:%M:%S}",
        "注文日": f"{at:%Y-%m-%d}",
        "注文時間": f"{at:%H:%M:%S}",
        "注文確認日時": f"{at:%Y-%m-%d %H:%M:%S}",
        "支払方法名": order.pay,
        "配送方法": order.method,
        "配送区分": {"chilled": "2", "frozen": "3"}.get(order.cold, "1"),
        "注文種別": "1",
        "複数送付先フラグ": "1" if order.several else "0",
        "送付先一致フラグ": "1" if order.buyer == order.recipient else "0",
        "離島フラグ": "1" if order.island_flag else "0",
        "楽天確認中フラグ": "1" if order.checking else "0",
        "警告表示タイプ": "0",
        "楽天会員フラグ": "1",
        "購入履歴修正有無フラグ": "0",
        "お届け時間帯": TERMS.get(order.window, "9"),
        "お届け日指定": f"{order.wanted_on:%Y-%m-%d}" if order.wanted_on else "",
        "ギフト配送希望": "1" if order.gift else "0",
        "コメント": _comment(order),
        "利用端末": "11",
        "メンバーシッププログラム受注タイプ": "0",
        "あす楽希望フラグ": "0",
        "のし": order.noshi,
        "単品配送フラグ": "0",
    }


def _comment(order: DemoOrder) -> str:
    """The mall puts the delivery wish and the buyer's words under headings of one free text."""
    wish = ""
    if order.wanted_on or order.window:
        day = f"{order.wanted_on:%Y-%m-%d}" if order.wanted_on else ""
        wish = f"[配送日時指定:]\n{day} {'午前中' if order.window == 'am' else order.window}".rstrip() + "\n"
    said = f"[備考:]\n{order.remarks}" if order.remarks else ""
    card = f"\n[メッセージカード:]\n{order.gift_message}" if order.gift_message else ""
    return f"{wish}{said}{card}".strip()


def _money(order: DemoOrder) -> dict[str, object]:
    postage = UNDECIDED if order.undecided else order.shipping_yen
    goods = order.goods_yen
    return {
        "商品合計金額": goods,
        "消費税合計": 0,
        "送料合計": postage,
        "代引料合計": order.cod_fee_yen,
        "請求金額": UNDECIDED if order.undecided else order.payable_yen,
        "合計金額": UNDECIDED if order.undecided else goods + order.shipping_yen + order.wrapping_yen,
        "ポイント利用額": order.points_yen,
        "クーポン利用総額": order.coupon_yen,
        "店舗発行クーポン利用額": order.coupon_yen,
        "楽天発行クーポン利用額": 0,
        "決済手数料": 0,
        "注文者負担金合計": 0,
        "店舗負担金合計": 0,
        "外税合計": 0,
        "ラッピングタイトル1": "包装紙" if order.wrapping_yen else "",
        "ラッピング名1": "和紙包装" if order.wrapping_yen else "",
        "ラッピング料金1": order.wrapping_yen or "",
        "ラッピング税込別1": "1" if order.wrapping_yen else "",
        "送付先送料": postage,
        "送付先代引料": order.cod_fee_yen,
        "送付先消費税合計": 0,
        "送付先商品合計金額": goods,
        "送付先合計金額": UNDECIDED if order.undecided else goods + order.shipping_yen,
        "送付先送料税率": "0.1",
        "送付先代引料税率": "0.1",
    }


def _taxes(order: DemoOrder) -> dict[str, object]:
    cells: dict[str, object] = {}
    for rate, gross in order.gross_by_rate().items():
        cells |= {
            f"{rate}%税率": f"{rate / 100:g}",
            f"{rate}%請求金額": gross,
            f"{rate}%請求額に対する税額": gross * rate // (100 + rate),
            f"{rate}%合計金額": gross,
            f"{rate}%決済手数料": 0,
            f"{rate}%クーポン割引額": order.coupon_yen if rate == 10 else 0,
            f"{rate}%利用ポイント数": 0,
        }
    return cells


def _buyer(buyer: Person) -> dict[str, object]:
    return _address("注文者", buyer) | {"注文者メールアドレス": buyer.email}


def _receiver(order: DemoOrder) -> dict[str, object]:
    return _address("送付先", order.recipient) | {"送付先ID": f"{order.number[-8:]}1"}


def _address(who: str, person: Person) -> dict[str, object]:
    first, second = halves(person.postal)
    one, two, three = thirds(person.phone)
    street = person.street + (f" {person.building}" if person.building else "")
    return {
        f"{who}郵便番号1": first,
        f"{who}郵便番号2": second,
        f"{who}住所都道府県": person.prefecture,
        f"{who}住所郡市区": person.city,
        f"{who}住所それ以降の住所": street,
        f"{who}姓": person.family,
        f"{who}名": person.given,
        f"{who}姓カナ": person.family_kana,
        f"{who}名カナ": person.given_kana,
        f"{who}電話番号1": one,
        f"{who}電話番号2": two,
        f"{who}電話番号3": three,
    }


def _line(order: DemoOrder, line: DemoLine, position: int) -> dict[str, object]:
    return {
        "商品明細ID": f"{order.number[-8:]}{position:02d}",
        "商品ID": f"{10_000_000 + sum(map(ord, line.parent)) * 97}",
        "商品名": line.name + (f" {line.options}" if line.options else ""),
        "商品番号": line.parent,
        "商品管理番号": line.parent.lower(),
        "単価": line.price_yen,
        "個数": line.quantity,
        "送料込別": "0",
        "税込別": "1",
        "代引手数料込別": "0",
        "項目・選択肢": line.options,
        "ポイント倍率": "1",
        "在庫タイプ": "2" if line.options else "1",
        "商品税率": f"{line.tax_rate / 100:g}",
        "商品毎税込価格": line.price_yen,
        "SKU管理番号": line.code.lower(),
        "システム連携用SKU番号": line.code,
        "SKU情報": line.options,
    }
