"""Reads of the own shop's payments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from hanjo.kernel import clock, row, setting
from hanjo.kernel.refusal import NotFound
from hanjo.kernel.speech import say
from hanjo.orders.terms import PayPolicy
from hanjo.payments import own
from hanjo.payments.models import Errand, Intent, IntentShare, Mismatch, ProviderAccount
from hanjo.payments.terms import (
    INTENT_MOVES,
    ErrandState,
    ErrandVerb,
    IntentState,
    Method,
    MethodOffer,
    Next,
    PayKind,
)

_OFFERS: Mapping[Method, tuple[PayKind, PayPolicy, bool, str, str]] = {
    #                        on the board         goods leave             placed at once, money moves, note
    Method.CARD: (PayKind.CARD, PayPolicy.AFTER_AUTHORISED, False, "商品の発送時に請求します", ""),
    Method.KONBINI: (PayKind.KONBINI, PayPolicy.AFTER_PAID, True, "発送の前にお支払いいただきます", ""),
    Method.VIRTUAL_ACCOUNT: (
        PayKind.BANK,
        PayPolicy.AFTER_PAID,
        True,
        "発送の前にお支払いいただきます",
        "振込手数料はお客様のご負担です",
    ),
    Method.BANK_TRANSFER: (
        PayKind.BANK,
        PayPolicy.AFTER_PAID,
        True,
        "発送の前にお支払いいただきます",
        "振込手数料はお客様のご負担です",
    ),
    Method.COD: (PayKind.COD, PayPolicy.MAY_SHIP, True, "商品の受け取り時", "代引手数料がかかります"),
    Method.DEFERRED: (PayKind.PAY_LATER, PayPolicy.AFTER_AUTHORISED, False, "商品の到着後", ""),
    Method.FREE: (PayKind.POINTS, PayPolicy.MAY_SHIP, True, "お支払いはありません", ""),
}


def methods_for_shop() -> list[MethodOffer]:
    """Every way to pay that the shop offers now, in the order buyers meet them (選べるお支払い方法)."""
    by_method: dict[str, str] = {}
    for account in setting.once("accounts", lambda: row.many(ProviderAccount, "is_on ORDER BY id", [])):
        for method in account.methods:
            by_method.setdefault(method, account.code)
    mine = set(setting.get(own.METHODS, [str(Method.COD), str(Method.BANK_TRANSFER)]))
    if not own_account():
        mine.discard(str(Method.BANK_TRANSFER))
    order = setting.get(own.ORDER, list[str]())
    ranked = sorted(Method, key=lambda one: order.index(one) if one in order else len(order))
    return [
        _offer(method, by_method.get(method, ""))
        for method in ranked
        if method in by_method or method in mine
    ]


def _offer(method: Method, account: str) -> MethodOffer:
    kind, policy, at_once, moves, note = _OFFERS[method]
    return MethodOffer(
        method=method,
        label=method.label,
        note=say(note),
        money_moves=say(moves),
        account=account,
        pay_kind=kind,
        pay_policy=str(policy),
        at_once=at_once,
    )


def offer_of(method: Method) -> MethodOffer:
    """How orders paid by this method stand on the board, whether it is offered now or not."""
    return _offer(method, "")


def own_account() -> dict[str, str]:
    """The shop's bank account for transfers; empty until somebody has entered it."""
    found: dict[str, str] = setting.get(own.BANK_ACCOUNT, {})
    return {str(name): str(value) for name, value in found.items()} if found.get("number") else {}


def intent_of(key: str) -> Intent:
    """The payment of a checkout; refuses a key that nobody has opened."""
    found = Intent.objects.select_related("account").filter(key=key).first()
    if found is None:
        raise NotFound(what=say("決済"), key=key)
    return found


def next_of(intent: Intent) -> Next:
    """What the buyer of this intent does next, as it was last known; asks nobody."""
    state = IntentState(intent.state)
    if state in (IntentState.FAILED, IntentState.VOIDED, IntentState.EXPIRED):
        return Next(
            kind="failed",
            message=intent.message or say("このお支払いは「{label}」になりました。", label=state.label),
        )
    if intent.next and state in (IntentState.ACTION, IntentState.WAITING):
        return Next.from_json(intent.next)
    return Next(
        kind="done", message="" if state != IntentState.CREATED else say("お支払いはまだ始まっていません。")
    )


def being_let_go(intent: Intent) -> bool:
    """Whether a payment company was asked to call this payment off and has not refused (取消の依頼中)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM payments_errand WHERE intent_id = %s AND verb = %s AND state <> %s LIMIT 1",
            [intent.pk, str(ErrandVerb.VOID), str(ErrandState.FAILED)],
        )
        return cursor.fetchone() is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class IntentRow:
    """A payment as the order's page shows it (決済の行)."""

    intent: Intent
    share: IntentShare
    open_yen: int  # authorised for this order, not taken yet
    refundable_yen: int
    can_capture: bool
    can_void: bool
    errands: tuple[Errand, ...]
    runs_out_soon: bool


def intents_of_order(order_id: int) -> list[IntentRow]:
    """The payments that an order has a part in, oldest first, with what may be done (決済の一覧)."""
    shares = list(
        IntentShare.objects.filter(order_id=order_id)
        .select_related("intent__account", "order")
        .order_by("intent_id")
    )
    errands: dict[int, list[Errand]] = {}
    for errand in Errand.objects.filter(intent_id__in=[share.intent_id for share in shares]).order_by("id"):
        errands.setdefault(errand.intent_id, []).append(errand)
    return [_row(share, errands.get(share.intent_id, [])) for share in shares]


def _row(share: IntentShare, errands: list[Errand]) -> IntentRow:
    intent, state = share.intent, IntentState(share.intent.state)
    busy = any(errand.state == "open" for errand in errands)
    outside = intent.account is not None
    runs_out = intent.capture_before is not None and intent.capture_before - clock.now() < timedelta(days=2)
    pending = sum(
        e.yen
        for e in errands
        if e.verb == "refund" and e.order_id == share.order_id and not e.is_booked and e.state != "failed"
    )
    return IntentRow(
        intent=intent,
        share=share,
        open_yen=share.yen if state == IntentState.AUTHORISED and not share.is_dropped else 0,
        refundable_yen=share.captured_yen - share.refunded_yen - pending if outside else 0,
        can_capture=outside and state == IntentState.AUTHORISED and not busy and not share.is_dropped,
        can_void=INTENT_MOVES.allowed("void", state) and not busy,
        errands=tuple(errands),
        runs_out_soon=runs_out and state == IntentState.AUTHORISED,
    )


def open_mismatches() -> list[Mismatch]:
    """What the daily comparison found and nobody has settled, newest first (未解決の差異)."""
    return list(
        Mismatch.objects.filter(settled_at__isnull=True)
        .select_related("account", "intent")
        .order_by("-found_on", "-id")[:200]
    )
