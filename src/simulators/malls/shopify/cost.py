"""What a query costs, and the bucket of points that it is paid from.

A scalar costs nothing, an object one point, a list as many objects as were asked for, a change ten. The whole
price must lie in the bucket before anything is done; what was not used goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.malls.graphql import Document, Field, Schema, Variable

MUTATION = 10
LARGEST = 1000  # of one query
RESTORE = 100.0  # points a second, the standard plan
LISTS = 10  # what a list without paging is taken for


def asked(schema: Schema, document: Document, variables: Mapping[str, Any]) -> int:
    """The most that a document can cost."""
    on = "Query" if document.kind == "query" else "Mutation"
    return _cost(schema, document.selection, on, variables) + (MUTATION * (on == "Mutation"))


def _cost(schema: Schema, selection: list[Field], on: str, variables: Mapping[str, Any]) -> int:
    points = 0
    for one in selection:
        if one.name == "__typename":
            continue
        named = schema.objects[one.on or on][one.name].type.named
        if schema.is_leaf(named) or named == "PageInfo":
            continue
        inner = _cost(schema, one.selection, named, variables)
        if named.endswith("Connection"):
            points += int(_given(one, variables, "first") or _given(one, variables, "last") or LISTS) * inner
        elif named.endswith("Edge"):
            points += inner
        else:
            ids = _given(one, variables, "ids")
            points += (len(ids) if isinstance(ids, list) else 1) * (1 + inner)
    return points


def _given(one: Field, variables: Mapping[str, Any], name: str) -> Any:
    written = one.arguments.get(name)
    return variables.get(written.name) if isinstance(written, Variable) else written


def used(data: Any) -> int:
    """What an answer cost: one point for each object in it."""
    if isinstance(data, dict):
        return 1 + sum(used(value) for value in data.values())
    if isinstance(data, list):
        return sum(used(value) for value in data)
    return 0


class Bucket:
    """Points that come back with time."""

    def __init__(self, restore: float = RESTORE) -> None:
        self.restore, self.most = restore, restore * 20
        self.left, self.at = self.most, 0.0

    def fill(self, now: float) -> float:
        """What is there now."""
        self.left = (
            min(self.most, self.left + max(now - self.at, 0.0) * self.restore) if self.at else self.most
        )
        self.at = now
        return self.left

    def status(self, wanted: int, actual: int | None) -> dict[str, Any]:
        """What the answer tells about it."""
        return {
            "requestedQueryCost": wanted,
            "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": self.most,
                "currentlyAvailable": int(self.left),
                "restoreRate": self.restore,
            },
        }
