"""Let a mall's prices follow the sales."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.channels import queries_sales
from hanjo.channels.models import Connection, PriceOrder
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.queries_sales import Sight
from hanjo.channels.sales import Step
from hanjo.channels.terms_offers import PriceEnd
from hanjo.kernel import audit, bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

ALONE = 0x73616C65  # "sale": the class of our advisory locks


@command("channels.apply_sales", "セール価格の反映")
def apply_sales(channel: str, *, by: Actor) -> int:
    """Let a mall show a sale's price from its start, and the usual one from its end (セール価格の反映).

    What is planned is compared with what sales want now: a sale that was moved, changed, ended early or called off
    takes its orders with it; one that is right already stays, so that doing it again orders nothing. Prices that people
    ordered win and are never touched. A mall that stopped following sales gets its usual prices back. Flat in
    statements. Answers how many orders were written or withdrawn.
    """
    joined, now = connection_of(channel), clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ALONE, joined.channel_id])
    gone: list[int] = []
    fresh: list[tuple[int, Step]] = []
    for sight in queries_sales.sights(joined, now):
        kept, wanted = _matched(sight, sight.plan())
        gone += [one.pk for one in sight.orders if one.pk not in kept and one.claimed_at is None]
        fresh += [(sight.listing_id, step) for step in wanted]
    PriceOrder.objects.filter(id__in=gone, end="", claimed_at=None).update(
        end=PriceEnd.WITHDRAWN, ended_at=now
    )
    made = _write(joined, fresh, by) if fresh else 0
    if gone or made:
        audit.record(by, "channels.apply_sales", [f"channel:{channel}"], ordered=made, withdrawn=len(gone))
    return len(gone) + made


def _matched(sight: Sight, steps: Sequence[Step]) -> tuple[set[int], list[Step]]:
    """Orders that stay, and steps that have none yet. What is due now stays due, whenever it became so."""
    now, kept, wanted = clock.now(), set[int](), list[Step]()
    on_its_way = any(one.claimed_at is not None for one in sight.orders)
    for step in steps:
        is_due = step.at <= now
        if is_due and on_its_way:
            continue  # what the mall is just being told is looked at when it has answered
        same = next((one for one in sight.orders if _is(one, step, is_due) and one.pk not in kept), None)
        if same is None:
            wanted.append(step)
        else:
            kept.add(same.pk)
    return kept, wanted


def _is(order: PriceOrder, step: Step, is_due: bool) -> bool:
    at = order.at <= step.at if is_due else order.at == step.at
    return at and (order.price_yen, order.is_back) == (step.price_yen, step.is_back)


def _write(joined: Connection, fresh: Sequence[tuple[int, Step]], by: Actor) -> int:
    """A moment that people ordered a price for is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO channels_priceorder
                (listing_id, channel_id, price_yen, at, sale, is_back, "end", tries, trouble, made_at, made_by)
            SELECT n.listing, %(channel)s, n.price, n.at, n.sale, n.back, '', 0, '', %(now)s, %(by)s
            FROM unnest(%(listings)s::bigint[], %(prices)s::bigint[], %(ats)s::timestamptz[], %(sales)s::text[],
                        %(backs)s::boolean[]) AS n(listing, price, at, sale, back) ORDER BY n.listing, n.at
            ON CONFLICT (listing_id, at) WHERE "end" = '' DO NOTHING
            """,
            {
                "channel": joined.channel_id, "now": clock.now(), "by": str(by)[:80],
                "listings": bulk.array([listing for listing, _ in fresh]),
                "prices": bulk.array([step.price_yen for _, step in fresh]),
                "ats": bulk.array([step.at.isoformat() for _, step in fresh]),
                "sales": bulk.array([step.sale for _, step in fresh]),
                "backs": bulk.array(["t" if step.is_back else "f" for _, step in fresh]),
            },
        )  # fmt: skip
        return int(cursor.rowcount)
