"""Change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import rules
from hanjo.orders.commands import _context, _settle, _view
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.models import Change, Order, OrderLine
from hanjo.orders.terms import (
    AlreadyPrinted,
    LineKind,
    NothingToChange,
    ParcelState,
    StaleOrder,
    UnknownField,
)

CHANGEABLE = {
    "name": "お届け先の名前",
    "kana": "フリガナ",
    "company": "会社名",
    "postal": "郵便番号",
    "prefecture": "都道府県",
    "city": "市区町村",
    "street": "町名・番地",
    "building": "建物・部屋番号",
    "phone": "電話番号",
    "wanted_on": "配達希望日",
    "window": "時間帯",
    "carrier": "配送会社",
    "service": "配送方法",
    "ship_by_on": "出荷期限",
    "noshi": "のし",
    "wrapping": "包装",
    "gift_message": "メッセージ",
    "is_gift": "ギフト",
    "receipt_name": "領収書の宛名",
    "receipt_proviso": "領収書の但し書き",
    "no_slip": "金額の入った納品書を入れない",
    "remarks": "備考",
    "shop_note": "社内メモ",
    "assignee": "担当",
    "tags": "タグ",
    "shipping_yen": "送料",
    "fee_yen": "手数料",
    "wrapping_yen": "包装料",
    "discount_yen": "値引き",
    "points_yen": "ポイント",
}
MONEY = {"shipping_yen", "fee_yen", "wrapping_yen", "discount_yen", "points_yen"}
DATED = {"wanted_on", "service", "prefecture", "ship_by_on", "pay_policy"}
"""Fields that the deadline depends on."""
QUIET = {"shop_note", "assignee", "tags"}
"""Fields that only our own people see: changing them needs no new check and is allowed at any time."""
TOLD = MONEY | {"name", "postal", "prefecture", "city", "street", "building"}
"""Fields that the mall shows too: whoever changes them here may have to change them there."""


@command("orders.change", "受注変更")
def change(number: str, fields: Mapping[str, Any], *, version: int | None = None, by: Actor) -> Change:
    """Change an order's receiver, date, slot, service, gift, money or notes, and recompute what follows (受注変更).

    Every change keeps what was before and can be undone until the label is printed. The checks run again.
    Refuses when somebody changed the order since `version`, when the label is printed, and when nothing would
    change.
    """
    order = _settle.lock([number])[0]
    if version is not None and order.version != version:
        raise StaleOrder(number=number)
    unknown = sorted(set(fields) - set(CHANGEABLE))
    if unknown:
        raise UnknownField(number=number, field="、".join(unknown))
    after = {key: clean(order, key, value) for key, value in fields.items()}
    before = {key: getattr(order, key) for key in after}
    after = {key: value for key, value in after.items() if before[key] != value}
    if not after:
        raise NothingToChange(number=number)
    if order.parcel_state != ParcelState.NONE and set(after) - QUIET:
        raise AlreadyPrinted(number=number, verb="変更")
    made = apply(order, after, verb="change", by=by)
    audit.record(by, "orders.change", [number], fields=sorted(after))
    return made


def apply(order: Order, after: Mapping[str, Any], *, verb: str, by: Actor) -> Change:
    """Write new values onto a locked order, keep the old ones, and recompute money, dates and checks.

    The carrier follows the service.
    """
    if "service" in after and "carrier" not in after:
        known = _context.services().get(str(after["service"]))
        if known is not None and known.carrier != order.carrier:
            after = {**after, "carrier": known.carrier}
    before = {key: getattr(order, key) for key in after}
    for key, value in after.items():
        setattr(order, key, value)
    saved = set(after)
    if saved & MONEY:
        saved |= recompute_money(order)
    order.receiver_key = _context.receiver_key(_view.recipient_of(order))
    if saved & {"wanted_on", "service", "prefecture"}:
        service = _context.services().get(order.service)
        lead_days = service.lead_days if service else {}
        order.ship_on = rules.ship_on(
            order.wanted_on, lead_days, order.prefecture, _context.around(order.channel).today
        )
    order.save(update_fields=[*saved, "receiver_key", "ship_on"])
    if saved & DATED:
        reckon_due([order.pk], by=by)
    made = Change.objects.create(
        order=order,
        verb=verb,
        before={key: _plain(value) for key, value in before.items()},
        after={key: _plain(value) for key, value in after.items()},
        made_by=str(by),
        tell_outside="モール側の受注情報" if set(after) & TOLD else "",
    )
    labels = "・".join(CHANGEABLE[key] for key in after if key in CHANGEABLE)
    _settle.note([order.pk], verb, f"{labels}を変更" if verb == "change" else f"{labels}を元に戻した", by=by)
    if set(after) - QUIET:
        recheck([order.pk], by=by)
    else:
        _settle.settle([order.pk], by=by)
    return made


def recompute_money(order: Order) -> set[str]:
    """Totals and taxes of an order from its lines and amounts; answers the columns that may have changed."""
    goods = OrderLine.objects.filter(order=order, kind=LineKind.GOODS)
    lines = list(goods.values_list("tax_rate", "total_yen"))
    order.goods_yen = sum(total for _, total in lines)
    extras = order.shipping_yen + order.fee_yen + order.wrapping_yen
    order.total_yen = order.goods_yen + extras - order.discount_yen - order.points_yen
    order.taxes = rules.taxes(lines, extras_yen=extras, discount_yen=order.discount_yen)
    return {"goods_yen", "total_yen", "taxes"}


def clean(order: Order, key: str, value: Any) -> Any:
    """A value as its column takes it: dates from ISO text, whole yen, texts trimmed to their length."""
    field = Order._meta.get_field(key)
    if isinstance(field, models.DateField) and isinstance(value, str):
        return date.fromisoformat(value) if value else None
    if isinstance(field, models.BooleanField):
        return bool(value)
    if isinstance(field, models.BigIntegerField):
        return max(int(value), 0)
    if isinstance(field, models.CharField) and isinstance(value, str):
        return value.strip()[: field.max_length]
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
