"""An order of Amazon's Orders API 2026-01-01 into an order of ours (Amazon の受注・API).

Order number, line keys (orderItemId) and codes (sellerSku) are those of the unshipped orders report, so that file and
interface speak of one order. Shapes: Amazon's model of 2026-08-05. What it leaves open is decided here by arithmetic:
whether an item's amount has the tax in it shows in the grand total; a discount counts whatever its sign.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.amazon.values import listed, moment, part, scheduled, text, whole, yen
from hanjo.channels.malls.documents import order as taken
from hanjo.channels.malls.documents import refused, set_aside
from hanjo.channels.malls.port import Goods
from hanjo.channels.reading.address import address_from
from hanjo.channels.terms import Understood
from hanjo.kernel.clock import JST
from hanjo.kernel.text import narrow, tidy
from hanjo.orders.terms import Address, LineDraft, OrderDraft

HIDDEN = ("PENDING", "PENDING_AVAILABILITY")
OPEN = ("UNSHIPPED", "PARTIALLY_SHIPPED")
#: Amazon's word → the report's word, by which a shop's payment rules go.
PAY_WORDS = {"CashOnDelivery": "COD", "COD": "COD", "ConvenienceStore": "CVS", "CVS": "CVS"}
_ASIDE = {
    "PENDING": "支払いの確認中で、お届け先がまだ知らされていません。確認が済むと自動で取り込みます。",
    "PENDING_AVAILABILITY": "発売日前の予約で、支払いの確認がまだです。確認が済むと自動で取り込みます。",
    "SHIPPED": "Amazon ではもう出荷済みのため、出荷する受注としては取り込んでいません。",
    "UNFULFILLABLE": "Amazon が出荷できないとした注文のため、取り込んでいません。",
}
_FBA = "Amazon が出荷する注文（FBA）のため、取り込んでいません。"


def understand(key: str, document: str) -> Understood:
    """What one order is. Never raises: what cannot be read is refused with the reason."""
    try:
        values = json.loads(document)
        return _understood(key, values if isinstance(values, dict) else {})
    except (ValueError, TypeError, ArithmeticError, AttributeError, LookupError) as error:
        return refused(
            key, f"Amazon の注文を読めません: {error}。アプリの権限と注文の画面を確かめてください。"
        )


def _understood(key: str, order: dict[str, Any]) -> Understood:
    number = narrow(text(order, "orderId"))
    status = text(order, "fulfillment", "fulfillmentStatus")
    if not number:
        return refused(key, "Amazon の注文番号（orderId）がありません。取り込み直してください。")
    if text(order, "fulfillment", "fulfilledBy") == "AMAZON":
        return set_aside(number, _FBA)
    if status in _ASIDE:
        return set_aside(number, _ASIDE[status])
    cancelled = status == "CANCELLED"
    if not cancelled and not text(order, "recipient", "deliveryAddress", "addressLine1"):
        return refused(
            number,
            "お届け先がありません。アプリに個人情報（購入者・配送先）のロールがあるか確かめてください。",
        )
    ordered_at = moment(order, "createdTime")
    if ordered_at is None:
        return refused(number, "注文日時（createdTime）がありません。取り込み直してください。")
    warnings = []
    if status and not cancelled and status not in OPEN:
        warnings.append(f"知らない状況「{status}」です。未出荷として取り込みました。")
    if status == "PARTIALLY_SHIPPED":
        warnings.append("Amazon では一部が出荷済みです。ほかで出荷した分がないか確かめてください。")
    draft = _draft(number, order, ordered_at, cancelled=cancelled)
    if not draft.lines:
        return set_aside(number, "残っている商品がないため（すべて取消）、取り込んでいません。")
    return taken(draft, *warnings)


def _draft(number: str, order: dict[str, Any], ordered_at: Any, *, cancelled: bool) -> OrderDraft:
    money = amounts(order)
    items = listed(order, "orderItems")
    lines = [_line(item, money, at, cancelled=cancelled) for at, item in enumerate(items)]
    wanted_on, window, window_raw = scheduled(_booked(items))
    recipient = _recipient(order)
    buyer_name = tidy(text(order, "buyer", "buyerName"))
    ship_by = moment(order, "fulfillment", "shipByWindow", "latestDateTime")
    by = ship_by or moment(order, "fulfillment", "deliverByWindow", "earliestDateTime")
    programs = [*_words(order), *(word for item in items for word in _words(item))]
    draft = OrderDraft(
        external_number=number,
        ordered_at=ordered_at,
        buyer=Address(
            name=buyer_name,
            company=tidy(text(order, "buyer", "buyerCompanyName")),
            phone=recipient.phone if buyer_name == recipient.name else "",
        ),
        recipient=recipient,
        lines=tuple(line for line in lines if line is not None),
        buyer_email=narrow(text(order, "buyer", "buyerEmail")),
        shipping_method="".join(
            word.capitalize() for word in text(order, "fulfillment", "fulfillmentServiceLevel").split("_")
        ),
        wanted_on=wanted_on,
        window=window,
        window_raw=window_raw,
        ship_by_on=by.astimezone(JST).date() if by else None,
        ship_by_at=ship_by,
        remarks=_remarks(order, items),
        is_prime="PRIME" in programs,
        is_subscription="SUBSCRIBE_AND_SAVE" in programs,
        cancelled=cancelled,
        extra=_extra(order, items, programs, money),
    )
    return _as_gift(_paid(draft, money), items)


def _booked(items: Sequence[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """The times of delivery that the buyer booked, item by item."""
    windows = [part(item, "fulfillment", "shipping", "scheduledDeliveryWindow") for item in items]
    return [(moment(one, "earliestDateTime"), moment(one, "latestDateTime")) for one in windows if one]


def _paid(draft: OrderDraft, money: Amounts) -> OrderDraft:
    """An order that is handed out is paid for, or will be at the door; Amazon no longer says when it was paid."""
    return replace(
        draft,
        goods_yen=money.goods,
        shipping_yen=money.shipping,
        fee_yen=money.fee,
        wrapping_yen=money.wrapping,
        discount_yen=money.discount,
        points_yen=money.points,
        total_yen=money.total,
        pay_method=money.method,
        paid_at=None if money.method == "COD" or draft.cancelled else draft.ordered_at,
    )


def _as_gift(draft: OrderDraft, items: Sequence[dict[str, Any]]) -> OrderDraft:
    gifts = [gift for item in items if (gift := part(item, "fulfillment", "packing", "giftOption"))]
    if not gifts:
        return draft
    return replace(
        draft,
        is_gift=True,
        no_prices=True,
        wrapping=tidy(" ".join(dict.fromkeys(text(gift, "giftWrapLevel") for gift in gifts))),
        gift_message="\n".join(filter(None, (text(gift, "giftMessage") for gift in gifts))),
    )


def _pairs(values: Any) -> list[tuple[str, Any]]:
    return list(values.items()) if isinstance(values, dict) else []


def _words(values: dict[str, Any]) -> list[str]:
    found = values.get("programs")
    return [str(word) for word in found] if isinstance(found, list) else []


def _line(item: dict[str, Any], money: Amounts, at: int, *, cancelled: bool) -> LineDraft | None:
    """One item; None for one that was cancelled as a whole in an order that lives on."""
    ordered = whole(item, "quantityOrdered")
    if ordered < 0:
        raise ValueError(f"数量が 0 以上ではありません: {ordered}")
    if ordered == 0 and not cancelled:
        return None
    code = narrow(text(item, "product", "sellerSku") or text(item, "product", "asin"))
    if not code:
        raise ValueError("商品の SKU（sellerSku）がありません")
    total = money.by_item[at]
    unit = yen(item, "product", "price", "unitPrice") or 0
    pieces = max(
        ordered, 1
    )  # Amazon empties the items of a cancelled order: what it was is kept as one piece
    return LineDraft(
        key=text(item, "orderItemId"),
        code=code,
        name=tidy(text(item, "product", "title")) or code,
        quantity=pieces,
        unit_price_yen=unit if unit * pieces == total else total // pieces,
        total_yen=total,
        cancelled_quantity=_called_off(item, ordered),
    )


def _called_off(item: dict[str, Any], ordered: int) -> int:
    """Pieces of an item that are called off while the order lives on."""
    if not part(item, "cancellation", "cancellationExecution"):
        return 0
    kept = whole(item, "fulfillment", "quantityFulfilled") + whole(item, "fulfillment", "quantityUnfulfilled")
    return max(ordered - kept, 0)


def _recipient(order: dict[str, Any]) -> Address:
    """Amazon.co.jp writes city and street together in the first line, the building in the second and third."""
    where = part(order, "recipient", "deliveryAddress")
    lines = [tidy(text(where, f"addressLine{at}")) for at in (2, 3)]
    return address_from(
        name=tidy(text(where, "name")),
        company=tidy(text(where, "companyName")),
        postal=text(where, "postalCode"),
        prefecture=text(where, "stateOrRegion"),
        city=text(where, "city") or text(where, "municipality"),
        street=text(where, "addressLine1"),
        building=" ".join(filter(None, lines)),
        phone=text(where, "phone"),
        country=text(where, "countryCode") or "JP",
        cut_building=True,
    )


def _remarks(order: dict[str, Any], items: Sequence[dict[str, Any]]) -> str:
    """What the buyer wants us to know: how to find the door, and that the order shall be cancelled."""
    wish = part(order, "recipient", "deliveryPreference")
    said = [text(wish, "addressInstruction")]
    if place := text(wish, "dropOffLocation"):
        said.append(f"置き配の場所: {place}")
    for item in items:
        if (asked := part(item, "cancellation", "cancellationRequest")) is not None:
            reason = text(asked, "cancelReason") or "理由なし"
            said.append(f"購入者からキャンセルの依頼があります（{reason}）")
    return "\n".join(dict.fromkeys(filter(None, said)))


def _extra(
    order: dict[str, Any], items: Sequence[dict[str, Any]], programs: Sequence[str], money: Amounts
) -> dict[str, Any]:
    points = sum(whole(item, "expense", "pointsCost", "pointsGranted", "pointsNumber") for item in items)
    limits = {
        name
        for item in items
        for name, must in _pairs(part(item, "fulfillment", "shipping", "shippingConstraints"))
        if must == "MANDATORY"
    }
    said = {
        "prices_unknown": not money.is_known,
        "programs": sorted(set(programs)),
        "points_granted": points,
        "shipping_constraints": sorted(limits),
        "payment_methods": list(money.methods),
        "deliver_by": text(order, "fulfillment", "deliverByWindow", "latestDateTime"),
        "asins": sorted({text(item, "product", "asin") for item in items} - {""}),
    }
    return {name: value for name, value in said.items() if value}


# --- money ----------------------------------------------------------------------------------------------


@dataclass(kw_only=True, slots=True)
class Amounts:
    """What an order costs, and how it is paid."""

    by_item: list[int] = field(default_factory=list)
    goods: int = 0
    shipping: int = 0
    fee: int = 0
    wrapping: int = 0
    discount: int = 0
    points: int = 0  # paid by other means than to the driver
    total: int = 0
    method: str = ""
    methods: tuple[str, ...] = ()
    is_known: bool = False


def amounts(order: dict[str, Any]) -> Amounts:
    """Add an order up. Refuses with ValueError an amount that is not in whole yen."""
    items = listed(order, "orderItems")
    kinds = [_kinds(item) for item in items]
    own = {text(one, "type"): yen(one, "subtotal") or 0 for one in listed(order, "proceeds", "breakdowns")}
    sums = {name: sum(kind.get(name, 0) for kind in kinds) for kind in kinds for name in kind} or own
    made = Amounts(by_item=[_goods(item, kind) for item, kind in zip(items, kinds, strict=True)])
    made.shipping, made.wrapping = sums.get("SHIPPING", 0), sums.get("GIFT_WRAP", 0)
    other = sums.get("OTHER", 0)
    made.fee = sums.get("COD_FEE", 0) + max(other, 0) + own.get("DELIVERY_TIP", 0)
    made.discount = abs(sums.get("DISCOUNT", 0)) + max(-other, 0)
    made.goods = sum(made.by_item)
    told = yen(order, "proceeds", "grandTotal")
    tax = sums.get("TAX", 0)
    if tax and told == _sum(made) + tax:  # the amounts are without tax: it belongs to their items
        made.by_item = [yen_ + kind.get("TAX", 0) for yen_, kind in zip(made.by_item, kinds, strict=True)]
        made.goods = sum(made.by_item)
        made.shipping += told - _sum(made)
    made.is_known = told is not None or made.goods > 0
    made.total = _sum(made) if told is None else told
    _pay(order, items, made)
    return made


def _sum(made: Amounts) -> int:
    return made.goods + made.shipping + made.fee + made.wrapping - made.discount


def _kinds(item: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in listed(item, "proceeds", "breakdowns"):
        kind = text(one, "type")
        found[kind] = found.get(kind, 0) + (yen(one, "subtotal") or 0)
    return found


def _goods(item: dict[str, Any], kinds: dict[str, int]) -> int:
    if "ITEM" in kinds:
        return kinds["ITEM"]
    return (yen(item, "product", "price", "unitPrice") or 0) * whole(item, "quantityOrdered")


def _pay(order: dict[str, Any], items: Sequence[dict[str, Any]], made: Amounts) -> None:
    """How it is paid; for cash on delivery the total is what the driver collects, the rest was paid before."""
    paid = [
        (text(one, "paymentMethod"), yen(one, "paymentAmount"))
        for one in listed(order, "payment", "paymentExecutions")
    ]
    made.methods = tuple(word for word, _ in paid if word)
    words = [PAY_WORDS[word] for word, _ in paid if word in PAY_WORDS]
    at_the_door = any(
        part(item, "fulfillment", "shipping", "shippingConstraints", "cashOnDelivery") == "MANDATORY"
        for item in items
    )
    made.method = words[0] if words else "COD" if at_the_door else "Other"
    collect = [amount for word, amount in paid if PAY_WORDS.get(word) == "COD" and amount is not None]
    if collect and sum(collect) < made.total:
        made.points, made.total = made.total - sum(collect), sum(collect)


def total_of(order: dict[str, Any]) -> Decimal | None:
    """The order's total for a count; None when Amazon does not tell it."""
    try:
        found = amounts(order)
    except ValueError:
        return None
    return Decimal(found.total) if found.is_known else None


def lacking(goods: Goods) -> list[str]:
    """What Amazon needs before this can be offered there (出品の準備)."""
    found = []
    if not (goods.ref.get("asin") or goods.more.get("asin")):
        found.append("ASIN（Amazon の商品コード）")
    if not goods.price_yen or goods.price_yen <= 0:
        found.append("販売価格")
    if not goods.code:
        found.append("出品者 SKU")
    return found


def collects(order: dict[str, Any]) -> bool:
    """Whether the driver collects the money."""
    try:
        return amounts(order).method == "COD"
    except ValueError:
        return False
