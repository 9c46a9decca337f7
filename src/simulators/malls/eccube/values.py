"""A shop's orders and products as the plugin answers them: entities with their columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from simulators.malls.shopify.values import PREFECTURES
from simulators.malls.world import Goods, Line, Order, Person

Value = dict[str, Any]
NEW, CANCELLED, WORKED_ON, SHIPPED, PAID, WAITING, CHECKOUT, RETURNED = "1", "3", "4", "5", "6", "7", "8", "9"
STATES = {
    NEW: "新規受付", CANCELLED: "注文取消し", WORKED_ON: "対応中", SHIPPED: "発送済み", PAID: "入金済み",
    WAITING: "決済処理中", CHECKOUT: "購入処理中", RETURNED: "返品",
}  # fmt: skip
KINDS = {"1": "商品", "2": "送料", "3": "手数料", "4": "割引", "5": "税", "6": "ポイント"}
PAYS = {"card": "クレジットカード", "cod": "代金引換", "bank": "銀行振込"}


def moment(at: float | None) -> str | None:
    """A time as the plugin writes it: in UTC, to the second."""
    return None if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def master(number: str, name: str, **more: Any) -> Value:
    """A row of a master table."""
    return {"id": number, "name": name, "sort_no": 1, **more}


def person(one: Person) -> Value:
    """The columns of a person with an address."""
    number = PREFECTURES.index(one.prefecture) + 1 if one.prefecture in PREFECTURES else 0
    return {
        "name01": one.family, "name02": one.given, "kana01": one.family_kana, "kana02": one.given_kana,
        "company_name": None, "phone_number": one.phone, "postal_code": one.postal,
        "addr01": one.city, "addr02": f"{one.street} {one.building}".strip(),
        "Pref": master(str(number), one.prefecture) if number else None,
    }  # fmt: skip


def order_value(order: Order, goods: dict[str, Goods]) -> Value:
    """An order with everything that belongs to it."""
    shippings = [shipping_value(order, one) for one in order.flags["shippings"]]
    made: Value = {
        **person(order.buyer), "id": order.flags["id"], "order_no": order.number, "message": order.note or None,
        "email": order.buyer.email, "subtotal": float(order.goods_yen), "discount": float(order.discount_yen),
        "delivery_fee_total": float(order.postage_yen), "charge": float(order.fee_yen), "tax": 0.0,
        "total": float(order.total_yen + order.points_yen), "payment_total": float(order.total_yen),
        "payment_method": PAYS.get(order.pay, order.pay), "note": order.flags.get("note"),
        "create_date": moment(order.placed), "update_date": moment(order.changed), "order_date": moment(order.placed),
        "payment_date": moment(order.placed) if order.paid else None, "currency_code": "JPY", "add_point": 0.0,
        "use_point": float(order.points_yen), "Shippings": shippings,
        "Customer": {"id": order.flags["customer"], "name01": order.buyer.family, "name02": order.buyer.given,
                     "email": order.buyer.email} if order.flags.get("customer") else None,
        "Payment": {"id": "1", "method": PAYS.get(order.pay, order.pay), "charge": float(order.fee_yen)},
        "OrderStatus": master(state(order), STATES.get(state(order), state(order)), display_order_count=True),
    }  # fmt: skip
    made["OrderItems"] = items(order, goods, {one["id"]: one for one in shippings})
    for one in shippings:
        one["OrderItems"] = [
            item for item in made["OrderItems"] if item["Shipping"] and item["Shipping"]["id"] == one["id"]
        ]
    return made


def state(order: Order) -> str:
    """The id of 対応状況."""
    return CANCELLED if order.cancelled else order.state


def items(order: Order, goods: dict[str, Goods], shippings: dict[str, Value]) -> list[Value]:
    """明細: goods, then postage, charge, discount and points as rows of their own."""
    first = next(iter(shippings))
    rows = [_goods_row(order, line, goods[line.code], shippings) for line in order.lines]
    amounts = [("2", order.postage_yen, first), ("3", order.fee_yen, ""), ("4", -order.discount_yen, ""),
               ("6", -order.points_yen, "")]  # fmt: skip
    for kind, yen, shipping in amounts:
        if yen or kind == "2":
            row = _row(order, f"9{kind}", kind, yen, 1)
            rows.append({**row, "Shipping": shippings.get(shipping)})
    return rows


def _row(order: Order, number: str, kind: str, price: int, quantity: int) -> Value:
    return {
        "id": f"{order.flags['id']}{int(number):04}",
        "product_name": KINDS[kind], "product_code": None,
        "class_name1": None, "class_name2": None, "class_category_name1": None, "class_category_name2": None,
        "price": float(price),
        "quantity": float(quantity), "tax": 0.0, "tax_rate": 10.0,
        "tax_adjust": 0.0, "tax_rule_id": 1,
        "currency_code": "JPY", "processor_name": None, "point_rate": 1.0, "TaxType": master("1", "課税"),
        "TaxDisplayType": master("2", "税込"), "OrderItemType": master(kind, KINDS[kind]), "Shipping": None,
    }  # fmt: skip


def _goods_row(order: Order, line: Line, goods: Goods, shippings: dict[str, Value]) -> Value:
    """Goods are priced without tax, wherever a price without tax comes to what the buyer pays."""
    row = _row(order, line.id, "1", line.price_yen, line.quantity) | {"product_name": line.title or line.code}
    bare = _bare(line.price_yen, line.tax_rate)
    if (bare * line.tax_rate + 50) // 100 + bare == line.price_yen:
        row |= {
            "price": float(bare),
            "tax": float(line.price_yen - bare),
            "TaxDisplayType": master("1", "税抜"),
        }
    shipping = next(one["id"] for one in order.flags["shippings"] if line.id in one["lines"])
    return row | {
        "product_code": line.code, "tax_rate": float(line.tax_rate), "Shipping": shippings[shipping],
        "ProductClass": class_value(goods), "class_name1": order.flags.get("class_name"),
        "class_category_name1": order.flags.get("class_category"),
    }  # fmt: skip


def shipping_value(order: Order, one: Value) -> Value:
    """出荷 of an order."""
    return {
        **person(one["to"]), "id": one["id"], "shipping_delivery_name": one.get("carrier", "サンプル業者"),
        "time_id": None,
        "shipping_delivery_time": order.window or None, "shipping_delivery_date": _day(order.wanted_on),
        "shipping_date": moment(one.get("at")), "tracking_number": one.get("number"), "note": one.get("note"),
        "sort_no": 1, "create_date": moment(order.placed), "update_date": moment(order.changed),
        "mail_send_date": moment(one.get("mailed")),
    }  # fmt: skip


def _bare(with_tax: int, rate: int) -> int:
    """The price without tax that comes nearest to it."""
    return round(with_tax * 100 / (100 + rate))


def _day(written: str) -> str | None:
    return moment(datetime.fromisoformat(f"{written}T00:00:00+09:00").timestamp()) if written else None


def class_value(goods: Goods) -> Value:
    """商品規格."""
    unlimited = goods.ref.get("unlimited") == "true"
    return {
        "id": goods.ref["class"], "code": goods.code, "stock": None if unlimited else float(goods.shown),
        "stock_unlimited": unlimited, "sale_limit": None, "price01": None,
        "price02": float(_bare(goods.price_yen, goods.tax_rate)),
        "visible": True, "create_date": moment(0), "update_date": moment(goods.changed), "currency_code": "JPY",
    }  # fmt: skip


def product_value(goods: Goods) -> Value:
    """商品 with its one 規格."""
    return {
        "id": goods.ref["product"], "name": goods.title or goods.code, "note": None, "description_list": None,
        "description_detail": None, "create_date": moment(0), "update_date": moment(goods.changed),
        "ProductClasses": [class_value(goods)], "Status": master("1", "公開"),
    }  # fmt: skip
