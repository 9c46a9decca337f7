"""What the processes of a race do: plain values in, plain values out, through the house's own commands."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hanjo.inventory import commands as inventory
from hanjo.inventory.terms import Claim, Filled, Policy
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal

BY = Actor.system("race")
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def claims_of(group: str, lines: Sequence[tuple[int, int]]) -> list[Claim]:
    """The claims of one cart."""
    return [
        Claim(
            ref=f"{group}:{number}",
            group=group,
            sku_id=sku_id,
            quantity=pieces,
            promise_on=None,
            asked_at=NOON,
        )
        for number, (sku_id, pieces) in enumerate(lines)
    ]


def buy(carts: Sequence[tuple[str, list[tuple[int, int]]]], policy: str = "whole") -> list[str]:
    """Buyer after buyer reserves a whole cart; answers the carts that got everything."""
    accepted = []
    for group, lines in carts:
        outcomes = inventory.reserve(claims_of(group, lines), by=BY, policy=Policy(policy))
        if all(isinstance(outcome, Filled) for outcome in outcomes):
            accepted.append(group)
    return accepted


def buy_together(carts: Sequence[tuple[str, list[tuple[int, int]]]]) -> list[str]:
    """Many buyers in one call; answers the carts that got everything."""
    outcomes = inventory.reserve([c for group, lines in carts for c in claims_of(group, lines)], by=BY)
    short = {outcome.claim.group for outcome in outcomes if not isinstance(outcome, Filled)}
    return [group for group, _ in carts if group not in short]


def storm(carts: Sequence[tuple[str, list[tuple[int, int]]]], skus: list[int], seed: int) -> int:
    """Reserve, give back and serve the queue in any order; answers how many steps were done."""
    dice = random.Random(seed)
    steps = 0
    for group, lines in carts:
        inventory.reserve(claims_of(group, lines), by=BY)
        other, its_lines = dice.choice(list(carts))
        if dice.random() < 0.5:
            refs = [f"{other}:{number}" for number in range(len(its_lines))]
            inventory.release(dice.sample(refs, dice.randint(1, len(refs))), by=BY)
        if dice.random() < 0.7:
            inventory.fill_shortages(dice.sample(skus, dice.randint(1, len(skus))), by=BY)
        steps += 1
    return steps


def ship(refs: list[str]) -> int:
    """Let reserved goods leave."""
    return inventory.ship(refs, by=BY)


def receive(lines: list[dict[str, Any]]) -> int:
    """A delivery arrives."""
    return inventory.receive([inventory.ReceiveLine(**line) for line in lines], by=BY)


def take_in(file_id: int) -> dict[str, Any]:
    """Take in a stored file."""
    from hanjo.channels import commands as channels

    return channels.take_in(file_id, by=BY).counts.get("orders", {})


def instruct(numbers: list[str], key: str) -> list[str]:
    """Tell the warehouse to send."""
    from hanjo.fulfilment import commands as fulfilment

    return list(fulfilment.instruct(numbers, by=BY, key=key).numbers)


def dispatch(instruction_ids: list[int]) -> list[int]:
    """Let a wave leave; answers how many orders left and how many had left before."""
    from hanjo.config import wiring
    from hanjo.fulfilment import commands as fulfilment

    assert wiring.WIRES
    made = fulfilment.dispatch(instruction_ids, by=BY, unverified=True, without_numbers=True)
    return [len(made.numbers), made.already]


def bank(text: str) -> list[int]:
    """Read a bank file; answers new and known lines and payments."""
    from hanjo.payments import commands as payments

    read = payments.read_bank_file(text.encode(), by=BY)
    return [read.new, read.known, read.paid]


def pay(number: str, yen: int, key: str) -> int:
    """Note money for an order."""
    from hanjo.payments import commands as payments

    made = payments.receive_money(number, yen, received_on=date(2026, 11, 22), key=key, by=BY)
    return made.pk


def deliver(telling_id: int) -> bool:
    """Hand one telling to its listener."""
    from hanjo.config import wiring
    from hanjo.kernel import telling

    assert wiring.WIRES
    return telling.deliver(telling_id)


def hold_coupons(keys: Sequence[str], codes: list[str], customer: int | None = None) -> list[str]:
    """Checkout after checkout holds coupons; answers those that got them."""
    from hanjo.kernel import clock
    from hanjo.kernel.refusal import Refusal
    from hanjo.pricing import commands as pricing

    accepted = []
    for key in keys:
        until = clock.now() + timedelta(minutes=15)
        try:
            pricing.hold_coupons(codes, key=key, customer_id=customer, until=until, by=BY)
        except Refusal:
            continue
        accepted.append(key)
    return accepted


def storm_of_coupons(keys: Sequence[str], codes: list[str], seed: int) -> int:
    """Hold, hold something else, use, give back and let lapse, in any order; answers how many steps were done."""
    from hanjo.kernel import clock
    from hanjo.kernel.refusal import Refusal
    from hanjo.pricing import commands as pricing

    dice = random.Random(seed)
    for steps, key in enumerate(keys):
        now = clock.now()
        wish = dice.sample(codes, dice.randint(0, len(codes)))
        try:
            pricing.hold_coupons(
                wish, key=key, customer_id=dice.randint(1, 3), until=now + timedelta(minutes=5), by=BY
            )
            if dice.random() < 0.4:
                pricing.use_coupons(dice.choice(keys), f"S-{steps}-{seed}", by=BY)
        except Refusal:
            pass
        if dice.random() < 0.4:
            pricing.release_coupons(dice.sample(list(keys), 3), by=BY)
        if dice.random() < 0.2:
            pricing.lapse_coupons(now + timedelta(hours=1), by=BY)
        if dice.random() < 0.2:
            pricing.return_coupons([f"S-{dice.randint(0, steps)}-{seed}"], by=BY)
    return len(keys)


def hold_in_turn(keys: Sequence[str], wants: list[tuple[int, int]]) -> list[str]:
    """Buyer after buyer queues up for a hold; answers those that got it."""
    from hanjo.inventory.terms import Held, Wish
    from hanjo.kernel import clock

    until = clock.now() + timedelta(minutes=15)
    wishes = [Wish(key=key, wants=tuple((sku_id, n) for sku_id, n in wants), until=until) for key in keys]
    return [wish.key for wish in wishes if isinstance(inventory.hold_in_turn(wish, by=BY), Held)]


def carry_on(keys: Sequence[str], state: str) -> int:
    """The news of payments reach the shop, as the worker brings them."""
    from hanjo.payments.facts import IntentMoved
    from hanjo.payments.models import Intent
    from hanjo.storefront import reactions

    made = Intent.objects.in_bulk(list(keys), field_name="key")
    reactions.carry_on([IntentMoved(intent_id=made[key].pk, key=key, state=state) for key in keys])
    return len(keys)


def answer_return(request_id: int) -> bool:
    """A member of staff takes a return; False when somebody else was quicker."""
    from hanjo.storefront import commands

    return _unless_refused(lambda: commands.answer_return(request_id, accept=True, answer="", by=BY))


def receive_return(request_id: int, line: int, place: int) -> bool:
    """A member of staff notes what came back; False when somebody else was quicker."""
    from hanjo.orders.terms import Verdict
    from hanjo.storefront import commands

    seen = {line: Verdict(sellable=1)}
    return _unless_refused(
        lambda: commands.receive_return(request_id, seen, location_id=place, found="", by=BY)
    )


def refund_return(request_id: int) -> bool:
    """A member of staff has a return paid back; False when somebody else was quicker."""
    from hanjo.orders.terms import RefundWay, RefundWish
    from hanjo.storefront import commands

    return _unless_refused(
        lambda: commands.refund_return(request_id, RefundWish(), way=RefundWay.COMPANY, by=BY)
    )


def run_errand(errand_id: int) -> str:
    """A worker asks the payment company."""
    from hanjo.payments import commands

    return str(commands.run_errand(errand_id, by=BY).state)


def _unless_refused(deed: Callable[[], object]) -> bool:
    try:
        deed()
    except Refusal:
        return False
    return True
