"""django-oscar beside us: from an empty basket to a placed order, in an environment of its own."""

from __future__ import annotations

from collections.abc import Callable


def prepare(say: Callable[[str], None]) -> Callable[[int], float] | None:
    """Install it where it cannot touch our own environment; None when it cannot be had."""
    return None
