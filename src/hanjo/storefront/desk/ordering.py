"""Moving one thing in a list by a button (並べ替え)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(things: Sequence[T], which: T, where: str) -> list[T]:
    """The list with one thing moved a place `up` or `down`; at the end it stays where it is."""
    listed = list(things)
    at = listed.index(which)
    to = max(0, min(at + (-1 if where == "up" else 1), len(listed) - 1))
    listed.insert(to, listed.pop(at))
    return listed
