"""Amazon's unshipped orders report into orders (Amazon の受注取込).

One row per order item, tab separated, never quoted. What is to be shipped is quantity-to-ship; a row with nothing
left to ship is set aside. The report has no prices: amounts are 0, and for 代金引換 the amount to collect stands as
one fee line, so that the label and the order's total agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hanjo.channels.malls.verdicts import ADJUSTMENT, GOODS, BadRow
from hanjo.channels.malls.view import MallTranslator, View, line_keys
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import ByColumn
from hanjo.channels.reading.address import address_from
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.headers import as_headers
from hanjo.channels.terms import Format, RawGroup, Understood
from hanjo.kernel.clock import JST
from hanjo.kernel.text import narrow
from hanjo.orders.terms import Address, LineDraft, LineKind, OrderDraft

FORMAT = Format.AMAZON
COLUMNS = tuple(
    """order-id order-item-id purchase-date payments-date reporting-date promise-date days-past-promise buyer-email
    buyer-name buyer-phone-number sku product-name quantity-purchased quantity-shipped quantity-to-ship
    ship-service-level recipient-name ship-address-1 ship-address-2 ship-address-3 ship-city ship-state
    ship-postal-code ship-country payment-method cod-collectible-amount already-paid payment-method-fee
    scheduled-delivery-start-date scheduled-delivery-end-date points-granted is-prime verge-of-cancellation
    verge-of-lateShipment""".split()
)
required_columns: tuple[tuple[str, ...], ...] = (
    ("order-id",),
    ("order-item-id",),
    ("purchase-date",),
    ("sku",),
    ("quantity-to-ship", "quantity-purchased"),
    ("recipient-name",),
    ("ship-address-1",),
)
_NOTHING_LEFT = "出荷する数が 0 のため（出荷済み、または取消）、取り込んでいません。"


def recognise(headers: Sequence[str]) -> int:
    """How surely this is Amazon's report, 0 to 100."""
    found = as_headers(headers)
    if not all(name in found for name in ("order-id", "order-item-id", "sku")):
        return 0
    return round(100 * found.known(COLUMNS)) if "recipient-name" in found else 30


def missing(headers: Sequence[str]) -> list[str]:
    """The columns that are needed and not there."""
    found = as_headers(headers)
    return ["・".join(need) for need in required_columns if not any(name in found for name in need)]


def unsupported(headers: Sequence[str]) -> str:
    """Why the file is not taken in although it is Amazon's; empty when it is."""
    return ""


def group_key(headers: Sequence[str]) -> ByColumn:
    """Rows of one order-id belong together."""
    return ByColumn(as_headers(headers).at("order-id") or 0)


class Translator(MallTranslator):
    """Understands Amazon's rows."""

    quantity_columns = ("quantity-to-ship", "quantity-purchased")
    price_columns = ()
    key_name = "order-id"

    def read(self, group: RawGroup, views: Sequence[View]) -> Understood:
        """All items of one order."""
        keys = line_keys([view.text("order-item-id") for view in views])
        classes, reasons, lines = bytearray(), {}, []
        for key, view in zip(keys, views, strict=True):
            quantity = view.whole(
                "quantity-to-ship" if "quantity-to-ship" in self.headers else "quantity-purchased"
            )
            if quantity < 0:
                raise BadRow(
                    view.number,
                    str(BadCell("quantity-to-ship", str(quantity), "0 以上の個数ではありません")),
                )
            if quantity == 0:
                classes.append(ADJUSTMENT)
                reasons[view.number] = _NOTHING_LEFT
                continue
            classes.append(GOODS)
            code = narrow(view.needed("sku"))
            lines.append(
                LineDraft(
                    key=key,
                    code=code,
                    name=view.tidy("product-name") or code,
                    quantity=quantity,
                    unit_price_yen=0,
                    total_yen=0,
                )
            )
        return Understood(
            key=group.key,
            numbers=[view.number for view in views],
            classes=bytes(classes),
            amounts=self.amounts(views),
            reasons=reasons,
            draft=self._draft(group.key, views[0], lines) if lines else None,
        )

    def _draft(self, key: str, first: View, lines: list[LineDraft]) -> OrderDraft:
        moment = first.moment("purchase-date")
        if moment is None:
            raise BadRow(first.number, "列「purchase-date」が空です。値を入れてから取り込んでください。")
        collect = first.yen("cod-collectible-amount")
        if collect:
            lines.append(_to_collect(collect))
        promised = first.moment("promise-date")
        wanted_on, window, raw = _scheduled(first)
        recipient = _recipient(first)
        return OrderDraft(
            external_number=key,
            ordered_at=moment,
            buyer=Address(name=first.tidy("buyer-name"), phone=narrow(first.text("buyer-phone-number"))),
            recipient=recipient,
            lines=tuple(lines),
            buyer_email=narrow(first.text("buyer-email")),
            fee_yen=collect,
            total_yen=collect,
            pay_method=first.tidy("payment-method") or ("COD" if collect else "Amazon"),
            paid_at=first.moment("payments-date"),
            shipping_method=first.tidy("ship-service-level"),
            wanted_on=wanted_on,
            window=window,
            window_raw=raw,
            ship_by_on=promised.astimezone(JST).date() if promised else None,
            ship_by_at=promised,
            is_prime=first.flag("is-prime"),
            extra=_extra(first),
        )


def _to_collect(collect: int) -> LineDraft:
    return LineDraft(
        key="cod",
        code="COD",
        name="代金引換で受け取る金額（商品代金・手数料を含む）",
        quantity=1,
        unit_price_yen=collect,
        total_yen=collect,
        kind=LineKind.FEE,
    )


def _recipient(first: View) -> Address:
    """The report writes city and street together in ship-address-1, the building in 2 and 3."""
    city = first.text("ship-city")
    return address_from(
        name=first.tidy("recipient-name"),
        postal=first.text("ship-postal-code"),
        prefecture=first.text("ship-state"),
        city=city,
        street=first.text("ship-address-1"),
        building=first.tidy("ship-address-2", "ship-address-3"),
        phone=first.text("buyer-phone-number"),
        country=first.text("ship-country") or "JP",
        cut_building=True,
    )


def _scheduled(first: View) -> tuple[Any, str, str]:
    """The delivery date and window out of the scheduled start and end."""
    begins, ends = first.moment("scheduled-delivery-start-date"), first.moment("scheduled-delivery-end-date")
    if begins is None:
        return None, "", ""
    begins = begins.astimezone(JST)
    if ends is None or not begins.hour:
        return begins.date(), "", ""
    window, raw = canonical_window(f"{begins.hour}-{ends.astimezone(JST).hour}")
    return begins.date(), window, raw


def _extra(first: View) -> dict[str, Any]:
    extra: dict[str, Any] = {"prices_unknown": True}
    for name in (
        "already-paid",
        "payment-method-fee",
        "points-granted",
        "days-past-promise",
        "verge-of-cancellation",
        "verge-of-lateShipment",
    ):
        if first.has(name):
            extra[name.casefold().replace("-", "_")] = first.text(name)
    return extra
