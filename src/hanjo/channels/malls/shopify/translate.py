"""Shopify's documents into orders, and our figures into its bodies (Shopify の受注). Pure.

The order number is its `name` (#1001), as in its admin and its CSV; a line's key is the number in its id, its code
the SKU. Orders that were edited or refunded count with what is left of them; cancelled ones with what they were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading.address import PREFECTURES, address_from
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_date
from hanjo.channels.terms import Understood
from hanjo.kernel.text import narrow, tidy
from hanjo.orders.terms import Address, LineDraft, OrderDraft

YEN = "JPY"
#: What the common delivery-date apps call their answers.
WANTED_ON = ("配送希望日", "お届け希望日", "配達希望日", "配送日", "お届け日")
WINDOW = ("配送時間帯", "お届け時間帯", "配送希望時間", "お届け希望時間", "配達時間帯", "配送時間")
GIFT = ("のし", "熨斗", "ギフト包装", "ラッピング", "ギフトメッセージ", "メッセージカード")
#: Carriers by the names that Shopify links to their tracking pages; another name is shown as it is.
CARRIERS = {"yamato": "Yamato (JA)", "sagawa": "Sagawa (JA)", "japanpost": "Japan Post (JA)"}
OTHER_CARRIER = "Other"
REASONS = {"out_of_stock": "INVENTORY", "buyer": "CUSTOMER", "unpaid": "DECLINED", "fraud": "FRAUD"}


class Unfit(Exception):
    """A document lacks what an order cannot be without."""


def understand(key: str, text: str) -> Understood:
    """What one document is; never raises."""
    try:
        told = json.loads(text)
        if not isinstance(told, dict):
            raise Unfit("注文の形をしていません")
        if told.get("test") is True:
            return documents.set_aside(key, "Shopify のテスト注文のため、取り込んでいません。")
        return _order(told)
    except Unfit as error:
        reason = (
            f"Shopify の注文を読めません: {error}。管理画面で注文を確かめてから、取り込み直してください。"
        )
    except (ValueError, TypeError, ArithmeticError) as error:
        reason = f"Shopify の注文を読めません（{type(error).__name__}）。管理画面で注文を確かめてください。"
    return documents.refused(key, reason)


def _order(told: Mapping[str, Any]) -> Understood:
    name, placed = words(told, "name"), moment(told, "createdAt")
    if not name or placed is None:
        raise Unfit("注文番号か注文日時がありません")
    if (currency := words(told, "currencyCode") or YEN) != YEN:
        raise Unfit(f"通貨が {currency} です。円の注文だけを取り込みます")
    cancelled = bool(words(told, "cancelledAt"))
    lines = tuple(_line(one, cancelled=cancelled) for one in nodes(told, "lineItems"))
    if not lines:
        raise Unfit("商品の明細がありません")
    attributes = {words(one, "key"): words(one, "value") for one in items(told, "customAttributes")}
    window, raw = canonical_window(_first(attributes, WINDOW))
    recipient, buyer = _address(told, "shippingAddress"), _address(told, "billingAddress")
    gift = {name: attributes[name] for name in GIFT if attributes.get(name)}
    warnings = (
        []
        if told.get("taxesIncluded", True) is not False
        else ["税抜価格の店です。消費税は手数料に入れました。"]
    )
    draft = OrderDraft(
        external_number=name, ordered_at=placed, lines=lines,
        buyer=buyer if buyer.name else recipient,
        recipient=recipient if recipient.name or recipient.street else buyer,
        buyer_email=narrow(words(told, "email")), buyer_key=tail(words(part(told, "customer"), "id")),
        pay_method="、".join(text for text in items_of_text(told, "paymentGatewayNames")),
        paid_at=moment(told, "processedAt") if words(told, "displayFinancialStatus") == "PAID" else None,
        shipping_method=next((words(one, "title") for one in nodes(told, "shippingLines")), ""),
        wanted_on=_day(_first(attributes, WANTED_ON)), window=window, window_raw=raw,
        remarks=words(told, "note"), is_gift=bool(gift), noshi=gift.get("のし", "") or gift.get("熨斗", ""),
        wrapping=gift.get("ギフト包装", "") or gift.get("ラッピング", ""),
        gift_message=gift.get("ギフトメッセージ", "") or gift.get("メッセージカード", ""),
        mall_is_checking=words(told, "displayFulfillmentStatus") == "ON_HOLD", cancelled=cancelled,
        extra=_extra(told, attributes), **_money(told, lines),
    )  # fmt: skip
    shipped = words(told, "displayFulfillmentStatus") == "FULFILLED"
    return documents.order(draft, *warnings, shipped=shipped)


def _line(told: Mapping[str, Any], *, cancelled: bool) -> LineDraft:
    ordered = whole(told, "quantity")
    left = ordered if cancelled else whole(told, "currentQuantity", ordered)
    price = yen(told, "originalUnitPriceSet")
    title = tidy(words(told, "title") or words(told, "name"))
    rates = [
        rate for one in items(told, "taxLines") if (rate := _number(one.get("ratePercentage"))) is not None
    ]
    code = narrow(words(told, "sku")) or tidy(words(told, "name")) or title
    if not code or ordered < 1 or left < 0 or price is None:
        raise Unfit(f"明細「{title or '(名前なし)'}」の商品コード、数量、価格のどれかがありません")
    return LineDraft(
        key=tail(words(told, "id")), code=code, name=title or code, quantity=ordered, unit_price_yen=price,
        total_yen=price * left, options=tidy(words(told, "variantTitle")),
        tax_rate=int(sum(rates)) if rates else None, cancelled_quantity=max(ordered - left, 0),
    )  # fmt: skip


def _money(told: Mapping[str, Any], lines: Sequence[LineDraft]) -> dict[str, Any]:
    """Amounts that always add up: what is missing between goods, postage and total are discounts or fees."""
    goods, total = sum(line.total_yen for line in lines), total_of(told)
    shipping = yen(told, "totalShippingPriceSet") or 0
    fee = 0 if told.get("taxesIncluded", True) is not False else yen(told, "totalTaxSet") or 0
    rest = goods + shipping + fee - total
    return {
        "goods_yen": goods, "shipping_yen": shipping, "fee_yen": fee + max(-rest, 0),
        "discount_yen": max(rest, 0), "total_yen": total,
    }  # fmt: skip


def total_of(told: Mapping[str, Any]) -> int:
    """What an order comes to: what is left of it, or of a cancelled one what it was."""
    whole_of_it = yen(told, "totalPriceSet")
    now = yen(told, "currentTotalPriceSet")
    found = whole_of_it if words(told, "cancelledAt") or now is None else now
    if found is None:
        raise Unfit("合計金額がありません")
    return found


def _address(told: Mapping[str, Any], name: str) -> Address:
    found = part(told, name)
    code = words(found, "provinceCode").removeprefix("JP-")
    known = code.isdecimal() and 1 <= int(code) <= len(PREFECTURES)
    phone = narrow(words(found, "phone") or words(told, "phone"))
    country = words(found, "countryCodeV2") or "JP"
    return address_from(
        name=" ".join(filter(None, (tidy(words(found, "lastName")), tidy(words(found, "firstName"))))),
        company=tidy(words(found, "company")), postal=words(found, "zip"),
        prefecture=PREFECTURES[int(code) - 1] if known else words(found, "province"),
        city=words(found, "city"), street=words(found, "address1"), building=words(found, "address2"),
        phone=f"0{phone[3:].lstrip(' -')}" if phone.startswith("+81") else phone, country=country,
        cut_building=country == "JP",
    )  # fmt: skip


def _extra(told: Mapping[str, Any], attributes: Mapping[str, str]) -> dict[str, Any]:
    extra = {
        "order_id": words(told, "id"), "financial": words(told, "displayFinancialStatus"),
        "fulfillment": words(told, "displayFulfillmentStatus"), "cancel_reason": words(told, "cancelReason"),
        "tags": "、".join(items_of_text(told, "tags")),
    }  # fmt: skip
    used = {*WANTED_ON, *WINDOW}
    others = {name: value for name, value in attributes.items() if name and value and name not in used}
    return {name: value for name, value in extra.items() if value} | (
        {"attributes": others} if others else {}
    )


def _day(written: str) -> Any:
    try:
        return parse_date(written, "") if written else None
    except BadCell:
        return None


def _first(values: Mapping[str, str], names: Sequence[str]) -> str:
    return next((values[name] for name in names if values.get(name)), "")


# --- reading without trusting -------------------------------------------------------------------------------


def words(told: Any, name: str) -> str:
    """A text; empty when it is not there or no text."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found.strip() if isinstance(found, str) else ""


def part(told: Any, name: str) -> Mapping[str, Any]:
    """An object inside; empty when it is not there."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def items(told: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def items_of_text(told: Any, name: str) -> list[str]:
    """The texts of a list."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def nodes(told: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of a paged list."""
    return items(part(told, name), "nodes")


def whole(told: Mapping[str, Any], name: str, default: int = 0) -> int:
    """A whole number."""
    found = told.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else default


def yen(told: Mapping[str, Any], name: str) -> int | None:
    """An amount in the shop's money, in whole yen; None when it is not there."""
    found = _number(part(part(told, name), "shopMoney").get("amount"))
    return None if found is None else int(found.quantize(Decimal(1), ROUND_HALF_UP))


def _number(found: Any) -> Decimal | None:
    if isinstance(found, bool) or not isinstance(found, (str, int, float)):
        return None
    try:
        made = Decimal(str(found))
    except InvalidOperation:
        return None
    return made if made.is_finite() and abs(made) < 10**12 else None


def moment(told: Mapping[str, Any], name: str) -> datetime | None:
    """A time with its zone."""
    try:
        found = datetime.fromisoformat(words(told, name))
    except ValueError:
        return None
    return found if found.tzinfo else None


def tail(gid: str) -> str:
    """The number in an id: gid://shopify/LineItem/1 → 1."""
    return gid.rpartition("/")[2]
