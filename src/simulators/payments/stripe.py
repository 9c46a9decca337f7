"""Stripe, as far as a shop with hosted pages, konbini and bank transfers meets it."""

from __future__ import annotations

import time
from typing import Any

from simulators.payments.world import Payment, Refused, World

STATUS = {
    "new": "requires_payment_method",
    "challenge": "requires_action",
    "waiting": "requires_action",
    "authorised": "requires_capture",
    "captured": "succeeded",
    "voided": "canceled",
    "expired": "requires_payment_method",
}
EVENTS = {
    "authorised": "payment_intent.amount_capturable_updated",
    "captured": "payment_intent.succeeded",
    "failed": "payment_intent.payment_failed",
    "voided": "payment_intent.canceled",
    "expired": "checkout.session.expired",
    "refunded": "charge.refunded",
    "disputed": "charge.dispute.created",
}
STORES = ("familymart", "lawson", "ministop", "seicomart")


def answer(world: World, method: str, path: list[str], form: dict[str, Any]) -> Any:
    """One call of the API, path without /v1."""
    match [method, *path]:
        case ["POST", "checkout", "sessions"]:
            return session(world, open_session(world, form))
        case ["GET", "checkout", "sessions", name]:
            return session(world, world.get(name))
        case ["POST", "checkout", "sessions", name, "expire"]:
            payment = world.get(name)
            if payment.page_state != "open":
                raise Refused("resource_missing", "Only open Checkout Sessions can be expired.")
            world.expire(payment)
            return session(world, payment)
        case ["POST", "customers"]:
            return {"id": world.new_id("cus"), "object": "customer"}
        case ["POST", "payment_intents"]:
            return intent(world, open_intent(world, form))
        case ["GET", "payment_intents"]:
            return listing(world, form)
        case ["GET", "payment_intents", name]:
            return intent(world, world.get(name))
        case ["POST", "payment_intents", name, "capture"]:
            payment = world.get(name)
            world.capture(payment, int(form.get("amount_to_capture", payment.amount)))
            return intent(world, payment)
        case ["POST", "payment_intents", name, "cancel"]:
            payment = world.get(name)
            world.cancel(payment)
            return intent(world, payment)
        case ["POST", "refunds"]:
            payment = world.get(form["payment_intent"])
            made = world.refund(payment, int(form.get("amount", payment.captured - payment.refunded)))
            return {"id": made["id"], "object": "refund", "amount": made["amount"], "status": "succeeded"}
    raise Refused("url_invalid", f"Unrecognized request URL ({method} /v1/{'/'.join(path)})", 404)


def open_session(world: World, form: dict[str, Any]) -> Payment:
    """A hosted page."""
    if form.get("mode") != "payment" or not str(form.get("success_url", "")).startswith("http"):
        raise Refused("parameter_invalid", "mode and success_url are needed")
    price = form["line_items"]["0"]["price_data"]
    if price["currency"] != "jpy":
        raise Refused("parameter_invalid", "only jpy here")
    data = form.get("payment_intent_data", {})
    payment = Payment(
        id=world.new_id("pi"),
        company="stripe",
        key=data.get("metadata", {}).get("key", ""),
        amount=int(price["unit_amount"]),
        manual=data.get("capture_method") == "manual",
        return_url=form["success_url"],
        about=price.get("product_data", {}).get("name", ""),
        email=form.get("customer_email", ""),
        expires_at=float(form.get("expires_at", time.time() + 24 * 3600)),
    )
    return world.add(payment, page=world.new_id("cs"))


def open_intent(world: World, form: dict[str, Any]) -> Payment:
    """A payment that is confirmed at once: konbini or bank transfer."""
    kind = form.get("payment_method_data", {}).get("type", "")
    if kind == "customer_balance" and not form.get("customer"):
        raise Refused("parameter_missing", "customer_balance needs a customer")
    if kind not in ("konbini", "customer_balance") or form.get("confirm") != "true":
        raise Refused("parameter_invalid", "confirm with konbini or customer_balance")
    options = form.get("payment_method_options", {}).get("konbini", {})
    payment = Payment(
        id=world.new_id("pi"),
        company="stripe",
        key=form.get("metadata", {}).get("key", ""),
        amount=int(form["amount"]),
        method="konbini" if kind == "konbini" else "bank",
        state="waiting",
        about=form.get("description", ""),
        email=form.get("payment_method_data", {}).get("billing_details", {}).get("email", ""),
        expires_at=float(options.get("expires_at", time.time() + 3 * 24 * 3600)),
    )
    payment.number = options.get("confirmation_number", "") or f"{len(world.payments) + 1:010d}"
    return world.add(payment)


def session(world: World, payment: Payment) -> dict[str, Any]:
    """A Checkout Session with its payment."""
    return {
        "id": payment.page_id,
        "object": "checkout.session",
        "status": payment.page_state,
        "payment_status": "paid" if payment.state == "captured" else "unpaid",
        "amount_total": payment.amount,
        "currency": "jpy",
        "client_reference_id": payment.key,
        "metadata": {"key": payment.key},
        "url": f"{world.base_url}/page/{payment.page_id}" if payment.page_state == "open" else None,
        "expires_at": int(payment.expires_at),
        "payment_intent": intent(world, payment) if payment.begun else None,
    }


def intent(world: World, payment: Payment) -> dict[str, Any]:
    """A PaymentIntent with its latest charge."""
    kind = {"card": "card", "konbini": "konbini", "bank": "customer_balance"}[payment.method]
    error = payment.error or ("payment_intent_payment_attempt_expired" if payment.state == "expired" else "")
    return {
        "id": payment.id,
        "object": "payment_intent",
        "status": STATUS[payment.state],
        "amount": payment.amount,
        "amount_received": payment.captured,
        "amount_capturable": payment.amount if payment.state == "authorised" else 0,
        "currency": "jpy",
        "created": int(payment.created),
        "metadata": {"key": payment.key},
        "payment_method_types": [kind],
        "next_action": _next_action(world, payment),
        "last_payment_error": {"code": "card_declined", "decline_code": error} if error else None,
        "latest_charge": _charge(payment) if payment.state in ("authorised", "captured") else None,
    }


def _charge(payment: Payment) -> dict[str, Any]:
    three_ds = payment.three_ds
    card = {
        **payment.card,
        "capture_before": int(payment.capture_before) or None,
        "three_d_secure": {
            "result": three_ds.get("result"),
            "electronic_commerce_indicator": three_ds.get("eci"),
            "version": three_ds.get("version"),
            "authentication_flow": three_ds.get("flow"),
        },
    }
    return {
        "id": payment.id.replace("pi_", "ch_"),
        "object": "charge",
        "payment_intent": payment.id,
        "amount": payment.amount,
        "amount_captured": payment.captured,
        "amount_refunded": payment.refunded,
        "captured": payment.state == "captured",
        "disputed": payment.disputed,
        "billing_details": {"email": payment.email or None},
        "payment_method_details": {"card": card} if payment.method == "card" else {},
    }


def _next_action(world: World, payment: Payment) -> dict[str, Any] | None:
    voucher = f"{world.base_url}/voucher/{payment.id}"
    if payment.state != "waiting":
        return None
    if payment.method == "konbini":
        codes = {"confirmation_number": payment.number, "payment_code": f"{payment.number}-{payment.id[-6:]}"}
        shown = {
            "expires_at": int(payment.expires_at),
            "hosted_voucher_url": voucher,
            "stores": dict.fromkeys(STORES, codes),
        }
        return {"type": "konbini_display_details", "konbini_display_details": shown}
    zengin = {
        "bank_name": "シミュレーター銀行",
        "branch_name": "見本支店",
        "account_type": "普通",
        "account_number": payment.number[-7:],
        "account_holder_name": "ハンジヨウ",
    }
    shown = {
        "type": "jp_bank_transfer",
        "amount_remaining": payment.amount,
        "currency": "jpy",
        "hosted_instructions_url": voucher,
        "financial_addresses": [{"type": "zengin", "zengin": zengin}],
    }
    return {"type": "display_bank_transfer_instructions", "display_bank_transfer_instructions": shown}


def listing(world: World, form: dict[str, Any]) -> dict[str, Any]:
    """Payments of a time, newest first."""
    window = form.get("created", {})
    since, until = float(window.get("gte", 0)), float(window.get("lte", "inf"))
    found = [
        one
        for one in reversed(world.payments.values())
        if one.company == "stripe" and one.begun and since <= int(one.created) <= until
    ]
    ids = [one.id for one in found]
    if form.get("starting_after") in ids:
        found = found[ids.index(form["starting_after"]) + 1 :]
    limit = int(form.get("limit", 10))
    return {
        "object": "list",
        "data": [intent(world, one) for one in found[:limit]],
        "has_more": len(found) > limit,
    }


def event(world: World, payment: Payment, what: str) -> dict[str, Any]:
    """What Stripe tells."""
    if what in ("refunded", "disputed"):
        thing = _charge(payment)
        if what == "disputed":
            thing = {"object": "dispute", "id": world.new_id("dp"), "payment_intent": payment.id}
    elif what == "expired" and payment.page_id:
        thing = {**session(world, payment), "payment_intent": None}
    else:
        thing = intent(world, payment)
    kind = "payment_intent.payment_failed" if what == "expired" and not payment.page_id else EVENTS[what]
    return {
        "id": world.new_id("evt"),
        "object": "event",
        "type": kind,
        "created": int(time.time()),
        "data": {"object": thing},
    }


def problem(refused: Refused) -> dict[str, Any]:
    """An error as Stripe words it."""
    kind = "idempotency_error" if refused.code == "idempotency_error" else "invalid_request_error"
    return {"error": {"type": kind, "code": refused.code, "message": refused.message}}
