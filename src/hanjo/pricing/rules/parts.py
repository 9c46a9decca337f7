"""The shop's terms as they are kept, and what holds where the shop has decided nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanjo.pricing.terms import Bracket, Fare, PointRule, RemoteArea, Terms, Wrapping

DEFAULTS: Mapping[str, dict[str, Any]] = {
    "shipping": {
        "fares": [
            {"yen": 800, "zone": "全国"},
            {"yen": 1100, "zone": "全国", "temperature": "chilled"},
            {"yen": 1100, "zone": "全国", "temperature": "frozen"},
        ]
    },
    "fees": {
        "brackets": [
            {"pay_kind": "cod", "yen": 330, "to_yen": 10_000},
            {"pay_kind": "cod", "yen": 440, "to_yen": 30_000},
            {"pay_kind": "cod", "yen": 660, "to_yen": 100_000},
            {"pay_kind": "cod", "yen": 1_100, "to_yen": 300_000},
        ]
    },
    "wrapping": {"wrappings": []},
    "points": {"points": {}},
    "tax": {},
}
"""So that a new shop can be tried at once; `queries.undecided_parts` says which of them nobody has decided yet."""


def terms_of(bodies: Mapping[str, Mapping[str, Any]], version: str) -> Terms:
    """Put the terms together from the parts in force; a part that is missing has its default (料金条件)."""
    values: dict[str, Any] = {}
    for part, default in DEFAULTS.items():
        values |= bodies.get(part, default)
    made: dict[str, Any] = {
        "fares": tuple(Fare(**_tuples(row)) for row in values.pop("fares", ())),
        "remotes": tuple(RemoteArea(**_tuples(row)) for row in values.pop("remotes", ())),
        "rides": tuple((guest, host) for guest, host in values.pop("rides", ())),
        "brackets": tuple(Bracket(**row) for row in values.pop("brackets", ())),
        "wrappings": tuple(Wrapping(**row) for row in values.pop("wrappings", ())),
        "points": PointRule(**values.pop("points", {})),
    }
    return Terms(**made, **_tuples(values), version=version)


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
