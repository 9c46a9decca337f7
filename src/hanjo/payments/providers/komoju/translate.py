"""KOMOJU's words and ours: values in, values out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hanjo.kernel.speech import say
from hanjo.payments.providers.terms import Heard, Order, Seen
from hanjo.payments.terms import BadHook, IntentState, Method, Next

TYPES = {
    str(Method.CARD): ["credit_card"],
    str(Method.KONBINI): ["konbini"],
    str(Method.VIRTUAL_ACCOUNT): ["bank_transfer"],
}
STATES = {
    "pending": IntentState.ACTION,
    "authorized": IntentState.AUTHORISED,
    "captured": IntentState.CAPTURED,
    "refunded": IntentState.CAPTURED,  # the amounts tell how much went back
    "cancelled": IntentState.VOIDED,
    "expired": IntentState.EXPIRED,
    "failed": IntentState.FAILED,
}


def session_json(order: Order, options: Mapping[str, Any]) -> dict[str, Any]:
    """A hosted page: amount, where to return, our number, and that a card is captured when the goods leave."""
    types = {**TYPES, **options.get("payment_types", {})}
    capture = "manual" if order.method == Method.CARD else "auto"
    return {
        "amount": order.amount_yen,
        "currency": "JPY",
        "return_url": order.return_url,
        "email": order.buyer.email,
        "payment_types": types[str(order.method)],
        "default_locale": "ja",
        "payment_data": {"external_order_num": order.key, "capture": options.get("capture", capture)},
    }


def seen_session(session: Mapping[str, Any]) -> Seen:
    """A page: pending, completed or cancelled, with its payment once there is one."""
    payment = session.get("payment")
    page = Next(kind="redirect", url=session.get("session_url") or "")
    if isinstance(payment, Mapping) and payment.get("status"):
        seen = seen_payment(payment)
        values = {name: getattr(seen, name) for name in Seen.__slots__}
        values["external_id"] = session["id"]
        if session.get("status") == "pending" and seen.state in (IntentState.FAILED, IntentState.ACTION):
            values |= {"state": IntentState.ACTION, "next": page}
        return Seen(**values)
    over = session.get("status") == "cancelled"
    return Seen(
        external_id=session["id"],
        key=(session.get("payment_data") or {}).get("external_order_num") or "",
        state=IntentState.VOIDED if over else IntentState.ACTION,
        amount_yen=session.get("amount"),
        next=None if over else page,
    )


def seen_payment(payment: Mapping[str, Any]) -> Seen:
    """A payment. One by konbini or transfer is called authorized until it is paid: nothing is promised yet."""
    details = payment.get("payment_details") or {}
    status = payment["status"]
    state = STATES.get(status, IntentState.ACTION)
    waits = status == "authorized" and details.get("type") != "credit_card"
    captured = status in ("captured", "refunded")
    secure = details.get("three_d_secure") or payment.get("three_d_secure") or {}
    return Seen(
        external_id=payment["id"],
        payment_id=payment["id"],
        key=payment.get("external_order_num") or "",
        state=IntentState.WAITING if waits else state,
        amount_yen=payment.get("amount"),
        captured_yen=int(payment.get("amount") or 0) if captured else 0,
        refunded_yen=int(payment.get("amount_refunded") or 0),
        next=_instructions(payment, details) if waits else None,
        message=_failure(payment),
        three_ds={str(name): str(value) for name, value in secure.items()}
        if isinstance(secure, Mapping)
        else {},
        card=_card(details),
        expires_at=_at(payment.get("payment_deadline")) if waits else None,
    )


def _instructions(payment: Mapping[str, Any], details: Mapping[str, Any]) -> Next:
    lines = [(say("お支払金額"), say("{int:,} 円", int=int(payment.get("amount") or 0)))]
    for name, label in (
        ("store", say("お支払先")),
        ("confirmation_code", say("確認番号")),
        ("receipt", say("払込番号")),
        ("bank_name", say("銀行名")),
        ("account_number", say("口座番号")),
        ("account_name", say("口座名義")),
    ):
        if details.get(name):
            lines.append((label, str(details[name])))
    return Next(
        kind="instructions",
        url=details.get("instructions_url") or "",
        lines=tuple(lines),
        expires_at=_at(payment.get("payment_deadline")),
        message=say("下のご案内のとおりにお支払いください。"),
    )


def _card(details: Mapping[str, Any]) -> dict[str, str]:
    last4 = str(details.get("last_four_digits") or "")
    if details.get("type") != "credit_card" or len(last4) != 4:
        return {}
    expiry = f"{details.get('year', '')}-{int(details.get('month') or 0):02d}"
    return {"brand": str(details.get("brand") or ""), "last4": last4, "expiry": expiry}


def _failure(payment: Mapping[str, Any]) -> str:
    found = payment.get("payment_details") or {}
    said = found.get("failure_reason") or payment.get("failure_reason") or ""
    return say("お支払いが完了しませんでした（{said}）。", said=said) if said else ""


def _at(text: object) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if isinstance(text, str) and text else None


def has_refund(payment: Mapping[str, Any], key: str) -> bool:
    """Whether a refund that carries our key stands there."""
    return any(refund.get("description") == key for refund in payment.get("refunds") or [])


def refusal(status: int, data: object) -> str:
    """Why KOMOJU said no, in its own words."""
    error = data.get("error") if isinstance(data, Mapping) else None
    said = error.get("message") or error.get("code") if isinstance(error, Mapping) else None
    return f"{said or '理由なし'}（HTTP {status}）"


def verify(signature: str, body: bytes, secret: str) -> None:
    """Prove X-Komoju-Signature: the hex HMAC-SHA256 of the raw body with the webhook's secret."""
    if not secret or not signature:
        raise BadHook(because="署名がありません")
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), signature.strip().lower().encode()):
        raise BadHook(because="署名が合いません")


def heard(event_id: str, kind: str, body: bytes) -> Heard:
    """Which payment an event speaks of."""
    try:
        event = json.loads(body)
        thing = event.get("data") or {}
    except (ValueError, AttributeError) as error:
        raise BadHook(because="JSON として読めません") from error
    return Heard(
        event_id=str(event.get("id") or event_id),
        kind=str(event.get("type") or kind),
        external_id=str(thing.get("id") or ""),
        key=str(thing.get("external_order_num") or ""),
    )
