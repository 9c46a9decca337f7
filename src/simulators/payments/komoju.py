"""KOMOJU, as far as a shop with hosted pages meets it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from simulators.payments.world import Payment, Refused, World

METHODS = {"credit_card": "card", "konbini": "konbini", "bank_transfer": "bank"}
STATUS = {
    "new": "pending",
    "challenge": "pending",
    "waiting": "authorized",
    "authorised": "authorized",
    "captured": "captured",
    "voided": "cancelled",
    "expired": "expired",
    "failed": "failed",
}
EVENTS = {
    "authorised": "payment.authorized",
    "captured": "payment.captured",
    "failed": "payment.failed",
    "voided": "payment.cancelled",
    "expired": "payment.expired",
    "refunded": "payment.refund.created",
    "disputed": "payment.updated",
}


def answer(world: World, method: str, path: list[str], body: dict[str, Any]) -> Any:
    """One call of the API, path without /api/v1."""
    match [method, *path]:
        case ["POST", "sessions"]:
            return session(world, open_session(world, body))
        case ["GET", "sessions", name]:
            return session(world, world.get(name))
        case ["POST", "sessions", name, "cancel"]:
            found = world.get(name)
            world.cancel(found)
            return session(world, found)
        case ["GET", "payments"]:
            return listing(world, body)
        case ["GET", "payments", name]:
            return payment(world.get(name), world)
        case ["POST", "payments", name, "capture"]:
            found = world.get(name)
            world.capture(found, found.amount)
            return payment(found, world)
        case ["POST", "payments", name, "cancel"]:
            found = world.get(name)
            world.cancel(found)
            return payment(found, world)
        case ["POST", "payments", name, "refund"]:
            found = world.get(name)
            left = found.captured - found.refunded
            world.refund(found, int(body.get("amount", left)), body.get("description", ""))
            return payment(found, world)
    raise Refused("not_found", "The requested resource could not be found.", 404)


def open_session(world: World, body: dict[str, Any]) -> Payment:
    """A hosted page."""
    if body.get("currency") != "JPY" or not str(body.get("return_url", "")).startswith("http"):
        raise Refused("missing_parameter", "currency and return_url are needed", 422)
    data = body.get("payment_data", {})
    kinds = body.get("payment_types") or ["credit_card"]
    made = Payment(
        id=world.new_id("kp"),
        company="komoju",
        key=data.get("external_order_num", ""),
        amount=int(body["amount"]),
        method=METHODS[kinds[0]],
        manual=data.get("capture") == "manual",
        return_url=body["return_url"],
        email=body.get("email", ""),
        expires_at=time.time() + 3 * 24 * 3600,
    )
    made.number = f"{len(world.payments) + 1:010d}"
    return world.add(made, page=world.new_id("ks"))


def session(world: World, found: Payment) -> dict[str, Any]:
    """A session: pending, completed or cancelled."""
    status = {"open": "pending", "complete": "completed", "expired": "cancelled"}[found.page_state]
    return {
        "id": found.page_id,
        "resource": "session",
        "status": status,
        "amount": found.amount,
        "currency": "JPY",
        "session_url": f"{world.base_url}/page/{found.page_id}",
        "payment_data": {"external_order_num": found.key},
        "payment": payment(found, world) if found.begun else None,
    }


def payment(found: Payment, world: World) -> dict[str, Any]:
    """A payment."""
    kind = next(name for name, method in METHODS.items() if method == found.method)
    details: dict[str, Any] = {"type": kind, "email": found.email}
    if found.method == "card":
        last4 = found.card.get("last4", "")
        details |= {"brand": found.card.get("brand", ""), "last_four_digits": last4}
        details |= {"month": found.card.get("exp_month"), "year": found.card.get("exp_year")}
        details |= {"three_d_secure": found.three_ds} if found.three_ds else {}
    elif found.state == "waiting":
        details |= {"store": found.store, "confirmation_code": found.number}
        details |= {"instructions_url": f"{world.base_url}/voucher/{found.id}"}
    if found.error:
        details["failure_reason"] = found.error
    whole = found.captured and found.refunded >= found.captured
    return {
        "id": found.id,
        "resource": "payment",
        "status": "refunded" if whole else STATUS["failed" if found.error else found.state],
        "amount": found.amount,
        "amount_refunded": found.refunded,
        "currency": "JPY",
        "external_order_num": found.key,
        "created_at": _iso(found.created),
        "payment_deadline": _iso(found.expires_at),
        "payment_details": details,
        "refunds": found.refunds,
    }


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")


def listing(world: World, query: dict[str, Any]) -> dict[str, Any]:
    """Payments of a time, page by page."""
    since = datetime.fromisoformat(query["start_time"]).timestamp()
    until = datetime.fromisoformat(query["end_time"]).timestamp()
    found = [
        one
        for one in world.payments.values()
        if one.company == "komoju" and one.begun and since <= one.created < until
    ]
    size, number = int(query.get("per_page", 10)), int(query.get("page", 1))
    shown = found[(number - 1) * size : number * size]
    return {
        "resource": "list",
        "page": number,
        "last_page": max(1, -(-len(found) // size)),
        "data": [payment(one, world) for one in shown],
    }


def event(world: World, found: Payment, what: str) -> dict[str, Any]:
    """What KOMOJU tells."""
    return {
        "id": world.new_id("kevt"),
        "type": EVENTS[what],
        "resource": "event",
        "data": payment(found, world),
    }


def problem(refused: Refused) -> dict[str, Any]:
    """An error as KOMOJU words it."""
    return {"error": {"code": refused.code, "message": refused.message}}
