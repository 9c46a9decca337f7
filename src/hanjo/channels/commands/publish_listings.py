"""Publish listings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from hanjo.channels import offers
from hanjo.channels.commands._offers import judge, note_seen
from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.ask_malls import ask_to_bind
from hanjo.channels.malls.port import Goods, Limited, Outcome, Refused, Verdict
from hanjo.channels.models import Connection, ListingDraft, ListingSent
from hanjo.channels.offers import Offer
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms import MallClosed, MallKeyRefused
from hanjo.channels.terms_offers import READY
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

MANY = 20  # listings of one question
ROUND = 500
LOST = "モールの答えが届きませんでした。出品できているかもしれません。"
Sending = tuple[Offer, Goods]


@dataclass(slots=True)
class Published:
    """What became of a round: taken, refused, left alone since something is lacking; whether more waits."""

    done: int = 0
    refused: int = 0
    left_alone: int = 0
    again_s: float = 0.0  # the mall wants fewer calls
    more: bool = False


def publish_listings(channel: str, *, by: Actor) -> Published:
    """Tell a mall of every listing that somebody wanted sent and that is ready (出品情報の送信).

    What lacks something, or needs nothing any more, is never sent. What is known there is changed, and saying it
    twice is harmless; what is new is created one by one, and one whose answer was lost is never sent again before
    somebody knows whether it is there. What the mall says of each is kept. What a limit leaves waits for the next
    round. Raises what the line raises when the mall is away: everything that was not answered still waits.
    """
    joined = connection_of(channel, live=True)
    told = Published()
    chosen, told.left_alone = _choose(joined, by=by)
    made = False
    for whole in _parts(chosen):
        part = _still(whole)
        is_new = bool(part) and not part[0][1].ref
        if not part or (is_new and not _mark(part)):
            continue
        try:
            goods = [one for _, one in part]
            verdicts = ask(joined, lambda port, goods=goods: port.publish(goods))  # type: ignore[misc]  # bound at once
        except Limited as limited:
            _unmark(part)
            told.again_s = max(limited.seconds, 1.0)
            break
        except Refused as refused:
            verdicts = [_no(one, refused) for _, one in part]
        except (MallClosed, MallKeyRefused) as error:
            was_asked = isinstance(error, MallClosed) and not error.facts.get("until")
            if is_new and was_asked:
                _lost(joined, part, by=by)
            else:
                _unmark(part)
            raise
        _note(joined, part, verdicts, told, by=by)
        made = made or (told.done > 0 and any(not offer.seen for offer, _ in part))
    if made:
        ask_to_bind(channel)  # the mall's own ids of what is new
    told.more = _waiting(joined).exists()
    return told


def _waiting(joined: Connection) -> Any:
    return ListingDraft.objects.filter(channel=joined.channel_id, asked_at__isnull=False)


@command("channels.publish_listings", "出品情報の送信")
def _choose(joined: Connection, *, by: Actor) -> tuple[list[Sending], int]:
    """Check anew what waits, and let go of what shall not be sent (出品情報の送信)."""
    ids = list(_waiting(joined).order_by("listing_id").values_list("listing_id", flat=True)[:ROUND])
    judged = judge(joined, ids)
    ready = [(offer, goods) for offer, goods, state in judged.values() if state in READY]
    rest = sorted(set(ids) - {offer.listing_id for offer, _ in ready})
    if rest:
        ListingDraft.objects.filter(listing__in=rest).update(asked_at=None)
        audit.record(
            by, "channels.publish_listings", [f"listing:{one}" for one in rest], left_alone=len(rest)
        )
    return ready, len(rest)


def _parts(chosen: Sequence[Sending]) -> Iterator[list[Sending]]:
    """Known ones together, those of one product of the mall side by side; new ones one by one."""
    known = sorted((one for one in chosen if one[1].ref), key=lambda one: sorted(one[1].ref.items()))
    for at in range(0, len(known), MANY):
        yield known[at : at + MANY]
    yield from ([one] for one in chosen if not one[1].ref)


def _drafts(part: Sequence[Sending]) -> Any:
    return ListingDraft.objects.filter(listing__in=[offer.listing_id for offer, _ in part])


def _still(part: Sequence[Sending]) -> list[Sending]:
    """What is still wanted: a draft may have been taken back since the round began."""
    wanted = set(_drafts(part).filter(asked_at__isnull=False).values_list("listing_id", flat=True))
    return [one for one in part if one[0].listing_id in wanted]


def _mark(part: Sequence[Sending]) -> bool:
    """From here on nobody knows whether it is there, until the mall has answered; false: somebody else is at it."""
    ids = [offer.listing_id for offer, _ in part]
    return bool(ListingDraft.objects.filter(listing__in=ids, unsure_at=None).update(unsure_at=clock.now()))


def _unmark(part: Sequence[Sending]) -> None:
    ids = [offer.listing_id for offer, goods in part if not goods.ref]
    ListingDraft.objects.filter(listing__in=ids).update(unsure_at=None)


def _no(goods: Goods, refused: Refused) -> Verdict:
    return Verdict(key=goods.code, outcome=Outcome.REFUSED, code=refused.code, text=refused.text)


@command("channels.publish_listings", "出品情報の送信")
def _lost(joined: Connection, part: Sequence[Sending], *, by: Actor) -> None:
    """Nobody answered a creation: it stays unsure and is not sent again by itself (出品情報の送信)."""
    ids = [offer.listing_id for offer, _ in part]
    ListingDraft.objects.filter(listing__in=ids).update(asked_at=None, trouble=LOST)
    _history(
        joined,
        part,
        {one.code: Verdict(key=one.code, outcome=Outcome.WAITS, text=LOST) for _, one in part},
        by,
    )
    judge(joined, ids)


@command("channels.publish_listings", "出品情報の送信")
def _note(
    joined: Connection, part: Sequence[Sending], verdicts: Sequence[Verdict], told: Published, *, by: Actor
) -> None:
    """Keep what the mall said of each; what it did not speak of still waits (出品情報の送信).

    A draft that was taken back while it was on its way is found by its code when the mall's goods are read.
    """
    there = set(_drafts(part).values_list("listing_id", flat=True))
    part = [one for one in part if one[0].listing_id in there]
    said = {verdict.key: verdict for verdict in verdicts}
    taken = [one for one in part if _is(said, one, Outcome.DONE, Outcome.WAITS)]
    refused = [one for one in part if _is(said, one, Outcome.REFUSED, Outcome.UNKNOWN)]
    now = clock.now()
    _unmark(part)
    note_seen(joined, [_as_shown(offer, goods) for offer, goods in taken])
    ListingDraft.objects.filter(listing__in=[offer.listing_id for offer, _ in taken]).update(
        asked_at=None, sent_at=now, trouble=""
    )
    rows = list(
        ListingDraft.objects.filter(listing__in=[offer.listing_id for offer, _ in refused]).order_by(
            "listing_id"
        )
    )
    codes = {offer.listing_id: goods.code for offer, goods in refused}
    for row in rows:
        row.asked_at, row.trouble = None, trouble_of(said[codes[row.listing_id]])
    ListingDraft.objects.bulk_update(rows, ["asked_at", "trouble"])
    _history(joined, part, said, by)
    judge(joined, [offer.listing_id for offer, _ in part])
    told.done += len(taken)
    told.refused += len(refused)
    refs = [f"listing:{offer.listing_id}" for offer, goods in part if goods.code in said]
    audit.record(by, "channels.publish_listings", refs, done=len(taken), refused=len(refused))


def _is(said: dict[str, Verdict], one: Sending, *outcomes: Outcome) -> bool:
    verdict = said.get(one[1].code)
    return verdict is not None and verdict.outcome in outcomes


def trouble_of(verdict: Verdict) -> str:
    """What a mall said of what it did not take, for people."""
    head = "モールにこの出品がありません。" if verdict.outcome is Outcome.UNKNOWN else ""
    return f"{head}{verdict.text or verdict.code}"[:300] or verdict.outcome.label


def _as_shown(offer: Offer, goods: Goods) -> Goods:
    """What the mall shows now: what it told before, and what it has just taken. Nobody was told less than that."""
    return Goods(
        code=goods.code, ref=goods.ref, title=goods.title, price_yen=goods.price_yen, category=goods.category,
        images=tuple(offer.seen.get("images") or goods.images),
    )  # fmt: skip


def _history(joined: Connection, part: Sequence[Sending], said: dict[str, Verdict], by: Actor) -> None:
    who = dict(
        ListingDraft.objects.filter(listing__in=[offer.listing_id for offer, _ in part])
        .exclude(asked_by="").values_list("listing_id", F("asked_by"))
    )  # fmt: skip
    ListingSent.objects.bulk_create(
        ListingSent(
            listing_id=offer.listing_id, channel_id=joined.channel_id, what=_said(offer, goods),
            outcome=said[goods.code].outcome.value, text=said[goods.code].text[:300],
            by=who.get(offer.listing_id, str(by))[:80], at=clock.now(),
        )
        for offer, goods in part
        if goods.code in said
    )  # fmt: skip


def _said(offer: Offer, goods: Goods) -> dict[str, Any]:
    """What was new in it."""
    changed = offers.differences(offer, goods)
    names = changed if offer.seen else [name for name in offers.FIELDS if getattr(goods, name)]
    return {name: [offer.seen.get(name), getattr(goods, name)] for name in names}
