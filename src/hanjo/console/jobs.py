"""Background entry points of the console."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.console import commands


@app.task(name="console.run_bulk", queue="console", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def run_bulk(run_id: int) -> None:
    """Carry a run over many orders on to its end; a second run goes on where the first one stood."""
    commands.run_bulk(run_id)
