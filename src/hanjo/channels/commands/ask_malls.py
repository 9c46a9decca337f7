"""Have malls spoken to: jobs, each in its mall's own lane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from hanjo.channels.commands.queue_mails import is_asked

QUEUE = "malls"
PULL, READ = "channels.pull_orders", "channels.pull_numbers"
REPORT, CONFIRM = "channels.report_shipments", "channels.confirm_orders"


def ask_to_pull(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall's new orders brought in; while one such job waits, another is not needed."""
    ask_once(PULL, f"pull:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_report(channel: str, *, in_seconds: float = 0) -> None:
    """Have a mall told of parcels that left."""
    ask_once(REPORT, f"report:{channel}", in_seconds=in_seconds, channel=channel)


def ask_to_confirm(channel: str, numbers: Sequence[str]) -> None:
    """Have a mall told that the shop takes these orders."""
    job = app.configure_task(CONFIRM, queue=QUEUE, lock=f"confirm:{channel}")
    job.defer(channel=channel, numbers=list[JSONValue](numbers))


def ask_to_hear(channel: str, numbers: Sequence[str]) -> None:
    """Have orders read that a mall has just spoken of."""
    app.configure_task(READ, queue=QUEUE, lock=f"pull:{channel}").defer(
        channel=channel, numbers=list[JSONValue](numbers)
    )


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
