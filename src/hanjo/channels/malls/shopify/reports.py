"""Tell a Shopify shop of parcels and of orders that are called off (出荷報告・キャンセル)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanjo.channels.malls.port import Cancel, Outcome, Shipment, Verdict
from hanjo.channels.malls.shopify import queries
from hanjo.channels.malls.shopify.speaking import Line
from hanjo.channels.malls.shopify.stock import quoted
from hanjo.channels.malls.shopify.translate import (
    CARRIERS,
    OTHER_CARRIER,
    REASONS,
    items,
    nodes,
    part,
    tail,
    whole,
    words,
)

OPEN = {"OPEN", "IN_PROGRESS", "SCHEDULED", "INCOMPLETE"}
NOT_THERE = "Shopify に注文 {number} がありません。"
CALLED_OFF = "Shopify で注文 {number} は取り消されています。荷物を止めてください。"
NOTHING_LEFT = "Shopify で注文 {number} は、ほかの伝票番号で発送済みです。管理画面で確かめてください。"
ON_HOLD = "Shopify で注文 {number} の発送が保留されています。管理画面で保留を解いてください。"


def ship(line: Line, parcel: Shipment) -> Verdict:
    """Report one parcel; one whose tracking number is there already is done."""
    order = _order(line, parcel.order_number)
    if not order:
        return _refused(parcel.key, "unknown_order", NOT_THERE, parcel.order_number, Outcome.UNKNOWN)
    numbers = {
        words(info, "number") for made in items(order, "fulfillments") for info in items(made, "trackingInfo")
    }
    if parcel.tracking_number and parcel.tracking_number in numbers:
        return Verdict(key=parcel.key, outcome=Outcome.DONE)
    if words(order, "cancelledAt"):
        return _refused(parcel.key, "cancelled", CALLED_OFF, parcel.order_number)
    work = nodes(order, "fulfillmentOrders")
    rows = _rows(work, dict(parcel.lines))
    if not rows:
        held = any(words(one, "status") == "ON_HOLD" for one in work)
        return _refused(parcel.key, "nothing_open", ON_HOLD if held else NOTHING_LEFT, parcel.order_number)
    info = {"company": CARRIERS.get(parcel.carrier, OTHER_CARRIER), "number": parcel.tracking_number}
    wanted: dict[str, Any] = {
        "lineItemsByFulfillmentOrder": rows,
        "notifyCustomer": str(line.access.options.get("notify", "")).lower() in ("yes", "true", "1"),
    }
    if parcel.tracking_number:
        wanted["trackingInfo"] = info
    found = part(
        line.ask(queries.SHIP, {"fulfillment": wanted}, about=parcel.order_number), "fulfillmentCreate"
    )
    if errors := items(found, "userErrors"):
        return Verdict(
            key=parcel.key, outcome=Outcome.REFUSED, code="user_error", text=words(errors[0], "message")
        )
    return Verdict(key=parcel.key, outcome=Outcome.DONE)


def _rows(work: list[Mapping[str, Any]], wanted: dict[str, int]) -> list[dict[str, Any]]:
    """What of the open work is in the parcel; all that is open when no lines are named."""
    rows = []
    for one in work:
        if words(one, "status") not in OPEN:
            continue
        taken = []
        for item in nodes(one, "lineItems"):
            left, key = whole(item, "remainingQuantity"), tail(words(part(item, "lineItem"), "id"))
            pieces = min(left, wanted.get(key, 0)) if wanted else left
            if pieces > 0:
                taken.append({"id": words(item, "id"), "quantity": pieces})
                if wanted:
                    wanted[key] -= pieces
        if taken:
            rows.append({"fulfillmentOrderId": words(one, "id"), "fulfillmentOrderLineItems": taken})
    return rows


def cancel(line: Line, wish: Cancel) -> Verdict:
    """Call one order off. Its pieces are not put back there: what is shown is ours to say."""
    order = _order(line, wish.order_number)
    if not order:
        return _refused(wish.key, "unknown_order", NOT_THERE, wish.order_number, Outcome.UNKNOWN)
    if words(order, "cancelledAt"):
        return Verdict(key=wish.key, outcome=Outcome.DONE)
    options = line.access.options
    given = {
        "id": words(order, "id"), "reason": REASONS.get(wish.reason, "OTHER"),
        "notify": str(options.get("notify", "")).lower() in ("yes", "true", "1"),
        "refund": {"originalPaymentMethodsRefund": str(options.get("refund") or "yes").lower() in ("yes", "true", "1")},
    }  # fmt: skip
    found = part(line.ask(queries.CANCEL, given, about=wish.order_number), "orderCancel")
    if errors := items(found, "orderCancelUserErrors"):
        code = words(errors[0], "code") or "user_error"
        return Verdict(key=wish.key, outcome=Outcome.REFUSED, code=code, text=words(errors[0], "message"))
    ticket = f"{words(part(found, 'job'), 'id')} {words(order, 'id')} {wish.key}"
    return Verdict(key=wish.key, outcome=Outcome.WAITS, ticket=ticket)


def follow(line: Line, ticket: str) -> Verdict:
    """What became of a cancellation."""
    job, _, rest = ticket.partition(" ")
    order, _, key = rest.partition(" ")
    found = line.ask(queries.CANCELLED, {"id": order, "job": job})
    if words(part(found, "node"), "cancelledAt"):
        return Verdict(key=key, outcome=Outcome.DONE)
    if part(found, "job").get("done") is False:
        return Verdict(key=key, outcome=Outcome.WAITS, ticket=ticket)
    return Verdict(
        key=key, outcome=Outcome.REFUSED, code="not_cancelled",
        text="Shopify が取消を終えられませんでした。管理画面で注文を確かめてください。",
    )  # fmt: skip


def _order(line: Line, number: str) -> Mapping[str, Any]:
    found = nodes(line.ask(queries.WORK, {"query": f"name:{quoted(number)}"}, about=number), "orders")
    return next((one for one in found if words(one, "name") == number), {})


def _refused(key: str, code: str, text: str, number: str, outcome: Outcome = Outcome.REFUSED) -> Verdict:
    return Verdict(key=key, outcome=outcome, code=code, text=text.format(number=number))
