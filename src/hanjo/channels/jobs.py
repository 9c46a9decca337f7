"""Background entry points of channels."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hanjo.channels import commands
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
