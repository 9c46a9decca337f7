"""Pull orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from hanjo.channels.commands._outside import ask, note_seen
from hanjo.channels.commands.take_in_documents import TakenIn, take_in_documents
from hanjo.channels.malls.port import Document, Limited, Page, Refused
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection
from hanjo.channels.policy import Policy
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor

HELD_UP = 10.0  # seconds: a mall that takes a call each second holds nobody up
CUT_OFF = 8  # stretches of which the page is kept: those that nobody goes on with are forgotten
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
    pull that was cut off by a crash or an outage begins that stretch again, one that the mall's limit cut off goes on
    with the page that it had reached. For a while after a long wait a pull reaches back less: reading the same orders
    over and over is what a spent limit cannot pay, and the hourly proof (件数照合) brings what became visible late.
    """
    joined = connection_of(channel, live=True)
    batches = mall(joined.mall).BATCHES
    until = clock.now()
    since = joined.orders_until or until - timedelta(days=Policy.of(joined.policy).first_days)
    overlap = timedelta(seconds=batches.overlap_seconds)
    short = timedelta(seconds=batches.short_overlap_seconds)
    is_held_up = joined.cut_off_at is not None and until - joined.cut_off_at < overlap
    since, cut_off = _cut_off(joined) or (since - (short if is_held_up else overlap), None)
    if cut_off and until - cut_off < overlap:
        until = cut_off  # what came since is the next pull's: else a pull that waits for the limit never ends
    pulled = Pulled()
    while since < until:
        end = cut_off or min(until, since + min(STEP, timedelta(days=batches.days)))
        pull_window(joined, since, end, pulled, by=by)
        Connection.objects.filter(pk=joined.pk).update(orders_until=end)
        # When that stretch was begun, its last minutes had not all become visible: the next one looks at them again.
        since, cut_off = (end - short if cut_off and end < until else end), None
    Connection.objects.filter(pk=joined.pk).update(orders_at=clock.now())
    return pulled


def pull_window(joined: Connection, since: datetime, until: datetime, pulled: Pulled, *, by: Actor) -> None:
    """Bring one stretch of time into the house, page by page."""
    place = f"{since.isoformat()}/{until.isoformat()}"
    more = str(joined.pulling.get(place, ""))
    try:
        while True:
            page: Page = ask(joined, lambda port, more=more: port.changed(since, until, more))  # type: ignore[misc]  # bound at once
            for documents in (page.documents, *_read(joined, page.keys)):
                pulled.add(take_in_documents(joined.channel.code, documents, by=by))
            note_seen(joined.channel_id, page.stamps)  # after they are in: a crash between reads them again
            more = page.more
            if not more:
                break
    except Limited as limited:
        _remember(joined, place, more)
        if limited.seconds >= HELD_UP:
            Connection.objects.filter(pk=joined.pk).update(cut_off_at=clock.now())
        raise
    except Refused:
        _remember(joined, place, "")  # the page is not known there any more: the stretch begins again
        raise
    _remember(joined, place, "")


@transaction.atomic
def _remember(joined: Connection, place: str, more: str) -> None:
    """Keep how far this stretch is. A pull and a way back may be cut off at a time: each keeps its own page."""
    if joined.pulling.get(place, "") == more:
        return
    row = Connection.objects.select_for_update(no_key=True).only("pulling").get(pk=joined.pk)
    others = {stretch: page for stretch, page in row.pulling.items() if stretch != place}
    kept = {**others, place: more} if more else others
    joined.pulling = dict(sorted(kept.items())[-CUT_OFF:])
    Connection.objects.filter(pk=joined.pk).update(pulling=joined.pulling)


def _cut_off(joined: Connection) -> tuple[datetime, datetime] | None:
    """The stretch to go on with: the first that was cut off and is not in the house by now."""
    known = joined.orders_until
    stretches = sorted(
        (datetime.fromisoformat(begin), datetime.fromisoformat(end))
        for begin, _, end in (place.partition("/") for place in joined.pulling)
    )
    return next(((begin, end) for begin, end in stretches if known is None or begin <= known < end), None)


def pull_numbers(channel: str, numbers: Sequence[str], *, by: Actor) -> Pulled:
    """Bring these orders into the house, whatever the cursor says (注文番号を指定した取込)."""
    joined = connection_of(channel, live=True)
    pulled = Pulled()
    for documents in _read(joined, numbers):
        pulled.add(take_in_documents(channel, documents, by=by))
    return pulled


def _read(joined: Connection, numbers: Sequence[str]) -> Iterator[Sequence[Document]]:
    size = mall(joined.mall).BATCHES.read
    for at in range(0, len(numbers), size):
        part = numbers[at : at + size]
        yield ask(joined, lambda port, part=part: port.read(part))  # type: ignore[misc]  # bound at once
