"""Reports API 2021-06-30: the settlement report V2, and reports that somebody asks for."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulators.malls.amazon.feeds import address
from simulators.malls.amazon.said import Fault, iso, listed, moment, told
from simulators.malls.world import Order, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.amazon.mall import Amazon

SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"
COLUMNS = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
)  # fmt: skip
COMMISSION = 10  # per cent of the goods


@dataclass(slots=True)
class Report:
    """A report and how far it is."""

    id: str
    kind: str
    created: float
    due: float
    document: str


def create(mall: Amazon, request: Request, _: str) -> Reply:
    """Ask for a report; settlements cannot be asked for, Amazon makes them by itself."""
    body = json.loads(request.body or b"{}")
    if body.get("reportType") != LISTINGS or mall.marketplace not in body.get("marketplaceIds", ()):
        raise Fault(400, "400", "Invalid input", "reportType or marketplaceIds")
    rows = [("seller-sku", "item-name", "price", "quantity")]
    rows += [(one.code, one.title, str(one.price_yen), str(one.shown)) for one in mall.goods.values()]
    report = _keep(mall, LISTINGS, _as_file(rows), mall.now + mall.feed_seconds)
    return told({"reportId": report.id}, 202)


def search(mall: Amazon, request: Request, _: str) -> Reply:
    """Reports of some kinds, the newest first."""
    kinds = listed(request.value("reportTypes"))
    if not 1 <= len(kinds) <= 10:
        raise Fault(400, "400", "Invalid input", "reportTypes")
    since = moment(request.value("createdSince")) if request.value("createdSince") else mall.now - 90 * 86_400
    found = [one for one in mall.reports.values() if one.kind in kinds and one.created >= since]
    found.sort(key=lambda one: -one.created)
    return told({"reports": [_shape(mall, one) for one in found[: int(request.value("pageSize", "10"))]]})


def get(mall: Amazon, request: Request, name: str) -> Reply:
    """How far a report is."""
    if name not in mall.reports:
        raise Fault(404, "404", "The specified resource does not exist.")
    return told(_shape(mall, mall.reports[name]))


def get_document(mall: Amazon, request: Request, name: str) -> Reply:
    """Where a report can be read."""
    if name not in mall.documents:
        raise Fault(404, "404", "The specified resource does not exist.")
    return told({"reportDocumentId": name, "url": address(mall, request, name)})


def settle_up(mall: Amazon, orders: Sequence[Order]) -> Report:
    """Amazon settles these orders: a summary row, then what was sold and what it keeps."""
    number, begins, ends = str(10**10 + next(mall.numbers)), iso(orders[0].placed), iso(mall.now)
    rows: list[dict[str, str]] = []
    for order in orders:
        for line in order.lines:
            goods = line.price_yen * line.quantity
            for kind, what, yen in (
                ("ItemPrice", "Principal", goods), ("ItemFees", "Commission", -(goods * COMMISSION // 100)),
            ):  # fmt: skip
                rows.append({
                    "settlement-id": number, "transaction-type": "Order", "order-id": order.number,
                    "marketplace-name": "Amazon.co.jp", "amount-type": kind, "amount-description": what,
                    "amount": str(yen), "posted-date": ends[:10], "posted-date-time": ends,
                    "order-item-code": line.id, "sku": line.code, "quantity-purchased": str(line.quantity),
                })  # fmt: skip
    summary = {
        "settlement-id": number, "settlement-start-date": begins, "settlement-end-date": ends, "deposit-date": ends,
        "total-amount": str(sum(int(row["amount"]) for row in rows)), "currency": "JPY",
    }  # fmt: skip
    cells = [[row.get(name, "") for name in COLUMNS] for row in (summary, *rows)]
    return _keep(mall, SETTLEMENT, _as_file([COLUMNS, *cells]), mall.now)


def _keep(mall: Amazon, kind: str, body: bytes, due: float) -> Report:
    report = Report(
        id=str(60_000_000_000 + next(mall.numbers)), kind=kind, created=mall.now, due=due,
        document=f"amzn1.spdoc.1.4.fe.{secrets.token_hex(8)}",
    )  # fmt: skip
    mall.reports[report.id] = report
    mall.documents[report.document] = body
    return report


def _as_file(rows: Sequence[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\r\n" for row in rows).encode()


def _shape(mall: Amazon, report: Report) -> dict[str, Any]:
    done = report.due <= mall.now
    found: dict[str, Any] = {
        "reportId": report.id, "reportType": report.kind, "marketplaceIds": [mall.marketplace],
        "createdTime": iso(report.created), "processingStatus": "DONE" if done else "IN_PROGRESS",
    }  # fmt: skip
    if done:
        found |= {"processingEndTime": iso(report.due), "reportDocumentId": report.document}
    return found
