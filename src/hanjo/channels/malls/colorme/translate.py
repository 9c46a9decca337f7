"""カラーミーショップ's sales into orders (カラーミーショップの受注). Pure.

The order number is the sale's id; a line's key is its own id, its code the 型番, or the product's id with its
options where the shop gave none. A sale that was cancelled has no pieces and no sum left there: the order here keeps
what it was. The names of payment and delivery stand beside the sale: the client looks them up (`NAMES`).
Source: the published client's shapes of getSales; the amounts of its example add up as `_money` does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hanjo.channels.malls import documents
from hanjo.channels.malls.said import Unfit, count, is_true, part, parts, second, whole, words
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading.address import PREFECTURES, address_from
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_date
from hanjo.channels.terms import Understood
from hanjo.kernel.text import narrow, tidy
from hanjo.orders.terms import Address, LineDraft, OrderDraft

#: Where the client writes what the sale only has the numbers of.
NAMES = "hanjo_names"
#: What changes without the order changing, and what nobody needs to know of a buyer to send a parcel.
LEFT_OUT = {"customer": ("sex", "birthday", "points", "sales_count", "receive_mail_magazine", "fax")}
PICTURES = ("product_image_url", "product_thumbnail_image_url", "product_mobile_image_url")


def document_text(sale: Mapping[str, Any], payments: Mapping[int, str], deliveries: Mapping[int, str]) -> str:
    """A sale in one spelling, with the names of what it has numbers of."""
    kept = dict(sale)
    for name, fields in LEFT_OUT.items():
        kept[name] = {key: value for key, value in part(sale, name).items() if key not in fields}
    kept["details"] = [
        {key: value for key, value in one.items() if key not in PICTURES} for one in parts(sale, "details")
    ]
    used = {whole(one, "delivery_id") or 0 for one in parts(sale, "sale_deliveries")}
    kept[NAMES] = {
        "payment": payments.get(whole(sale, "payment_id") or 0, ""),
        "deliveries": {str(pk): deliveries[pk] for pk in sorted(used) if pk in deliveries},
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def understand(key: str, text: str) -> Understood:
    """What one document is; never raises."""
    try:
        told = json.loads(text)
        if not isinstance(told, dict):
            raise Unfit("受注の形をしていません")
        return _order(told)
    except Unfit as error:
        reason = (
            f"カラーミーショップの受注を読めません: {error}。"
            "管理画面で受注を確かめてから、取り込み直してください。"
        )
    except (ValueError, TypeError, ArithmeticError) as error:
        reason = f"カラーミーショップの受注を読めません（{type(error).__name__}）。管理画面で受注を確かめてください。"
    return documents.refused(key, reason)


def _order(told: Mapping[str, Any]) -> Understood:
    number, placed, cancelled = words(told, "id"), second(told, "make_date"), is_true(told, "canceled")
    if not number or placed is None:
        raise Unfit("売上 ID か受注日時がありません")
    lines = _lines(told, cancelled=cancelled)
    deliveries = parts(told, "sale_deliveries")
    first = deliveries[0] if deliveries else {}
    receivers = {_place(one) for one in deliveries}
    window, raw = canonical_window(words(first, "preferred_period"))
    buyer, customer = _address(part(told, "customer")), part(told, "customer")
    recipient = _address(first)
    draft = OrderDraft(
        external_number=number, ordered_at=placed, lines=lines,
        buyer=buyer if buyer.name else recipient, recipient=recipient if recipient.name or recipient.street else buyer,
        buyer_email=narrow(words(customer, "mail")), buyer_key=words(customer, "id"),
        pay_method=words(part(told, NAMES), "payment") or words(told, "payment_id"), paid_at=_paid_at(told),
        shipping_method=words(part(part(told, NAMES), "deliveries"), words(first, "delivery_id")),
        wanted_on=_day(words(first, "preferred_date")), window=window, window_raw=raw,
        remarks="\n".join(filter(None, [words(told, "memo"), *(words(one, "memo") for one in deliveries)])),
        several_recipients=len(receivers) > 1, cancelled=cancelled, extra=_extra(told, deliveries),
        **_gift(deliveries), **_money(told, lines),
    )  # fmt: skip
    shipped = bool(deliveries) and all(is_true(one, "delivered") for one in deliveries)
    return documents.order(draft, *_warnings(told), shipped=shipped)


def _lines(told: Mapping[str, Any], *, cancelled: bool) -> tuple[LineDraft, ...]:
    rates = _rates(told)
    found = [_line(one, rates) for one in parts(told, "details")]
    kept = tuple(one for one in found if one.quantity > 0 or cancelled)  # set to nothing in the shop's admin
    if not kept:
        raise Unfit("商品の明細がありません")
    return kept


def _line(told: Mapping[str, Any], rates: Sequence[int]) -> LineDraft:
    name = tidy(words(told, "pristine_product_full_name") or words(told, "product_name"))
    price, plain, pieces = whole(told, "price_with_tax"), whole(told, "price"), whole(told, "product_num")
    price = plain if price is None else price
    code = code_of(
        words(told, "product_model_number"), words(told, "product_id"), words(told, "option1_value"),
        words(told, "option2_value"),
    )  # fmt: skip
    if not code or pieces is None or pieces < 0 or price is None:
        raise Unfit(f"明細「{name or '(名前なし)'}」の型番、数量、価格のどれかがありません")
    return LineDraft(
        key=words(told, "id"), code=code, name=name or code, quantity=pieces, unit_price_yen=price,
        total_yen=price * pieces, tax_rate=_rate(plain, price, rates),
        options=" ".join(filter(None, (words(told, "option1_value"), words(told, "option2_value")))),
    )  # fmt: skip


def code_of(model: str, product: str, option1: str, option2: str) -> str:
    """The code of a thing on sale: its 型番, else the product's id with the options."""
    return narrow(model) or "/".join(filter(None, (product, option1, option2)))


def _rates(told: Mapping[str, Any]) -> tuple[int, ...]:
    """Which rates the sums speak of."""
    totals = part(told, "totals")
    names = ((10, "normal_tax_amount"), (8, "reduced_tax_amount"))
    return tuple(rate for rate, name in names if count(totals, name)) or (10, 8)


def _rate(plain: int | None, with_tax: int, rates: Sequence[int]) -> int | None:
    """The rate that makes the one price of the other; None when that does not say it."""
    if len(rates) == 1:
        return rates[0]
    if plain is None or plain == with_tax:
        return None
    fitting = [rate for rate in rates if abs(plain * (100 + rate) - with_tax * 100) < 100]
    return fitting[0] if len(fitting) == 1 else None


def _money(told: Mapping[str, Any], lines: Sequence[LineDraft]) -> dict[str, Any]:
    """Amounts that add up. A yen or two, which rounding of tax makes, are taken into fee or discount; what is more
    than that stays a difference, so that the order stops for somebody to look at."""
    if whole(told, "total_price") is None:
        raise Unfit("合計金額がありません")
    segment = part(told, "segment")
    source = segment if is_true(segment, "splitted") and whole(segment, "total_price") is not None else told
    total = count(source, "total_price")
    goods = sum(line.total_yen for line in lines)
    shipping, fee = count(source, "delivery_total_charge"), count(source, "fee")
    wrapping = sum(count(source, f"{name}_total_charge") for name in ("noshi", "card", "wrapping"))
    discount = count(source, "other_discount")
    points = count(source, "point_discount") + count(source, "gmo_point_discount")
    rest = goods + shipping + fee + wrapping - discount - points - total
    if 0 < abs(rest) <= len(lines) + 1 and not is_true(told, "canceled"):
        fee, discount = fee + max(-rest, 0), discount + max(rest, 0)
    return {
        "goods_yen": goods, "shipping_yen": shipping, "fee_yen": fee, "wrapping_yen": wrapping,
        "discount_yen": discount, "points_yen": points, "total_yen": total,
    }  # fmt: skip


def _gift(deliveries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """熨斗, ラッピング and card of all parcels; what is there twice is said once."""

    def joined(*names: str) -> str:
        texts = [" ".join(filter(None, (words(one, name) for name in names))) for one in deliveries]
        return " / ".join(dict.fromkeys(filter(None, texts)))

    noshi, wrapping, message = joined("noshi_text"), joined("wrapping_name"), joined("card_name", "card_text")
    return {
        "noshi": noshi,
        "wrapping": wrapping,
        "gift_message": message,
        "is_gift": bool(noshi or wrapping or message),
    }


def _paid_at(told: Mapping[str, Any]) -> Any:
    """The shop only says that it was paid; the mail about it, or the last change, is the nearest moment."""
    if not is_true(told, "paid"):
        return None
    return second(told, "paid_mail_sent_date") or second(told, "update_date") or second(told, "make_date")


def _place(told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(words(told, name) for name in ("name", "postal", "pref_name", "address1", "address2"))


def _address(told: Mapping[str, Any]) -> Address:
    known = whole(told, "pref_id") or 0
    prefecture = words(told, "pref_name")
    if not prefecture and 1 <= known <= len(PREFECTURES):
        prefecture = PREFECTURES[known - 1]
    company = " ".join(filter(None, (words(told, "hojin"), words(told, "busho"))))
    return address_from(
        name=tidy(words(told, "name")), kana=tidy(words(told, "furigana")), company=tidy(company),
        postal=words(told, "postal"), prefecture=prefecture, street=words(told, "address1"),
        building=words(told, "address2"), phone=words(told, "tel") or words(told, "tel_mobile"), cut_building=True,
    )  # fmt: skip


def _extra(told: Mapping[str, Any], deliveries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    segment = part(told, "segment")
    extra: dict[str, Any] = {
        "point_state": words(told, "point_state"),
        "discount_name": words(told, "other_discount_name"),
        "payment_number": words(told, "external_order_id"),
        "parent_sale": words(segment, "parent_sale_id") if is_true(segment, "splitted") else "",
        "addresses": [" ".join(filter(None, _place(one))) for one in deliveries]
        if len(deliveries) > 1
        else [],
    }
    return {name: value for name, value in extra.items() if value}


def _warnings(told: Mapping[str, Any]) -> list[str]:
    if not is_true(part(told, "segment"), "splitted"):
        return []
    return ["カラーミーショップで分割された受注です。金額と明細を管理画面で確かめてください。"]


def _day(written: str) -> date | None:
    try:
        return parse_date(written, "") if written else None
    except BadCell:
        return None
