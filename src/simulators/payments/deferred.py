"""A deferred-payment company (後払い) that speaks Hanjo's neutral protocol."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from simulators.payments.world import Payment, Refused, World

LIMIT_YEN = 55_000  # above it, no credit
REVIEW = "審査"  # a buyer with this in the name waits for a person's look
STATUS = {
    "review": "review",
    "authorised": "ok",
    "failed": "ng",
    "captured": "shipped",
    "voided": "cancelled",
}
VALID_SECONDS = 30 * 24 * 3600


def answer(world: World, method: str, path: list[str], body: dict[str, Any]) -> Any:
    """One call of the protocol."""
    match [method, *path]:
        case ["POST", "transactions"]:
            return transaction(open_transaction(world, body))
        case ["GET", "transactions"]:
            return listing(world, body)
        case ["GET", "transactions", name]:
            return transaction(world.get(name))
        case ["POST", "transactions", name, "shipment"]:
            found = world.get(name)
            if not body.get("tracking_number"):
                raise Refused("shipment", "送り状番号がありません", 422)
            world.capture(found, int(body["amount"]))
            found.shipment = body
            return transaction(found)
        case ["POST", "transactions", name, "cancel"]:
            found = world.get(name)
            world.cancel(found)
            return transaction(found)
        case ["POST", "transactions", name, "refund"]:
            found = world.get(name)
            world.refund(found, int(body["amount"]), body.get("because", ""))
            return transaction(found)
    raise Refused("not_found", "ありません", 404)


def open_transaction(world: World, body: dict[str, Any]) -> Payment:
    """Ask for credit."""
    made = Payment(
        id=world.new_id("df"),
        company="deferred",
        key=body["key"],
        amount=int(body["amount"]),
        method="deferred",
        capture_before=time.time() + VALID_SECONDS,
    )
    if made.amount > LIMIT_YEN:
        made.state = "failed"
    else:
        made.state = "review" if REVIEW in body["buyer"]["name"] else "authorised"
    return world.add(made)


def decide(world: World, found: Payment, ok: bool) -> None:
    """A person looked at it."""
    found.state = "authorised" if ok else "failed"
    world.tell(found, "authorised" if ok else "failed")


def transaction(found: Payment) -> dict[str, Any]:
    """A transaction as the protocol shows it."""
    return {
        "id": found.id,
        "key": found.key,
        "amount": found.amount,
        "status": STATUS[found.state],
        "captured": found.captured,
        "refunded": found.refunded,
        "reason": "与信枠を超えています" if found.state == "failed" else "",
        "valid_until": datetime.fromtimestamp(found.capture_before, UTC).isoformat(),
    }


def listing(world: World, query: dict[str, Any]) -> dict[str, Any]:
    """Transactions of a time, 100 a page."""
    since = datetime.fromisoformat(query["since"]).timestamp()
    until = datetime.fromisoformat(query["until"]).timestamp()
    found = [
        one
        for one in world.payments.values()
        if one.company == "deferred" and since <= one.created < until and one.id > query.get("after", "")
    ]
    return {
        "data": [transaction(one) for one in found[:100]],
        "next": found[99].id if len(found) > 100 else "",
    }


def event(world: World, found: Payment, what: str) -> dict[str, Any]:
    """What the company tells."""
    return {
        "id": world.new_id("devt"),
        "type": "transaction.changed",
        "data": {"id": found.id, "key": found.key},
    }


def problem(refused: Refused) -> dict[str, Any]:
    """An error of the protocol."""
    return {"error": refused.message}
