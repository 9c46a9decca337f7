"""Attach orders to an intent."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit, bulk, row
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments.commands import _book
from hanjo.payments.models import Intent, IntentShare
from hanjo.payments.terms import SharesDiffer

COLUMNS = "intent order yen authorised_yen captured_yen refunded_yen is_dropped".split()


@command("payments.attach_orders", "決済と受注の結びつけ")
def attach_orders(intent_id: int, shares: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """Say which orders a payment is for; what it has moved so far is booked on them (決済の割り当て).

    Attaching the same orders again changes nothing. Refuses shares that do not add up to the payment.
    """
    intent = row.there(Intent, "id = %s FOR UPDATE", [intent_id])
    known = {one.order_id: one.yen for one in row.many(IntentShare, "intent_id = %s", [intent_id])}
    if known:
        if known != dict(shares):
            raise SharesDiffer(amount_yen=f"{intent.amount_yen:,}", shares_yen="別の割り当て")
        return
    total = sum(yen for _, yen in shares)
    if total != intent.amount_yen:
        raise SharesDiffer(amount_yen=f"{intent.amount_yen:,}", shares_yen=f"{total:,}")
    bulk.copy_rows(
        IntentShare, COLUMNS, [[intent_id, order_id, yen, 0, 0, 0, False] for order_id, yen in shares]
    )
    if _book.has_moved(intent):
        _book.book(intent, by=by)
    audit.record(by, "payments.attach_orders", [intent.key], orders=[order_id for order_id, _ in shares])
