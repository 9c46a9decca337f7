"""Background entry points of shipping."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.fulfilment import commands


@app.task(name="fulfilment.make_print", queue="fulfilment", retry=RetryStrategy(max_attempts=4, wait=5))
def make_print(print_id: int) -> None:
    """Make one file of the print centre; a file that was made stays as it is."""
    commands.make_print(print_id)
