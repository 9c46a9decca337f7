"""Background entry points of stock on malls: telling, looking back, learning."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from hanjo.channels import commands
from hanjo.channels.commands._stock import AHEAD, MALLS, PUSH, ask_to_push
from hanjo.channels.malls.port import Limited
from hanjo.channels.queries_malls import live_channels
from hanjo.channels.queries_rush import is_lively
from hanjo.channels.queries_stock import channels_to_push
from hanjo.channels.terms import MallClosed, MallKeyRefused, NotJoined
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor

log = logging.getLogger("hanjo.channels")
BY = Actor.system("stock")


@app.task(name=PUSH, queue=MALLS, priority=AHEAD)
def push_stock(channel: str) -> None:
    """Tell one mall what it shall show; when it wants fewer calls, come again when it says so."""
    try:
        done = commands.push_stock(channel, by=BY)
    except (MallClosed, NotJoined):
        return  # what is due stays due: the clock comes by again
    except MallKeyRefused as refusal:
        log.warning("%s", refusal.text)
        return
    if done.again_at is not None:
        ask_to_push([channel], at=done.again_at)


@app.periodic(cron="* * * * * */15")
@app.task(name="channels.look_for_stock", queue="channels", queueing_lock="channels.look_for_stock")
def look_for_stock(timestamp: int) -> None:
    """Have every mall told for which something is due: last pieces that waited, refusals, pushes that were cut off."""
    ask_to_push(channels_to_push())


@app.periodic(cron="* * * * *")
@app.task(name="channels.learn_sales", queue="channels", queueing_lock="channels.learn_sales")
def learn_sales(timestamp: int) -> None:
    """Learn what sells how fast: every ten minutes, and every minute in a sale or while a mall cannot be heard."""
    if timestamp // 60 % 10 == 0 or is_lively(clock.now()):
        commands.learn_sales(by=BY)


@app.periodic(cron="*/5 * * * *")
@app.task(name="channels.note_withheld", queue="channels", queueing_lock="channels.note_withheld")
def note_withheld(timestamp: int) -> None:
    """Every five minutes, keep which malls show none of what is free, so that nobody has to guess what that costs."""
    commands.note_withheld(by=BY)


@app.periodic(cron="25 * * * *")
@app.task(name="channels.look_at_stock", queue="channels", queueing_lock="channels.look_at_stock")
def look_at_stock(timestamp: int) -> None:
    """Every hour, work out every listing anew and look at what malls really show: nothing stays wrong unseen."""
    commands.note_all_stock(by=BY)
    for channel in live_channels():
        app.configure_task(
            "channels.read_back",
            queue=MALLS,
            lock=f"read:{channel}",
            queueing_lock=f"read:{channel}:{timestamp}",
        ).defer(channel=channel)


@app.task(name="channels.read_back", queue=MALLS)
def read_back(channel: str, most: int | None = None) -> None:
    """Look at what one mall really shows; when it wants fewer calls, go on from there when it says so."""
    try:
        done = commands.read_back(channel, by=BY, most=most)
    except (MallClosed, NotJoined):
        return
    except MallKeyRefused as refusal:
        log.warning("%s", refusal.text)
        return
    if done.left:
        commands.ask_to_read_back(channel, most=done.left, in_seconds=done.again_s)


@app.task(name="channels.bind_listings", queue=MALLS)
def bind_listings(channel: str, start: str = "") -> None:
    """Tie what one mall sells to our SKUs; when it wants fewer calls, go on from there when it says so."""
    try:
        bound = commands.bind_listings(channel, start=start, by=BY)
    except Limited as limited:
        commands.ask_to_bind(channel, start=start, in_seconds=limited.seconds)
    except (MallClosed, NotJoined):
        return  # whoever asked for it sees that it did not come to its end
    except MallKeyRefused as refusal:
        log.warning("%s", refusal.text)
    else:
        if bound.more:
            commands.ask_to_bind(channel, start=bound.more, in_seconds=bound.again_s)
