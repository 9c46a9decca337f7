"""Amazon's usage plans: a token bucket for each operation, as the models state rate and burst."""

from __future__ import annotations

from dataclasses import dataclass

#: Operation → (calls per second, burst).
PLANS: dict[str, tuple[float, int]] = {
    "searchOrders": (0.0056, 20),
    "getOrder": (0.5, 30),
    "getOrdersV0": (0.0167, 20),
    "getOrderV0": (0.5, 30),
    "getOrderItemsV0": (0.5, 30),
    "confirmShipment": (2, 10),
    "getListingsItem": (5, 10),
    "putListingsItem": (5, 10),
    "patchListingsItem": (5, 5),
    "searchListingsItems": (5, 5),
    "createFeedDocument": (0.5, 15),
    "createFeed": (0.0083, 15),
    "getFeed": (2, 15),
    "getFeedDocument": (0.0222, 10),
    "createReport": (0.0167, 15),
    "getReport": (2, 15),
    "getReports": (0.0222, 10),
    "getReportDocument": (0.0167, 15),
    "getMarketplaceParticipations": (0.016, 15),
    "createRestrictedDataToken": (1, 10),
}


@dataclass(slots=True)
class Bucket:
    """Calls that are left, refilled evenly."""

    rate: float
    burst: int
    left: float
    at: float

    def take(self, now: float) -> bool:
        """Whether a call is left; takes it."""
        self.left = min(self.burst, self.left + max(now - self.at, 0) * self.rate)
        self.at = now
        if self.left < 1 - 1e-9:
            return False
        self.left -= 1
        return True
