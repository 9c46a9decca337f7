"""Sell balance."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.customers import rules
from hanjo.customers.commands import _lots
from hanjo.customers.terms import PointKind, PointOrigin
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.sell_balance", "残高の購入")
def sell_balance(rows: Sequence[tuple[int, int, str]], *, by: Actor, months: int | None = 6) -> int:
    """Put balance that was paid for, (customer, yen, reference), onto customers' accounts (残高の購入).

    A lot lives six months unless the shop says otherwise: only then is it outside the law on prepaid balance
    (資金決済法), because from the day it ends no command can spend it. Without an end it counts in the base-date
    report. What was sold under a reference is not put on again. Answers how many lots were new.
    """
    today = clock.business_date()
    ends = rules.months_after(today, months) if months else None
    fresh = _lots.issue(
        [
            (customer_id, PointKind.PAID.value, PointOrigin.SALE.value, ref, today, ends, yen, "")
            for customer_id, yen, ref in {row[2]: row for row in rows}.values()
            if yen > 0
        ],
        by=by,
    )
    audit.record(by, "customers.sell_balance", fresh)
    return len(fresh)
