"""Background entry points of listings on malls: checking, sending, prices by the clock."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate.contrib.django import app

from hanjo.channels import commands, queries_offers, queries_sales
from hanjo.channels.commands.ask_malls import CHECK, PRICE, PUBLISH, SALES
from hanjo.channels.malls.port import Limited
from hanjo.channels.queries_malls import live_channels
from hanjo.channels.terms import MallClosed, MallKeyRefused, NotJoined
from hanjo.kernel.actor import Actor

log = logging.getLogger("hanjo.channels")
BY = Actor.system("listings")


@app.periodic(cron="* * * * *")
@app.task(name="channels.look_for_offers", queue="channels", queueing_lock="channels.look_for_offers")
def look_for_offers(timestamp: int) -> None:
    """Every minute, have malls told the prices that are due, and listings that an outage left waiting."""
    for channel in queries_offers.channels_with_due_prices():
        commands.ask_to_price(channel)
    for channel in queries_offers.channels_to_publish():
        commands.ask_to_publish(channel)


@app.periodic(cron="40 19 * * *")  # 04:40 in Tokyo
@app.task(name="channels.look_at_offers", queue="channels", queueing_lock="channels.look_at_offers")
def look_at_offers(timestamp: int) -> None:
    """Every night, read what malls show and look through all listings: nothing differs unseen for longer."""
    for channel in live_channels():
        commands.ask_to_bind(channel)
        commands.ask_to_check(channel)


@app.periodic(cron="*/5 * * * *")
@app.task(name="channels.look_for_sales", queue="channels", queueing_lock="channels.look_for_sales")
def look_for_sales(timestamp: int) -> None:
    """Every five minutes, let malls' prices follow the sales of the next days: what changed unheard is found."""
    for channel in queries_sales.channels_to_follow():
        commands.ask_to_apply_sales(channel)


@app.task(name=SALES, queue="malls")
def apply_sales(channel: str) -> None:
    """Let one mall's prices follow the sales, and have those that are due sent."""
    try:
        if commands.apply_sales(channel, by=BY):
            commands.ask_to_price(channel)
    except NotJoined:
        return


@app.task(name=CHECK, queue="malls")
def check_listings(channel: str) -> None:
    """Find what a mall lacks of our listings, and what differs there."""
    try:
        commands.check_listings(channel, by=BY)
    except NotJoined:
        return


@app.task(name=PUBLISH, queue="malls")
def publish_listings(channel: str) -> None:
    """Tell a mall of the listings that wait."""
    with _spoken():
        told = commands.publish_listings(channel, by=BY)
        if told.more:
            commands.ask_to_publish(channel, in_seconds=told.again_s)


@app.task(name=PRICE, queue="malls")
def send_prices(channel: str) -> None:
    """Tell a mall the prices that are due."""
    with _spoken():
        told = commands.send_prices(channel, by=BY)
        if told.again_s:
            commands.ask_to_price(channel, in_seconds=told.again_s)


@contextmanager
def _spoken() -> Iterator[None]:
    """What waits goes on waiting while a mall is away or wants fewer calls: the clock comes by again."""
    try:
        yield
    except (Limited, MallClosed, NotJoined):
        return
    except MallKeyRefused as refusal:
        log.warning("%s", refusal.text)
