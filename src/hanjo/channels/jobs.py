"""Background entry points of channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.channels import commands, told
from hanjo.channels.models import ImportFile
from hanjo.channels.terms import Format
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal

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
