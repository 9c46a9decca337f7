"""Replay a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cryptography.fernet import InvalidToken

from hanjo.channels.commands import _raw
from hanjo.channels.commands._outside import unsealed
from hanjo.channels.commands.ask_malls import ask_to_hear
from hanjo.channels.commands.pull_orders import pull_numbers
from hanjo.channels.commands.take_in_documents import take_in_documents
from hanjo.channels.malls import documents as api
from hanjo.channels.malls.port import Document, Page
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Channel, Connection, Exchange, RawOrder
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.rules import why_not_again
from hanjo.channels.terms import NotReplayable
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound

ABOUT = 200  # letters that a message keeps of the numbers it speaks of: the last of a full row may be cut
AT_ONCE = 20  # orders that are asked for while somebody waits; more of them are asked for by a job
NO_ORDERS = "この答えに注文はありません。"
CLOSED_BODY = "本文の封を開けられません（このシステムの鍵が変わっています）。"
ASK_AGAIN = "「受注の照合」の遡り取込で、その期間をモールから読み直してください。"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the orders of a message. `older`: something newer is known of them, so they stay."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    older: int = 0
    asked_for: int = 0  # orders that a job reads from the mall


def replay_message(channel: str, pk: int, *, by: Actor) -> Replayed:
    """Take a kept message in once more, on the way that it came: answers with orders as documents, notices by reading
    the orders that they name (読み直し).

    What is known word for word stays unchanged, and no order is made twice. An order of which something newer is known
    keeps that. Refuses what we sent, what names no order, and a mall that does not work just now.
    """
    row = Exchange.objects.select_related("channel").filter(channel__code=channel, pk=pk).first()
    if row is None:
        raise NotFound(what="通信記録", key=pk)
    joined = connection_of(channel, live=True)
    because = why_not_again(row.direction, row.endpoint, row.status, reads_of(joined))
    if because:
        raise NotReplayable(because=because, advice="")
    found = _told(row, joined)
    if not found.keys and not found.documents:
        raise NotReplayable(because=NO_ORDERS, advice="")
    numbers = list(dict.fromkeys(found.keys))
    done = _take_again(row, found.documents, numbers if len(numbers) > AT_ONCE else (), by=by)
    if not 0 < len(numbers) <= AT_ONCE:
        return done
    pulled = pull_numbers(channel, numbers, by=by)
    return replace(
        done, created=done.created + len(pulled.created), updated=done.updated + len(pulled.updated),
        refused=done.refused + len(pulled.refused), unchanged=done.unchanged + pulled.unchanged,
    )  # fmt: skip


def reads_of(joined: Connection) -> frozenset[str]:
    """The questions of this mall whose answers speak of orders; none when its connector does not say."""
    company = mall(joined.mall)
    return frozenset(getattr(company, "READS", ())) if hasattr(company, "read_again") else frozenset()


def _told(row: Exchange, joined: Connection) -> Page:
    """The orders that a message speaks of."""
    if row.direction == "in":
        keys = row.about.split(",")
        cut = len(row.about) >= ABOUT and len(keys) > 1
        return Page(keys=[key for key in (keys[:-1] if cut else keys) if key])
    try:
        body = unsealed(bytes(row.answered))
    except InvalidToken as error:
        raise NotReplayable(because=CLOSED_BODY, advice=ASK_AGAIN) from error
    found: Page = mall(joined.mall).read_again(row.endpoint, body)  # type: ignore[attr-defined]  # asked in reads_of
    return found


@command("channels.replay", "読み直し")
def _take_again(row: Exchange, documents: Sequence[Document], later: Sequence[str], *, by: Actor) -> Replayed:
    """Take documents of a kept answer in, but for those of which something newer is known (読み直し)."""
    code = row.channel.code
    Channel.objects.select_for_update(no_key=True).get(pk=row.channel_id)  # nothing newer comes in between
    newest = {
        number: (digest, taken_at)
        for number, digest, taken_at in RawOrder.objects.filter(
            channel_id=row.channel_id, external_number__in=[_raw.number_of(one.key) for one in documents]
        )
        .order_by("external_number", "-taken_at", "-id")
        .distinct("external_number")
        .values_list("external_number", "digest", "taken_at")
    }
    fresh = []
    for one in documents:
        digest, taken_at = newest.get(_raw.number_of(one.key), ("", row.made_at))
        if taken_at <= row.made_at or digest == _raw.document(api.group(one, 1)).digest:
            fresh.append(one)
    taken = take_in_documents(code, fresh, by=by)
    if later:
        ask_to_hear(code, later)
    made = Replayed(
        created=len(taken.created), updated=len(taken.updated), unchanged=taken.unchanged,
        refused=len(taken.refused), older=len(documents) - len(fresh), asked_for=len(later),
    )  # fmt: skip
    audit.record(
        by, "channels.replay", [f"channel:{code}"], message=row.pk, endpoint=row.endpoint, about=row.about,
        orders=len(documents) or len(later), older=made.older,
    )  # fmt: skip
    return made
