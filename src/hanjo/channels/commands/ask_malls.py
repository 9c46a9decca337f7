"""Have malls spoken to: jobs, each in its mall's own lane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from hanjo.channels.commands.queue_mails import is_asked

QUEUE = "malls"
CANCEL = "channels.report_cancels"
PULL, READ = "channels.pull_orders", "channels.pull_numbers"
CATCH_UP, PROVE, FILL = "channels.catch_up", "channels.prove_orders", "channels.back_fill"
LISTEN = "channels.listen_to_mall"
PUSH, BIND = "channels.push_stock", "channels.bind_listings"
REPORT, CONFIRM = "channels.report_shipments", "channels.confirm_orders"
PUBLISH, PRICE, CHECK = "channels.publish_listings", "channels.send_prices", "channels.check_listings"
SALES = "channels.apply_sales"
LOOK = "channels.read_back"


def ask_to_pull(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall's new orders brought in; while one such job waits, another is not needed."""
    ask_once(PULL, f"pull:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_push(channel: str) -> None:
    """Have a mall told what it shall show."""
    ask_once(PUSH, f"stock:{channel}", channel=channel)


def ask_to_report(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall told of parcels that left."""
    ask_once(REPORT, f"report:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_cancel(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall told of orders that we called off."""
    ask_once(CANCEL, f"cancel:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_confirm(channel: str, numbers: Sequence[str]) -> None:
    """Have a mall told that the shop takes these orders."""
    job = app.configure_task(CONFIRM, queue=QUEUE, lock=f"confirm:{channel}")
    job.defer(channel=channel, numbers=list[JSONValue](numbers))


def ask_to_catch_up(channel: str, *, in_seconds: float = 0) -> None:
    """Have an approved plan after an outage carried out."""
    ask_once(CATCH_UP, f"pull:{channel}:back", in_seconds=in_seconds, channel=channel)


def ask_to_prove(channel: str, since: datetime, until: datetime, *, in_seconds: float = 0) -> None:
    """Have a mall's own list of a stretch of time compared with ours."""
    lock = f"prove:{channel}:{since:%m%d%H%M}-{until:%d%H%M}"
    ask_once(
        PROVE, lock, in_seconds=in_seconds, channel=channel, since=since.isoformat(), until=until.isoformat()
    )


def ask_to_fill(channel: str, since: datetime, until: datetime) -> None:
    """Have a stretch of time read once more."""
    ask_once(FILL, f"fill:{channel}", channel=channel, since=since.isoformat(), until=until.isoformat())


def ask_to_bind(channel: str, *, start: str = "", in_seconds: float = 0) -> None:
    """Have a mall's goods tied to ours, from where it was left."""
    ask_once(BIND, f"bind:{channel}", in_seconds=in_seconds, channel=channel, start=start)


def ask_to_hear(channel: str, numbers: Sequence[str]) -> None:
    """Have orders read that a mall has just spoken of."""
    app.configure_task(READ, queue=QUEUE, lock=f"pull:{channel}").defer(
        channel=channel, numbers=list[JSONValue](numbers)
    )


def ask_to_listen(channel: str, *, in_seconds: float = 0) -> None:
    """Have it looked at whether a mall still tells us of orders."""
    ask_once(LISTEN, f"listen:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_publish(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall told of listings that somebody wanted sent."""
    ask_once(PUBLISH, f"publish:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_price(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall told the prices that are due."""
    ask_once(PRICE, f"price:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_apply_sales(channel: str) -> None:
    """Have a mall's prices follow the sales."""
    ask_once(SALES, f"sales:{channel}", channel=channel)


def ask_to_check(channel: str) -> None:
    """Have a mall's listings looked through for what is lacking and what differs."""
    ask_once(CHECK, f"check:{channel}", channel=channel)


def ask_to_read_back(channel: str, *, most: int, in_seconds: float) -> None:
    """Have the rest of a look at what a mall shows done, once the mall may be asked again."""
    later = {"seconds": max(int(in_seconds + 0.999), 1)}
    lock = f"read:{channel}"
    job = app.configure_task(LOOK, queue=QUEUE, lock=lock, queueing_lock=f"{lock}:again", schedule_in=later)
    try:
        with transaction.atomic():
            job.defer(channel=channel, most=most)
    except exceptions.AlreadyEnqueued:
        return


def ask_once(task: str, lock: str, *, in_seconds: float = 0, **values: Any) -> None:
    """Enqueue a job that collapses: one waits, one runs. Part of the caller's transaction."""
    if is_asked(lock):
        return
    later = {"seconds": max(int(in_seconds + 0.999), 1)} if in_seconds else None
    job = app.configure_task(task, queue=QUEUE, lock=lock, queueing_lock=lock, schedule_in=later)
    try:
        with transaction.atomic():
            job.defer(**values)
    except exceptions.AlreadyEnqueued:
        return
