"""The neutral deferred-payment protocol's words and ours: values in, values out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hanjo.kernel.speech import say
from hanjo.payments.providers.terms import Heard, Seen
from hanjo.payments.terms import BadHook, IntentState

TOLERANCE_SECONDS = 300
STATES = {
    "review": IntentState.WAITING,
    "ok": IntentState.AUTHORISED,
    "ng": IntentState.FAILED,
    "shipped": IntentState.CAPTURED,
    "cancelled": IntentState.VOIDED,
}


def seen(found: Mapping[str, Any]) -> Seen:
    """A transaction."""
    state = STATES[found["status"]]
    refused = say("後払いの審査に通りませんでした。ほかのお支払い方法をお選びください。")
    until = found.get("valid_until")
    return Seen(
        external_id=found["id"],
        payment_id=found["id"],
        key=found.get("key") or "",
        state=state,
        amount_yen=found["amount"],
        captured_yen=int(found.get("captured") or 0),
        refunded_yen=int(found.get("refunded") or 0),
        message=refused if state == IntentState.FAILED else "",
        capture_before=datetime.fromisoformat(until) if until else None,
    )


def shipment(data: Mapping[str, Any]) -> dict[str, str]:
    """What a shipment report needs of the parcel."""
    return {name: str(data.get(name) or "") for name in ("carrier", "tracking_number", "shipped_on")}


def refusal(status: int, data: object) -> str:
    """Why it was refused."""
    said = data.get("error") if isinstance(data, Mapping) else None
    return f"{said or '理由なし'}（HTTP {status}）"


def verify(header: str, body: bytes, secret: str, *, now: datetime) -> None:
    """Prove X-Deferred-Signature: HMAC-SHA256 over "t.body", not older than five minutes."""
    parts = dict(part.strip().partition("=")[::2] for part in header.split(","))
    stamp = parts.get("t", "")
    if not secret or not stamp.isdigit():
        raise BadHook(because="署名がありません")
    wanted = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), parts.get("v1", "").encode()):
        raise BadHook(because="署名が合いません")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise BadHook(because="通知が古すぎます")


def heard(body: bytes) -> Heard:
    """Which transaction an event speaks of."""
    try:
        event = json.loads(body)
        thing = event["data"]
        return Heard(
            event_id=str(event["id"]),
            kind=str(event["type"]),
            external_id=str(thing["id"]),
            key=str(thing.get("key") or ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadHook(because="JSON として読めません") from error
