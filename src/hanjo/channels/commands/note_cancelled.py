"""Note cancelled orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hanjo.channels.models import CancelReport, Connection
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.facts import OrderCancelled
from hanjo.orders.models import Change

#: What staff write as the reason, and what malls ask for.
WORDS = (("在庫", "out_of_stock"), ("売り越し", "out_of_stock"), ("お客様", "buyer"), ("未入金", "unpaid"))


@command("channels.note_cancelled", "キャンセルの連絡の予定")
def note_cancelled(facts: Sequence[OrderCancelled], *, by: Actor) -> None:
    """Write down which malls must hear of orders that were called off here (キャンセルの連絡).

    One row per order, due after the minutes in which it may still be taken back; an order that was brought back and
    called off again is due anew, unless its mall has been asked already. Channels that work with files are told
    nothing: their malls are where the order is called off.
    """
    joined = {
        row.channel.code: row
        for row in Connection.objects.exclude(state=ConnectionState.DRAFT).select_related("channel")
        if Policy.of(row.policy).tells_cancellations
    }
    told = [fact for fact in facts if fact.channel in joined]
    because = dict(
        Change.objects.filter(order_id__in=[fact.order_id for fact in told], verb="cancel")
        .order_by("id")
        .values_list("order_id", "after__because")
    )
    now = clock.now()
    # What the mall was not asked for yet begins its minutes anew; what it works on is left to it.
    CancelReport.objects.filter(order_id__in=[fact.order_id for fact in told], asked_at__isnull=True).delete()
    CancelReport.objects.bulk_create(
        [
            CancelReport(
                channel_id=joined[fact.channel].channel_id, order_id=fact.order_id,
                reason=_reason(because.get(fact.order_id) or ""),
                due_at=now + timedelta(minutes=Policy.of(joined[fact.channel].policy).cancel_minutes),
            )
            for fact in told
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _reason(words: str) -> str:
    return next((code for word, code in WORDS if word in words), "other")
