"""What a mall with an inbox of its own can do besides (モールの問い合わせ).

A connector that has one says `INQUIRIES = True`, has `unfit_reply(text) -> str`, and its port is a `Desk`. All others
have none, and nobody asks them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hanjo.channels.malls.port import Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One thing that was said about an inquiry on a mall."""

    key: str  # the mall's own number of it within the inquiry; empty: what the inquiry begins with
    text: str
    at: datetime
    is_shop: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a buyer asks on a mall, with all that was said since (モールの問い合わせ)."""

    key: str  # the mall's number of it
    name: str
    at: datetime
    said: Sequence[Said]  # in the order in which it was said
    mail: str = ""
    kind: str = ""  # order, goods, return, other
    order_number: str = ""
    item: str = ""
    is_done: bool = False
    shop: str = ""  # what the mall wants to hear again with an answer


class Desk(Protocol):
    """What a mall with an inbox of its own can do besides."""

    def questions(self, since: datetime, until: datetime) -> list[Question]:
        """Inquiries that were begun in this time, as they stand now."""

    def question(self, key: str) -> Question | None:
        """One inquiry as it stands now; None when the mall does not know it."""

    def reply(self, key: str, shop: str, text: str) -> Verdict:
        """Answer an inquiry."""
