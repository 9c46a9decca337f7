"""One number for several orders: cancelling one of them leaves the buyer a number over the rest, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.kernel import clock, setting
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.terms import MoneyState
from hanjo.payments import commands, own
from hanjo.payments.commands import _apply, _reissue
from hanjo.payments.models import Errand, Intent, Mismatch
from hanjo.payments.providers.terms import Seen
from hanjo.payments.queries.intents import next_of
from hanjo.payments.terms import IntentState, Method, ProviderRefused
from hanjo.payments.tests.conftest import BY, Shop
from hanjo.payments.tests.test_hooks import event, send
from hanjo.payments.tests.test_own_methods import ACCOUNT
from hanjo.payments.tests.test_races import at_once

pytestmark = pytest.mark.django_db


def two(shop: Shop, method: Method = Method.KONBINI) -> tuple[Order, Order, Intent]:
    """Orders over 3,000 and 2,000 yen for two receivers, to be paid by one number."""
    first, second = shop.order(3), shop.order(2)
    intent, _ = shop.start(method, 5000)
    commands.attach_orders(intent.pk, [(first.pk, 3000), (second.pk, 2000)], by=BY)
    intent.refresh_from_db()
    return first, second, intent


def cancel(order: Order) -> None:
    """The order is cancelled, and payments hear of it."""
    orders.cancel([order.number], because="お客様のご都合", by=BY)
    commands.drop_orders([order.pk], by=BY)


def paid(*them: Order) -> list[int]:
    """What stands in the books of orders."""
    return list(
        Order.objects.filter(pk__in=[one.pk for one in them])
        .order_by("pk")
        .values_list("paid_yen", flat=True)
    )


@pytest.mark.parametrize("company", ["stripe", "komoju"])
def test_the_old_number_is_void_and_the_new_one_asks_for_the_rest(shop: Shop, company: str) -> None:
    shop.account(company)
    first, second, intent = two(shop)
    old = shop.there(intent)
    cancel(second)
    intent.refresh_from_db()
    assert (next_of(intent).kind, next_of(intent).lines) == (
        "instructions",
        (),
    )  # nobody reads the old number
    commands.drop_orders([second.pk], by=BY)
    shop.run()
    new = shop.there(intent)
    assert old.state == "voided" or old.page_state != "open"
    assert (new.id != old.id, new.amount, intent.amount_yen) == (True, 3000, 3000)
    assert intent.state in (IntentState.WAITING, IntentState.ACTION)
    assert next_of(intent).lines or next_of(intent).url
    assert Errand.objects.values_list("verb", "state", "yen").get() == ("reissue", "done", 3000)
    commands.attach_orders(
        intent.pk, [(first.pk, 3000), (second.pk, 2000)], by=BY
    )  # told late, it is the same


def test_what_is_paid_by_the_new_number_is_all_the_living_order_s(shop: Shop) -> None:
    shop.account("stripe")
    first, second, intent = two(shop)
    cancel(second)
    shop.run()
    new = shop.there(intent)
    shop.simulator.world.pay(new)
    told = event("stripe", new.id, f"{intent.key}:3000")
    assert send("stripe", told) == 204
    shop.seen(intent)
    intent.refresh_from_db()
    first.refresh_from_db()
    assert (intent.state, intent.captured_yen, intent.refunded_yen) == (IntentState.CAPTURED, 3000, 0)
    assert (paid(first, second), first.money_state) == ([3000, 0], MoneyState.PAID)
    now = clock.now()
    assert commands.compare("stripe", now - timedelta(days=1), now + timedelta(minutes=1), by=BY) == []
    assert not Mismatch.objects.exists()


def test_hearing_of_the_old_number_s_end_does_not_end_the_payment(shop: Shop) -> None:
    shop.account("stripe")
    _, second, intent = two(shop)
    cancel(second)
    old = shop.there(intent)
    shop.simulator.world.cancel(old)  # the worker called it off and was killed before it could write
    assert shop.seen(intent).state == IntentState.WAITING
    shop.run()
    intent.refresh_from_db()
    assert (intent.state, intent.external_id != old.id) == (IntentState.WAITING, True)
    stale = Seen(external_id=old.id, state=IntentState.VOIDED)  # asked before, answered after
    commands.refresh_intent(intent.pk)
    assert _apply.apply(intent.pk, stale, asked=old.id, by=BY).state == IntentState.WAITING


@pytest.mark.parametrize("at", ["open_new", "write"])
def test_a_worker_killed_at_any_point_leaves_one_new_number(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    shop.account("stripe")
    _, second, intent = two(shop)
    cancel(second)
    errand = Errand.objects.get()
    real = getattr(_reissue, at)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_reissue, at, killed)
    with pytest.raises(KeyboardInterrupt):
        commands.run_errand(errand.pk, by=BY)
    monkeypatch.setattr(_reissue, at, real)
    shop.run()
    living = [one for one in shop.simulator.world.payments.values() if one.state == "waiting"]
    assert [one.amount for one in living] == [3000]
    assert shop.there(intent).id == living[0].id


def test_who_paid_the_old_number_meanwhile_gets_the_surplus_back(shop: Shop) -> None:
    shop.account("stripe")
    first, second, intent = two(shop)
    cancel(second)
    shop.simulator.world.pay(shop.there(intent))  # at the till, before the worker ran
    shop.run()
    intent.refresh_from_db()
    assert (intent.state, intent.captured_yen, intent.refunded_yen) == (IntentState.PART_REFUNDED, 5000, 2000)
    assert paid(first, second) == [3000, 0]
    assert dict(Errand.objects.values_list("verb", "state")) == {"reissue": "done", "refund": "done"}
    assert len(shop.simulator.world.payments) == 1


def test_cancelling_the_other_order_too_leaves_no_number_at_all(shop: Shop) -> None:
    shop.account("stripe")
    first, second, intent = two(shop)
    cancel(second)
    cancel(first)
    shop.run()
    intent.refresh_from_db()
    assert intent.state == IntentState.VOIDED
    assert [one.state for one in shop.simulator.world.payments.values()] == ["voided"]


def test_whichever_errand_comes_first_no_number_is_left(shop: Shop) -> None:
    shop.account("stripe")
    first, second, intent = two(shop)
    cancel(second)
    cancel(first)
    for pk in Errand.objects.filter(state="open").order_by("-pk").values_list("pk", flat=True):
        commands.run_errand(pk, by=BY)
    intent.refresh_from_db()
    assert intent.state == IntentState.VOIDED
    assert [one.state for one in shop.simulator.world.payments.values()] == ["voided"]


def test_a_number_that_comes_after_the_last_order_was_cancelled_is_void_at_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.account("stripe")
    first, second, intent = two(shop)
    cancel(second)
    real = _reissue.open_new

    def slowly(errand: Errand) -> Seen:
        cancel(first)
        return real(errand)

    monkeypatch.setattr(_reissue, "open_new", slowly)
    commands.run_errand(Errand.objects.get(verb="reissue").pk, by=BY)
    shop.run()
    intent.refresh_from_db()
    assert intent.state == IntentState.VOIDED
    assert {one.state for one in shop.simulator.world.payments.values()} == {"voided"}


def test_a_refused_second_number_is_kept_with_its_reason(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.account("stripe")
    _, second, _ = two(shop)
    cancel(second)
    refused = ProviderRefused(account="stripe", because="少なすぎます")

    def never(errand: Errand) -> Seen:
        raise refused

    monkeypatch.setattr(_reissue, "open_new", never)
    shop.run()
    assert Errand.objects.values_list("state", "answer").get() == ("failed", "少なすぎます")


def test_a_transfer_to_the_shop_s_own_account_asks_for_less_at_once(shop: Shop) -> None:
    setting.put(own.BANK_ACCOUNT, ACCOUNT, by=BY)
    first, second, intent = two(shop, Method.BANK_TRANSFER)
    cancel(second)
    intent.refresh_from_db()
    assert intent.amount_yen == 3000
    assert "3,000 円" in dict(next_of(intent).lines).values()
    assert not Errand.objects.exists()
    commands.receive_money(first.number, 3000, received_on=clock.business_date(), key="bank:1", by=BY)
    intent.refresh_from_db()
    assert (intent.state, paid(first, second)) == (IntentState.CAPTURED, [3000, 0])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_paying_and_cancelling_at_once_ends_in_one_of_two_ways(shop: Shop, turn: int) -> None:
    """Either the old number was paid and the surplus goes back, or it is void and the new one asks for the rest."""
    shop.account("stripe")
    first, second, intent = two(shop)
    old = shop.there(intent)
    cancel(second)
    errand = Errand.objects.get()

    def pay() -> None:
        try:
            shop.simulator.world.pay(old)
        except Exception:  # noqa: BLE001  # the till says that the number is void
            return
        commands.refresh_intent(intent.pk)

    at_once(pay, lambda: commands.run_errand(errand.pk, by=BY), lambda: commands.refresh_intent(intent.pk))
    shop.run()
    commands.refresh_intent(intent.pk)
    intent.refresh_from_db()
    if old.state == "captured":
        assert (intent.captured_yen, intent.refunded_yen, paid(first, second)) == (5000, 2000, [3000, 0])
        assert len(shop.simulator.world.payments) == 1
    else:
        assert (old.state, intent.state, intent.amount_yen) == ("voided", IntentState.WAITING, 3000)
        assert (shop.there(intent).amount, paid(first, second)) == (3000, [0, 0])
