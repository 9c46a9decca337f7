"""Note what a channel told of the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.terms import MoneyState
from hanjo.payments.commands._reflect import reflect
from hanjo.payments.models import Payment
from hanjo.payments.terms import PaymentKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An order's money as its channel told it."""

    order_id: int
    state: MoneyState
    amount_yen: int
    happened_on: date
    key: str


@command("payments.note_told", "モールからの入金状況")
def note_told(news: Sequence[Told], *, by: Actor) -> int:
    """Keep the authorisations and payments that came with new orders (与信・入金の取込).

    For orders that were placed with this very state, in the same transaction: nothing is to be told back.
    """
    now, actor = clock.now(), str(by)
    kinds = {MoneyState.PAID: PaymentKind.RECEIVED, MoneyState.AUTHORISED: PaymentKind.AUTHORISED}
    rows = [
        [told.order_id, kinds[told.state].value, told.amount_yen, told.happened_on, told.key, "", now, actor]
        for told in news
        if told.state in kinds and told.amount_yen > 0
    ]
    if rows:
        columns = ["order", "kind", "amount_yen", "happened_on", "key", "note", "made_at", "made_by"]
        bulk.copy_rows(Payment, columns, rows)
    return len(rows)


@command("payments.note_told_later", "モールからの入金状況")
def note_told_later(news: Sequence[Told], *, by: Actor) -> int:
    """Keep authorisations and payments that channels tell of orders which are here already (与信・入金の取込).

    The orders' money follows. What was told before under the same key changes nothing.
    """
    known = set(Payment.objects.filter(key__in=[told.key for told in news]).values_list("key", flat=True))
    fresh = [told for told in news if told.key not in known]
    kept = note_told(fresh, by=by) if fresh else 0
    if kept:
        reflect([told.order_id for told in fresh], text="モールからの入金状況", by=by)
    return kept
