"""Ways to narrow a list (絞り込み): price bands, stock, temperature, brand, badges; several of one kind widen it.

The order of the conditions in an address is fixed, so that one choice has one address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

BANDS: tuple[tuple[str, int, int | None, str], ...] = (
    ("-1000", 0, 1_000, "1,000円未満"),
    ("1000-3000", 1_000, 3_000, "1,000〜2,999円"),
    ("3000-5000", 3_000, 5_000, "3,000〜4,999円"),
    ("5000-10000", 5_000, 10_000, "5,000〜9,999円"),
    ("10000-", 10_000, None, "10,000円以上"),
)
KINDS = ("price", "stock", "temp", "brand", "badge")
"""In the order in which they stand in an address and on the page."""
MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor has narrowed a list to."""

    price: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    temp: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    badge: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[str, ...]:
        """The values chosen of one kind."""
        found: tuple[str, ...] = getattr(self, kind)
        return found

    def __bool__(self) -> bool:
        return any(self.of(kind) for kind in KINDS)

    def without(self, kind: str, value: str) -> Choice:
        """The same without one value."""
        return replace(self, **{kind: tuple(one for one in self.of(kind) if one != value)})

    def toggled(self, kind: str, value: str) -> Choice:
        """The same with one value more, or less when it was chosen."""
        if value in self.of(kind):
            return self.without(kind, value)
        return replace(self, **{kind: tuple(sorted((*self.of(kind), value)))})

    def pairs(self) -> list[tuple[str, str]]:
        """Every kind with its values, in the order of an address."""
        return [(kind, value) for kind in KINDS for value in self.of(kind)]


def read(given: Mapping[str, Sequence[str]]) -> Choice:
    """The choice an address holds; what no facet knows is left out."""
    bands = {band[0] for band in BANDS}
    known = {
        kind: tuple(sorted({one[:80] for one in given.get(kind, ()) if one}))[:MOST_VALUES] for kind in KINDS
    }
    known["price"] = tuple(one for one in known["price"] if one in bands)
    known["stock"] = ("in",) if "in" in known["stock"] else ()
    return Choice(**known)
