"""Check listings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hanjo.channels.commands._offers import judge, note_seen
from hanjo.channels.malls.port import Goods
from hanjo.channels.models import Connection, Listing, ListingDraft
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_offers import OfferState
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

BEHIND = timedelta(minutes=10)  # how far a mall's list of goods may be behind


@dataclass(frozen=True, slots=True)
class Checked:
    """How many listings stand how."""

    lacking: int = 0
    new: int = 0
    differs: int = 0
    same: int = 0


@command("channels.check_listings", "出品の準備の確認")
def check_listings(channel: str, listing_ids: Collection[int] | None = None, *, by: Actor) -> Checked:
    """Find what each mall still lacks of our listings, and where it shows something else (出品の準備の確認).

    Of these listings, or of all of the channel. What is told comes from the product master, and by hand where
    somebody said so; what the mall shows is what it showed when its goods were read last, so nobody is asked outside.
    Doing it again finds the present state. Refuses a channel that is not joined to a mall.
    """
    joined = connection_of(channel)
    if listing_ids is None:
        listing_ids = list(Listing.objects.filter(channel=joined.channel_id).values_list("id", flat=True))
    states = [state for _, _, state in judge(joined, listing_ids).values()]
    checked = Checked(**{one.value: states.count(one) for one in OfferState})
    audit.record(by, "channels.check_listings", [f"channel:{channel}"], listings=len(states))
    return checked


def keep_seen(joined: Connection, goods: Sequence[Goods]) -> None:
    """Keep what a mall showed of these listings, and find at once what differs; part of the caller's command."""
    judge(joined, note_seen(joined, goods))


def settle_unsure(joined: Connection, walked_at: datetime) -> None:
    """All goods of a mall were read: what was to be created well before that, and is not among them, is not there."""
    drafts = ListingDraft.objects.filter(channel=joined.channel_id, unsure_at__lt=walked_at - BEHIND)
    ids = list(drafts.values_list("listing_id", flat=True))
    if ids:
        ListingDraft.objects.filter(listing__in=ids).update(unsure_at=None, trouble="")
        judge(joined, ids)
