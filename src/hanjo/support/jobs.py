"""What support does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.support import commands

BY = Actor.system("support")


@app.periodic(cron="20 18 * * *")  # 03:20 in Tokyo
@app.task(name="support.every_night", queueing_lock="support.every_night")
def every_night(timestamp: int) -> None:
    """Close what was answered and stayed quiet; erase what was kept long enough."""
    now = clock.now()
    commands.close_quiet(now, by=BY)
    while commands.forget_inquiries(now, by=BY):
        pass
