"""Reading Amazon's JSON without stumbling: what is missing is empty, never an error (値の読み取り)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from hanjo.channels.malls.window import canonical_window
from hanjo.kernel.clock import JST


def part(values: Any, *path: str) -> Any:
    """What stands at a path of keys; None where it breaks off."""
    for name in path:
        values = values.get(name) if isinstance(values, dict) else None
    return values


def text(values: Any, *path: str) -> str:
    """A text at a path; empty when there is none."""
    found = part(values, *path)
    return "" if found is None or isinstance(found, dict | list) else str(found).strip()


def listed(values: Any, *path: str) -> list[dict[str, Any]]:
    """A list of objects at a path."""
    found = part(values, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def whole(values: Any, *path: str) -> int:
    """A whole number at a path; 0 when there is none."""
    found = part(values, *path)
    return int(found) if isinstance(found, int | str) and str(found).lstrip("-").isdigit() else 0


def yen(values: Any, *path: str) -> int | None:
    """An amount at a path; None when there is none. Refuses another currency, and parts of a yen."""
    found = part(values, *path)
    if not isinstance(found, dict) or found.get("amount") in (None, ""):
        return None
    currency = found.get("currencyCode") or "JPY"
    if currency != "JPY":
        raise ValueError(f"通貨が円ではありません: {currency}")
    try:
        amount = Decimal(str(found["amount"]))
    except InvalidOperation as error:
        raise ValueError(f"金額を読めません: {found['amount']}") from error
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(f"金額が整数ではありません: {found['amount']}")
    return int(amount)


def moment(values: Any, *path: str) -> datetime | None:
    """A moment at a path; None when there is none."""
    written = text(values, *path)
    if not written:
        return None
    found = datetime.fromisoformat(written.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def scheduled(windows: Sequence[tuple[datetime | None, datetime | None]]) -> tuple[Any, str, str]:
    """The delivery date and window out of what buyers booked, spelled as the report's translator does."""
    begins, ends = next(((first, last) for first, last in windows if first), (None, None))
    if begins is None:
        return None, "", ""
    begins = begins.astimezone(JST)
    if ends is None or not begins.hour:
        return begins.date(), "", ""
    window, raw = canonical_window(f"{begins.hour}-{ends.astimezone(JST).hour}")
    return begins.date(), window, raw
