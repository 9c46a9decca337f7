"""What support does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.channels import commands as channels
from hanjo.channels import queries_malls
from hanjo.channels.jobs import spoken
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


@app.periodic(cron="*/10 * * * *")
@app.task(name="support.look_into_malls", queue="channels", queueing_lock="support.look_into_malls")
def look_into_malls(timestamp: int) -> None:
    """Every ten minutes, have the inboxes of malls read, and answers brought that are not there yet."""
    for channel in queries_malls.with_inquiries():
        ask_to_pull(channel)
        ask_to_send(channel)


def ask_to_pull(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall's inbox read; while one such job waits, another is not needed."""
    channels.ask_once(
        "support.pull_inquiries", f"inquiries:{channel}", in_seconds=in_seconds, channel=channel
    )


def ask_to_send(channel: str, *, in_seconds: float = 0) -> None:
    """Have our answers brought to a mall."""
    channels.ask_once("support.send_answers", f"answers:{channel}", in_seconds=in_seconds, channel=channel)


@app.task(name="support.pull_inquiries", queue="malls")
def pull_inquiries(channel: str) -> None:
    """Read a mall's inbox; a mall that is away or wants fewer calls is asked again by the clock."""
    with spoken(channel, ask_to_pull):
        commands.pull_inquiries(channel, by=BY)


@app.task(name="support.send_answers", queue="malls")
def send_answers(channel: str) -> None:
    """Bring our answers to a mall."""
    with spoken(channel, ask_to_send):
        commands.send_answers(channel, by=BY)
