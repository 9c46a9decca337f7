"""Place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.terms import SkuCard
from hanjo.customers import commands as customers
from hanjo.customers.commands import Known
from hanjo.customers.terms import Person
from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import Claim, Policy, Unfilled
from hanjo.kernel import audit, bulk
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell
from hanjo.orders import rules
from hanjo.orders.checks.run import Report, run_checks
from hanjo.orders.commands import _context, _view, _write
from hanjo.orders.deadlines import Asked, Due, due, fast_word
from hanjo.orders.facts import OrderPlaced
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import Placed, Placement

FIRST_NUMBER = 100_000
NOTHING_DUE = Due(None, "", "")
NOTHING_SEEN = Report(findings=[], passed=0, flags=[])


@command("orders.place", "受注")
def place(
    placements: Sequence[Placement],
    *,
    channel: str,
    prefix: str,
    by: Actor,
    policy: Policy = Policy.WHOLE,
    is_history: bool = False,
) -> list[Placed]:
    """Take many orders of one channel into the house: customer, checks, stock, timeline (受注).

    Every order is checked by the rules of its channel and asks for its stock at once, by promise date and
    order time; what stops it becomes holds, what it lacks becomes a shortage. An order that the channel told
    before is answered, not placed again. Orders of a history are kept as shipped: nothing is checked and
    nothing reserved. The number of statements does not grow with the batch.
    """
    known = _known(channel, [placement.draft.external_number for placement in placements])
    fresh = [placement for placement in placements if placement.draft.external_number not in known]
    made = _place(fresh, channel=channel, prefix=prefix, by=by, policy=policy, is_history=is_history)
    return [known.get(p.draft.external_number) or made[p.draft.external_number] for p in placements]


def _place(
    placements: Sequence[Placement], *, channel: str, prefix: str, by: Actor, policy: Policy, is_history: bool
) -> dict[str, Placed]:
    if not placements:
        return {}
    batch = _context.around(channel)
    placements = [_worded(one, batch.terms.words.get(channel, ())) for one in placements]
    count = 0 if is_history else sum(len(p.draft.lines) for p in placements)
    ids, numbered = bulk.ids_for((Order, len(placements)), (OrderLine, count))
    line_ids = iter(numbered)
    cards = catalogue.cards_by_id(sorted({pk for p in placements for pk in p.sku_ids if pk is not None}))
    people = customers.recognise([_person(p, channel) for p in placements], by=by)
    numbers = [f"{prefix}-{FIRST_NUMBER + pk}" for pk in ids]
    pairs = list(zip(numbers, placements, strict=True))
    reports = [NOTHING_SEEN] * len(ids) if is_history else _check(pairs, channel, cards, people, batch)
    orders = []
    for pk, (number, placement), who, report in zip(ids, pairs, people, reports, strict=True):
        own = [cards.get(sku_id) if sku_id is not None else None for sku_id in placement.sku_ids]
        lines, ship_on, release_on = placement.draft.lines, _ship_on(placement, batch), rules.release_on(own)
        orders.append(
            _write.NewOrder(
                id=pk,
                number=number,
                placement=placement,
                rates=[_view.rate_of(line, card) for line, card in zip(lines, own, strict=True)],
                cards=own,
                customer=who,
                report=report,
                short_lines=0,
                ship_on=ship_on,
                release_on=release_on,
                due=NOTHING_DUE if is_history else _due(placement, channel, ship_on, release_on, batch),
                line_ids=list(islice(line_ids, len(lines))),
                is_history=is_history,
            )
        )
    with bulk.together():
        if not is_history:
            _reserve(orders, by=by, policy=policy)
            _hurry(orders, channel, batch)
        _write.write(orders, channel=channel, today=batch.today, now=batch.now, by=by)
        audit.record(by, "orders.place", numbers, channel=channel)
        tell([OrderPlaced(order_id=new.id, number=new.number, channel=channel) for new in orders])
    return {
        new.placement.draft.external_number: Placed(
            external_number=new.placement.draft.external_number,
            order_id=new.id,
            number=new.number,
            created=True,
        )
        for new in orders
    }


def _ship_on(placement: Placement, batch: _context.Around) -> date | None:
    service = batch.services.get(placement.service)
    lead_days = service.lead_days if service else {}
    prefecture = placement.draft.recipient.prefecture
    return rules.ship_on(placement.draft.wanted_on, lead_days, prefecture, batch.today)


def _due(
    placement: Placement,
    channel: str,
    ship_on: date | None,
    release_on: date | None,
    batch: _context.Around,
    *,
    places: tuple[str, ...] = (),
) -> Due:
    draft = placement.draft
    asked = Asked(
        channel=channel,
        service=placement.service,
        taken_at=draft.ordered_at,
        from_at=rules.promise_from(placement),
        is_fast=draft.is_prime or bool(draft.extra.get("fast_word")),
        told_on=draft.ship_by_on,
        ship_on=ship_on,
        release_on=release_on,
        told_at=draft.ship_by_at,
        places=places,
    )
    return due(asked, batch.terms)


def _worded(placement: Placement, words: Sequence[str]) -> Placement:
    """Note which of the shop's words for a fast promise the channel says of the delivery."""
    draft = placement.draft
    word = words and fast_word(words, draft.shipping_method, draft.window_raw)
    if not word:
        return placement
    return replace(placement, draft=replace(draft, extra={**draft.extra, "fast_word": word}))


def _hurry(orders: Sequence[_write.NewOrder], channel: str, batch: _context.Around) -> None:
    """Once it is known where the goods lie: the truck of that warehouse may leave at another time."""
    if not batch.terms.pickups:
        return
    found = _context.places([new.id for new in orders])
    for new in orders:
        if new.id in found:
            new.due = _due(new.placement, channel, new.ship_on, new.release_on, batch, places=found[new.id])


def _check(
    pairs: Sequence[tuple[str, Placement]],
    channel: str,
    cards: Mapping[int, SkuCard],
    people: Sequence[Known],
    batch: _context.Around,
) -> list[Report]:
    views = [_view.of_placement(number, channel, placement, cards) for number, placement in pairs]
    gone = {number for number, placement in pairs if placement.draft.cancelled}
    ids, cautions = [who.id for who in people], [who.caution for who in people]
    opened = {who.id for who in people if who.is_new}
    histories = _context.histories(views, ids, cautions, gone, opened)
    return [
        run_checks(view, _context.seen(batch, history, None), batch.choices)
        for view, history in zip(views, histories, strict=True)
    ]


def _reserve(orders: Sequence[_write.NewOrder], *, by: Actor, policy: Policy) -> None:
    claims = []
    owner: dict[str, _write.NewOrder] = {}
    for new in orders:
        draft = new.placement.draft
        if draft.cancelled:
            continue
        group = f"order:{new.id}"
        owner[group] = new
        for position in rules.claimable(draft.lines, new.placement.sku_ids):
            line = draft.lines[position]
            sku_id = new.placement.sku_ids[position]
            if sku_id is not None:
                claims.append(
                    Claim(
                        ref=f"order-line:{new.line_ids[position]}",
                        group=group,
                        sku_id=sku_id,
                        quantity=line.quantity - line.cancelled_quantity,
                        promise_on=draft.ship_by_on,
                        asked_at=draft.ordered_at,
                    )
                )
    claims = _without_held(claims, owner, by=by)
    for outcome in inventory.reserve(claims, by=by, policy=policy):
        if isinstance(outcome, Unfilled):
            owner[outcome.claim.group].short_lines += 1


def _without_held(claims: list[Claim], owner: Mapping[str, _write.NewOrder], *, by: Actor) -> list[Claim]:
    """Let orders take over what was held for them; answers the claims that still want stock."""
    held: dict[str, list[Claim]] = {}
    for claim in claims:
        if key := owner[claim.group].placement.hold_key:
            held.setdefault(key, []).append(claim)
    if not held:
        return claims
    done = inventory.hand_over(held, by=by)
    return [claim for claim in claims if claim.ref not in done]


def _known(channel: str, external_numbers: Sequence[str]) -> dict[str, Placed]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT external_number, id, number FROM orders_order WHERE channel = %s AND external_number = ANY(%s)",
            [channel, bulk.array(external_numbers)],
        )
        return {
            external: Placed(external_number=external, order_id=pk, number=number, created=False)
            for external, pk, number in cursor.fetchall()
        }


def _person(placement: Placement, channel: str) -> Person:
    draft, buyer = placement.draft, placement.draft.buyer
    return Person(
        name=buyer.name,
        kana=buyer.kana,
        email=draft.buyer_email,
        phone=buyer.phone,
        postal=buyer.postal,
        prefecture=buyer.prefecture,
        city=buyer.city,
        street=buyer.street,
        building=buyer.building,
        channel_key=f"{channel}:{draft.buyer_key}" if draft.buyer_key else "",
    )
