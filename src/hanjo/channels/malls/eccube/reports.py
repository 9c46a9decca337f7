"""Tell an EC-CUBE shop of parcels (出荷報告), and know which orders are called off there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanjo.channels.malls.eccube import queries
from hanjo.channels.malls.eccube.speaking import Line
from hanjo.channels.malls.eccube.translate import CARRIERS, listed, number_of, part, words
from hanjo.channels.malls.eccube.translate_file import CANCELLED_STATES
from hanjo.channels.malls.port import Cancel, Outcome, Shipment, Verdict

NOT_THERE = "EC-CUBE に注文 {number} がありません。"
CALLED_OFF = "EC-CUBE で注文 {number} は取り消されています。荷物を止めてください。"
OTHERWISE = "EC-CUBE で注文 {number} は、ほかの伝票番号で発送済みです。管理画面で確かめてください。"


def ship(line: Line, parcel: Shipment) -> Verdict:
    """Report one parcel on each 出荷 whose lines it carries; what is reported with this number is done."""
    order = _order(line, parcel.order_number)
    if not order:
        return _refused(parcel, "unknown_order", NOT_THERE, Outcome.UNKNOWN)
    if words(part(order, "OrderStatus"), "id") in CANCELLED_STATES:
        return _refused(parcel, "cancelled", CALLED_OFF)
    mine = _shippings(order, {key for key, _ in parcel.lines})
    done = [
        one
        for one in mine
        if words(one, "tracking_number") == parcel.tracking_number and words(one, "shipping_date")
    ]
    left = [one for one in mine if not words(one, "shipping_date")]
    if not left:
        return (
            Verdict(key=parcel.key, outcome=Outcome.DONE)
            if done
            else _refused(parcel, "already_shipped", OTHERWISE)
        )
    mail = str(line.access.options.get("mail", "")).lower() in ("yes", "true", "1")
    for one in left:
        given: dict[str, Any] = {
            "id": words(one, "id"), "date": f"{parcel.shipped_on:%Y-%m-%d}T00:00:00+09:00", "mail": mail,
            "number": parcel.tracking_number,
        }  # fmt: skip
        if parcel.carrier in CARRIERS:
            given["carrier"] = CARRIERS[parcel.carrier]
        _, troubles = line.ask(queries.SHIP, given, about=parcel.order_number)
        if troubles:
            return Verdict(key=parcel.key, outcome=Outcome.REFUSED, code="refused", text=troubles[0].text)
    return Verdict(key=parcel.key, outcome=Outcome.DONE)


def _shippings(order: Mapping[str, Any], lines: set[str]) -> list[Mapping[str, Any]]:
    """The 出荷 that carry these lines; all when none are named."""
    found = listed(order, "Shippings")
    if not lines:
        return found
    carrying = {
        words(part(one, "Shipping"), "id") for one in listed(order, "OrderItems") if words(one, "id") in lines
    }
    return [one for one in found if words(one, "id") in carrying]


def cancel(line: Line, wish: Cancel, no_way: str) -> Verdict:
    """Whether an order is called off there; somebody has to do it in the admin."""
    order = _order(line, wish.order_number)
    if order and words(part(order, "OrderStatus"), "id") in CANCELLED_STATES:
        return Verdict(key=wish.key, outcome=Outcome.DONE)
    return Verdict(key=wish.key, outcome=Outcome.REFUSED, code="no_interface", text=no_way)


def _order(line: Line, key: str) -> Mapping[str, Any]:
    found, _ = line.ask(*queries.orders([key], work=True), about=key)
    return next((one for one in listed(part(found, "o0"), "nodes") if number_of(one) == key), {})


def _refused(parcel: Shipment, code: str, text: str, outcome: Outcome = Outcome.REFUSED) -> Verdict:
    return Verdict(key=parcel.key, outcome=outcome, code=code, text=text.format(number=parcel.order_number))
