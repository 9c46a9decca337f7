"""The ways to narrow a list as links with counts, and what is chosen as chips to take off (絞り込み).

Every address is built here with its conditions in one fixed order, so that one choice has one address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanjo.catalogue.terms import Temperature
from hanjo.storefront.queries import Shelf, ShelfPage
from hanjo.storefront.search.facets import BANDS, KINDS, MOST_VALUES, Choice

LABELS = {
    "price": gettext_lazy("価格"),
    "stock": gettext_lazy("在庫"),
    "temp": gettext_lazy("温度帯"),
    "brand": gettext_lazy("ブランド"),
    "badge": gettext_lazy("しるし"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One way to narrow the list: what it is called, how many are left, where it leads."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of condition with its values."""

    label: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: its path, what was asked, the shelf within a search, and how it is ordered."""

    path: str
    typed: str = ""
    shelf: str = ""
    sort: str = ""

    def address(
        self, choice: Choice, *, sort: str | None = None, page: int = 1, shelf: str | None = None
    ) -> str:
        """The address of the list under these conditions."""
        pairs = [("q", self.typed), ("c", self.shelf if shelf is None else shelf), *choice.pairs()]
        pairs += [("sort", self.sort if sort is None else sort), ("page", str(page) if page > 1 else "")]
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"{self.path}?{query}" if query else self.path


def facets(place: Place, choice: Choice, listed: ShelfPage, shelves: Iterable[Shelf] = ()) -> list[Facet]:
    """All facets that leave something to choose, the shelves of a search first."""
    found = [_shelves(place, choice, listed, list(shelves))] if place.typed else []
    found += [_facet(kind, place, choice, listed) for kind in KINDS]
    return [one for one in found if _tells(one, listed.total)]


def _tells(facet: Facet, total: int) -> bool:
    """Tell whether choosing changes anything; a single value does when not everything has it."""
    if len(facet.values) == 1 and not facet.values[0].chosen:
        return facet.values[0].count < total
    return bool(facet.values)


def chips(place: Place, choice: Choice, shelf: Shelf | None = None) -> list[Value]:
    """What is chosen, each with the address of the list without it."""
    found = [Value(shelf.name, 0, place.address(choice, shelf=""), True)] if shelf else []
    return found + [
        Value(label_of(kind, value), 0, place.address(choice.without(kind, value)), True)
        for kind, value in choice.pairs()
    ]


def label_of(kind: str, value: str) -> str:
    """What a value is called."""
    if kind == "price":
        return next((_(label) for code, _least, _most, label in BANDS if code == value), value)
    if kind == "stock":
        return _("在庫あり")
    if kind == "temp":
        return str(Temperature(value).label) if value in set(Temperature) else value
    return value


def _facet(kind: str, place: Place, choice: Choice, listed: ShelfPage) -> Facet:
    counts = dict(listed.facets.get(kind, []))
    order = (
        [code for code, *_rest in BANDS]
        if kind == "price"
        else sorted(counts, key=lambda one: (-counts[one], one))
    )
    shown = [one for one in order if one in counts][:MOST_VALUES]
    shown += [one for one in choice.of(kind) if one not in shown]
    values = [
        Value(
            label_of(kind, one),
            counts.get(one, 0),
            place.address(choice.toggled(kind, one)),
            one in choice.of(kind),
        )
        for one in shown
    ]
    return Facet(str(LABELS[kind]), values)


def _shelves(place: Place, choice: Choice, listed: ShelfPage, shelves: list[Shelf]) -> Facet:
    counts = {int(value): count for value, count in listed.facets.get("category", [])}
    known = {one.id: one for one in shelves}
    chosen = next((one for one in shelves if one.code == place.shelf), None)
    inside = [
        one for one in known.values() if one.id in counts and one.parent_id == (chosen.id if chosen else None)
    ]
    return Facet(
        _("カテゴリ"),
        [Value(one.name, counts[one.id], place.address(choice, shelf=one.code), False) for one in inside],
    )
