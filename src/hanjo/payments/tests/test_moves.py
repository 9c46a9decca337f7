"""Every verb from every state, and what is heard in any order."""

from __future__ import annotations

import itertools

import pytest

from hanjo.kernel.models import Telling
from hanjo.kernel.moves import NotAllowedNow
from hanjo.payments import commands
from hanjo.payments.commands import _apply
from hanjo.payments.models import Intent, Payment
from hanjo.payments.providers.terms import Seen
from hanjo.payments.terms import BEFORE_MONEY, CLOSED, INTENT_MOVES, VERB_TO, IntentState, Method
from hanjo.payments.tests.conftest import BUYER, BY, Shop

I = IntentState  # noqa: E741  # as in the table
ALLOWED = {
    "ask_buyer": {I.CREATED, I.FAILED},
    "await_money": {I.CREATED, I.ACTION, I.FAILED},
    "authorise": {*BEFORE_MONEY, *CLOSED},
    "capture": {*BEFORE_MONEY, *CLOSED, I.AUTHORISED},
    "refund_part": {I.CAPTURED},
    "refund": {I.CAPTURED, I.PART_REFUNDED},
    "void": {*BEFORE_MONEY, I.AUTHORISED, I.FAILED},
    "fail": set(BEFORE_MONEY),
    "expire": {*BEFORE_MONEY, I.AUTHORISED, I.FAILED},
}


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(ALLOWED, IntentState)))
def test_every_verb_is_allowed_from_exactly_these_states(verb: str, state: IntentState) -> None:
    if state in ALLOWED[verb]:
        assert VERB_TO[INTENT_MOVES.target(verb, state)] == verb
    else:
        with pytest.raises(NotAllowedNow):
            INTENT_MOVES.target(verb, state)


def test_money_that_was_taken_is_only_left_by_paying_it_back() -> None:
    for verb, (sources, target) in INTENT_MOVES.table.items():
        if sources & {I.CAPTURED, I.PART_REFUNDED, I.REFUNDED}:
            assert target in (I.PART_REFUNDED, I.REFUNDED), verb


STEPS = (
    Seen(external_id="x", state=I.ACTION),
    Seen(external_id="x", state=I.AUTHORISED),
    Seen(external_id="x", state=I.CAPTURED, captured_yen=1000),
    Seen(external_id="x", state=I.CAPTURED, captured_yen=1000, refunded_yen=400),
)


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_what_is_heard_in_any_order_and_twice_ends_the_same(order: tuple[int, ...]) -> None:
    intent = commands.open_intent(key="c-1", method=Method.COD, amount_yen=1000, buyer=BUYER, by=BY)
    for step in (*order, *order):
        _apply.apply(intent.pk, STEPS[step], by=BY)
    intent.refresh_from_db()
    assert (intent.state, intent.captured_yen, intent.refunded_yen) == (I.PART_REFUNDED, 1000, 400)


@pytest.mark.django_db
def test_money_that_comes_after_the_deadline_is_booked_and_told_as_late(shop: Shop) -> None:
    shop.account("stripe")
    order = shop.order()
    intent, _ = shop.start(Method.KONBINI)
    commands.attach_orders(intent.pk, [(order.pk, 3000)], by=BY)
    _apply.apply(intent.pk, Seen(external_id="", state=I.EXPIRED), by=BY)
    shop.simulator.world.pay(shop.there(intent))
    assert shop.seen(intent).state == I.CAPTURED
    told = Telling.objects.filter(kind="IntentMoved").order_by("-id")[0]
    assert [fact["late"] for fact in told.facts] == [True]
    assert Payment.objects.get().amount_yen == 3000
    assert Intent.objects.get().captured_yen == 3000
