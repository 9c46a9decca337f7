"""Background entry points of channels."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.channels import commands, told
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
