"""Read what a mall wrote without trusting it: a value of another kind is no value (相手の書いたものを読む). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

MOST = 10**12  # no shop of ours sells for more: what is larger is no amount
LAST_SECOND = 4_102_444_800  # the year 2100


class Unfit(Exception):
    """A document lacks what an order cannot be without: in Japanese, to be put into a sentence."""


def words(told: Any, name: str) -> str:
    """A text, or a number as it is written; empty when it is neither."""
    found = told.get(name) if isinstance(told, Mapping) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found.strip() if isinstance(found, str) else ""


def part(told: Any, name: str) -> Mapping[str, Any]:
    """An object inside; empty when it is not there."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def parts(told: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def number(told: Any, name: str) -> Decimal | None:
    """A number, or a text that is one; None when it is neither."""
    found = told.get(name) if isinstance(told, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, (str, int, float)):
        return None
    try:
        made = Decimal(str(found).strip())
    except InvalidOperation:
        return None
    return made if made.is_finite() and abs(made) < MOST else None


def whole(told: Any, name: str) -> int | None:
    """A number in whole pieces or whole yen; None when it is not there."""
    found = number(told, name)
    return None if found is None else int(found.quantize(Decimal(1), ROUND_HALF_UP))


def count(told: Any, name: str) -> int:
    """A whole number, 0 when it is not there."""
    return whole(told, name) or 0


def is_true(told: Any, name: str) -> bool:
    """Only a real yes is one."""
    return isinstance(told, Mapping) and told.get(name) is True


def second(told: Any, name: str) -> datetime | None:
    """A moment that is written in seconds since 1970."""
    found = number(told, name)
    return (
        datetime.fromtimestamp(float(found), UTC) if found is not None and 0 < found < LAST_SECOND else None
    )


def moment(told: Any, name: str) -> datetime | None:
    """A moment that is written with its zone."""
    try:
        found = datetime.fromisoformat(words(told, name))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and found.year > 1970 else None
