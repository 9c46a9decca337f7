"""What a till tells: pieces that left a shop of bricks at once (店頭の取引).

Such a sale is no order: nothing is to be checked, reserved, shipped or mailed. The connector of a till has beside the
port a pure function `receipt(text) -> Receipt | None`, and its documents are set aside; the pieces are taken off the
shelves of the place that its connection names (`LOCATION`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from hanjo.channels.malls.registry import mall

LOCATION = "location"  # the option with the code of the place


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One transaction as it stands now: by code, how many pieces are gone because of it; fewer than none came back."""

    key: str
    pieces: Mapping[str, int]
    at: datetime | None = None  # when it was rung up
    named: str = ""  # how staff find it: 2026-11-22 の取引 12346


def receipt_of(code: str) -> Callable[[str], Receipt | None] | None:
    """How a document of this mall becomes a receipt; None: it is no till."""
    found = getattr(mall(code), "receipt", None)
    return cast("Callable[[str], Receipt | None] | None", found)
