"""Revise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hanjo.inventory import commands as inventory
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.commands import _settle, _view
from hanjo.orders.commands.cancel import cancel, restore
from hanjo.orders.commands.change import CHANGEABLE, apply, clean
from hanjo.orders.commands.change_lines import finish, picture
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.models import Hold, Order, OrderLine
from hanjo.orders.terms import LineDraft, OrderDraft, OrderState, ParcelState, Placement, Severity

RECIPIENT = ("name", "kana", "company", "postal", "prefecture", "city", "street", "building", "phone")
PLAIN = (
    "shipping_yen",
    "fee_yen",
    "wrapping_yen",
    "discount_yen",
    "points_yen",
    "wanted_on",
    "window",
    "ship_by_on",
    "remarks",
    "is_gift",
    "noshi",
    "wrapping",
    "gift_message",
    "receipt_name",
    "receipt_proviso",
)


CHECKED = frozenset(_view.FACTS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """An order that its channel tells differently now. `before` is what it told last time, if that is known."""

    order_id: int
    placement: Placement
    before: OrderDraft | None


@command("orders.revise", "モールからの変更")
def revise(revisions: Sequence[Revision], *, by: Actor) -> dict[int, bool]:
    """Carry a channel's changes into orders that are here already: fields, goods, cancellation (変更の取込).

    Only what the channel changed is changed; what our own people changed meanwhile stays. Stock, money and
    checks follow. An order that has gone too far stops with the difference as its evidence. The same news again
    changes nothing. Answers whether each order was touched.
    """
    locked = Order.objects.select_for_update().filter(pk__in=[one.order_id for one in revisions])
    orders = locked.order_by("id").in_bulk()
    news = {one.order_id: _take_facts(orders[one.order_id], one) for one in revisions}
    Order.objects.bulk_update([orders[pk] for pk, keys in news.items() if keys], ["facts"], batch_size=500)
    touched = {one.order_id: _revise(orders[one.order_id], one, by=by) for one in revisions}
    rechecked = [
        pk for pk, keys in news.items() if keys & CHECKED and orders[pk].parcel_state == ParcelState.NONE
    ]
    if rechecked:
        _settle.note(rechecked, "revise", "モールの知らせで再チェック", by=by)
        recheck(rechecked, by=by)
    hurried = [pk for pk, keys in news.items() if keys & {"is_prime", "ship_by_at"}]
    if hurried:
        reckon_due(hurried, by=by)
    return touched | dict.fromkeys(rechecked, True)


def _revise(order: Order, revision: Revision, *, by: Actor) -> bool:
    draft = revision.placement.draft
    if not draft.cancelled:
        fields = {**_differences(order, revision), **_payment(order, revision.placement)}
        lines_differ = _lines_differ(order, draft, revision.before)
        if not fields and not lines_differ:
            return False
    order.refresh_from_db()  # stock that another one of the batch gave back may have moved it
    if draft.cancelled:
        return _cancelled(order, by=by)
    if order.parcel_state != ParcelState.NONE:
        labels = [CHANGEABLE.get(key, key) for key in fields] + ["明細"] * lines_differ
        _too_late(
            order, "changed_too_late", "出荷指示のあとに、モールで変更されました", "・".join(labels), by=by
        )
        return True
    if order.state == OrderState.CANCELLED:
        restore([order.number], by=by)
    if fields:
        apply(order, fields, verb="change", by=by)
    if lines_differ:
        _write_lines(order, revision, by=by)
    return True


def _take_facts(order: Order, revision: Revision) -> set[str]:
    """Take over what the channel says beside the columns: that it checks no longer, that the postage is decided.

    What our own people added stays. Answers what is different now, for the caller to write.
    """
    draft, before = revision.placement.draft, revision.before
    if draft.cancelled:
        return set()
    now = _facts_of(draft)
    told = _facts_of(before) if before else {key: order.facts.get(key) for key in now}
    news = {key for key in now.keys() | told.keys() if (now.get(key) or None) != (told.get(key) or None)}
    order.facts = {key: value for key, value in order.facts.items() if key not in news}
    order.facts |= {key: now[key] for key in news if now.get(key)}
    return news


def _facts_of(draft: OrderDraft) -> dict[str, Any]:
    facts = {name: getattr(draft, name) for name in _view.FACTS} | dict(draft.extra)
    return facts | {"ship_by_at": draft.ship_by_at.isoformat() if draft.ship_by_at else None}


def _differences(order: Order, revision: Revision) -> dict[str, Any]:
    draft, before = revision.placement.draft, revision.before
    news: dict[str, Any] = {key: getattr(draft.recipient, key) for key in RECIPIENT}
    news |= {key: getattr(draft, key) for key in PLAIN}
    if before is not None:
        told = {key: getattr(before.recipient, key) for key in RECIPIENT}
        told |= {key: getattr(before, key) for key in PLAIN}
        news = {key: value for key, value in news.items() if value != told[key]}
    else:
        ours = {key for made in order.changes.filter(undone_at=None, verb="change") for key in made.after}
        news = {key: value for key, value in news.items() if key not in ours}
    cleaned = {key: clean(order, key, value) for key, value in news.items()}
    return {key: value for key, value in cleaned.items() if getattr(order, key) != value}


def _payment(order: Order, placement: Placement) -> dict[str, Any]:
    method = placement.draft.pay_method[:60]
    if method and method != order.pay_method:
        return {
            "pay_method": method,
            "pay_kind": placement.pay_kind,
            "pay_policy": str(placement.pay_policy),
        }
    return {}


def _told(lines: Sequence[LineDraft]) -> list[tuple[str, str, int, int, int]]:
    return sorted(
        (_key(line, place), line.code[:100], line.quantity, line.unit_price_yen, line.cancelled_quantity)
        for place, line in enumerate(lines)
    )


def _key(line: LineDraft, place: int) -> str:
    return line.key[:40] or str(place + 1)


def _lines_differ(order: Order, draft: OrderDraft, before: OrderDraft | None) -> bool:
    news = _told(draft.lines)
    if before is not None:
        return news != _told(before.lines)
    stored = OrderLine.objects.filter(order=order).values_list(
        "key", "code", "quantity", "unit_price_yen", "cancelled_quantity"
    )
    return news != sorted(stored)


def _write_lines(order: Order, revision: Revision, *, by: Actor) -> None:
    before = picture(order)
    old = {line.key: line for line in OrderLine.objects.filter(order=order)}
    touched = []
    for position, (line, sku_id) in enumerate(
        zip(revision.placement.draft.lines, revision.placement.sku_ids, strict=True)
    ):
        key = _key(line, position)
        stored = old.pop(key, None) or OrderLine(order=order, key=key, position=position)
        stored.kind, stored.sku_id, stored.code = line.kind, sku_id, line.code[:100]
        stored.name, stored.options = line.name[:400], line.options[:400]
        stored.quantity, stored.cancelled_quantity = line.quantity, line.cancelled_quantity
        stored.unit_price_yen, stored.total_yen = line.unit_price_yen, line.total_yen
        stored.unit_price_foreign = line.unit_price_foreign
        if line.tax_rate is not None:
            stored.tax_rate = line.tax_rate
        stored.save()
        touched.append(stored.pk)
    gone = [line.pk for line in old.values()]
    touched += gone
    inventory.release([f"order-line:{pk}" for pk in gone], by=by)
    OrderLine.objects.filter(pk__in=gone).delete()
    if revision.placement.draft.total_foreign is not None:
        order.total_foreign = revision.placement.draft.total_foreign
        order.save(update_fields=["total_foreign"])
    if picture(order) != before:
        finish(order, before, touched, verb="revise_lines", text="モールで明細が変更", by=by)


def _cancelled(order: Order, *, by: Actor) -> bool:
    if order.state == OrderState.CANCELLED:
        return False
    if order.parcel_state != ParcelState.NONE:
        text = "出荷指示のあとに、モールで取り消されました"
        return _too_late(
            order, "cancelled_too_late", text, "荷物を止めるか、返品の手配をしてください。", by=by
        )
    cancel([order.number], because="モールで取消", by=by)
    return True


def _too_late(order: Order, code: str, reason: str, evidence: str, *, by: Actor) -> bool:
    made = Hold.objects.filter(order=order, check_code=code, lifted_at__isnull=True).first()
    if made is None:
        Hold.objects.create(
            order=order,
            check_code=code,
            severity=Severity.STOP,
            reason=reason,
            evidence=evidence,
            fix={"do": "accept"},
            fix_label="確認した",
            opened_at=clock.now(),
        )
        _settle.note([order.pk], "stop", reason, by=by)
    _settle.settle([order.pk], by=by)
    return made is None
