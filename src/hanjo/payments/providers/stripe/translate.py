"""Stripe's words and ours: values in, values out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hanjo.kernel.speech import say
from hanjo.kernel.text import digits
from hanjo.payments.providers.terms import Heard, Order, Seen
from hanjo.payments.terms import BadHook, IntentState, Method, Next

TOLERANCE_SECONDS = 300
KONBINI = (
    ("familymart", "ファミリーマート"),
    ("lawson", "ローソン"),
    ("ministop", "ミニストップ"),
    ("seicomart", "セイコーマート"),
)
STATES = {
    "requires_payment_method": IntentState.ACTION,
    "requires_confirmation": IntentState.ACTION,
    "requires_action": IntentState.ACTION,
    "processing": IntentState.ACTION,
    "requires_capture": IntentState.AUTHORISED,
    "succeeded": IntentState.CAPTURED,
    "canceled": IntentState.VOIDED,
}
# https://docs.stripe.com/payments/3d-secure: these results move the liability to the card's bank.
SHIFTED = frozenset({"authenticated", "attempt_acknowledged"})
DECLINES = {
    "card_declined": "カード会社がお取引を承認しませんでした。",
    "insufficient_funds": "カードの利用可能額が足りません。",
    "expired_card": "カードの有効期限が切れています。",
    "payment_intent_authentication_failure": "本人認証（3-Dセキュア）が完了しませんでした。",
    "payment_intent_payment_attempt_expired": "お支払期限が過ぎました。",
}


# --- what we ask ---------------------------------------------------------------------------------------


def session_form(order: Order, options: Mapping[str, Any]) -> dict[str, Any]:
    """A hosted page for a card that is authorised now and captured when the goods leave. Yen have no decimals."""
    secure = options.get("request_three_d_secure", "any")
    return {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "jpy",
                    "unit_amount": order.amount_yen,
                    "product_data": {"name": order.about or say("ご注文")},
                },
            }
        ],
        "success_url": order.return_url,
        "cancel_url": order.return_url,
        "client_reference_id": order.key,
        "customer_email": order.buyer.email or None,
        "locale": "ja",
        "expires_at": int(order.expires_at.timestamp()) if order.expires_at else None,
        "metadata": {"key": order.key},
        "payment_intent_data": {
            "capture_method": options.get("capture_method", "manual"),
            "metadata": {"key": order.key},
        },
        "payment_method_options": {"card": {"request_three_d_secure": secure}},
    }


def customer_form(order: Order) -> dict[str, Any]:
    """The person whose virtual account it will be."""
    return {"name": order.buyer.name, "email": order.buyer.email or None, "metadata": {"key": order.key}}


def intent_form(order: Order, customer: str) -> dict[str, Any]:
    """A payment that is confirmed at once and answers a konbini number or a bank account."""
    konbini = order.method == Method.KONBINI
    kind = "konbini" if konbini else "customer_balance"
    person = {"name": order.buyer.name, "email": order.buyer.email or None}
    data: dict[str, Any] = {"type": kind}
    options: dict[str, Any]
    if konbini:
        data["billing_details"] = person
        phone = digits(order.buyer.phone)
        number = phone if 10 <= len(phone) <= 11 and set(phone) != {"0"} else None
        ends = int(order.expires_at.timestamp()) if order.expires_at else None
        options = {"konbini": {"confirmation_number": number, "expires_at": ends}}
    else:
        transfer = {"type": "jp_bank_transfer"}
        options = {"customer_balance": {"funding_type": "bank_transfer", "bank_transfer": transfer}}
    return {
        "amount": order.amount_yen,
        "currency": "jpy",
        "confirm": True,
        "customer": customer or None,
        "description": order.about or None,
        "payment_method_types": [kind],
        "payment_method_data": data,
        "payment_method_options": options,
        "metadata": {"key": order.key},
    }


def refund_form(payment: Mapping[str, Any], yen: int, because: str) -> dict[str, Any]:
    """Part of a payment back; without a card, the buyer learns by mail how to get it."""
    charge = payment.get("latest_charge") or {}
    mail = (charge.get("billing_details") or {}).get("email")
    without_card = "card" not in payment.get("payment_method_types", ["card"])
    return {
        "payment_intent": payment["id"],
        "amount": yen,
        "instructions_email": mail if without_card else None,
        "metadata": {"because": because[:200] or None},
    }


# --- what it says --------------------------------------------------------------------------------------


def seen_session(session: Mapping[str, Any]) -> Seen:
    """A hosted page and the payment behind it, once there is one."""
    payment = session.get("payment_intent")
    page = Next(kind="redirect", url=session.get("url") or "", expires_at=_at(session.get("expires_at")))
    base = {"external_id": session["id"], "key": (session.get("metadata") or {}).get("key", "")}
    if isinstance(payment, Mapping) and payment.get("status") not in (None, "requires_payment_method"):
        seen = seen_intent(payment)
        return _with(seen, **base, next=page if seen.state == IntentState.ACTION else None)
    if session.get("status") == "expired":
        return Seen(**base, state=IntentState.EXPIRED, message=say("決済ページの期限が過ぎました。"))
    message = _decline(payment) if isinstance(payment, Mapping) else ""
    payment_id = payment["id"] if isinstance(payment, Mapping) else (payment or "")
    return Seen(
        **base,
        payment_id=payment_id,
        state=IntentState.ACTION,
        next=page,
        message=message,
        amount_yen=session.get("amount_total"),
    )


def seen_intent(payment: Mapping[str, Any]) -> Seen:
    """A payment with its charge."""
    found = payment.get("latest_charge")
    charge: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    state = STATES.get(payment["status"], IntentState.ACTION)
    said = _instructions(payment)
    if said is not None and state == IntentState.ACTION:
        state = IntentState.WAITING
    error = (payment.get("last_payment_error") or {}).get("code", "")
    if payment["status"] == "requires_payment_method" and error:
        ran_out = error == "payment_intent_payment_attempt_expired"
        state = IntentState.EXPIRED if ran_out else IntentState.FAILED
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    return Seen(
        external_id=payment["id"],
        payment_id=payment["id"],
        key=(payment.get("metadata") or {}).get("key", ""),
        state=state,
        amount_yen=payment.get("amount"),
        captured_yen=int(payment.get("amount_received") or 0),
        refunded_yen=int(charge.get("amount_refunded") or 0),
        next=said,
        message=_decline(payment),
        three_ds=_three_ds(card.get("three_d_secure") or {}),
        card=_card(card),
        capture_before=_at(card.get("capture_before")),
        expires_at=said.expires_at if said else None,
        is_disputed=bool(charge.get("disputed")),
        dispute=say("カード会員からの異議申し立て") if charge.get("disputed") else "",
    )


def _with(seen: Seen, **changes: Any) -> Seen:
    values = {name: getattr(seen, name) for name in Seen.__slots__}
    return Seen(**{**values, **changes})


def _three_ds(found: Mapping[str, Any]) -> dict[str, str]:
    if not found.get("result"):
        return {}
    result = str(found["result"])
    return {
        "result": result,
        "eci": str(found.get("electronic_commerce_indicator") or ""),
        "version": str(found.get("version") or ""),
        "flow": str(found.get("authentication_flow") or ""),
        "liability": "issuer" if result in SHIFTED else "shop",
    }


def _card(card: Mapping[str, Any]) -> dict[str, str]:
    if not card.get("last4"):
        return {}
    return {
        "brand": str(card.get("brand") or ""),
        "last4": str(card["last4"]),
        "expiry": f"{card.get('exp_year', '')}-{int(card.get('exp_month') or 0):02d}",
    }


def _decline(payment: Mapping[str, Any]) -> str:
    error = payment.get("last_payment_error") or {}
    code = error.get("decline_code") or error.get("code") or ""
    known = DECLINES.get(code) or DECLINES.get(error.get("code", ""), "")
    return say(known or ("お支払いが完了しませんでした。" if code else ""))


def _instructions(payment: Mapping[str, Any]) -> Next | None:
    action = payment.get("next_action") or {}
    amount = say("{n:,} 円", n=payment.get("amount") or 0)
    if action.get("type") == "konbini_display_details":
        shown = action["konbini_display_details"]
        lines = [(say("お支払金額"), amount)]
        for store, label in KONBINI:
            codes = (shown.get("stores") or {}).get(store) or {}
            if codes.get("payment_code"):
                said = say(
                    "{n}（確認番号 {get}）", n=codes["payment_code"], get=codes.get("confirmation_number", "")
                )
                lines.append((say("{label}の払込番号", label=say(label)), said))
        return Next(
            kind="instructions",
            url=shown.get("hosted_voucher_url") or "",
            lines=tuple(lines),
            expires_at=_at(shown.get("expires_at")),
            message=say("お近くのコンビニで、下の番号を使ってお支払いください。"),
        )
    if action.get("type") == "display_bank_transfer_instructions":
        shown = action["display_bank_transfer_instructions"]
        left = shown.get("amount_remaining")
        lines = [(say("お振込金額"), say("{left:,} 円", left=left) if left is not None else amount)]
        for address in shown.get("financial_addresses") or []:
            zengin = address.get("zengin") or {}
            for name, label in (
                ("bank_name", say("銀行名")),
                ("branch_name", say("支店名")),
                ("account_type", say("預金種目")),
                ("account_number", say("口座番号")),
                ("account_holder_name", say("口座名義")),
            ):
                if zengin.get(name):
                    lines.append((label, str(zengin[name])))
        url = shown.get("hosted_instructions_url") or ""
        return Next(
            kind="instructions",
            url=url,
            lines=tuple(lines),
            message=say("お客様専用の口座です。そのままお振り込みください。"),
        )
    return None


def _at(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds else None


def refusal(status: int, data: object) -> str:
    """Why Stripe said no, in its own words."""
    error = data.get("error") if isinstance(data, Mapping) else None
    said = error.get("message") or error.get("code") if isinstance(error, Mapping) else None
    return f"{said or '理由なし'}（HTTP {status}）"


# --- what it sends -------------------------------------------------------------------------------------


def verify(header: str, body: bytes, secret: str, *, now: datetime) -> None:
    """Prove `Stripe-Signature: t=…,v1=…[,v1=…]`: HMAC-SHA256 over "t.body", not older than five minutes.

    Several v1 stand there while a secret is being exchanged: one that fits is enough.
    """
    parts = [part.partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name.strip() == "t"]
    given = [value.strip() for name, _, value in parts if name.strip() == "v1"]
    if not secret or len(stamps) != 1 or not stamps[0].isdigit() or not given:
        raise BadHook(because="署名がありません")
    wanted = hmac.new(secret.encode(), stamps[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given):
        raise BadHook(because="署名が合いません")
    if abs(now.timestamp() - int(stamps[0])) > TOLERANCE_SECONDS:
        raise BadHook(because="通知が古すぎます")


def heard(body: bytes) -> Heard:
    """Which payment an event speaks of; disputes and charges name it in a field."""
    event = _json(body)
    thing = (event.get("data") or {}).get("object") or {}
    speaks_of = (
        thing.get("payment_intent")
        if thing.get("object") in ("charge", "dispute", "refund")
        else thing.get("id")
    )
    return Heard(
        event_id=str(event.get("id") or ""),
        kind=str(event.get("type") or ""),
        external_id=str(speaks_of or ""),
        key=str((thing.get("metadata") or {}).get("key") or ""),
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise BadHook(because="JSON として読めません") from error
    if not isinstance(found, dict):
        raise BadHook(because="JSON として読めません")
    return found
