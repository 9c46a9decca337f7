"""What pricing does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.pricing import commands

BY = Actor.system("pricing")


@app.periodic(cron="* * * * *")
@app.task(name="pricing.every_minute", queueing_lock="pricing.every_minute")
def every_minute(timestamp: int) -> None:
    """Let planned prices and sales begin and end, and give back coupons that were held too long."""
    now = clock.now()
    commands.apply_plans(now, by=BY)
    if commands.follow_sales(now, by=BY):
        commands.recheck_claims(now, by=BY)
    commands.lapse_coupons(now, by=BY)


@app.periodic(cron="5 15 * * *")  # 00:05 in Tokyo, when another day counts
@app.task(name="pricing.every_day", queueing_lock="pricing.every_day")
def every_day(timestamp: int) -> None:
    """Judge strike-through prices anew, watch announced prices, and begin the history of what has none."""
    now = clock.now()
    commands.note_first_prices(by=BY)
    commands.recheck_claims(now, by=BY)
    commands.watch_plans(now, by=BY)
