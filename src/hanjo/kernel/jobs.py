"""Background entry points of the kernel."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hanjo.kernel import telling


@app.task(name="kernel.hear", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def hear(telling_id: int) -> None:
    """Deliver one telling to its listener; a failure is retried alone, with growing pauses."""
    telling.deliver(telling_id)
