"""What カラーミーショップ writes: sales, products, stocks, in the shapes of its published client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulators.malls.world import Goods, Line, Order, Person

ACCOUNT = "PA00000000"
PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 "
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 "
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
PAYMENTS = {
    "card": (751, "クレジットカード", 24), "cod": (752, "商品代引", 0), "bank": (753, "銀行振込", 1),
    "later": (754, "GMO後払い", 27),
}  # fmt: skip
DELIVERIES = {113922: "ヤマト運輸", 113923: "ゆうパケット"}


def plain(price_yen: int, rate: int) -> int:
    """The price before tax of which the shop, rounding down, makes this one."""
    return -(-price_yen * 100 // (100 + rate))


def person(one: Person) -> dict[str, Any]:
    """Where somebody lives, as customers and deliveries have it."""
    known = one.prefecture in PREFECTURES
    return {
        "name": f"{one.family} {one.given}", "furigana": f"{one.family_kana} {one.given_kana}", "postal": one.postal,
        "pref_id": PREFECTURES.index(one.prefecture) + 1 if known else None, "pref_name": one.prefecture,
        "address1": f"{one.city}{one.street}", "address2": one.building or None, "tel": one.phone,
    }  # fmt: skip


def sale(order: Order, goods: Mapping[str, Goods], *, excluded: bool) -> dict[str, Any]:
    """One sale as the list and the single read give it; a cancelled one has no pieces and no sum left."""
    gone = order.cancelled
    lines = [detail(order, line, goods, gone=gone) for line in order.lines]
    pieces = 0 if gone else 1
    tax = {rate: sum((line.price_yen - plain(line.price_yen, line.tax_rate)) * line.quantity
                     for line in order.lines if line.tax_rate == rate) * pieces for rate in (10, 8)}  # fmt: skip
    goods_yen = order.goods_yen - (sum(tax.values()) if excluded and not gone else 0)
    noshi = sum(int(one.get("noshi_charge") or 0) for one in order.flags["deliveries"])
    card = sum(int(one.get("card_charge") or 0) for one in order.flags["deliveries"])
    wrapping = sum(int(one.get("wrapping_charge") or 0) for one in order.flags["deliveries"])
    return {
        "id": int(order.number), "account_id": ACCOUNT, "make_date": int(order.placed),
        "update_date": int(order.changed), "memo": order.note or None, "payment_id": PAYMENTS[order.pay][0],
        "mobile": False, "paid": order.paid, "delivered": all(one["delivered"] for one in order.flags["deliveries"]),
        "canceled": gone, "accepted_mail_state": "sent", "paid_mail_state": "not_yet",
        "delivered_mail_state": order.flags.get("delivered_mail", "not_yet"), "paid_mail_sent_date": None,
        "point_state": order.flags.get("point_state", "assumed"), "product_total_price": goods_yen * pieces,
        "delivery_total_charge": order.postage_yen * pieces, "fee": (order.fee_yen - noshi - card - wrapping) * pieces,
        "tax": sum(tax.values()), "noshi_total_charge": noshi * pieces, "card_total_charge": card * pieces,
        "wrapping_total_charge": wrapping * pieces, "point_discount": order.points_yen * pieces,
        "gmo_point_discount": 0, "other_discount": order.discount_yen * pieces, "other_discount_name": "",
        "total_price": order.total_yen * pieces, "granted_points": 0, "use_points": order.points_yen * pieces,
        "external_order_id": "", "customer": customer(order.buyer), "details": lines,
        "sale_deliveries": [delivery(order, one) for one in order.flags["deliveries"]],
        "segment": order.flags.get("segment"),
        "totals": {"normal_tax_amount": tax[10], "reduced_tax_amount": tax[8]},
    }  # fmt: skip


def customer(one: Person) -> dict[str, Any]:
    """Who bought, with what a shop knows of a member."""
    return {
        "id": 998273, "account_id": ACCOUNT, "hojin": None, "busho": None, "sex": None, "birthday": None,
        **person(one), "mail": one.email, "fax": None, "tel_mobile": None, "other": None, "points": 216, "member": True,
        "sales_count": 3, "receive_mail_magazine": True,
    }  # fmt: skip


def detail(order: Order, line: Line, goods: Mapping[str, Goods], *, gone: bool) -> dict[str, Any]:
    """One thing that was bought; names are those of the product as it is now."""
    ref = goods[line.code].ref if line.code in goods else {}
    pieces = 0 if gone else line.quantity
    at = next(
        (one for one in order.flags["deliveries"] if line.id in one["lines"]), order.flags["deliveries"][0]
    )
    return {
        "id": detail_id(order, line), "sale_id": int(order.number), "account_id": ACCOUNT,
        "product_id": int(ref.get("product", "0")), "sale_delivery_id": at["id"],
        "option1_value": ref.get("option1") or None, "option2_value": ref.get("option2") or None,
        "product_model_number": "" if ref.get("nameless") else line.code, "product_name": line.title,
        "pristine_product_full_name": line.title, "price": plain(line.price_yen, line.tax_rate),
        "price_with_tax": line.price_yen, "product_num": pieces, "unit": None,
        "subtotal_price": line.price_yen * pieces,
        "product_image_url": f"https://img.example.jp/{ref.get('product')}.jpg?{int(order.changed)}",
    }  # fmt: skip


def detail_id(order: Order, line: Line) -> int:
    """The number of a line."""
    return int(order.number) * 100 + int(line.id)


def delivery(order: Order, one: Mapping[str, Any]) -> dict[str, Any]:
    """Where a part of the sale goes, and how it is wrapped."""
    return {
        "id": one["id"], "account_id": ACCOUNT, "sale_id": int(order.number), "delivery_id": one["delivery_id"],
        "detail_ids": [detail_id(order, line) for line in order.lines if line.id in one["lines"]],
        **person(one["to"]), "preferred_date": order.wanted_on or None, "preferred_period": order.window or None,
        "slip_number": one.get("slip_number"), "noshi_text": one.get("noshi_text"),
        "noshi_charge": one.get("noshi_charge"), "card_name": one.get("card_name"), "card_text": one.get("card_text"),
        "card_charge": one.get("card_charge"), "wrapping_name": one.get("wrapping_name"),
        "wrapping_charge": one.get("wrapping_charge"), "delivery_charge": order.postage_yen,
        "total_charge": order.postage_yen, "tracking_url": None, "memo": one.get("memo"), "delivered": one["delivered"],
    }  # fmt: skip


def product(group: Sequence[Goods], *, excluded: bool, rate: int) -> dict[str, Any]:
    """A product with its options; one without options has its count itself."""
    first = group[0]
    has_options = bool(first.ref.get("option1"))
    return {
        "account_id": ACCOUNT, "id": int(first.ref["product"]), "name": first.title,
        "stocks": None if has_options or first.ref.get("free") else first.shown,
        "stock_managed": not first.ref.get("free"),
        "model_number": None if has_options or first.ref.get("nameless") else first.code, "display_state": "showing",
        "sales_price": _price(first, excluded=excluded), "sales_price_including_tax": first.price_yen,
        "price": None, "tax_reduced": first.tax_rate == 8, "expl": "", "image_url": None,
        "category": {"id_big": 13223, "id_small": 0}, "make_date": 1465784944, "update_date": int(first.changed),
        "variants": [
            {
                "product_id": int(one.ref["product"]), "account_id": ACCOUNT, "option1_value": one.ref["option1"],
                "option2_value": one.ref.get("option2", ""),
                "title": "　x　".join(filter(None, (one.ref["option1"], one.ref.get("option2")))),
                "stocks": one.shown, "few_num": None, "model_number": one.code,
                "option_price": _price(one, excluded=excluded), "option_price_including_tax": one.price_yen,
            }
            for one in group
        ] if has_options else [],
    }  # fmt: skip


def _price(one: Goods, *, excluded: bool) -> int:
    return plain(one.price_yen, one.tax_rate) if excluded else one.price_yen
