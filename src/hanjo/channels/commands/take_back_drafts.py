"""Take drafts of listings back."""

from __future__ import annotations

from collections.abc import Collection

from hanjo.channels.models import ListedStock, Listing, ListingDraft
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.take_back_drafts", "出品の下書きの取り消し")
def take_back_drafts(channel: str, listing_ids: Collection[int], *, by: Actor) -> int:
    """Take back drafts of listings that the mall was not told of yet (出品の下書きの取り消し).

    The SKU is then not listed there any more, as before. What was made otherwise, was sent, is there already, or is on
    its way so that nobody knows, stays. Doing it again changes nothing. Answers how many were taken back.
    """
    joined = connection_of(channel)
    drafts = ListingDraft.objects.select_for_update(no_key=True).filter(
        channel=joined.channel_id, listing__in=list(listing_ids), fresh_at__isnull=False, sent_at=None,
        unsure_at=None, seen={},
    )  # fmt: skip
    wanted = set(drafts.order_by("listing_id").values_list("listing_id", flat=True))
    ids = sorted(
        wanted - set(ListedStock.objects.filter(listing__in=wanted).values_list("listing_id", flat=True))
    )
    codes = list(Listing.objects.filter(id__in=ids).order_by("id").values_list("code", flat=True))
    Listing.objects.filter(id__in=ids).delete()
    audit.record(by, "channels.take_back_drafts", [f"{channel}:{code}" for code in codes])
    return len(ids)
