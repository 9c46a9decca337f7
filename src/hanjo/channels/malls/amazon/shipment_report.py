"""Amazon's shipment confirmation flat file: tab separated, CP932, never quoted (Amazon の出荷通知).

Order, ship date, carrier and tracking number are needed; a row names an item only when the order left in parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hanjo.channels.malls.shipped import Shipped, UnknownCarrier, as_file

HEADER = tuple(
    """order-id order-item-id quantity ship-date carrier-code carrier-name tracking-number ship-method
    cod-collection-method transparency_code ship_from_address_name ship_from_address_line1 ship_from_address_line2
    ship_from_address_line3 ship_from_address_city ship_from_address_county ship_from_address_state_or_region
    ship_from_address_postalcode ship_from_address_countrycode""".split()
)
#: carrier-code and carrier-name as Seller Central's template for Japan writes them; a shop can set its own.
CARRIER_CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "yamato": ("ヤマト運輸", ""),
        "sagawa": ("佐川急便", ""),
        "japanpost": ("日本郵便", ""),
        "clickpost": ("日本郵便", ""),
        "other": ("Other", "その他"),
    }
)


def write(
    shipped: Sequence[Shipped],
    *,
    carrier_codes: Mapping[str, tuple[str, str]] = CARRIER_CODES,
    cod_collection_method: str = "",
) -> bytes:
    """The upload file: one row for each parcel, or for each item when the lines are named."""
    rows: list[Sequence[str]] = [HEADER]
    for order in shipped:
        carrier = carrier_codes.get(order.carrier)
        if carrier is None:
            raise UnknownCarrier(order=order.order_number, carrier=order.carrier)
        quantities = order.quantities or (0,) * len(order.line_ids)
        items = list(zip(order.line_ids, quantities, strict=True)) or [("", 0)]
        for number in order.tracking_numbers or ("",):
            for item, quantity in items:
                row = [order.order_number, item, str(quantity or ""), order.shipped_on.isoformat(), *carrier]
                row += [number, order.service, cod_collection_method]
                rows.append(row + [""] * (len(HEADER) - len(row)))
    return as_file(rows, delimiter="\t", quoted=False)
