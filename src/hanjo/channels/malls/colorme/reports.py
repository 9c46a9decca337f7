"""Tell カラーミーショップ of parcels and of sales that are called off (発送の反映・キャンセル).

A parcel is written on the part of the sale that goes to its address (お届け先): 伝票番号 and 発送済み. Which part that
is is known by its goods; a parcel with goods of several parts is written on each of them. The shop knows no carrier's
code: which carrier it is stands in the way of delivery that the buyer chose. What is asked is looked at first, so that
a report that is repeated changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.channels.malls.colorme.speaking import Line, is_missing
from hanjo.channels.malls.port import Cancel, Limited, Outcome, Refused, Shipment, Verdict
from hanjo.channels.malls.said import is_true, part, parts, whole, words

NO_SALE = "カラーミーショップに受注 {number} がありません。"
CALLED_OFF = "カラーミーショップで受注 {number} はキャンセルされています。荷物を止めてください。"
NO_PLACE = "カラーミーショップの受注 {number} にお届け先がありません。管理画面で伝票番号を入れてください。"
MANY = "カラーミーショップの受注 {number} はお届け先が複数あります。管理画面でお届け先ごとに伝票番号を入れてください。"


def ship(line: Line, parcels: Sequence[Shipment]) -> list[Verdict]:
    """Report parcels; what the limit leaves is not answered."""
    verdicts: list[Verdict] = []
    for parcel in parcels:
        try:
            verdicts.append(_ship(line, parcel))
        except Refused as error:
            verdicts.append(_said(parcel.key, parcel.order_number, error))
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _ship(line: Line, parcel: Shipment) -> Verdict:
    number = parcel.order_number
    sale = _sale(line, number)
    deliveries = parts(sale, "sale_deliveries")
    mark = str(line.access.options.get("slip_mark") or ",")
    written = {one for each in deliveries for one in words(each, "slip_number").split(mark)}
    if parcel.tracking_number and parcel.tracking_number in written:
        return Verdict(key=parcel.key, outcome=Outcome.DONE)
    if is_true(sale, "canceled"):
        return _refused(parcel.key, "canceled", CALLED_OFF, number)
    if not deliveries:
        return _refused(parcel.key, "no_delivery", NO_PLACE, number)
    chosen = _chosen(deliveries, {key for key, _ in parcel.lines})
    if not chosen:
        return _refused(parcel.key, "several_deliveries", MANY, number)
    if not parcel.tracking_number:
        chosen = [one for one in chosen if not is_true(one, "delivered")]
    rows = [_row(one, parcel.tracking_number, mark) for one in chosen]
    if not rows:
        return Verdict(key=parcel.key, outcome=Outcome.DONE)
    line.ask("sale.put", "PUT", f"sales/{number}", body={"sale": {"sale_deliveries": rows}}, about=number)
    if line.is_on("mail") and words(sale, "delivered_mail_state") == "not_yet":
        mail = {"mail": {"type": "delivered"}}
        line.ask("sale.put", "POST", f"sales/{number}/mails", body=mail, about=number)
    return Verdict(key=parcel.key, outcome=Outcome.DONE)


def _row(delivery: Mapping[str, Any], number: str, mark: str) -> dict[str, Any]:
    """What is written on one part: the number beside those that stand there."""
    row: dict[str, Any] = {"id": whole(delivery, "id"), "delivered": True}
    slips = [one for one in words(delivery, "slip_number").split(mark) if one]
    return {**row, "slip_number": mark.join([*slips, number])} if number else row


def _chosen(deliveries: Sequence[Mapping[str, Any]], lines: set[str]) -> list[Mapping[str, Any]]:
    """The parts of the sale that a parcel belongs to: by its lines, else the only one that has not left."""
    if len(deliveries) == 1:
        return list(deliveries)
    if lines:
        return [one for one in deliveries if lines & {str(pk) for pk in one.get("detail_ids") or ()}]
    fitting = [one for one in deliveries if not is_true(one, "delivered")]
    return fitting if len(fitting) == 1 else []


def cancel(line: Line, cancels: Sequence[Cancel]) -> list[Verdict]:
    """Call sales off. Their pieces are not put back there: what is shown is ours to say."""
    verdicts: list[Verdict] = []
    for wish in cancels:
        number = wish.order_number
        try:
            if not is_true(_sale(line, number), "canceled"):
                body = {"restock": False}
                line.ask("sale.put", "PUT", f"sales/{number}/cancel", body=body, about=number)
            verdicts.append(Verdict(key=wish.key, outcome=Outcome.DONE))
        except Refused as error:
            verdicts.append(_said(wish.key, number, error))
        except Limited:
            if not verdicts:
                raise
            break
    return verdicts


def _sale(line: Line, number: str) -> Mapping[str, Any]:
    if not number.isdecimal():
        raise Refused("404", "")
    return part(line.ask("sale.get", "GET", f"sales/{number}", about=number), "sale")


def _said(key: str, number: str, error: Refused) -> Verdict:
    if is_missing(error):
        return _refused(key, error.code, NO_SALE, number, Outcome.UNKNOWN)
    return Verdict(key=key, outcome=Outcome.REFUSED, code=error.code, text=error.text)


def _refused(key: str, code: str, text: str, number: str, outcome: Outcome = Outcome.REFUSED) -> Verdict:
    return Verdict(key=key, outcome=outcome, code=code, text=text.format(number=number))
