"""Orders: search, read, count, cancel, and tell that parcels left (Yahoo! の受注と出荷)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.port import (
    Cancel,
    Counted,
    Document,
    Limited,
    Outcome,
    Page,
    Refused,
    Shipment,
    Verdict,
)
from hanjo.channels.malls.yahoo import again, translate
from hanjo.channels.malls.yahoo.line import Line
from hanjo.channels.malls.yahoo.values import listed, text, whole
from hanjo.kernel.clock import JST

RESULT = 2000  # of one search
SETTLES = timedelta(seconds=5)
AT_ONCE = 50  # orders in one page: each costs a call
LIST = "OrderId,OrderTime,LastUpdateTime,OrderStatus,TotalPrice,SocialGiftType,ShipPrefecture"
#: Ours → ShipCompanyCode; 1000 is another company.
CARRIERS = "yamato=1001,sagawa=1002"
OTHER = "1000"
#: Ours → CancelReason; a shop can set its own.
REASONS = "out_of_stock=210,buyer=100,unpaid=120,other=240"
CANCELLED, SHIPPED = "4", "3"
WORKED_ON, COMPLETED, PAID = ("1", "2"), "5", "1"
_TWO_NUMBERS = "Yahoo! に登録できる送り状番号は 2 つまでのため、3 つ目からは知らせていません。"


class Orders:
    """The orders of one store."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def changed(self, since: datetime, until: datetime, more: str = "") -> Page:
        """A page of orders with all they say. `more` is what is left to be read.

        The search knows when an order was placed, not when it changed: it looks back over the days in which orders
        change, and takes those whose last change lies in the time. Reading costs a call for each order, so one that
        was read after its last change is not read again, and what a limit leaves over is read next time.
        """
        keys = more.split(",") if more else self._changed_keys(since, until)
        documents: list[Document] = []
        for key in (one.partition("=")[0] for one in keys[:AT_ONCE]):
            try:
                documents.append(self._one(key))
            except Refused as error:  # one order that cannot be told must not hold up the others
                documents.append(_untold(key, error))
            except Limited:
                if not documents:
                    if more or not keys:
                        raise
                    return Page(more=",".join(keys))
                break
        stamps = dict(one.split("=", 1) for one in keys[: len(documents)] if "=" in one)
        return Page(documents=documents, more=",".join(keys[len(documents) :]), stamps=stamps)

    def _changed_keys(self, since: datetime, until: datetime) -> list[str]:
        """What is to be read, oldest change first: the number, and `=` what the search says of the change.

        A change of the very last seconds may be followed by another one in the same second, so it has no such word.
        """
        days = self.line.number("look_back_days", 30)
        found = []
        stamps: dict[str, str] = {}
        for order in self._search(since - timedelta(days=days), until):
            at = _moment(text(order, "LastUpdateTime")) or _moment(text(order, "OrderTime"))
            if at is None or since - timedelta(seconds=1) <= at <= until:
                key = text(order, "OrderId")
                found.append((at or since, key))
                if at is not None and at < until - SETTLES:
                    stamps[key] = "/".join(
                        text(order, name) for name in ("LastUpdateTime", "OrderStatus", "TotalPrice")
                    )
        here = self.line.access.seen(stamps) if stamps else ()
        return [
            f"{key}={stamps[key]}" if key in stamps else key
            for _, key in sorted(found)
            if key and key not in here
        ]

    def read(self, keys: Sequence[str]) -> list[Document]:
        """Orders by their numbers; one that Yahoo! refuses to tell is left out."""
        found = []
        for key in keys:
            try:
                found.append(self._one(key))
            except Refused:
                continue
        return found

    def counted(self, since: datetime, until: datetime) -> Iterator[Counted]:
        """Every order of a time; a gift whose receiver is not known yet is not to be had."""
        for order in self._search(since, until):
            total = whole(order, "TotalPrice")
            yield Counted(
                key=text(order, "OrderId"),
                total=None if total is None else Decimal(total),
                is_hidden=translate.waits_for_receiver({name: text(order, name) for name in order}),
            )

    def _search(self, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
        start = 1
        while True:
            answer = self.line.send(
                "orderList",
                {
                    "Search": {
                        "Result": RESULT, "Start": start, "Sort": "+order_time",
                        "Condition": {"OrderTimeFrom": _stamp(since), "OrderTimeTo": _stamp(until)},
                        "Field": LIST,
                    }
                },
            )  # fmt: skip
            found = listed(answer, "Search", "OrderInfo")
            yield from found
            start += len(found)
            if not found or start > (whole(answer, "Search", "TotalCount") or 0):
                return

    def _one(self, key: str) -> Document:
        request = {"Target": {"OrderId": key, "Field": ",".join(translate.FIELDS)}}
        answer = self.line.send("orderInfo", request, about=key)
        order = next(iter(listed(answer, "Result", "OrderInfo")), {})
        if not text(order, "OrderId"):
            raise Refused("no_order", key)
        return again.document(order)

    # --- what the store tells ---

    def ship(self, shipments: Sequence[Shipment]) -> list[Verdict]:
        """Tell of parcels, one call for each order; what a limit leaves over is told next time."""
        groups: dict[str, list[Shipment]] = {}
        for shipment in shipments:
            groups.setdefault(shipment.order_number, []).append(shipment)
        verdicts: list[Verdict] = []
        try:
            for group in groups.values():
                verdicts += self._ship(group)
        except Limited:
            if not verdicts:
                raise
        return verdicts

    def _ship(self, group: Sequence[Shipment]) -> list[Verdict]:
        """The parcels of one order: Yahoo! keeps two numbers, those it has already among them."""
        first = group[0]
        known = _numbers(first.document)
        numbers = list(
            dict.fromkeys([*known, *(one.tracking_number for one in group if one.tracking_number)])
        )[:2]
        codes = self.line.table("carriers", CARRIERS)
        ship = {
            "ShipStatus": SHIPPED, "ShipCompanyCode": codes.get(first.carrier, OTHER),
            "ShipInvoiceNumber1": numbers[0] if numbers else "",
            "ShipInvoiceNumber2": numbers[1] if len(numbers) > 1 else "",
            "ShipInvoiceNumberEmptyReason": "" if numbers else self.line.option("empty_reason"),
            "ShipDate": f"{first.shipped_on:%Y%m%d}",
        }  # fmt: skip
        fixes = "true" if self.line.option("fix_points", "no") == "yes" else "false"
        request = {
            "Target": {"OrderId": first.order_number, "IsPointFix": fixes}, "Order": {"Ship": ship},
        }  # fmt: skip
        try:
            self.line.send("orderShipStatusChange", request, about=first.order_number)
        except Refused as error:
            return [
                Verdict(key=one.key, outcome=Outcome.REFUSED, code=error.code, text=error.text or error.code)
                for one in group
            ]
        self._complete(first)
        return [
            Verdict(
                key=one.key, outcome=Outcome.DONE,
                text="" if one.tracking_number in ("", *numbers) else _TWO_NUMBERS,
            )
            for one in group
        ]  # fmt: skip

    def _complete(self, shipment: Shipment) -> None:
        """Set a paid order that left to 完了, where the store wants it so; what Yahoo! refuses stays as it is.

        The parcel is told either way: who completes by hand has lost nothing. What the limit leaves comes again with
        the parcel, which Yahoo! takes as the same.
        """
        flat = _flat(shipment.document)
        is_open = flat.get("OrderStatus", WORKED_ON[1]) in WORKED_ON and flat.get("PayStatus") == PAID
        if self.line.option("completes", "no") != "yes" or not is_open:
            return
        target = {"OrderId": shipment.order_number, "IsPointFix": "false"}
        request = {"Target": target, "Order": {"OrderStatus": COMPLETED}}
        try:
            self.line.send("orderStatusChange", request, about=shipment.order_number)
        except Refused:
            return

    def cancel(self, cancels: Sequence[Cancel]) -> list[Verdict]:
        """Call orders off; one that is called off already is done."""
        verdicts: list[Verdict] = []
        for cancel in cancels:
            try:
                verdicts.append(self._cancel(cancel))
            except Limited:
                if not verdicts:
                    raise
                break
        return verdicts

    def _cancel(self, cancel: Cancel) -> Verdict:
        if _status(cancel.document) == CANCELLED:
            return Verdict(key=cancel.key, outcome=Outcome.DONE)
        reasons = self.line.table("reasons", REASONS)
        request = {
            "Target": {"OrderId": cancel.order_number, "IsPointFix": "false"},
            "Order": {
                "OrderStatus": CANCELLED, "CancelReason": reasons.get(cancel.reason, reasons.get("other", "")),
            },
        }  # fmt: skip
        try:
            self.line.send("orderStatusChange", request, about=cancel.order_number)
        except Refused as error:
            return Verdict(key=cancel.key, outcome=Outcome.REFUSED, code=error.code, text=error.text)
        return Verdict(key=cancel.key, outcome=Outcome.DONE)


def _untold(key: str, error: Refused) -> Document:
    told = {"OrderId": key, "Error": {"Code": error.code, "Message": error.text}}
    return Document(key=key, text=json.dumps(told, sort_keys=True, ensure_ascii=False))


def _flat(document: str) -> dict[str, str]:
    try:
        found = json.loads(document) if document else {}
    except ValueError:
        return {}
    return translate.flattened(found) if isinstance(found, dict) else {}


def _status(document: str) -> str:
    return _flat(document).get("OrderStatus", "")


def _numbers(document: str) -> list[str]:
    flat = _flat(document)
    return [found for at in (1, 2) if (found := flat.get(f"ShipInvoiceNumber{at}", ""))]


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y%m%d%H%M%S}"


def _moment(written: str) -> datetime | None:
    try:
        if written.isdigit() and len(written) == 14:
            return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=JST).astimezone(UTC)
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=JST).astimezone(UTC)
