"""How RMS spells its answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from simulators.malls.world import Reply

JSON = {"Content-Type": "application/json; charset=utf-8"}


def sent(values: Any, status: int = 200) -> Reply:
    """A body."""
    return Reply(status, json.dumps(values, ensure_ascii=False).encode(), JSON)


def said(status: int, code: str, text: str, path: str = "") -> Reply:
    """An error of the item and inventory APIs."""
    return sent({"errors": [{"code": code, "message": text, "metadata": {"propertyPath": path}}]}, status)


def unauthorised() -> Reply:
    """A key that is wrong, ran out, or may not use this API: all three look alike."""
    return sent({"Results": {"errorCode": "ES04-01", "message": "Un-Authorised"}}, 401)


def message(kind: str, code: str, text: str, **more: Any) -> dict[str, Any]:
    """A message of the order API."""
    return {"messageType": kind, "messageCode": f"ORDER_EXT_API_{code}", "message": text, **more}


def messages(found: Sequence[dict[str, Any]], *, status: int = 200, **more: Any) -> Reply:
    """An answer of the order API."""
    return sent({"MessageModelList": list(found), **more}, status)
