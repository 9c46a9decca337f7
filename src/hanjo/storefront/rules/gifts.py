"""What may be dressed as a gift: goods that bear no noshi or cannot be wrapped are never offered it (ギフトの可否)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hanjo.storefront.rules.entry import Entry, Receiver
from hanjo.storefront.terms import CartItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Dress:
    """What the goods of one stop may be given: something as soon as one of them may have it."""

    noshi: bool = True
    wrapping: bool = True
    without_noshi: tuple[str, ...] = ()  # the names of those that cannot, where others can
    without_wrapping: tuple[str, ...] = ()


def dress_of(items: Sequence[CartItem]) -> Dress:
    """What may be offered for goods that travel together, and which of them stay as they are (ギフトの可否)."""
    plain = tuple(dict.fromkeys(item.name for item in items if not item.noshi))
    bare = tuple(dict.fromkeys(item.name for item in items if not item.wrapping))
    noshi = not items or any(item.noshi for item in items)
    wrapping = not items or any(item.wrapping for item in items)
    return Dress(
        noshi=noshi,
        wrapping=wrapping,
        without_noshi=plain if noshi else (),
        without_wrapping=bare if wrapping else (),
    )


def allowed(entry: Entry, dresses: Sequence[Dress]) -> Entry:
    """The entry without wishes that none of the goods of a stop can have (ギフトの可否)."""
    receivers = tuple(
        _allowed(one, dresses[place]) if place < len(dresses) else one
        for place, one in enumerate(entry.receivers)
    )
    return entry if receivers == entry.receivers else replace(entry, receivers=receivers)


def _allowed(one: Receiver, dress: Dress) -> Receiver:
    if not dress.noshi and one.noshi:
        one = replace(one, noshi="", noshi_purpose="", noshi_knot="", noshi_name="")
    return replace(one, wrapping="") if not dress.wrapping and one.wrapping else one
