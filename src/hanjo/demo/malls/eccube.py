"""The morning as EC-CUBE 4's order CSV: 70 columns, 送料 twice, amounts as rows by 明細区分 (EC-CUBE).

This shop set its export to UTF-8, so names and remarks keep every character that a buyer can type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hanjo.demo.malls.sheet import columns, written
from hanjo.demo.neutral import DemoLine, DemoOrder
from hanjo.demo.people import Person

PREFECTURES = """
北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県
栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県
石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県
滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県
岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県
佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県
""".split()
WINDOWS = {
    "am": "午前中",
    "12-14": "12時～14時",
    "14-16": "14時～16時",
    "16-18": "16時～18時",
    "18-20": "18時～20時",
    "19-21": "19時～21時",
}
PAY_IDS = {"郵便振替": 1, "現金書留": 2, "銀行振込": 3, "代金引換": 4, "クレジットカード": 5, "後払い決済": 6}
POSTAGE_PLACES = (23, 65)  # the header 送料 stands twice: order total and shipment


def eccube_file(orders: Iterable[DemoOrder]) -> bytes:
    """The export of the shop's own EC-CUBE for these orders."""
    header = columns("eccube")
    return written(
        header, (_cells(header, order, row) for order in orders for row in _rows(order)), "utf-8-sig"
    )


def _cells(header: list[str], order: DemoOrder, row: dict[str, object]) -> list[object]:
    cells = [row.get(name, "") for name in header]
    for place in POSTAGE_PLACES:
        cells[place] = order.shipping_yen
    return cells


def _rows(order: DemoOrder) -> Iterator[dict[str, object]]:
    head = _order(order) | _buyer(order.buyer) | _receiver(order)
    if order.broken == "name":
        head |= {"お名前(姓)": "", "お名前(名)": "", "配送先_お名前(姓)": "", "配送先_お名前(名)": ""}
    lines = [_goods(order, line) for line in order.lines]
    if order.shipping_yen:
        lines.append(_amount("2", "送料", order.shipping_yen))
    if order.cod_fee_yen:
        lines.append(_amount("3", "手数料", order.cod_fee_yen))
    if order.wrapping_yen:
        lines.append(_amount("3", "手数料", order.wrapping_yen) | {"商品名": "包装料"})
    if order.coupon_yen:
        lines.append(_amount("4", "割引", -order.coupon_yen))
    if order.points_yen:
        lines.append(_amount("6", "ポイント", -order.points_yen) | {"税率": 0})
    for position, line in enumerate(lines, 1):
        yield head | line | {"注文詳細ID": int(order.number) * 10 + position}


def _order(order: DemoOrder) -> dict[str, object]:
    paid = order.paid and order.pay != "代金引換"
    before = order.payable_yen + order.points_yen
    status = ("3", "注文取消し") if order.cancelled else ("6", "入金済み") if paid else ("1", "新規受付")
    return {
        "注文ID": order.number,
        "注文番号": order.number,
        "会員ID": "",
        "ショップ用メモ欄": "",
        "小計": order.goods_yen,
        "値引き": order.coupon_yen,
        "税金": sum(gross * rate // (100 + rate) for rate, gross in order.gross_by_rate().items()),
        "合計": before,
        "支払合計": order.payable_yen,
        "対応状況(ID)": status[0],
        "対応状況(名称)": status[1],
        "支払方法(ID)": PAY_IDS.get(order.pay, 9),
        "支払方法(名称)": order.pay,
        "受注日": f"{order.ordered_at:%Y-%m-%d %H:%M:%S}",
        "入金日": f"{order.ordered_at:%Y-%m-%d %H:%M:%S}" if paid else "",
        "出荷ID": order.number,
        "配送業者(ID)": "2" if order.method == "メール便" else "1",
        "配送業者(名称)": order.method,
        "お届け時間(名称)": WINDOWS.get(order.window, order.window),
        "お届け希望日": f"{order.wanted_on:%Y-%m-%d 00:00:00}" if order.wanted_on else "",
        "配達用メモ": order.remarks + (f"\nのし: {order.noshi}" if order.noshi else ""),
    }


def _buyer(buyer: Person) -> dict[str, object]:
    return _address("", buyer) | {"メールアドレス": buyer.email, "TEL": buyer.phone.replace("-", "")}


def _receiver(order: DemoOrder) -> dict[str, object]:
    to = order.recipient
    return _address("配送先_", to) | {"配送先_TEL": to.phone.replace("-", "")}


def _address(who: str, person: Person) -> dict[str, object]:
    return {
        f"{who}お名前(姓)": person.family,
        f"{who}お名前(名)": person.given,
        f"{who}お名前(セイ)": person.family_kana,
        f"{who}お名前(メイ)": person.given_kana,
        f"{who}会社名": person.company,
        f"{who}郵便番号": person.postal,
        f"{who}都道府県(ID)": PREFECTURES.index(person.prefecture) + 1
        if person.prefecture in PREFECTURES
        else "",
        f"{who}都道府県(名称)": person.prefecture,
        f"{who}住所1": person.city + person.street,
        f"{who}住所2": person.building,
    }


def _goods(order: DemoOrder, line: DemoLine) -> dict[str, object]:
    options = [*line.options.split(" / "), ""]
    return {
        "商品ID": sum(map(ord, line.parent)),
        "商品規格ID": sum(map(ord, line.code)),
        "商品名": line.name,
        "商品コード": line.code,
        "規格分類名1": options[0],
        "規格分類名2": options[1],
        "価格": line.price_yen,
        "個数": "-" if order.broken == "quantity" else line.quantity,
        "税率": line.tax_rate,
        "税率ルール(ID)": "1" if line.tax_rate == 10 else "2",
        "明細区分(ID)": "1",
        "明細区分(名称)": "商品",
    }


def _amount(kind: str, name: str, yen: int) -> dict[str, object]:
    return {"商品名": name, "価格": yen, "個数": 1, "税率": 10, "明細区分(ID)": kind, "明細区分(名称)": name}
