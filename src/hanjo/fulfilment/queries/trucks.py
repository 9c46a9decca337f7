"""When the truck of a delivery service leaves a warehouse."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanjo.fulfilment.models import Service
from hanjo.inventory.models import Location
from hanjo.orders import queries as orders
from hanjo.orders.pickups import Pickups, cutoff


def _places() -> dict[int | None, str]:
    return dict(Location.objects.values_list("pk", "code"))


@dataclass(frozen=True, slots=True)
class Trucks:
    """The cut-offs of all warehouses and carriers, read once (集荷の締切)."""

    pickups: Pickups = field(default_factory=orders.pickups_set)
    places: dict[int | None, str] = field(default_factory=_places)

    def cutoff(self, service: Service, location: int | None = None) -> str:
        """The local time at which it leaves this warehouse; without one, as of all warehouses."""
        return self.at(service.carrier, service.cutoff, location)

    def at(self, carrier: str, usual: str, location: int | None = None) -> str:
        """The same by the service's carrier and its own cut-off."""
        return cutoff(self.pickups, self.places.get(location, ""), carrier, usual)
