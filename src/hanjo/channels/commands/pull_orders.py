"""Pull orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.take_in_documents import TakenIn, take_in_documents
from hanjo.channels.malls.port import Document, Page
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor

STEP = timedelta(hours=6)  # a long way back is gone in such steps: what is done of it stays done


@dataclass(slots=True)
class Pulled:
    """What a pull brought."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unchanged: int = 0

    def add(self, taken: TakenIn) -> None:
        """One more batch."""
        self.created += taken.created
        self.updated += taken.updated
        self.refused += taken.refused
        self.unchanged += taken.unchanged


def pull_orders(channel: str, *, by: Actor) -> Pulled:
    """Bring everything that is new or changed on a mall into the house (受注の自動取込).

    Each pull reaches back over the last one, so that an order that became visible late is not passed over; what
    is known already changes nothing. The cursor moves on only after a stretch of time is in the house as a whole: a
    pull that was cut off, by a crash, a limit or an outage, begins that stretch again.
    """
    joined = connection_of(channel, live=True)
    batches = mall(joined.mall).BATCHES
    until = clock.now()
    since = joined.orders_until or until - timedelta(days=Policy.of(joined.policy).first_days)
    since -= timedelta(seconds=batches.overlap_seconds)
    pulled = Pulled()
    while since < until:
        end = min(until, since + min(STEP, timedelta(days=batches.days)))
        pull_window(joined, since, end, pulled, by=by)
        Connection.objects.filter(pk=joined.pk).update(orders_until=end)
        since = end
    Connection.objects.filter(pk=joined.pk).update(orders_at=clock.now())
    return pulled


def pull_window(joined: Connection, since: datetime, until: datetime, pulled: Pulled, *, by: Actor) -> None:
    """Bring one stretch of time into the house, batch by batch."""
    for documents in _documents(joined, since, until):
        pulled.add(take_in_documents(joined.channel.code, documents, by=by))


def pull_numbers(channel: str, numbers: Sequence[str], *, by: Actor) -> Pulled:
    """Bring these orders into the house, whatever the cursor says (注文番号を指定した取込)."""
    joined = connection_of(channel, live=True)
    pulled = Pulled()
    for documents in _read(joined, numbers):
        pulled.add(take_in_documents(channel, documents, by=by))
    return pulled


def _documents(joined: Connection, since: datetime, until: datetime) -> Iterator[Sequence[Document]]:
    more = ""
    while True:
        page: Page = ask(joined, lambda port, more=more: port.changed(since, until, more))  # type: ignore[misc]  # bound at once
        if page.documents:
            yield page.documents
        yield from _read(joined, page.keys)
        more = page.more
        if not more:
            return


def _read(joined: Connection, numbers: Sequence[str]) -> Iterator[Sequence[Document]]:
    size = mall(joined.mall).BATCHES.read
    for at in range(0, len(numbers), size):
        part = numbers[at : at + size]
        yield ask(joined, lambda port, part=part: port.read(part))  # type: ignore[misc]  # bound at once
