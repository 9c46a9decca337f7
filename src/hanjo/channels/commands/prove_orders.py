"""Prove orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hanjo.channels.commands._outside import ask
from hanjo.channels.commands.pull_orders import pull_numbers
from hanjo.channels.malls.port import Counted, CutOff, Limited
from hanjo.channels.models import Connection, OrderProof, RawOrder
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import Order


def prove_orders(channel: str, since: datetime, until: datetime, *, by: Actor) -> OrderProof:
    """Compare a mall's own list of a stretch of time with ours, number by number, and fetch what is missing (件数照合).

    Differences are named order by order. What came and is no order of ours (shipped by somebody else, FBA) is left
    out on both sides. Orders that the mall knows and does not give yet (undecided postage, a receiver not yet named,
    a payment under way) are listed as waiting. Proving the same stretch again renews its proof. The list is asked for
    with calls that new orders can spare only; raises Limited, or CutOff half-way, when there are none.
    """
    joined = connection_of(channel, live=True)
    theirs = counted(joined, since, until)
    known = _known(joined, theirs)
    aside = _set_aside(joined, theirs)
    lacking = [
        one.key for one in theirs if one.key not in known and one.key not in aside and not one.is_hidden
    ]
    fetched: list[str] = []
    if lacking:
        pulled = pull_numbers(channel, lacking, by=by)
        fetched = [*pulled.created, *pulled.updated]
        known, aside = _known(joined, theirs), _set_aside(joined, theirs)
    theirs = [one for one in theirs if one.key not in aside]
    return _keep(joined, (since, until), theirs, known, fetched, by=by)


def counted(joined: Connection, since: datetime, until: datetime) -> list[Counted]:
    """The mall's own list of a stretch, with calls that can wait."""
    theirs: list[Counted] = []
    try:
        ask(joined, lambda port: theirs.extend(port.counted(since, until)), can_wait=True)
    except Limited as limited:
        if theirs:
            raise CutOff(limited.seconds) from limited
        raise
    return theirs


def _known(joined: Connection, theirs: Sequence[Counted]) -> dict[str, int]:
    """The sums of those orders that are here."""
    numbers = [one.key for one in theirs]
    rows = Order.objects.filter(channel=joined.channel.code, external_number__in=numbers)
    return dict(rows.values_list("external_number", "total_yen"))


def _set_aside(joined: Connection, theirs: Sequence[Counted]) -> set[str]:
    """The numbers that came and are no orders of ours, with a reason: shipped by somebody else, FBA."""
    rows = RawOrder.objects.filter(
        channel=joined.channel,
        external_number__in=[one.key for one in theirs],
        order=None,
        outcome="adjustment",
    )
    return set(rows.values_list("external_number", flat=True))


@command("channels.prove_orders", "件数照合")
def _keep(
    joined: Connection,
    stretch: tuple[datetime, datetime],
    theirs: Sequence[Counted],
    known: dict[str, int],
    fetched: Sequence[str],
    *,
    by: Actor,
) -> OrderProof:
    """Keep what the comparison with a mall's own list found (件数照合)."""
    totals = [one.total for one in theirs if not one.is_hidden]
    sums = [int(total) for total in totals if total is not None]
    proof, _ = OrderProof.objects.update_or_create(
        channel=joined.channel,
        since=stretch[0],
        until=stretch[1],
        defaults={
            "theirs": len(theirs),
            "ours": len(known),
            "their_yen": sum(sums) if len(sums) == len(totals) else None,
            "our_yen": sum(known[one.key] for one in theirs if one.key in known and not one.is_hidden),
            "missing": [one.key for one in theirs if one.key not in known and not one.is_hidden],
            "differing": [
                [one.key, int(one.total), known[one.key]]
                for one in theirs
                if one.total is not None and one.key in known and int(one.total) != known[one.key]
            ],
            "hidden": [one.key for one in theirs if one.is_hidden],
            "fetched": list(fetched),
        },
    )
    if proof.missing or fetched:
        audit.record(by, "channels.prove_orders", [f"channel:{joined.channel.code}"], missing=proof.missing,
                     fetched=list(fetched))  # fmt: skip
    return proof
