"""Parcels told to 楽天 (楽天の発送報告).

A number is added unless the order has it already, so each order is read first: what was told before is done, however
often it is told again. RMS wants an order once in a request, so all parcels of one order go together. Asynchronously
(a hundred orders, the result by ticket) or one by one, as the connection says. When the answer to a request is lost,
nobody knows its number: such a report waits, and the order itself shows in a while whether it arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hanjo.channels.malls.port import Limited, Outcome, Refused, Shipment, Unreachable, Verdict
from hanjo.channels.malls.rakuten import orders, translate
from hanjo.channels.malls.rakuten.shipment_report import CARRIER_CODES, COMPANIES

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

ORDERS_IN_A_REQUEST, PARCELS_IN_A_BASKET = 100, 20
LONGEST_NUMBER = 120
OTHER = "1000"
LOST = "lost-"  # a ticket of a request whose answer never came: lost-SECONDS/order/number
SHOWS_WITHIN = 600  # seconds


def ship(rms: Rms, shipments: Sequence[Shipment]) -> list[Verdict]:
    """Tell of parcels; answers done for what 楽天 knows, a ticket for what it works on."""
    numbers = list(dict.fromkeys(one.order_number for one in shipments))
    models = {str(model["orderNumber"]): model for model in orders.read_many(rms, numbers)}
    verdicts: list[Verdict] = []
    bodies: dict[str, dict[str, Any]] = {}
    waiting: dict[str, list[Shipment]] = {}
    for number in numbers:
        parcels = [one for one in shipments if one.order_number == number]
        model = models.get(number)
        if model is None:
            text = "楽天にこの注文番号がありません"
            verdicts += [_verdict(one.key, Outcome.UNKNOWN, "not_found", text) for one in parcels]
            continue
        told = _numbers(model)
        verdicts += [_verdict(one.key, Outcome.DONE) for one in parcels if one.tracking_number in told]
        fresh = [one for one in parcels if one.tracking_number not in told]
        if fresh:
            bodies[number], waiting[number] = body_of(model, fresh, rms.option("shipping_date")), fresh
    if rms.option("ship_mode") == "sync":
        return verdicts + _at_once(rms, bodies, waiting)
    return verdicts + _later(rms, bodies, waiting)


def follow(rms: Rms, tickets: Sequence[str]) -> list[Verdict]:
    """What became of requests; a ticket is `requestId/orderNumber`."""
    lost = [ticket for ticket in tickets if ticket.startswith(LOST)]
    wanted: dict[str, list[str]] = {}
    for ticket in tickets:
        if ticket in lost:
            continue
        wanted.setdefault(ticket.partition("/")[0], []).append(ticket)
    verdicts = _look_for(rms, lost)
    for request, own in wanted.items():
        try:
            data = rms.ask("getResultUpdateOrderShippingAsync", {"requestId": request}, about=request)
        except Refused as error:  # results are kept for 30 days
            verdicts += [_verdict(ticket, Outcome.REFUSED, error.code, error.text) for ticket in own]
            continue
        except Limited:
            if not verdicts:
                raise
            break
        found = {
            translate.text_of(one, "orderNumber"): one
            for one in translate.parts(data, "ResultShippingModelList")
        }
        verdicts += [_result(ticket, found.get(ticket.partition("/")[2])) for ticket in own]
    return verdicts


def _look_for(rms: Rms, tickets: Sequence[str]) -> list[Verdict]:
    """Whether reports arrived whose answer was lost: the order shows the number, or it does not come any more."""
    parts = {ticket: ticket.split("/", 2) for ticket in tickets}
    numbers = list(dict.fromkeys(number for _, number, _ in parts.values()))
    shown = {str(model["orderNumber"]): _numbers(model) for model in orders.read_many(rms, numbers)}
    now = rms.access.now().timestamp()
    verdicts = []
    for ticket, (sent, order, tracking) in parts.items():
        if tracking in shown.get(order, ()):
            verdicts.append(_verdict(ticket, Outcome.DONE))
        elif now - int(sent.removeprefix(LOST)) < SHOWS_WITHIN:
            verdicts.append(Verdict(key=ticket, outcome=Outcome.WAITS, ticket=ticket))
        else:
            text = "楽天に届きませんでした。もう一度送ります"
            verdicts.append(_verdict(ticket, Outcome.REFUSED, "lost", text))
    return verdicts


def _result(ticket: str, found: Mapping[str, Any] | None) -> Verdict:
    if found is None:
        return Verdict(key=ticket, outcome=Outcome.WAITS, ticket=ticket)
    error = _error(found)
    return _verdict(ticket, Outcome.REFUSED, *error) if error else _verdict(ticket, Outcome.DONE)


def _later(
    rms: Rms, bodies: Mapping[str, dict[str, Any]], waiting: Mapping[str, Sequence[Shipment]]
) -> list[Verdict]:
    verdicts: list[Verdict] = []
    numbers = list(bodies)
    for at in range(0, len(numbers), ORDERS_IN_A_REQUEST):
        part = numbers[at : at + ORDERS_IN_A_REQUEST]
        try:
            data = rms.ask(
                "updateOrderShippingAsync", {"OrderShippingModelList": [bodies[number] for number in part]},
                about=" ".join(part[:8]),
            )  # fmt: skip
            error = _error(data)
        except Refused as refusal:
            data, error = {}, (refusal.code, refusal.text)
        except Unreachable:
            sent = f"{LOST}{int(rms.access.now().timestamp())}"
            verdicts += [
                Verdict(key=one.key, outcome=Outcome.WAITS, ticket=f"{sent}/{number}/{one.tracking_number}")
                for number in part
                for one in waiting[number]
            ]
            continue
        told = translate.parts(data, "MessageModelList")
        request = next((found for one in told if (found := translate.text_of(one, "requestId"))), "")
        for number in part:
            for one in waiting[number]:
                if request:
                    ticket = f"{request}/{number}"
                    verdicts.append(Verdict(key=one.key, outcome=Outcome.WAITS, ticket=ticket))
                else:
                    verdicts.append(
                        _verdict(one.key, Outcome.REFUSED, *(error or ("no_request", "受付番号がありません")))
                    )
    return verdicts


def _at_once(
    rms: Rms, bodies: Mapping[str, dict[str, Any]], waiting: Mapping[str, Sequence[Shipment]]
) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for number, body in bodies.items():
        try:
            error = _error(rms.ask("updateOrderShipping", body, about=number))
        except Refused as refusal:
            error = (refusal.code, refusal.text)
        except Limited:
            break  # what was not told stays open and is told by the next run
        for one in waiting[number]:
            verdicts.append(
                _verdict(one.key, Outcome.REFUSED, *error) if error else _verdict(one.key, Outcome.DONE)
            )
    return verdicts


# --- pure ----------------------------------------------------------------------------------------------------


def body_of(model: Mapping[str, Any], parcels: Sequence[Shipment], written: str) -> dict[str, Any]:
    """One order with all its parcels, each at the 送付先 whose goods are in it."""
    baskets: dict[str, list[dict[str, Any]]] = {}
    spare = {
        translate.text_of(package, "basketId"): [
            one
            for one in translate.parts(package, "ShippingModelList")
            if not translate.text_of(one, "shippingNumber")
        ]
        for package in translate.packages(model)
    }
    for parcel in parcels:
        for basket in baskets_of(model, parcel):
            row: dict[str, Any] = {
                "deliveryCompany": company(parcel.carrier),
                "shippingNumber": parcel.tracking_number[:LONGEST_NUMBER],
                "shippingDate": day(parcel, written),
            }
            if spare.get(basket):  # a row without a number: it gets this one
                row["shippingDetailId"] = spare[basket].pop(0).get("shippingDetailId")
            baskets.setdefault(basket, []).append(row)
    return {
        "orderNumber": parcels[0].order_number,
        "BasketidModelList": [
            {"basketId": _whole(basket), "ShippingModelList": rows[:PARCELS_IN_A_BASKET]}
            for basket, rows in baskets.items()
        ],
    }


def baskets_of(model: Mapping[str, Any], parcel: Shipment) -> list[str]:
    """The 送付先 of a parcel: those whose lines lie in it; of a parcel that names none, all."""
    keys = {key for key, _ in parcel.lines}
    live = translate.packages(model)
    found = [
        one
        for one in live
        if any(translate.text_of(item, "itemDetailId") in keys for item in translate.items(one))
    ]
    return [translate.text_of(one, "basketId") for one in found or live]


def company(carrier: str) -> str:
    """RMS's deliveryCompany of a carrier of ours; その他 for one that it does not know."""
    return carrier if carrier in COMPANIES else CARRIER_CODES.get(carrier, OTHER)


def day(parcel: Shipment, written: str) -> str:
    """The day in the spelling that the shop's RMS takes: documented with dashes, seen to want none."""
    return f"{parcel.shipped_on:%Y%m%d}" if "-" not in written else parcel.shipped_on.isoformat()


def _numbers(model: Mapping[str, Any]) -> set[str]:
    return {
        translate.text_of(one, "shippingNumber")
        for package in translate.packages(model)
        for one in translate.parts(package, "ShippingModelList")
    } - {""}


def _error(data: Mapping[str, Any]) -> tuple[str, str] | None:
    for one in translate.parts(data, "MessageModelList"):
        if translate.text_of(one, "messageType") == "ERROR":
            return translate.text_of(one, "messageCode"), translate.text_of(one, "message")
    return None


def _whole(written: str) -> int | str:
    return int(written) if written.isdigit() else written


def _verdict(key: str, outcome: Outcome, code: str = "", text: str = "") -> Verdict:
    return Verdict(key=key, outcome=outcome, code=code, text=text)
