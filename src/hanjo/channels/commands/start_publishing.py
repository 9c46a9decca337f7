"""Start publishing."""

from __future__ import annotations

from collections.abc import Collection

from hanjo.channels.commands._offers import judge
from hanjo.channels.commands.ask_malls import ask_to_publish
from hanjo.channels.models import ListingDraft
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_offers import READY, NothingToSend
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.start_publishing", "出品情報の送信の指示")
def start_publishing(channel: str, listing_ids: Collection[int], *, by: Actor) -> int:
    """Have those of these listings that are ready and differ sent in the background (出品情報の送信の指示).

    They are checked anew first; what is not ready, or the same already, is left alone. Asking again while they wait
    changes nothing. Refuses when none is left, and a channel whose mall is not spoken to. Answers how many go.
    """
    joined = connection_of(channel, live=True)
    judged = judge(joined, listing_ids)
    ready = sorted(listing for listing, (_, _, state) in judged.items() if state in READY)
    if not ready:
        raise NothingToSend(count=len(listing_ids))
    ListingDraft.objects.filter(listing__in=ready).update(asked_at=clock.now(), asked_by=str(by), trouble="")
    ask_to_publish(channel)
    audit.record(by, "channels.start_publishing", [f"listing:{one}" for one in ready])
    return len(ready)
