"""Yahoo!ショッピング's order CSV and item CSV into orders (Yahoo! の受注取込).

Two files, both defined by the shop's template, joined by OrderId. `pair` puts them together: the combined header is
the order file's columns and then the item file's, an order row fills the first part and an item row the second. Rows
are numbered through, the order file first. An order row counts as a fee (its amount is ShipCharge), an item row as
goods. Orders whose items are not there wait for them, refused with that reason; items without their order too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from hanjo.channels.malls.verdicts import FEE, GOODS, BadRow, amount_of, refuse
from hanjo.channels.malls.view import MallTranslator, View, line_keys, quantity_of
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import ByColumn, Table
from hanjo.channels.reading.address import address_from
from hanjo.channels.reading.cells import parse_decimal
from hanjo.channels.reading.headers import Headers, as_headers, fold
from hanjo.channels.terms import Format, RawGroup, Row, Understood
from hanjo.kernel.text import narrow
from hanjo.orders.terms import Address, LineDraft, OrderDraft

FORMAT = Format.YAHOO
ORDER_COLUMNS = tuple(
    """OrderId Id OrderTime ShipNameKana ShipName ShipZipCode ShipAddressFull ShipPrefecture ShipCity ShipAddress1
    ShipAddress2 ShipPhoneNumber ShipMethodName ShipCompanyCode ShipInvoiceNumber1 ShipInvoiceNumber2 ShipDate
    BillMailAddress ShipCharge Total Referer PayMethodName CombinedPayMethodName ShipStatus PayStatus
    DeviceType""".split()
)
ITEM_COLUMNS = tuple(
    """OrderId Quantity ItemId SubCode Title ItemOptionName ItemOptionValue ItemOptionPrice SubCodeOption
    InscriptionName InscriptionValue UnitPrice PriceType UnitGetPoint LineSubTotal LineGetPoint PointFspCode CouponId
    CouponDiscount OriginalPrice IsGetPointFix GetPointType LineGetPointChargedToStore LeadTimeStart LeadTimeEnd
    LeadTimeText GetPointFixDate LineId""".split()
)
#: Further fields of the order API that a template may hold.
_MORE_COLUMNS = tuple(
    """OrderStatus TotalPrice BuyerComments SellerComments Notes ShipRequestDate ShipRequestTime PayCharge
    GiftWrapCharge Discount UsePoint TotalMallCouponDiscount GiftCardDiscount NeedGiftWrap GiftWrapMessage BillName
    BillNameKana BillZipCode BillPrefecture BillCity BillAddress1 BillAddress2 BillPhoneNumber ExcellentDelivery
    PayDate IsSubscription Suspect ShipFirstName ShipLastName BillFirstName BillLastName ReceiptName
    ShipNotes""".split()
)
required_columns: tuple[tuple[str, ...], ...] = (
    ("OrderId", "Id"),
    ("OrderTime",),
    ("ShipName", "ShipLastName"),
    ("ShipPrefecture", "ShipAddressFull", "ShipAddress1"),
)
_ITEM_REQUIRED: tuple[tuple[str, ...], ...] = (
    ("OrderId",),
    ("Quantity",),
    ("ItemId",),
    ("UnitPrice", "LineSubTotal"),
)
_CANCELLED = "4"  # OrderStatus
WAITS = "商品の CSV"
_NO_ITEMS = "商品の CSV がまだありません。注文と商品の 2 つのファイルを一緒に取り込んでください。"
_NO_ORDER = (
    "この商品の注文（OrderId {key}）が注文の CSV にありません。2 つの CSV を同じ条件で取り直してください。"
)


def is_orders(headers: Sequence[str]) -> bool:
    """Whether a table is the order file."""
    found = as_headers(headers)
    return "OrderId" in found and "OrderTime" in found and "Quantity" not in found


def is_items(headers: Sequence[str]) -> bool:
    """Whether a table is the item file."""
    found = as_headers(headers)
    return "OrderId" in found and "ItemId" in found and "Quantity" in found and "OrderTime" not in found


def recognise(headers: Sequence[str]) -> int:
    """How surely this is one of the two files, or both put together, 0 to 100."""
    found = as_headers(headers)
    both = "OrderTime" in found and "ItemId" in found
    if not (is_orders(found) or is_items(found) or (both and "OrderId" in found)):
        return 0
    return round(100 * found.known((*ORDER_COLUMNS, *ITEM_COLUMNS, *_MORE_COLUMNS)))


def missing(headers: Sequence[str]) -> list[str]:
    """The columns that are needed and not there; the item file is asked only when it is there."""
    found = as_headers(headers)
    needs = () if is_items(found) else required_columns
    if "ItemId" in found or is_items(found):
        needs = (*needs, *_ITEM_REQUIRED)
    return ["・".join(need) for need in needs if not any(name in found for name in need)]


def unsupported(headers: Sequence[str]) -> str:
    """Why a file is not taken in although it is Yahoo's; empty when it is."""
    return ""


def group_key(headers: Sequence[str]) -> ByColumn:
    """Rows of one OrderId belong together."""
    return ByColumn(as_headers(headers).first("OrderId", "Id") or 0)


def joined_headers(orders: Table | None, items: Table | None) -> tuple[str, ...]:
    """The combined header: the order file's columns, then the item file's."""
    return (*(orders.headers.names if orders else ()), *(items.headers.names if items else ()))


def pair(orders: Table | None, items: Table | None) -> Iterator[RawGroup]:
    """Order rows and item rows of one OrderId together. Holds both files: an order is looked up by its number."""
    before, after = len(orders.headers) if orders else 0, len(items.headers) if items else 0
    rows: dict[str, list[Row]] = {}
    broken: dict[str, dict[int, str]] = {}
    nameless: list[tuple[Row, str]] = []
    offset = 0
    for table, left, right in ((orders, 0, after), (items, before, 0)):
        if table is None:
            continue
        key_of, last = group_key(table.headers), 0
        for batch in table.batches():
            for number, cells in batch.walk():
                key, last = key_of(cells), number
                row = Row(number + offset, [*[""] * left, *cells, *[""] * right])
                reason = batch.broken.get(number, "")
                if not key:
                    nameless.append((row, reason))
                    continue
                rows.setdefault(key, []).append(row)
                if reason:
                    broken.setdefault(key, {})[row.number] = reason
        offset += last
    for key, found in rows.items():
        yield RawGroup(key=key, rows=tuple(found), broken=broken.get(key, {}))
    for row, reason in nameless:
        yield RawGroup(key="", rows=(row,), broken={row.number: reason} if reason else {})


class Translator(MallTranslator):
    """Understands pairs of order and item rows."""

    quantity_columns = ("Quantity",)
    price_columns = ("UnitPrice",)
    key_name = "OrderId"

    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__(headers)
        place = next((place for place, name in enumerate(headers) if fold(name) in _ITEM_MARKS), len(headers))
        again = self.headers.at("OrderId", 2)
        self._split = min(place, again if again is not None else place)
        self._orders = Headers([name if at < self._split else "" for at, name in enumerate(headers)])
        self._one_file = "ItemId" in self.headers and again is None and "OrderTime" in self.headers

    def amounts(self, views: Sequence[View]) -> list[Decimal]:
        """An item row's quantity × unit price; an order row's postage."""
        return [
            amount_of(view.cells, self._quantity, self._price) if self._is_item(view) else self._postage(view)
            for view in views
        ]

    def _is_item(self, view: View) -> bool:
        return self._one_file or any(cell.strip() for cell in view.cells[self._split :])

    def _postage(self, view: View) -> Decimal:
        try:
            return parse_decimal(view.text("ShipCharge"), "ShipCharge")
        except ValueError:
            return Decimal(0)

    def read(self, group: RawGroup, views: Sequence[View]) -> Understood:
        """The order row and the item rows of one order."""
        items = [view for view in views if self._is_item(view)]
        orders = items[:1] if self._one_file else [view for view in views if not self._is_item(view)]
        if not orders:
            raise BadRow(views[0].number, _NO_ORDER.format(key=group.key))
        if not items:
            return refuse(group, views[0].number, _NO_ITEMS, self.amounts(views), waits_for=WAITS)
        if len(orders) > 1:
            raise BadRow(orders[1].number, "注文の CSV に同じ OrderId の行が 2 つあります。")
        keys = line_keys([view.text("LineId") for view in items])
        lines = tuple(self._line(key, view) for key, view in zip(keys, items, strict=True))
        return Understood(
            key=group.key,
            numbers=[view.number for view in views],
            classes=bytes(GOODS if self._is_item(view) else FEE for view in views),
            amounts=self.amounts(views),
            draft=self._draft(group.key, orders[0], items, lines),
        )

    def _line(self, key: str, view: View) -> LineDraft:
        quantity = quantity_of(view, "Quantity")
        if view.has("UnitPrice"):
            price = view.yen("UnitPrice")
        else:
            total = view.whole("LineSubTotal")
            price = total // quantity
        code = narrow(view.first("SubCode", "ItemId"))
        if not code:
            view.needed("ItemId")
        return LineDraft(
            key=key,
            code=code,
            name=view.tidy("Title") or code,
            quantity=quantity,
            unit_price_yen=price,
            total_yen=price * quantity,
            options=_options(view),
            tax_rate=view.percent("ItemTaxRatio"),
        )

    def _draft(
        self, key: str, order: View, items: Sequence[View], lines: tuple[LineDraft, ...]
    ) -> OrderDraft:
        moment = order.moment("OrderTime")
        if moment is None:
            raise BadRow(order.number, "列「OrderTime」が空です。値を入れてから取り込んでください。")
        window, raw = canonical_window(order.text("ShipRequestTime"))
        recipient = _address(order, "Ship")
        buyer = _address(order, "Bill")
        return OrderDraft(
            external_number=key,
            ordered_at=moment,
            buyer=buyer if buyer.name else recipient,
            recipient=recipient,
            lines=lines,
            buyer_email=narrow(order.text("BillMailAddress")),
            pay_method=order.tidy("PayMethodName", "CombinedPayMethodName"),
            paid_at=order.moment("PayDate"),
            shipping_method=order.tidy("ShipMethodName"),
            wanted_on=order.day("ShipRequestDate"),
            window=window,
            window_raw=raw,
            remarks=order.text("BuyerComments"),
            shop_note=order.first("Notes", "SellerComments"),
            is_gift=order.flag("NeedGiftWrap"),
            gift_message=order.text("GiftWrapMessage"),
            receipt_name=order.tidy("ReceiptName"),
            is_prime=order.flag("ExcellentDelivery"),
            is_subscription=order.flag("IsSubscription"),
            mall_is_checking=order.flag("Suspect"),
            cancelled=order.text("OrderStatus") == _CANCELLED,
            extra=_extra(order),
            **_money(order, items, lines),
        )


_ITEM_MARKS = {fold(name) for name in ITEM_COLUMNS if name != "OrderId"}


def _options(view: View) -> str:
    names, values = view.text("ItemOptionName").split(":"), view.text("ItemOptionValue").split(":")
    if len(names) == len(values) and any(values):
        options = " / ".join(
            f"{name}: {value}" if name else value for name, value in zip(names, values, strict=True)
        )
    else:
        options = view.text("ItemOptionValue")
    return " / ".join(filter(None, (view.tidy("SubCodeOption"), options, view.tidy("InscriptionValue"))))


def _address(order: View, who: str) -> Address:
    return address_from(
        name=order.tidy(f"{who}Name") or order.tidy(f"{who}LastName", f"{who}FirstName"),
        kana=order.tidy(f"{who}NameKana"),
        postal=order.text(f"{who}ZipCode"),
        prefecture=order.text(f"{who}Prefecture"),
        city=order.text(f"{who}City"),
        street=order.text(f"{who}Address1"),
        building=order.text(f"{who}Address2"),
        whole=order.text(f"{who}AddressFull"),
        phone=order.text(f"{who}PhoneNumber"),
    )


def _money(order: View, items: Sequence[View], lines: Sequence[LineDraft]) -> dict[str, Any]:
    goods = sum(line.total_yen for line in lines)
    stated = ("Discount", "TotalMallCouponDiscount", "GiftCardDiscount")
    discount = sum(abs(order.yen(name)) for name in stated)
    if not any(order.has(name) for name in stated):
        discount = sum(abs(item.yen("CouponDiscount")) for item in items)
    parts: dict[str, int] = {
        "goods_yen": goods,
        "shipping_yen": order.yen("ShipCharge"),
        "fee_yen": order.yen("PayCharge"),
        "wrapping_yen": order.yen("GiftWrapCharge"),
        "discount_yen": discount,
        "points_yen": abs(order.yen("UsePoint")),
    }
    sign = {"discount_yen": -1, "points_yen": -1}
    computed = sum(amount * sign.get(name, 1) for name, amount in parts.items())
    known = order.first("TotalPrice", "Total")
    total = order.yen("TotalPrice" if order.has("TotalPrice") else "Total") if known else computed
    return {**parts, "total_yen": total}


def _extra(order: View) -> dict[str, Any]:
    names = (("Id", "number_in_shop"), ("ShipStatus", "ship_status"), ("PayStatus", "pay_status"))
    return {key: order.text(name) for name, key in names if order.has(name)}
