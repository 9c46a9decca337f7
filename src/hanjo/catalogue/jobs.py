"""Background entry points of the catalogue."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.catalogue import commands
from hanjo.kernel.actor import Actor


@app.task(
    name="catalogue.look_through", queue="catalogue", retry=RetryStrategy(max_attempts=5, exponential_wait=3)
)
def look_through(file_id: int, by: str) -> None:
    """Rehearse a product file that is too long for a page to wait for."""
    commands.look_through_file(file_id, by=_actor(by))


@app.task(name="catalogue.apply", queue="catalogue", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def apply(file_id: int, by: str) -> None:
    """Put a released product file into the catalogue; a second run goes on where the first one stood."""
    commands.apply_file(file_id, by=_actor(by))


def _actor(by: str) -> Actor:
    kind, _, name = by.partition(":")
    return Actor(kind, name)  # type: ignore[arg-type]  # written from an Actor
