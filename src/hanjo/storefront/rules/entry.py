"""What a buyer has typed into the checkout, understood (購入手続きの入力)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, Self

from hanjo.storefront.rules.noshi import knot_for


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiver:
    """Who gets a parcel, where, when, and how it is dressed. The first one may be the buyer themselves."""

    family: str = ""
    given: str = ""
    company: str = ""
    postal: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    phone: str = ""
    wanted_on: str = ""  # 2026-11-24; empty: as soon as possible
    window: str = ""  # am, 14-16 …; empty: any
    noshi: str = ""  # 内のし, 外のし
    noshi_purpose: str = ""  # 御歳暮
    noshi_knot: str = ""  # 蝶結び
    noshi_name: str = ""
    wrapping: str = ""  # code of a wrapping
    bag: bool = False
    message: str = ""
    no_prices: bool = False
    items: dict[str, int] = field(default_factory=dict)  # SKU id → pieces; empty: everything
    same: bool = False  # among several receivers: the buyer's own address

    @property
    def name(self) -> str:
        """Family and given name as one."""
        return f"{self.family} {self.given}".strip()

    @property
    def address(self) -> str:
        """The address on one line."""
        return f"{self.prefecture}{self.city}{self.street} {self.building}".strip()

    @property
    def wanted_day(self) -> date | None:
        """The wished day."""
        return date.fromisoformat(self.wanted_on) if self.wanted_on else None

    @property
    def noshi_text(self) -> str:
        """The noshi as the packer reads it: where it goes, its words, its cord, the givers (のしの指定)."""
        if not self.noshi:
            return ""
        knot = knot_for(self.noshi_purpose, self.noshi_knot)
        return "・".join(part for part in (self.noshi, self.noshi_purpose, knot, self.noshi_name) if part)

    @property
    def is_dressed(self) -> bool:
        """Tell whether it is a gift."""
        return bool(self.noshi or self.wrapping or self.message or self.no_prices or self.bag)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Everything typed into the checkout: the buyer, the receivers, the payment, wishes and consents."""

    email: str = ""
    buyer: Receiver = field(default_factory=Receiver)
    to: str = "self"  # self, other, several
    receivers: tuple[Receiver, ...] = (Receiver(),)
    method: str = ""
    provider: str = ""
    remarks: str = ""
    receipt_name: str = ""
    points: int = 0
    wants_mail: bool = False
    age: int | None = None  # typed where goods ask for it; None: left blank

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The entry as it was kept; what a later version no longer knows is left out."""
        known = {one.name for one in fields(cls)}
        plain = {name: value for name, value in values.items() if name in known}
        plain["buyer"] = receiver_of(values.get("buyer") or {})
        plain["receivers"] = tuple(receiver_of(one) for one in values.get("receivers") or [{}])
        return cls(**plain)

    @property
    def stops(self) -> tuple[Receiver, ...]:
        """Where parcels go: to the buyer's own address with the wishes of the first receiver, or to others."""
        if self.to == "several":
            return tuple(self._own(one) if one.same else one for one in self.receivers)
        first = self.receivers[0]
        return (replace(self._own(first) if self.to == "self" else first, items={}),)

    def _own(self, wish: Receiver) -> Receiver:
        """The buyer's address with the wishes of a receiver."""
        kept = {name: getattr(wish, name) for name in _WISHES}
        return replace(self.buyer, **kept)


MOST_RECEIVERS = 10
_WISHES = (
    "wanted_on window noshi noshi_purpose noshi_knot noshi_name wrapping bag message no_prices items same"
).split()


def receiver_of(values: dict[str, Any]) -> Receiver:
    """A receiver from plain values."""
    known = {one.name for one in fields(Receiver)}
    return Receiver(**{name: value for name, value in values.items() if name in known})
