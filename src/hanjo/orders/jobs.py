"""What orders do by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.kernel.actor import Actor
from hanjo.orders import commands

CLOCK = Actor.system("clock")


@app.periodic(cron="1 15 * * *")  # 00:01 in Tokyo
@app.task(name="orders.turn_day", queueing_lock="orders.turn_day")
def turn_day(timestamp: int) -> None:
    """Let orders move on whose day has come, and put right what a missed moment left in the deadlines."""
    commands.turn_day(by=CLOCK)
    commands.reckon_due(by=CLOCK)


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.reckon_new_dues", queueing_lock="orders.reckon_new_dues")
def reckon_new_dues(timestamp: int) -> None:
    """Give deadlines to open orders that have none, such as those of before an upgrade."""
    commands.reckon_due(only_new=True, by=CLOCK)
