"""Background entry points of channels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.channels import commands, offer_jobs, queries_malls, stock_jobs, told
from hanjo.channels.malls.port import Limited
from hanjo.channels.models import ImportFile
from hanjo.channels.terms import Format, MallClosed, MallKeyRefused, NotJoined
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal

log = logging.getLogger("hanjo.channels")
STOCK, OFFERS = stock_jobs, offer_jobs  # whose entry points are found with these

# --- order files ---------------------------------------------------------------------------------------


@app.task(name="channels.import_file", queue="channels", retry=5)
def import_file(file_id: int, by: str) -> None:
    """Take in a stored file. A file that cannot be read is marked so and not tried again."""
    kind, _, name = by.partition(":")
    try:
        commands.take_in(file_id, by=Actor("staff" if kind == "staff" else "system", name))
    except Refusal:
        return


def start_import(file_id: int, *, by: Actor) -> None:
    """Queue the intake of a stored file; two files of one channel never run at once."""
    import_file.configure(lock="import").defer(file_id=file_id, by=str(by))


@transaction.atomic
def receive(
    files: Sequence[tuple[str, BinaryIO]],
    *,
    channel: str,
    format: Format | None = None,  # the field's own word
    mapping: str = "",
    by: Actor,
) -> ImportFile:
    """Keep an uploaded file and queue its intake as one step: no crash leaves a kept file that nobody reads.

    A file whose columns nobody has explained yet is kept and waits for its mapping.
    """
    stored = commands.store_file(files, channel=channel, format=format, mapping=mapping, by=by)
    if stored.mapping or stored.channel.format != Format.GENERIC:
        start_import(stored.pk, by=by)
    return stored


@transaction.atomic
def receive_inbox(*, by: Actor) -> list[ImportFile]:
    """Keep everything that lies in the inbox and queue its intake, as one step."""
    files = commands.collect_inbox(by=by)
    for file in files:
        start_import(file.pk, by=by)
    return files


# --- mails to buyers ------------------------------------------------------------------------------------


@app.task(
    name="channels.send_mails", queue="channels", retry=RetryStrategy(max_attempts=10, exponential_wait=4)
)
def send_mails(channel: str) -> None:
    """Empty the post tray of a channel at its own pace; what the limit leaves goes out a minute later."""
    posted = commands.send_mails(channel, by=Actor.system("mail"))
    if posted.waiting and commands.is_set_up():
        commands.ask_to_send(channel, in_seconds=60)


@app.periodic(cron="*/10 * * * *")
@app.task(name="channels.look_for_mail", queue="channels")
def look_for_mail(timestamp: int) -> None:
    """Every ten minutes, look for trays that wait although nobody sends: after a crash, or a new mail server."""
    for channel in told.channels_with_mail():
        commands.ask_to_send(channel)


# --- malls that are joined by their interface -------------------------------------------------------------

BY = Actor.system("malls")
AGAIN = RetryStrategy(max_attempts=12, exponential_wait=3)


@app.periodic(cron="* * * * * */10")
@app.task(name="channels.look_at_malls", queue="channels", queueing_lock="channels.look_at_malls")
def look_at_malls(timestamp: int) -> None:
    """Every ten seconds, ask for whatever is due on any mall: after a crash this finds what nobody asked for."""
    for channel in queries_malls.due_for_pull():
        commands.ask_to_pull(channel)
    for channel in queries_malls.due_for_cancel():
        commands.ask_to_cancel(channel)
    for channel in queries_malls.due_for_catch_up():
        commands.ask_to_catch_up(channel)
    for channel in queries_malls.due_for_report():
        commands.ask_to_report(channel)


@app.task(name="channels.pull_orders", queue="malls")
def pull_orders(channel: str) -> None:
    """Bring a mall's orders in; a mall that is away or wants fewer calls is asked again by the clock.

    After a silence a plan comes first: nothing is brought in before somebody, or the policy, allows it.
    """
    with spoken(channel, commands.ask_to_pull):
        if commands.plan_catch_up(channel, by=BY) is None:
            commands.pull_orders(channel, by=BY)


@app.task(name="channels.catch_up", queue="malls")
def catch_up(channel: str) -> None:
    """Carry out what was approved after an outage; cut off, it goes on where it stopped."""
    with spoken(channel, commands.ask_to_catch_up):
        commands.catch_up(channel, by=BY)


@app.task(name="channels.prove_orders", queue="malls")
def prove_orders(channel: str, since: str, until: str) -> None:
    """Compare a mall's own list of a stretch of time with ours, as soon as the mall's limit can spare the calls."""
    stretch = datetime.fromisoformat(since), datetime.fromisoformat(until)
    with spoken(channel, lambda channel, in_seconds=0: None):
        try:
            commands.prove_orders(channel, *stretch, by=BY)
        except Limited as limited:
            commands.prove_later(channel, *stretch, limited)


@app.task(name="channels.back_fill", queue="malls", retry=AGAIN)
def back_fill(channel: str, since: str, until: str) -> None:
    """Read a stretch of time once more."""
    commands.back_fill(channel, datetime.fromisoformat(since), datetime.fromisoformat(until), by=BY)


@app.periodic(cron="7 * * * *")
@app.task(name="channels.prove_the_hour", queue="channels", queueing_lock="channels.prove_the_hour")
def prove_the_hour(timestamp: int) -> None:
    """Every hour, prove the hour that ended; at night (02:00 in Tokyo) the last three days too."""
    hour = datetime.fromtimestamp(timestamp, UTC).replace(minute=0, second=0, microsecond=0)
    for channel in queries_malls.live_channels():
        commands.ask_to_prove(channel, hour - timedelta(hours=1), hour)
        if hour.astimezone(clock.JST).hour == 2:
            midnight = hour - timedelta(hours=2)
            for day in range(1, 4):
                start = midnight - timedelta(days=day)
                commands.ask_to_prove(channel, start, start + timedelta(days=1))


@app.task(name="channels.pull_numbers", queue="malls", retry=AGAIN)
def pull_numbers(channel: str, numbers: list[str]) -> None:
    """Bring the orders in that a mall spoke of; what it does not give now, the next pull brings."""
    commands.pull_numbers(channel, numbers, by=BY)


@app.task(name="channels.confirm_orders", queue="malls", retry=AGAIN)
def confirm_orders(channel: str, numbers: list[str]) -> None:
    """Tell a mall that the shop takes these orders; tried again until it has heard it."""
    refused = commands.confirm_orders(channel, numbers)
    for one in refused:
        log.warning("注文確認を受け付けませんでした（%s %s）: %s %s", channel, one.key, one.code, one.text)


@app.task(name="channels.report_cancels", queue="malls")
def report_cancels(channel: str) -> None:
    """Tell a mall of orders that we called off, and follow what it works on."""
    with spoken(channel, commands.ask_to_cancel):
        commands.report_cancels(channel, by=BY)


@app.task(name="channels.report_shipments", queue="malls")
def report_shipments(channel: str) -> None:
    """Tell a mall of parcels that left, and follow what it works on."""
    with spoken(channel, commands.ask_to_report):
        done = commands.report_shipments(channel, by=BY)
        if done.left or done.waiting:
            commands.ask_to_report(channel, in_seconds=1 if done.left else 30)


@app.periodic(cron="17 * * * *")
@app.task(name="channels.listen_to_malls", queue="channels", queueing_lock="channels.listen_to_malls")
def listen_to_malls(timestamp: int) -> None:
    """Every hour, look whether malls still tell us of orders: some stop when we could not be reached for a while."""
    for channel in queries_malls.live_channels():
        if commands.listens(queries_malls.connection_of(channel)):
            commands.ask_to_listen(channel)


@app.task(name="channels.listen_to_mall", queue="malls")
def listen_to_mall(channel: str) -> None:
    """Register again whatever a mall has dropped."""
    with spoken(channel, commands.ask_to_listen):
        heard = commands.listen_to_mall(channel, by=BY)
        if heard.trouble:
            log.info("モールからの通知（%s）: %s", channel, heard.trouble)


@contextmanager
def spoken(channel: str, again: Callable[..., None]) -> Iterator[None]:
    """What everybody does who speaks to a mall: come again when it says so, leave it alone when it is away."""
    try:
        yield
    except Limited as limited:
        again(channel, in_seconds=limited.seconds)
    except (MallClosed, NotJoined):
        return  # the clock comes by again
    except MallKeyRefused as refusal:
        log.warning("%s", refusal.text)


@app.periodic(cron="* * * * *")
@app.task(name="channels.watch_malls", queue="channels", queueing_lock="channels.watch_malls")
def watch_malls(timestamp: int) -> None:
    """Every minute, write to the chosen staff what is wrong with a mall, or that it is over."""
    commands.watch_malls(by=BY)


@app.periodic(cron="20 19 * * *")  # 04:20 in Tokyo
@app.task(name="channels.forget_messages", queue="channels", queueing_lock="channels.forget_messages")
def forget_messages(timestamp: int) -> None:
    """Drop messages whose time is over; the orders they became stay."""
    commands.forget_messages(by=BY)
