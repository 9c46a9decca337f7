"""What shipping tells upwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class ParcelsDispatched(Fact):
    """All parcels of one order that left together (出荷確定).

    Each parcel is `{"key", "tracking_number", "carrier", "service"}`. `shipped_on` is the business date, ISO.
    """

    order_id: int
    number: str
    channel: str
    shipped_on: str
    parcels: list[dict[str, str]] = field(default_factory=list)
