"""How Amazon answers: JSON, errors in one list, times in UTC, money as text with its currency."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from simulators.malls.world import Reply


class Fault(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        self.reply = fault(status, code, message, details)
        super().__init__(code)


def told(values: Any, status: int = 200) -> Reply:
    """An answer."""
    body = json.dumps(values, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


def fault(status: int, code: str, message: str, details: str = "") -> Reply:
    """An error as every operation of the SP-API words it."""
    return told({"errors": [{"code": code, "message": message, "details": details}]}, status)


def invalid(details: str) -> Fault:
    """A request with missing or invalid values."""
    return Fault(400, "InvalidInput", "Invalid Input", details)


def money(yen: int) -> dict[str, str]:
    """An amount as the newer models write it."""
    return {"amount": str(yen), "currencyCode": "JPY"}


def money_v0(yen: int) -> dict[str, str]:
    """An amount as the older models write it."""
    return {"CurrencyCode": "JPY", "Amount": f"{yen}.00"}


def iso(at: float) -> str:
    """A moment as text."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> float:
    """A moment out of ISO 8601 text; refuses what is none."""
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise invalid(f"not ISO 8601: {text}") from error
    if found.tzinfo is None:
        raise invalid(f"no offset: {text}")
    return found.timestamp()


def listed(text: str) -> list[str]:
    """The values of a comma-separated field."""
    return [part for part in text.split(",") if part]


def sealed(values: Any) -> str:
    """A page token that says nothing to whoever holds it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def unsealed(token: str) -> Any:
    """What a page token holds; refuses one that is not ours."""
    try:
        return json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError as error:
        raise invalid("invalid page token") from error
