"""What the shop does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.inventory import commands as inventory
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands, queries
from hanjo.storefront.terms import CheckoutState

BY = Actor.system("shop")


@app.periodic(cron="* * * * *")
@app.task(name="storefront.tidy", queue="storefront", queueing_lock="storefront.tidy")
def tidy(timestamp: int) -> None:
    """End what has run out: checkouts whose buyer went away, stock that was held for them, cards that grew old."""
    now = clock.now()
    for key in queries.overdue(now):
        commands.abandon(key, state=CheckoutState.LAPSED, because="お手続きの時間が過ぎました。", by=BY)
    while inventory.lapse_holds(now, by=BY):
        pass
    if queries.catalogue_mark() != queries.shown_mark():
        commands.refresh_cards()
        commands.note_mark(queries.catalogue_mark())
