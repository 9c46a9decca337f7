"""Decisions about stock: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.inventory.terms import Claim, Filled, Outcome, Policy, Unfilled

_NO_PROMISE = date.max

Parts = Mapping[int, Sequence[tuple[int, int]]]
Take = tuple[int, int, int]


@dataclass(slots=True)
class Shelf:
    """A level that can be taken from: how many are free, where, and how gladly we take from there."""

    level_id: int
    sku_id: int
    location_id: int
    priority: int
    available: int


def leave(shelves: Sequence[Shelf], pieces: int) -> None:
    """Leave so many pieces where they are, on the shelves that are asked last (自社ショップの控え)."""
    for shelf in reversed(shelves):
        left = min(max(shelf.available, 0), pieces)
        shelf.available -= left
        pieces -= left


def needs(claim: Claim, parts: Parts) -> list[tuple[int, int]]:
    """What a claim takes from shelves: itself, or the components of a bundle (セット展開)."""
    components = parts.get(claim.sku_id)
    if components is None:
        return [(claim.sku_id, claim.quantity)]
    return [(component, quantity * claim.quantity) for component, quantity in components]


def in_order(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims as whole orders, best promise first, then the earlier order (引当順)."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.group, []).append(claim)
    return sorted(
        groups.values(),
        key=lambda group: (
            group[0].promise_on or _NO_PROMISE,
            group[0].asked_at,
            len(group[0].group),
            group[0].group,
        ),
    )


def allocate(
    claims: Sequence[Claim], parts: Parts, shelves: Mapping[int, list[Shelf]], policy: Policy
) -> list[Outcome]:
    """Give stock to claims, order by order (引当).

    Orders come by promise date, then by the time they were asked. Demand is summed per component before it is
    checked. An order that fits into one place is taken from the best such place; else each component is taken
    place by place. What cannot be filled whole waits whole (WHOLE), or line by line (PARTIAL).
    """
    answers: dict[str, Outcome] = {}
    for group in in_order(claims):
        whole = _fill(group, parts, shelves)
        if whole is not None:
            for filled in whole:
                answers[filled.claim.ref] = filled
        elif policy == Policy.PARTIAL:
            for claim in group:
                alone = _fill([claim], parts, shelves)
                answers[claim.ref] = alone[0] if alone else _missing([claim], parts, shelves)[0]
        else:
            for unfilled in _missing(group, parts, shelves):
                answers[unfilled.claim.ref] = unfilled
    return [answers[claim.ref] for claim in claims]


def _demand(group: Sequence[Claim], parts: Parts) -> dict[int, int]:
    demand: dict[int, int] = {}
    for claim in group:
        for sku_id, quantity in needs(claim, parts):
            demand[sku_id] = demand.get(sku_id, 0) + quantity
    return demand


def _fill(group: Sequence[Claim], parts: Parts, shelves: Mapping[int, list[Shelf]]) -> list[Filled] | None:
    """Take everything the group needs, or nothing."""
    demand = _demand(group, parts)
    for sku_id, quantity in demand.items():
        free = 0
        for shelf in shelves.get(sku_id, ()):
            free += shelf.available
            if free >= quantity:
                break
        else:
            return None
    home = _one_place(demand, shelves)
    return [
        Filled(
            claim=claim,
            takes=tuple(
                take
                for sku_id, quantity in needs(claim, parts)
                for take in _take(shelves[sku_id], quantity, home)
            ),
        )
        for claim in group
    ]


def _one_place(demand: Mapping[int, int], shelves: Mapping[int, list[Shelf]]) -> int | None:
    """The best location that holds everything, so that the order leaves in one parcel."""
    common: set[int] | None = None
    rank: dict[int, int] = {}
    for sku_id, quantity in demand.items():
        fitting = set()
        for shelf in shelves[sku_id]:
            if shelf.available >= quantity:
                fitting.add(shelf.location_id)
                rank[shelf.location_id] = shelf.priority
        common = fitting if common is None else common & fitting
        if not common:
            return None
    return min(common, key=lambda place: (rank[place], place)) if common else None


def _take(places: list[Shelf], quantity: int, home: int | None) -> list[Take]:
    takes: list[Take] = []
    ordered = places if home is None else [shelf for shelf in places if shelf.location_id == home]
    for shelf in ordered:
        taken = min(quantity, shelf.available)
        if taken > 0:
            shelf.available -= taken
            quantity -= taken
            takes.append((shelf.sku_id, shelf.level_id, taken))
        if quantity == 0:
            break
    return takes


def _missing(group: Sequence[Claim], parts: Parts, shelves: Mapping[int, list[Shelf]]) -> list[Unfilled]:
    """What each claim of a waiting group lacks; lines that have their stock wait with it, lacking nothing."""
    free = {
        sku_id: sum(shelf.available for shelf in shelves.get(sku_id, ())) for sku_id in _demand(group, parts)
    }
    answers = []
    for claim in group:
        lacks = []
        for sku_id, quantity in needs(claim, parts):
            given = min(quantity, free[sku_id])
            free[sku_id] -= given
            if given < quantity:
                lacks.append((sku_id, quantity - given))
        answers.append(Unfilled(claim=claim, missing=tuple(lacks)))
    return answers


def value_out(on_hand: int, value_yen: int, quantity: int) -> int:
    """Value that leaves with a quantity by moving average; the last piece takes the rest (移動平均)."""
    if quantity >= on_hand:
        return value_yen
    return value_yen * quantity // on_hand
