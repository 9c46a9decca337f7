"""What each small form of an order asks and does (受注の編集)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict

from hanjo.catalogue import queries as catalogue
from hanjo.console.terms import NeedsValue
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.text import digits, katakana, narrow
from hanjo.orders import commands, queries
from hanjo.orders.commands import LineChange
from hanjo.orders.models import Change, Order
from hanjo.payments import commands as payments


@dataclass(frozen=True, slots=True)
class Done:
    """What is said afterwards, what can be taken back, who outside must be told."""

    text: str
    change: int = 0
    back: str = ""
    told: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One form: its title, its permission, its fields, what it does, what it shows besides."""

    title: str
    button: str
    permission: str
    act: Callable[[Order, QueryDict, Actor], Done]
    fields: tuple[str, ...] = ()
    more: Callable[[Order, Actor], dict[str, Any]] | None = None
    tone: str = "p"
    rehearse: bool = False


ADDRESS = ("name", "kana", "company", "postal", "prefecture", "city", "street", "building", "phone")
DELIVERY = ("service", "wanted_on", "window", "ship_by_on")
GIFT = ("is_gift", "noshi", "wrapping", "gift_message", "receipt_name", "receipt_proviso", "no_slip")
CHARGES = ("shipping_yen", "fee_yen", "wrapping_yen", "discount_yen", "points_yen")
NOTES = ("shop_note", "assignee", "tags", "remarks")
FLAGS = {"is_gift", "no_slip"}
LABELS = {"amount_yen": "金額", "received_on": "入金日"}


def values_of(fields: Sequence[str], posted: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, in the shape that its column takes; codes narrow, kana in katakana, names untouched."""
    return {key: _clean(key, str(posted.get(key, ""))) for key in fields}


def _clean(key: str, value: str) -> Any:
    if key in FLAGS:
        return value in ("1", "on")
    if key.endswith("_yen"):
        return _whole(value or "0", commands.CHANGEABLE.get(key) or LABELS.get(key, key))
    if key.endswith("_on") and value:
        return _day(value, commands.CHANGEABLE.get(key) or LABELS.get(key, key))
    if key == "postal":
        return digits(value)[:8]
    if key == "phone":
        return narrow(value)
    if key == "kana":
        return katakana(value)
    if key == "tags":
        parts = value.replace("、", ",").replace("　", ",").split(",")
        return list(dict.fromkeys(part.strip()[:20] for part in parts if part.strip()))
    return value


def _whole(value: str, what: str) -> int:
    plain = narrow(value).replace(",", "").removesuffix("円").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 12):
        raise NeedsValue(what=f"{what}を 0 以上の整数で")
    return int(plain)


def _day(value: str, what: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise NeedsValue(what=f"{what}を 2026-11-24 の形で") from None


def _version(posted: QueryDict) -> int | None:
    version = posted.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else None


def _fields(*names: str) -> Callable[[Order, QueryDict, Actor], Done]:
    def act(order: Order, posted: QueryDict, by: Actor) -> Done:
        made = commands.change(order.number, values_of(names, posted), version=_version(posted), by=by)
        return _changed(order, made)

    return act


def _changed(order: Order, made: Change) -> Done:
    labels = "・".join(commands.CHANGEABLE[key] for key in made.after if key in commands.CHANGEABLE)
    return Done(f"{order.number} の{labels}を変えました", change=made.pk, told=made.tell_outside)


# --- lines ---------------------------------------------------------------------------------------------


def _lines(order: Order, posted: QueryDict, by: Actor) -> Done:
    changes = [change for row in order.lines.all() if (change := _line_change(row, posted))]
    code = posted.get("new_sku", "").strip()
    if code:
        quantity = _whole(posted.get("new_quantity", "") or "1", "数量")
        changes.append(LineChange(line_id=None, quantity=quantity, sku_id=_sku(code)))
    made = commands.change_lines(order.number, changes, version=_version(posted), by=by)
    return Done(f"{order.number} の明細を変えました", change=made.pk, told=made.tell_outside)


def _line_change(row: Any, posted: QueryDict) -> LineChange | None:
    asked = posted.get(f"q_{row.pk}")
    if asked is None or row.kind != "goods":
        return None
    quantity = _whole(asked, f"{row.name} の数量") + row.cancelled_quantity
    price = _whole(posted.get(f"p_{row.pk}", "") or str(row.unit_price_yen), f"{row.name} の単価")
    code = posted.get(f"s_{row.pk}", "").strip()
    sku_id = _sku(code) if code and (row.sku is None or code != row.sku.code) else None
    if (quantity, price, sku_id) == (row.quantity, row.unit_price_yen, None):
        return None
    return LineChange(line_id=row.pk, quantity=quantity, sku_id=sku_id, unit_price_yen=price)


def _sku(code: str) -> int:
    typed = narrow(code)
    found = catalogue.cards([code, typed, typed.upper()])
    for one in (code, typed, typed.upper()):
        if one in found:
            return found[one].id
    by_jan = catalogue.cards_by_jan([typed]) if typed.isdigit() else {}
    if typed in by_jan:
        return by_jan[typed].id
    raise NotFound(what="SKU", key=code)


def _stock(order: Order, by: Actor) -> dict[str, Any]:
    return {"lines": queries.lines_with_stock(order)}


# --- together and apart --------------------------------------------------------------------------------


def _split(order: Order, posted: QueryDict, by: Actor) -> Done:
    ids = [int(one) for one in posted.getlist("line") if one.isdecimal() and len(one) < 18]
    child = commands.split(order.number, ids, by=by)
    made = Change.objects.filter(order=order, verb="split").order_by("-id").first()
    return Done(f"{order.number} を分けました（{child}）", change=made.pk if made else 0)


def _merge(order: Order, posted: QueryDict, by: Actor) -> Done:
    numbers = [order.number, *posted.getlist("with")]
    leader = commands.merge(numbers, drop_shipping=posted.get("drop_shipping") == "1", by=by)
    told = "送料を外した受注の金額（モール側）" if posted.get("drop_shipping") == "1" else ""
    return Done(f"{len(numbers)} 件を {leader} にまとめました", back="unmerge", told=told)


def _together(order: Order, by: Actor) -> dict[str, Any]:
    """Each candidate with the money before and after, found by doing it and taking it back."""
    seen = queries.order_page(order.number)
    rows = []
    for other in seen.candidates:
        pair = [order.number, other.number]
        row: dict[str, Any] = {"order": other, "before": order.total_yen + other.total_yen, "trouble": ""}
        try:
            with transaction.atomic():
                commands.merge(pair, drop_shipping=True, by=by)
                row["after"] = sum(Order.objects.filter(number__in=pair).values_list("total_yen", flat=True))
                transaction.set_rollback(True)
        except Refusal as refusal:
            row["trouble"] = refusal.text
        rows.append(row)
    return {"candidates": rows}


# --- the whole order -----------------------------------------------------------------------------------


def _hold(order: Order, posted: QueryDict, by: Actor) -> Done:
    commands.hold([order.number], because=posted.get("because", "").strip()[:200], by=by)
    return Done(f"{order.number} を保留にしました", back="resume")


def _cancel(order: Order, posted: QueryDict, by: Actor) -> Done:
    because = posted.get("because", "").strip()[:200]
    if not because:
        raise NeedsValue(what="取消の理由")
    commands.cancel([order.number], because=because, by=by)
    told = "モール側の受注（取消）" + ("と返金" if order.paid_yen else "")
    return Done(f"{order.number} を取り消しました", back="restore", told=told)


def _paid(order: Order, posted: QueryDict, by: Actor) -> Done:
    payments.receive_money(
        order.number,
        _whole(posted.get("amount_yen", ""), "金額"),
        received_on=date.fromisoformat(
            _day(posted.get("received_on", "") or clock.business_date().isoformat(), "入金日")
        ),
        key=f"desk:{posted.get('key', '')}"[:120],
        note=posted.get("note", "")[:200],
        accept_difference=posted.get("accept_difference") == "1",
        by=by,
    )
    return Done(f"{order.number} の入金を登録しました")


def _refund(order: Order, posted: QueryDict, by: Actor) -> Done:
    amount = _whole(posted.get("amount_yen", ""), "金額")
    key = f"desk:{posted.get('key', '')}"[:120]
    payments.refund(order.number, amount, key=key, note=posted.get("note", "")[:200], by=by)
    return Done(f"{order.number} の返金 {amount:,} 円を登録しました")


PARTS: dict[str, Part] = {
    "address": Part("お届け先", "変更する", "orders.change", _fields(*ADDRESS), ADDRESS),
    "delivery": Part("配送", "変更する", "orders.change", _fields(*DELIVERY), DELIVERY),
    "gift": Part("ギフト・書類", "変更する", "orders.change", _fields(*GIFT), GIFT),
    "charges": Part("送料・値引き", "変更する", "orders.change", _fields(*CHARGES), CHARGES, rehearse=True),
    "notes": Part("メモ・担当・タグ", "保存する", "orders.change", _fields(*NOTES), NOTES),
    "lines": Part("明細", "変更する", "orders.change_lines", _lines, more=_stock, rehearse=True),
    "split": Part("分割", "分けて送る", "orders.split", _split, more=_stock),
    "merge": Part("同梱", "まとめて送る", "orders.merge", _merge, more=_together),
    "hold": Part("保留", "保留にする", "orders.hold", _hold),
    "cancel": Part("受注の取消", "受注を取り消す", "orders.cancel", _cancel, tone="danger"),
    "paid": Part("入金", "入金を登録", "payments.receive_money", _paid),
    "refund": Part("返金", "返金を登録", "payments.refund", _refund),
}
